/** Answers what was changed about an instance since it was read, or last written. Changes nothing. */

import type { ColumnMapping } from '../mapping/mapping.js'
import { blockOf, type Instance, stateOf } from './instance.js'
import type { Edit } from './state.js'

/** Gives what is to be written of each column: what was assigned, and what was changed in place. One column for each slot. */
export function changedColumns(instance: Instance): Map<ColumnMapping, Edit> {
  const { columns } = blockOf(instance).mapping
  const changed = new Map<ColumnMapping, Edit>()
  for (const [slot, edit] of stateOf(instance)?.edits ?? []) {
    changed.set(columns.find(column => column.slot === slot) as ColumnMapping, edit)
  }
  return changed
}

/** Gives the changes as their users see them, by property. */
export function changesOf(
  instance: Instance,
): Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>> {
  const changes: Record<string, { readonly from: unknown; readonly to: unknown }> = Object.create(null)
  for (const [column, { before, value }] of changedColumns(instance)) {
    changes[column.property] = Object.freeze({ from: before, to: value })
  }
  return Object.freeze(changes)
}
