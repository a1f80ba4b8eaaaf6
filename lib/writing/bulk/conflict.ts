/** Finds the key that an upsert goes by, and says why a key is none that it could go by. Writes no SQL. */

import type { Table } from '../../../types/schema.js'
import { typeOf } from '../../dialect/refused-value.js'
import { MappingError, QueryError } from '../../errors.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { columnOf } from '../../query/lookup.js'
import { columnsIn } from '../../schema/constraint.js'
import { uniqueKeys } from '../../schema/unique-keys.js'
import type { Subject } from './given-rows.js'

/**
 * Gives the columns of the key; `on` names its properties, and is undefined for the primary key. Throws `QueryError`
 * QUERY_INVALID, `MappingError` NO_PRIMARY_KEY or PROPERTY_UNKNOWN.
 */
export function conflictColumns(subject: Subject, table: Table, on: unknown): readonly ColumnMapping[] {
  const columns = on === undefined ? primaryKey(subject) : namedColumns(subject, on)
  const names = columns.map(({ column }) => column.name)
  const found = uniqueKeys(table).filter(key => isSame(key.columns, names))
  if (found.some(({ deferrable }) => !deferrable)) return columns
  const [deferrable] = found
  const why =
    deferrable === undefined
      ? whyNone(table, names)
      : `its key "${deferrable.name}" is deferrable, so that the database does not look at it in time`
  const wanted = columns.map(({ property }) => `"${property}"`).join(', ')
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot ${subject.doing} on ${wanted}: ${why}; ${keysText(subject.mapping, table)}`,
  )
}

function primaryKey({ mapping, doing }: Subject): readonly ColumnMapping[] {
  if (mapping.key.length > 0) return mapping.key
  throw new MappingError(
    'NO_PRIMARY_KEY',
    `Cannot ${doing}: table "${mapping.table.name}" has no primary key. Say which key to go by: { on: [property] }`,
  )
}

function namedColumns({ mapping, doing }: Subject, on: unknown): readonly ColumnMapping[] {
  if (Array.isArray(on) && on.length > 0) return on.map(property => columnOf(mapping, property))
  const got = Array.isArray(on) ? 'an empty array' : typeOf(on)
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot ${doing}: expected on to be an array of properties, got ${got}`,
  )
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every(name => other.includes(name))
}

/** An index that looks like a key may be none. */
function whyNone(table: Table, names: readonly string[]): string {
  for (const { name, unique, valid, partial, parts } of table.indexes) {
    const columns = parts.flatMap(part => part.column ?? columnsIn(table, part.expression))
    if (!unique || !isSame(columns, names)) continue
    if (partial) return `index "${name}" holds only some rows`
    if (parts.some(({ column }) => column === null)) return `index "${name}" is on an expression`
    if (!valid) return `index "${name}" is not valid`
  }
  return `no key of table "${table.name}" is on just that`
}

function keysText({ columns }: Mapping, table: Table): string {
  const keys = uniqueKeys(table)
    .filter(({ deferrable }) => !deferrable)
    .map(key => key.columns.map(name => columns.find(({ column }) => column.name === name)?.property))
    .filter(properties => properties.every(property => property !== undefined))
    .map(properties => `[${properties.map(property => `"${property}"`).join(', ')}]`)
  return keys.length === 0 ? 'it has no key to go by' : `its keys are ${keys.join(' and ')}`
}
