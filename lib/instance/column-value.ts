/** Reads a column of an instance: decodes its slot on first read and keeps what was decoded. */

import type { ColumnMapping } from '../mapping/mapping.js'
import { type Instance, keepSlot, slotOf, stateFor, stateOf } from './instance.js'
import { editAt } from './state.js'
import { isMutableValue } from './stored.js'
import { unread } from './unread.js'

/**
 * Gives the value of a column: what was assigned, and otherwise what was read. A decoded string is not kept, as it could not be
 * told from the driver's text; nor is the value of a column that rows are matched by, as a `Date` has lost the microseconds, nor
 * one that cannot be decoded again. Of a `Date` that is kept, a copy is given: it could be changed in place and then assigned as if
 * it were what was read. What was not read with the row gives its mark, `unread`. Throws `ValueError` where JavaScript cannot hold
 * the value.
 */
export function columnValueOf(instance: Instance, column: ColumnMapping): unknown {
  const edit = editAt(stateOf(instance), column.slot)
  if (edit !== undefined) return edit.value
  const slot = slotOf(instance, column.slot)
  const { decode, once } = column.codec
  if (slot === null || decode === null || slot === unread) return slot
  const value = decode(slot)
  if (typeof value === 'string' || column.matched || once === true) return value
  if (value !== slot) {
    if (isMutableValue(column, value)) stateFor(instance).originals.set(column.slot, slot)
    keepSlot(instance, column.slot, value)
  }
  return value instanceof Date ? new Date(value) : value
}
