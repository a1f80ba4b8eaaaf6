/** Answers what the database holds in an instance's columns, and what it is to hold. Changes nothing. */

import { isDeepStrictEqual } from 'node:util'
import { revealed } from '../dialect/concealed.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { type Instance, slotOf, stateOf } from './instance.js'
import { unread } from './unread.js'

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

/** True for a column whose values can be changed in place, and are compared with what was read when they are written. */
export function isMutable({ column: { kind }, codec, matched }: ColumnMapping): boolean {
  return (kind === 'json' || kind === 'array') && codec.once !== true && !matched
}

/** True where a value that can be changed in place is an object: strings and numbers cannot. */
export function isMutableValue(column: ColumnMapping, value: unknown): value is object {
  return typeof value === 'object' && value !== null && isMutable(column)
}

/** True where a column that holds `stored` would hold the same with `bound`; what was not read may be anything. */
export function isStored(column: ColumnMapping, stored: unknown, bound: unknown): boolean {
  const given = revealed(bound)
  if (stored === null || given === null || stored === unread) return stored === given
  return isDeepStrictEqual(given, boundAgain(column, stored))
}

/** Gives the value of what a column holds, nobody else's; what cannot be one stays as the driver gave it. */
export function valueAgain({ codec: { decode } }: ColumnMapping, stored: unknown): unknown {
  if (stored === null || decode === null) return stored
  try {
    const value = decode(stored)
    return value instanceof Date && value === stored ? new Date(value) : value
  } catch {
    return stored
  }
}

/** Some databases hold what nobody could write there; it equals nothing. */
function boundAgain(column: ColumnMapping, stored: unknown): unknown {
  try {
    return revealed(column.codec.encode(valueAgain(column, stored)))
  } catch {
    return undefined
  }
}
