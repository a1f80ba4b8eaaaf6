/** Says in comments what the database says of tables, columns and keys. Writes no code. */

import type { Column, ForeignKey, Schema, Table, TableKind } from '../../types/schema.js'
import type { SnapshotRelationship } from '../../types/snapshot.js'
import { tableText } from '../schema/key-text.js'
import { uniqueKeys } from '../schema/unique-keys.js'
import { code } from './text.js'

const kinds: Readonly<Record<TableKind, string>> = {
  table: 'Table',
  partitionedTable: 'Partitioned table',
  foreignTable: 'Foreign table',
  virtualTable: 'Virtual table',
  view: 'View',
  materializedView: 'Materialized view',
}

const relations = {
  manyToOne: 'Many to one',
  oneToMany: 'One to many',
  oneToOne: 'One to one',
  manyToMany: 'Many to many',
} as const

/** Says of a model which table it is, and what the table's comment says. */
export function modelComment(schema: Schema, table: Table): string[] {
  const place = code(tableText(schema, table.schema, table.name))
  return withComment(`${kinds[table.kind]} ${place}`, table.comment)
}

/** Says of a property which column it is, of which type, and in which keys. */
export function columnComment(schema: Schema, table: Table, column: Column): string[] {
  const filled = isFilledAlways(column) ? [`${filledBy(column)}`.toLowerCase()] : []
  const facts = [
    ...filled,
    ...keyFacts(table, column),
    ...table.foreignKeys.filter(key => key.columns.includes(column.name)).map(key => reference(schema, key)),
  ]
  const type = column.type === '' ? 'no type' : code(column.type)
  return withComment([`${code(column.name)}: ${type}`, ...facts].join(', '), column.comment)
}

/** True where only the database may fill a column. */
export function isFilledAlways({ generated, identity }: Column): boolean {
  return generated !== null || identity === 'always'
}

/** Says who fills a column that may be left out, or may not be given; null where nobody does. */
export function filledBy({
  generated,
  autoIncrement,
  identity,
  hasDefault,
  ...column
}: Column): string | null {
  if (generated !== null) return 'Computed by the database'
  if (identity !== null || autoIncrement) return 'Numbered by the database'
  if (!hasDefault) return null
  return column.default === null ? 'Filled by the database' : `Default ${code(column.default)}`
}

/** Says of a relationship by which key it is, and what leads back. */
export function relationshipComment(
  schema: Schema,
  { kind, key, through, target, inverse, lazy }: SnapshotRelationship,
): string[] {
  const way = through === null ? code(key) : code(tableText(schema, through.schema, through.table))
  const by = `${relations[kind]} ${through === null ? 'by' : 'through'} ${way}`
  const back = inverse === null ? [] : [`the other side is ${code(`${target}.${inverse}`)}`]
  const loaded = lazy === 'raise' ? ['loaded where a query says so, and not by itself'] : []
  return [`${[by, ...back, ...loaded].join('; ')}.`]
}

function keyFacts(table: Table, { name }: Column): string[] {
  const { primaryKey } = table
  return uniqueKeys(table)
    .filter(({ columns }) => columns.includes(name))
    .map(({ columns }) => {
      const word = columns === primaryKey?.columns ? 'primary key' : 'unique'
      const others = columns.filter(other => other !== name).map(code)
      return others.length === 0 ? word : `${word} with ${others.join(', ')}`
    })
}

function reference(schema: Schema, key: ForeignKey): string {
  const target = tableText(schema, key.referencedSchema, key.referencedTable)
  const columns = key.referencedColumns.length === 0 ? '' : `(${key.referencedColumns.join(', ')})`
  const with_ = key.columns.length === 1 ? '' : `, of ${key.columns.map(code).join(', ')}`
  return `references ${code(`${target}${columns}`)}${with_}`
}

function withComment(first: string, comment: string | null): string[] {
  const text = comment?.trim() ?? ''
  return text === '' ? [`${first}.`] : [`${first}.`, text]
}
