/** Writes the snapshot of a database. Reads none. */

import { exits } from '../exit.js'
import { takenFrom } from '../open.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'
import { writeOut } from '../write-out.js'

/** The options of the command. */
export interface SnapshotFlags extends SourceFlags {
  readonly output?: string
}

/** Writes the snapshot. */
export async function writeSnapshot(
  { database }: { readonly database: string | undefined },
  flags: SnapshotFlags,
  terminal: Terminal,
): Promise<number> {
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  const { snapshotText } = await import('../../snapshot/file.js')
  await writeOut(snapshotText(snapshot), flags.output, terminal)
  return exits.done
}
