/** Reads the keys that callers find instances by, and tells of those that found nothing. Runs no query. */

import { typeOf } from '../dialect/refused-value.js'
import { MappingError, NotFoundError, QueryError } from '../errors.js'
import type { Mapping } from '../mapping/mapping.js'
import { columnOf } from './lookup.js'
import type { Comparison, Joined } from './state.js'
import { isPlain } from './validate.js'

/** One part of a key as a condition. */
export interface KeyCondition extends Joined {
  readonly condition: Comparison
}

/**
 * Reads a key: one value, the values in key order, or an object of the key's properties. Throws `MappingError` where
 * the model has no key, `QueryError` where the key has another shape.
 */
export function keyConditions(mapping: Mapping, key: unknown): KeyCondition[] {
  if (mapping.key.length === 0) {
    throw new MappingError(
      'NO_PRIMARY_KEY',
      `Cannot find an instance of "${mapping.name}" by key: table "${mapping.table.name}" has no primary key. Use findBy({ … })`,
    )
  }
  const values = keyValues(mapping, key)
  return mapping.key.map((column, i) => ({
    or: false,
    condition: { type: 'compare', column, operator: '=', value: column.codec.encode(values[i]) },
  }))
}

function keyValues(mapping: Mapping, key: unknown): readonly unknown[] {
  const values = isPlain(key) ? namedValues(mapping, key) : Array.isArray(key) ? key : [key]
  if (values.length === mapping.key.length && !values.some(value => value === undefined || value === null)) {
    return values
  }
  const names = mapping.key.map(column => column.property).join(', ')
  const shape = mapping.key.length === 1 ? `a value for "${names}"` : `[${names}] or { ${names} }`
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot find an instance of "${mapping.name}" by key: expected ${shape}, got ${shapeOf(key)}`,
  )
}

function namedValues(mapping: Mapping, key: object): unknown[] {
  // A class that joins another may call the key by a name of its own.
  const given = Object.entries(key).map(
    ([property, value]) => [columnOf(mapping, property).slot, value] as const,
  )
  const bySlot = new Map(given)
  return given.length === mapping.key.length ? mapping.key.map(({ slot }) => bySlot.get(slot)) : []
}

/** Names the shape of a key, never its content. */
function shapeOf(key: unknown): string {
  if (Array.isArray(key)) return `an array of ${key.length}`
  if (!isPlain(key)) return typeOf(key)
  const names = Object.keys(key).join(', ')
  return names === '' ? '{}' : `{ ${names} }`
}

/** The error for a key that found nothing; `whole` is false where the query held conditions of its own. */
export function notFound(mapping: Mapping, key: unknown, whole: boolean): NotFoundError {
  const tellable = (typeof key === 'number' || typeof key === 'bigint') && !mapping.key[0]?.sensitive
  const name = tellable ? `key ${key}` : 'this key'
  const where = `${whole ? placeOf(mapping) : 'the query'} holds no such row`
  return new NotFoundError(
    'NOT_FOUND',
    `No instance of "${mapping.name}" has ${name}: ${where}. find() gives null instead`,
  )
}

/** A row that another model has may be in the table all the same. */
function placeOf({ inheritance, table, scope }: Mapping): string {
  if (scope !== null) return 'the scope of the model'
  return inheritance === null || inheritance.identities === null ? `table "${table.name}"` : 'the model'
}
