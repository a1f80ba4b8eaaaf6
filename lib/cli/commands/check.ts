/** Tells how a database differs from the snapshot of it that a file holds. Compares nothing itself. */

import { resolve } from 'node:path'
import { exits } from '../exit.js'
import { snapshotIn, takenFrom } from '../open.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'

/** The options of the command. */
export interface CheckFlags extends SourceFlags {
  readonly snapshot: string
  readonly json?: boolean
}

/** Prints what has changed since. */
export async function checkDatabase(
  { database }: { readonly database: string | undefined },
  flags: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const before = await snapshotIn(resolve(terminal.cwd, flags.snapshot))
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  const { driftOf } = await import('../../drift/drift.js')
  const { driftText } = await import('../../drift/text.js')
  const findings = driftOf(before, snapshot)
  terminal.stdout.write(flags.json === true ? `${JSON.stringify(findings, null, 2)}\n` : driftText(findings))
  return findings.length === 0 ? exits.done : exits.found
}
