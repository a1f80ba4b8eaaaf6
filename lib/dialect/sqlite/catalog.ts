/** Turns rows of SQLite's catalog into tables. Runs no query; what it cannot place becomes a note. */

import type { Column, PrimaryKey, SchemaNote, Table, TableKind } from '../../../types/schema.js'
import { sortedBy } from '../plain-data.js'
import { foreignKeysOf, type ResolvedKey, type Target } from './catalog-foreign-keys.js'
import { indexesOf, uniqueConstraintsOf } from './catalog-indexes.js'
import { type DeclaredType, typeReader } from './declared-type.js'
import { fold } from './fold.js'
import { groupedBy } from './grouped.js'
import type { CatalogRows, ColumnRow, ForeignKeyRow, IndexRow, RelationRow } from './rows.js'
import { type TableDefinition, tableDefinitionOf } from './table-definition.js'

/** Tables and findings, both sorted. */
export interface Catalog {
  readonly tables: readonly Table[]
  readonly notes: readonly SchemaNote[]
}

/** What the rows tell of one relation. */
interface Facts {
  readonly relation: RelationRow
  readonly kind: TableKind
  readonly columns: readonly ColumnRow[]
  readonly indexes: readonly IndexRow[]
  readonly foreignKeys: readonly ForeignKeyRow[]
  /** The text of the table; undefined for a view or a virtual table, whose texts say nothing that is needed. */
  readonly sql: string | undefined
  /** Null where the text is not understood: then nothing of it is believed. */
  readonly definition: TableDefinition | null
  readonly indexText: (index: string) => string | undefined
  readonly typeOf: (type: string) => DeclaredType
}

const kinds: ReadonlyMap<string, TableKind> = new Map([
  ['table', 'table'],
  ['view', 'view'],
  ['virtual', 'virtualTable'],
])

/** Gives the tables of a catalog. */
export function catalogOf(rows: CatalogRows): Catalog {
  const all = factsOf(rows)
  const targets = new Map(
    all.map(facts => [targetId(facts.relation.schema, facts.relation.name), targetOf(facts)]),
  )
  const notes = [...shadowNotes(rows), ...unreadableNotes(rows)]
  const tables = all.map(facts => {
    const keys = foreignKeysOf(facts.foreignKeys, {
      targetOf: table => targets.get(targetId(facts.relation.schema, table)),
      definitions: facts.definition?.foreignKeys ?? null,
    })
    notes.push(...definitionNotes(facts), ...missingTargetNotes(facts.relation, keys))
    return tableOf(facts, keys)
  })
  return {
    tables: sortedBy(tables, ({ schema, name }) => [schema, name]),
    notes: sortedBy(notes, ({ schema, table, code, message }) => [schema, table as string, code, message]),
  }
}

function factsOf(rows: CatalogRows): Facts[] {
  const columns = groupedBy(rows.columns, byTable())
  const indexes = groupedBy(rows.indexes, byTable())
  const foreignKeys = groupedBy(rows.foreignKeys, byTable())
  const texts = new Map(
    rows.definitions.map(({ schema, type, name, sql }) => [idOf(schema, type, name), sql]),
  )
  const typeOf = typeReader()
  const unreadable = new Set(rows.unreadable.map(({ schema, name }) => idOf(schema, name)))
  return rows.relations.flatMap(relation => {
    const { schema, name, type } = relation
    const id = idOf(schema, name)
    const kind = kinds.get(type)
    if (!kind || unreadable.has(id)) return []
    const sql = kind === 'table' ? texts.get(idOf(schema, 'table', name)) : undefined
    return {
      relation,
      kind,
      columns: columns.get(id) ?? [],
      indexes: indexes.get(id) ?? [],
      foreignKeys: foreignKeys.get(id) ?? [],
      sql,
      definition: sql === undefined ? null : tableDefinitionOf(sql),
      indexText: index => texts.get(idOf(schema, 'index', index)),
      typeOf,
    }
  })
}

interface Placed {
  readonly schema: string
  readonly table: string
}

