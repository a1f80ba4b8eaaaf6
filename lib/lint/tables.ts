/** Finds what is odd about a table's own keys. Reads no row. */

import type { Table } from '../../types/schema.js'
import { quotedNames } from '../schema/printable.js'
import { uniqueKeys } from '../schema/unique-keys.js'
import type { Finding } from './finding.js'
import { alterCure, columnOf, found, type Ground, holdsRows, listId, quotedColumns } from './ground.js'
import { widened } from './retyped.js'

/** Finds tables whose rows cannot be told apart by a primary key. */
export function withoutPrimaryKey(ground: Ground, table: Table): readonly Finding[] {
  if (table.primaryKey !== null || !holdsRows(table)) return []
  const code = 'noPrimaryKey'
  const key = uniqueKeys(table).find(({ columns }) => !columns.some(name => isNullable(table, name)))
  if (key === undefined) {
    const message = 'it has no primary key: no row can be found, changed or deleted for itself'
    return [found(ground, table, { code, severity: 'warning', columns: [], message })]
  }
  const { columns } = key
  const message = `it has no primary key, though ${quotedNames(columns)} could be it: unique, and never null`
  const cure = alterCure(ground, table, `add primary key ${quotedColumns(ground, columns)}`)
  return [found(ground, table, { code, severity: 'info', columns, message, cure })]
}

/** Finds columns of primary keys that take null: several rows may have none. */
export function nullableKeys(ground: Ground, table: Table): readonly Finding[] {
  const columns = (table.primaryKey?.columns ?? []).filter(name => isNullable(table, name))
  if (columns.length === 0 || !holdsRows(table)) return []
  const message = `the primary key takes null in ${quotedNames(columns)}: rows with null are not told apart; declare NOT NULL`
  return [found(ground, table, { code: 'nullableKey', severity: 'warning', columns, message })]
}

/** Finds unique keys that let rows through that have null in them. */
export function nullableUniques(ground: Ground, table: Table): readonly Finding[] {
  return uniqueLists(table).flatMap(columns => {
    const open = columns.filter(name => isNullable(table, name))
    if (open.length === 0) return []
    const isWhole = columns.length === 1
    const message = isWhole
      ? `${quotedNames(columns)} is unique, and takes null: any number of rows may have none`
      : `${quotedNames(columns)} together are unique, and null in ${quotedNames(open)} lets any number of the same rows in`
    const severity = isWhole ? 'info' : 'warning'
    return [found(ground, table, { code: 'nullableUnique', severity, columns, message })]
  })
}

/** Finds numbered columns that cannot hold as many numbers as rows may come. */
export function smallKeys(ground: Ground, table: Table): readonly Finding[] {
  const { limitOf } = ground.dialect.inspection
  return table.columns.flatMap(column => {
    const limit = column.autoIncrement ? limitOf(column) : null
    if (limit === null) return []
    const { name, type } = column
    const message = `"${name}" numbers the rows, and ends at ${limit.toLocaleString('en-US')}, as it is ${type}`
    const cure = widened(ground, table, name)
    const severity = limit < 2 ** 31 - 1 ? 'warning' : 'info'
    return [found(ground, table, { code: 'smallKey', severity, columns: [name], message, cure })]
  })
}

function isNullable(table: Table, name: string): boolean {
  return columnOf(table, name)?.nullable === true
}

/** The columns of unique constraints and of unique indexes in which two nulls differ, each list once; not the primary key. */
function uniqueLists(table: Table): readonly (readonly string[])[] {
  const lists = new Map<string, readonly string[]>()
  const keep = (columns: readonly string[]): void => void lists.set(listId(columns), columns)
  for (const index of table.indexes) {
    const columns = index.parts.flatMap(({ column }) => column ?? [])
    const isTotal = index.unique && index.valid && !index.partial && columns.length === index.parts.length
    if (isTotal && index.nullsDistinct) keep(columns)
  }
  for (const { columns, nullsDistinct } of table.uniqueConstraints) if (nullsDistinct) keep(columns)
  lists.delete(listId(table.primaryKey?.columns ?? []))
  return [...lists.values()]
}
