/** Shows models with their columns, relationships and keys, and what became of everything else. Asks no database itself. */

import type { Report } from '../../../types/report.js'
import type { Snapshot, SnapshotModel } from '../../../types/snapshot.js'
import { tableText } from '../../schema/key-text.js'
import { exits } from '../exit.js'
import { modelNamed } from '../model-named.js'
import { modelBranch, reportBranches } from '../model-tree.js'
import { takenFrom } from '../open.js'
import { jsonOf } from '../show/json.js'
import { treeLines } from '../show/tree.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'

/** The options of the command. */
export interface InspectFlags extends SourceFlags {
  readonly json?: boolean
}

/** Shows a database, or one model of it. */
export async function inspectDatabase(
  { database, rest: [name] }: { readonly database: string | undefined; readonly rest: readonly string[] },
  flags: InspectFlags,
  terminal: Terminal,
): Promise<number> {
  const { snapshot, report } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  const models = name === undefined ? snapshot.models : [modelNamed(snapshot, name)]
  if (flags.json === true) {
    const shown = models.map(model => ({ ...model, structure: structureOf(snapshot, model) }))
    const all = { models: shown, report: report ?? { notes: snapshot.structure.notes } }
    terminal.print(jsonOf(name === undefined ? all : shown[0], 2) as string)
    return exits.done
  }
  const branches = models.map(model => modelBranch(snapshot, model, terminal))
  const roots = name === undefined ? [...branches, ...reportOf(snapshot, report, terminal)] : branches
  terminal.print(treeLines(roots, terminal.width).join('\n'))
  return exits.done
}

function reportOf(
  snapshot: Snapshot,
  report: Report | null,
  terminal: Terminal,
): ReturnType<typeof reportBranches> {
  const reasons = new Map(
    report?.tables.map(({ schema, name, reason }) => [tableText(snapshot.structure, schema, name), reason]),
  )
  return reportBranches(snapshot, reasons, terminal)
}

function structureOf({ structure }: Snapshot, { schema, table }: SnapshotModel): unknown {
  return structure.tables.find(each => each.schema === schema && each.name === table)
}
