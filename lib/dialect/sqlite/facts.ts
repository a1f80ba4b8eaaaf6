/** Brings together what rows of SQLite's catalog tell of each relation. Makes no table of it. */

import type { TableKind } from '../../../types/schema.js'
import { inOrder } from '../plain-data.js'
import { fold } from './fold.js'
import { byPlace, Named } from './grouped.js'
import type { CatalogRows, ColumnRow, ForeignKeyRow, IndexRow, RelationRow } from './rows.js'

/** What the rows tell of one relation that can be read. */
export interface Facts {
  readonly relation: RelationRow
  readonly kind: TableKind
  readonly columns: readonly ColumnRow[]
  /** The columns of the primary key, in key order. */
  readonly primaryKey: readonly string[]
  readonly indexes: readonly IndexRow[]
  readonly foreignKeys: readonly ForeignKeyRow[]
  /** The text of the table; undefined for a view or a virtual table, whose texts say nothing that is needed. */
  readonly sql: string | undefined
  /** Every text that was read, of tables and of indexes, by their names. */
  readonly texts: Named<string>
}

const kinds: ReadonlyMap<string, TableKind> = new Map([
  ['table', 'table'],
  ['view', 'view'],
  ['virtual', 'virtualTable'],
])

/** Gives the facts of every relation but shadow tables and what could not be opened. */
export function factsOf(rows: CatalogRows): Facts[] {
  const { relations } = rows
  const columns = byPlace(rows.columns, relations.length)
  const indexes = byPlace(rows.indexes, relations.length)
  const foreignKeys = byPlace(rows.foreignKeys, relations.length)
  const texts = textsOf(rows)
  const unreadable = new Named<true>()
  for (const { schema, name } of rows.unreadable) unreadable.set(schema, name, true)
  const all: Facts[] = []
  for (const [place, relation] of relations.entries()) {
    const { schema, name, type } = relation
    const kind = kinds.get(type)
    if (!kind || unreadable.get(schema, name)) continue
    const sql = kind === 'table' ? texts.get(schema, name) : undefined
    all.push({
      relation,
      kind,
      columns: columns[place]!,
      primaryKey: primaryKeyOf(columns[place]!),
      indexes: indexes[place]!,
      foreignKeys: foreignKeys[place]!,
      sql,
      texts,
    })
  }
  return all
}

function textsOf({ definitions }: CatalogRows): Named<string> {
  const texts = new Named<string>()
  for (const row of definitions) texts.set(row[0], row[1], row[2])
  return texts
}

function primaryKeyOf(columns: readonly ColumnRow[]): string[] {
  const keyed = columns.filter(row => row[5] > 0)
  return inOrder(keyed, (a, b) => a[5] - b[5]).map(row => row[1])
}

/** Gives what finds a relation by schema and name, however the name is spelt. */
export function finderOf(all: readonly Facts[]): (schema: string, name: string) => Facts | undefined {
  const named = new Named<Facts>()
  for (const facts of all) named.set(facts.relation.schema, fold(facts.relation.name), facts)
  return (schema, name) => named.get(schema, fold(name))
}
