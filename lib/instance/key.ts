/** Turns raw key values into what a Map can be keyed by; no two different keys give the same. */

import type { Row } from '../dialect/contract.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { type Instance, slotOf } from './instance.js'

/** Gives the raw values of these columns. Throws `ValueError` for an integer that has lost digits. */
export function slotsOf(instance: Instance, columns: readonly ColumnMapping[]): unknown[] {
  return columns.map(column => exact(slotOf(instance, column.slot), column))
}

/** Gives a Map key for a tuple of raw values; null when one of them is null, as such a key refers to nothing. */
export function keyOf(values: readonly unknown[]): unknown {
  if (values.includes(null)) return null
  return values.length === 1 ? singleKey(values[0]) : values.map(partKey).join('')
}

/**
 * Gives a Map key for the columns of a row, which begin at `offset`; null when one of them is null. Throws `ValueError`
 * for an integer that has lost digits.
 */
export function rowKeyOf(row: Row, offset: number, columns: readonly ColumnMapping[]): unknown {
  if (columns.length > 1) return keyOf(columns.map(column => exact(row[offset + column.slot], column)))
  const column = columns[0]!
  const value = exact(row[offset + column.slot], column)
  return value === null ? null : singleKey(value)
}

/**
 * Gives a raw value as it is. A driver that rounded an integer would make it another row's key; the codec knows, and throws a
 * `ValueError` that says what to choose.
 */
export function exact(slot: unknown, { codec }: ColumnMapping): unknown {
  if (typeof slot === 'number' && !Number.isSafeInteger(slot)) codec.decode?.(slot)
  return slot
}

/** Numbers and strings key a Map as they are; other values and strings that look like one are tagged. */
function singleKey(value: unknown): unknown {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && !value.startsWith('\0')) return value
  return `\0${partKey(value)}`
}

/** The length goes first, so that `a` + `bc` and `ab` + `c` differ. */
function partKey(value: unknown): string {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
  return `${typeof value}${text.length}:${text}`
}
