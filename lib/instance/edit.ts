/** Takes in what is assigned to a column, and answers what its database column is to hold. Writes no row. */

import { revealed } from '../dialect/concealed.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { boundValue, validatedValue } from './encoded-value.js'
import { blockOf, type Instance, keepSlot, slotOf, stateFor, stateOf } from './instance.js'
import { type Notes, noteChange } from './noting.js'

/**
 * Assigns a value to a column: checks it, and keeps it as an edit until it is written. What the column has already is no edit.
 * Whether the column can be written is the caller's to ask. Throws `ValueError`, `DeclarationError`.
 */
export function editColumn(instance: Instance, column: ColumnMapping, given: unknown, journal: Notes): void {
  const { mapping } = blockOf(instance)
  const value = validatedValue(mapping, column, given)
  const bound = boundValue(mapping, column, value)
  const before = storedValue(instance, column)
  noteChange(instance, journal)
  stateFor(instance).edits.set(column.slot, { before, value, bound })
  keepSlot(instance, column.slot, revealed(bound))
}

/** Gives what the database is to hold, as the driver binds it: concealed where the column is sensitive. */
export function currentBound(instance: Instance, column: ColumnMapping): unknown {
  const edit = stateOf(instance)?.edits.get(column.slot)
  return edit === undefined ? slotOf(instance, column.slot) : edit.bound
}

/** Gives what the database holds, as far as is known, as the driver gave it: what rows are found by. */
export function storedValue(instance: Instance, column: ColumnMapping): unknown {
  const state = stateOf(instance)
  const edit = state?.edits.get(column.slot)
  if (edit !== undefined) return edit.before
  return state?.originals.get(column.slot) ?? slotOf(instance, column.slot)
}
