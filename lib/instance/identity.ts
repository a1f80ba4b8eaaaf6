/** Gives what tells an instance of a hierarchy from all others by its key. Two different keys never give the same. */

import { lineageOf } from '../mapping/lineage.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { keyOf } from './key.js'

/** Gives the model that a model shares its rows and its key with: the topmost. */
export function rootOf(mapping: Mapping): Mapping {
  return lineageOf(mapping).at(-1) as Mapping
}

/**
 * Gives a Map key for raw key values of a model, among all instances of its root; null where one of them is null, or there is
 * no key. What the driver gave and what is bound for the same value give the same.
 */
export function identityOf(mapping: Mapping, values: readonly unknown[]): unknown {
  const { key } = rootOf(mapping)
  return key.length === 0 ? null : keyOf(key.map((column, i) => identityPart(column, values[i])))
}

/** Gives the same for one raw value of a column, whether the driver gave it or it is bound. */
export function identityPart({ column }: ColumnMapping, value: unknown): unknown {
  if (value === null) return null
  switch (column.kind) {
    case 'integer':
    case 'bigint':
      return String(value)
    case 'decimal':
      return digitsOf(String(value))
    case 'float':
      return typeof value === 'string' ? Number(value) : value
    default:
      return byServerType(column.baseType?.name, value)
  }
}

/** True where two raw values of a column are one. */
export function isSamePart(column: ColumnMapping, one: unknown, other: unknown): boolean {
  return keyOf([identityPart(column, one)]) === keyOf([identityPart(column, other)])
}

/** Zeros behind the point are no difference. */
function digitsOf(text: string): string {
  return /^-?\d+\.\d*$/.test(text) ? text.replace(/\.?0*$/, '') : text
}

/** A server with types of its own has one form for each value, which is not always what is bound. */
function byServerType(type: string | undefined, value: unknown): unknown {
  if (type === 'bool') return String(value).charAt(0)
  if (type === 'uuid') return String(value).toLowerCase().replace(/[{}-]/g, '')
  // Blanks at the end are padding.
  if (type === 'bpchar') return String(value).replace(/ +$/, '')
  if (type === 'bytea' && value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return value
}
