/** Turns rows of SQLite's catalog into tables. Runs no query; what it cannot place becomes a note. */

import type { Column, ForeignKey, PrimaryKey, SchemaNote, Table } from '../../../types/schema.js'
import { byCodePoint } from '../../schema/compare.js'
import { inOrder, sortedBy } from '../plain-data.js'
import { foreignKeysOf } from './catalog-foreign-keys.js'
import { indexesOf, uniqueConstraintsOf } from './catalog-indexes.js'
import { type DeclaredType, typeReader } from './declared-type.js'
import { type Facts, factsOf, finderOf } from './facts.js'
import { fold } from './fold.js'
import { runsOf } from './grouped.js'
import type { CatalogRows, ColumnRow, RelationRow } from './rows.js'
import { noCollations, type TableDefinition, tableDefinitionOf } from './table-definition.js'

/** Tables and findings, both sorted. */
export interface Catalog {
  readonly tables: readonly Table[]
  readonly notes: readonly SchemaNote[]
}

/** What every table is made with. */
interface Surroundings {
  readonly find: (schema: string, table: string) => Facts | undefined
  readonly typeOf: (type: string) => DeclaredType
  readonly notes: SchemaNote[]
}

/** What all columns of a table have in common. */
interface ColumnContext {
  readonly isView: boolean
  /** True where the primary key is the rowid itself. */
  readonly rowidKey: boolean
  readonly collations: ReadonlyMap<string, string>
  readonly typeOf: Surroundings['typeOf']
}

/** Gives the tables of a catalog. */
export function catalogOf(rows: CatalogRows): Catalog {
  const all = factsOf(rows)
  const notes = [...shadowNotes(rows), ...unreadableNotes(rows)]
  const surroundings: Surroundings = { find: finderOf(all), typeOf: typeReader(), notes }
  const tables = all.map(facts => tableOf(facts, surroundings))
  return {
    tables: inOrder(tables, (a, b) => byCodePoint(a.schema, b.schema) || byCodePoint(a.name, b.name)),
    notes: sortedBy(notes, ({ schema, table, code, message }) => [schema, table as string, code, message]),
  }
}

function tableOf(facts: Facts, surroundings: Surroundings): Table {
  const { kind, texts, sql } = facts
  const { schema, name } = facts.relation
  // Null where the text is not understood: then nothing of it is believed.
  const definition = sql === undefined ? null : tableDefinitionOf(sql)
  if (sql !== undefined && definition === null) surroundings.notes.push(definitionNote(facts.relation))
  const indexes = runsOf(facts.indexes, (a, b) => a[1] === b[1])
  return {
    schema,
    name,
    kind,
    comment: null,
    columns: columnsOf(facts, definition, surroundings.typeOf),
    primaryKey: primaryKeyOf(facts, definition),
    foreignKeys: keysOf(facts, definition, surroundings),
    uniqueConstraints: uniqueConstraintsOf(indexes, definition?.uniques ?? []),
    indexes: indexesOf(indexes, index => texts.get(schema, index)),
    checks: sortedBy(definition?.checks ?? [], check => [check.name ?? '', check.expression as string]),
    partitions: [],
    readable: true,
  }
}

function keysOf(
  { relation, foreignKeys }: Facts,
  definition: TableDefinition | null,
  { find, notes }: Surroundings,
): ForeignKey[] {
  // Many tables have none.
  if (foreignKeys.length === 0) return []
  const { schema } = relation
  return foreignKeysOf(foreignKeys, {
    schema,
    targetOf: table => find(schema, table),
    definitions: definition?.foreignKeys ?? null,
    missing: (key, reason) => notes.push(missingTargetNote(relation, key, reason)),
  })
}

function columnsOf(
  facts: Facts,
  definition: TableDefinition | null,
  typeOf: Surroundings['typeOf'],
): Column[] {
  const collations = definition?.collations ?? noCollations
  const context = { isView: facts.kind === 'view', rowidKey: hasRowidKey(facts), collations, typeOf }
  return facts.columns.map(row => columnOf(row, context))
}

function columnOf(row: ColumnRow, { isView, rowidKey, collations, typeOf }: ColumnContext): Column {
  const name = row[1]
  const type = row[2]
  const text = row[4]
  const hidden = row[6]
  const { kind, length, precision, scale } = typeOf(type)
  const autoIncrement = rowidKey && row[5] > 0
  // DEFAULT NULL fills nothing in.
  const isFilled = text !== null && fold(text) !== 'null'
  return {
    name,
    type,
    kind,
    length,
    precision,
    scale,
    elementKind: null,
    baseType: null,
    enum: null,
    domain: null,
    nullable: isView || !(row[3] === 1 || autoIncrement),
    default: text,
    hasDefault: isFilled || autoIncrement || hidden !== 0,
    identity: null,
    autoIncrement,
    generated: hidden === 0 ? null : hidden === 2 ? 'virtual' : 'stored',
    collation: collations.size === 0 ? null : (collations.get(fold(name)) ?? null),
    comment: null,
    readable: true,
  }
}

/**
 * Only a primary key that is the rowid itself has no index of its own: an INTEGER PRIMARY KEY, unless DESC or WITHOUT
 * ROWID (https://sqlite.org/lang_createtable.html#rowid). Every other primary key may hold NULL, but for NOT NULL.
 */
function hasRowidKey({ kind, relation, indexes }: Facts): boolean {
  return kind === 'table' && !relation.withoutRowid && indexes.every(row => row[3] !== 'pk')
}

function primaryKeyOf({ primaryKey }: Facts, definition: TableDefinition | null): PrimaryKey | null {
  return primaryKey.length === 0
    ? null
    : { name: definition?.primaryKeyName ?? null, columns: primaryKey, deferrable: false }
}

function shadowNotes({ relations }: CatalogRows): SchemaNote[] {
  return relations
    .filter(({ type }) => type === 'shadow')
    .map(({ schema, name }) =>
      note(
        'shadowTable',
        schema,
        name,
        `Table "${name}" is hidden: a virtual table keeps its own data in it`,
      ),
    )
}

function unreadableNotes({ unreadable }: CatalogRows): SchemaNote[] {
  return unreadable.map(({ schema, name, type, reason }) =>
    type === 'view'
      ? note('brokenView', schema, name, `View "${name}" cannot be opened: ${reason}`)
      : note('unreadableTable', schema, name, `Virtual table "${name}" cannot be opened: ${reason}`),
  )
}

function definitionNote({ schema, name }: RelationRow): SchemaNote {
  const message = `The text of table "${name}" is not understood: its checks, collations and names of constraints are left out`
  return note('reflectionFailed', schema, name, message)
}

function missingTargetNote({ schema, name }: RelationRow, key: ForeignKey, reason: string): SchemaNote {
  const columns = key.columns.map(column => `"${column}"`).join(', ')
  const message = `Foreign key (${columns}) of table "${name}" refers to "${key.referencedTable}": ${reason}`
  return note('missingTarget', schema, name, message)
}

function note(code: SchemaNote['code'], schema: string, table: string, message: string): SchemaNote {
  return { code, schema, table, column: null, message }
}
