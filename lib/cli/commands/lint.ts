/** Tells what is wrong, slow or risky about a database: its structure, and where it is there, its rows. Finds nothing itself. */

import { exits } from '../exit.js'
import { snapshotIn, withDatabase } from '../open.js'
import { watched } from '../progress.js'
import { type Source, type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'

/** The options of the command. */
export interface LintFlags extends SourceFlags {
  readonly json?: boolean
}

/** Prints the findings; what is only good to know is none to mend. */
export async function lintDatabase(
  { database }: { readonly database: string | undefined },
  flags: LintFlags,
  terminal: Terminal,
): Promise<number> {
  const findings = await findingsOf(await sourceOf(database, flags, terminal), terminal)
  const { lintText } = await import('../../lint/text.js')
  terminal.stdout.write(flags.json === true ? `${JSON.stringify(findings, null, 2)}\n` : lintText(findings))
  return findings.some(({ severity }) => severity !== 'info') ? exits.found : exits.done
}

async function findingsOf(
  source: Source,
  terminal: Terminal,
): Promise<ReturnType<typeof import('../../lint/lint.js').lintOf>> {
  const { lintOf } = await import('../../lint/lint.js')
  if ('snapshot' in source) return lintOf(await snapshotIn(source.snapshot))
  return await withDatabase(source, false, terminal, async opened => {
    const { lintRows } = await import('../../lint/rows.js')
    const { sortedFindings } = await import('../../lint/finding.js')
    const snapshot = await opened.db.snapshot()
    const ofRows = await watched(terminal, 'Looking at rows', () => lintRows(opened, snapshot))
    return sortedFindings([...lintOf(snapshot), ...ofRows])
  })
}