/** Rows of one table follow each other, so most of them have the id of the one before. */
function byTable(): (row: Placed) => string {
  let last: Placed | undefined
  let id = ''
  return row => {
    if (row.table !== last?.table || row.schema !== last.schema) id = idOf(row.schema, row.table)
    last = row
    return id
  }
}

/** No name of SQLite holds NUL. */
function idOf(...names: string[]): string {
  return names.join('\0')
}

function targetId(schema: string, table: string): string {
  return idOf(schema, fold(table))
}

function targetOf({ relation, columns }: Facts): Target {
  return { name: relation.name, columns: columns.map(({ name }) => name), primaryKey: keyColumns(columns) }
}

function tableOf(facts: Facts, keys: readonly ResolvedKey[]): Table {
  const { relation, kind, definition } = facts
  const { schema, name } = relation
  return {
    schema,
    name,
    kind,
    comment: null,
    columns: facts.columns.map(column => columnOf(column, facts)),
    primaryKey: primaryKeyOf(facts),
    foreignKeys: keys.map(({ key }) => key),
    uniqueConstraints: uniqueConstraintsOf(facts.indexes, definition?.uniques ?? []),
    indexes: indexesOf(facts.indexes, facts.indexText),
    checks: sortedBy(definition?.checks ?? [], check => [check.name ?? '', check.expression as string]),
    partitions: [],
    readable: true,
  }
}

function columnOf(row: ColumnRow, facts: Facts): Column {
  const { name, type, generated } = row
  const { kind, length, precision, scale } = facts.typeOf(type)
  const autoIncrement = isRowid(row, facts)
  // DEFAULT NULL fills nothing in.
  const isFilled = row.default !== null && fold(row.default) !== 'null'
  // There are so many of them that to look into each for what to freeze would be felt.
  return Object.freeze({
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
    nullable: facts.kind === 'view' || !(row.notNull || autoIncrement),
    default: row.default,
    hasDefault: isFilled || autoIncrement || generated !== null,
    identity: null,
    autoIncrement,
    generated,
    collation: facts.definition?.collations.get(fold(name)) ?? null,
    comment: null,
    readable: true,
  })
}

/**
 * Only a primary key that is the rowid itself has no index of its own: an INTEGER PRIMARY KEY, unless DESC or WITHOUT
 * ROWID (https://sqlite.org/lang_createtable.html#rowid). Every other primary key may hold NULL, but for NOT NULL.
 */
function isRowid({ keyPlace }: ColumnRow, { kind, relation, indexes }: Facts): boolean {
  return (
    kind === 'table' &&
    keyPlace > 0 &&
    !relation.withoutRowid &&
    indexes.every(({ origin }) => origin !== 'pk')
  )
}

function primaryKeyOf({ columns, definition }: Facts): PrimaryKey | null {
  const names = keyColumns(columns)
  return names.length === 0
    ? null
    : { name: definition?.primaryKeyName ?? null, columns: names, deferrable: false }
}

function keyColumns(columns: readonly ColumnRow[]): string[] {
  return columns
    .filter(({ keyPlace }) => keyPlace > 0)
    .sort((a, b) => a.keyPlace - b.keyPlace)
    .map(({ name }) => name)
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

function definitionNotes({ relation: { schema, name }, sql, definition }: Facts): SchemaNote[] {
  if (sql === undefined || definition !== null) return []
  const message = `The text of table "${name}" is not understood: its checks, collations and names of constraints are left out`
  return [note('reflectionFailed', schema, name, message)]
}

function missingTargetNotes({ schema, name }: RelationRow, keys: readonly ResolvedKey[]): SchemaNote[] {
  return keys.flatMap(({ key, missing }) => {
    if (missing === null) return []
    const columns = key.columns.map(column => `"${column}"`).join(', ')
    const message = `Foreign key (${columns}) of table "${name}" refers to "${key.referencedTable}": ${missing}`
    return note('missingTarget', schema, name, message)
  })
}

function note(code: SchemaNote['code'], schema: string, table: string, message: string): SchemaNote {
  return { code, schema, table, column: null, message }
}
