/** Remembers what was run at a prompt, and writes it as a script. Runs nothing. */

import { Script } from 'node:vm'
import { concealed } from '../secrets.js'

/** Gives the text of a script that does the same; `place` is the database's name for people. */
export function scriptText(entries: readonly string[], place: string): string {
  const head = `// A session at ${concealed(place).replace(/\s+/g, ' ')}. Run it by: automap run URL FILE\n`
  return `${head}\n${entries.map(entry => `${statementOf(entry)}\n`).join('')}`
}

/** What was shown at the prompt is shown by the script, too. */
function statementOf(entry: string): string {
  const code = entry.trim().replace(/;+$/, '')
  if (!isExpression(code)) return entry.trim()
  const assigned = /^([A-Za-z_$][\w$]*)\s*=[^=>]/.exec(code)
  return assigned === null ? `console.log(await (${code}))` : `globalThis.${code}`
}

function isExpression(code: string): boolean {
  // As at the prompt, a class or a function is a declaration.
  if (/^(class|function|async\s+function)\b/.test(code)) return false
  try {
    new Script(`(async () => (${code}\n))`)
    return true
  } catch {
    return false
  }
}
