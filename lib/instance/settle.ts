/** Makes instances what the database holds, after it was written or read. Writes no row. */

import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import { type Instance, keepSlot, relate, stateFor } from './instance.js'
import { type Notes, noteChange } from './noting.js'
import type { Edit } from './state.js'

/** What was written of one instance, and what came back. */
export interface Saved {
  readonly columns: readonly ColumnMapping[]
  /** What the database holds in these columns now, as the driver gave it. */
  readonly values: readonly unknown[]
  /** What was written; what was assigned meanwhile stays to be written. */
  readonly taken: ReadonlyMap<ColumnMapping, Edit>
}

/** Takes in what an INSERT or UPDATE gave back; the instance is saved then. */
export function settleSaved(instance: Instance, { columns, values, taken }: Saved, journal: Notes): void {
  noteChange(instance, journal)
  const state = stateFor(instance)
  for (const [column, edit] of taken)
    if (state.edits.get(column.slot) === edit) state.edits.delete(column.slot)
  columns.forEach((column, i) => {
    keepSlot(instance, column.slot, values[i])
  })
  state.status = 'saved'
}

/** Marks an instance whose row was deleted, and takes it out of what is loaded. */
export function settleDeleted(instance: Instance, journal: Notes): void {
  noteChange(instance, journal)
  stateFor(instance).status = 'deleted'
}

/** Takes what was written of a relationship as what it is compared with from here on; many to many, on both sides. */
export function settleMembers(
  instance: Instance,
  relationship: RelationshipMapping,
  members: readonly Instance[],
  journal: Notes,
): void {
  noteChange(instance, journal)
  stateFor(instance).members.set(relationship.index, members)
}

/**
 * Makes an instance what its row is now: what was assigned and not written is given up, and nothing related is loaded any more.
 * `slots` are all of its row's.
 */
export function reread(instance: Instance, slots: readonly unknown[], journal: Notes): void {
  noteChange(instance, journal)
  const state = stateFor(instance)
  state.edits.clear()
  state.originals.clear()
  state.members.clear()
  slots.forEach((value, slot) => {
    keepSlot(instance, slot, value)
  })
  relate(instance, 0, undefined)
}
