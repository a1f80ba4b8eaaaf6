/** Tells what a database's structure shows to be wrong, slow or risky. Finds nothing itself. */

import { exits } from '../exit.js'
import { takenFrom } from '../open.js'
import { type SourceFlags, sourceOf } from '../source.js'
import { harmless, type Terminal } from '../terminal.js'

/** The options of the command. */
export interface LintFlags extends SourceFlags {
  readonly json?: boolean
}

const looks = { error: 'red', warning: 'yellow', info: 'dim' } as const

/** Prints the findings; what is only good to know is none to mend. */
export async function lintDatabase(
  { database }: { readonly database: string | undefined },
  flags: LintFlags,
  terminal: Terminal,
): Promise<number> {
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  const { lintOf } = await import('../../lint/lint.js')
  const findings = lintOf(snapshot)
  if (flags.json === true) terminal.print(JSON.stringify(findings, null, 2))
  else {
    for (const { code, severity, message } of findings) {
      terminal.print(`${terminal.paint(looks[severity], severity)} ${code}: ${harmless(message)}`)
    }
  }
  return findings.some(({ severity }) => severity !== 'info') ? exits.found : exits.done
}
