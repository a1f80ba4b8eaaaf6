/** Encodes values that a caller binds in SQL of their own, where no column says how. */

import type { ColumnKind } from '../../types/schema.js'
import type { Dialect } from '../dialect/contract.js'
import { plainColumn } from '../dialect/plain-column.js'
import { refusedValue } from '../dialect/refused-value.js'

/** Gives what the driver binds for a value, by its JavaScript type. Throws `ValueError`. */
export function freeBinding(dialect: Dialect, value: unknown, subject: string): unknown {
  if (value === null) return null
  const kind = kindOf(value)
  if (kind === null) {
    throw refusedValue(subject, 'a string, a number, a bigint, a boolean, a Date, a Buffer or null', value)
  }
  return dialect
    .codec({ ...plainColumn, kind, baseType: { schema: '', name: kind } }, {}, subject)
    .encode(value)
}

function kindOf(value: unknown): ColumnKind | null {
  if (value instanceof Date) return 'timestamptz'
  if (value instanceof Uint8Array) return 'binary'
  return kinds.get(typeof value) ?? null
}

const kinds: ReadonlyMap<string, ColumnKind> = new Map([
  ['string', 'text'],
  ['number', 'float'],
  ['bigint', 'bigint'],
  ['boolean', 'boolean'],
])
