/** Runs code against a database: a file, a text, or standard input. Prints what it came to. */

import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { evaluate } from '../evaluate.js'
import { CommandError, exits } from '../exit.js'
import { importFile } from '../import-file.js'
import { type Opened, withDatabase } from '../open.js'
import { hiddenText, scopeOf } from '../scope.js'
import { cutText, type Form, partsOf, settled } from '../show/value.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'

/** The options of everything that runs code. */
export interface RunFlags extends SourceFlags {
  readonly write?: boolean
  readonly limit: number
  readonly json?: boolean
  readonly csv?: boolean
}

/** Runs a file, `-` for standard input; its default export is what it comes to. */
export async function runScript(
  {
    database,
    rest: [script, ...parameters],
  }: { readonly database: string | undefined; readonly rest: readonly string[] },
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  if (script === undefined) throw new CommandError('Cannot run: name a script, as in automap run URL SCRIPT')
  if (script === '-') return await runCode(database, await text(terminal.stdin), flags, terminal)
  const path = resolve(terminal.cwd, script)
  if (!existsSync(path)) {
    throw new CommandError(`Cannot run "${basename(path)}": there is no such file; mend the path`)
  }
  process.argv = [process.execPath, path, ...parameters]
  return await run(database, flags, terminal, async () => ({ value: (await importFile(path)).default }))
}

/** Runs a text. */
export async function runCode(
  database: string | undefined,
  code: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  return await run(database, flags, terminal, hidden => {
    const notice = hiddenText(hidden, code)
    if (notice !== null) terminal.note(notice)
    return evaluate(code)
  })
}

async function run(
  database: string | undefined,
  flags: RunFlags,
  terminal: Terminal,
  work: (hidden: readonly string[]) => Promise<{ readonly value: unknown }>,
): Promise<number> {
  const form = formOf(flags)
  const source = await sourceOf(database, flags, terminal)
  return await withDatabase(source, flags.write === true, terminal, async (opened: Opened) => {
    const scope = scopeOf(opened)
    try {
      const result = await settled((await work(scope.hidden)).value, flags.limit)
      await terminal.write(await partsOf(result, form, terminal))
      if (result.isCut) terminal.note(cutText(flags.limit))
      return exits.done
    } finally {
      scope.end()
    }
  })
}

function formOf({ json = false, csv = false }: RunFlags): Form {
  if (json && csv) throw new CommandError('Cannot print both: say --json or --csv')
  if (json) return 'json'
  return csv ? 'csv' : 'text'
}
