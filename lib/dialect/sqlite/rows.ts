/** Reads the catalog as rows, in a fixed number of statements unless a view is broken. Makes no sense of the rows. */

import type { Row } from '../contract.js'
import { quote } from './quote.js'

/** A table, view, virtual or shadow table. */
export interface RelationRow {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly withoutRowid: boolean
}

/** A column that a query can name. */
export interface ColumnRow {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  readonly default: string | null
  /** Place in the primary key, from 1; 0 outside of it. */
  readonly keyPlace: number
  readonly generated: 'stored' | 'virtual' | null
}

/** One part of one index; the parts of an index follow each other. */
export interface IndexRow {
  readonly schema: string
  readonly table: string
  readonly index: string
  readonly unique: boolean
  /** `c` for CREATE INDEX, `u` for a unique constraint, `pk` for a primary key. */
  readonly origin: string
  readonly partial: boolean
  /** Null where the part is an expression. */
  readonly column: string | null
  readonly descending: boolean
}

/** One column of one foreign key; the columns of a key follow each other. */
export interface ForeignKeyRow {
  readonly schema: string
  readonly table: string
  /** Counts backwards: the key declared last is 0. */
  readonly id: number
  readonly referencedTable: string
  readonly column: string
  /** Null in every row of a key that names no column. */
  readonly referencedColumn: string | null
  readonly onUpdate: string
  readonly onDelete: string
}

/** The text of a table or an index. */
export interface DefinitionRow {
  readonly schema: string
  readonly type: string
  readonly name: string
  readonly sql: string
}

/** A view or a virtual table that SQLite itself cannot open. */
export interface UnreadableRow {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly reason: string
}

/** Everything that the catalog tells about the wanted schemas. */
export interface CatalogRows {
  readonly relations: readonly RelationRow[]
  readonly columns: readonly ColumnRow[]
  readonly indexes: readonly IndexRow[]
  readonly foreignKeys: readonly ForeignKeyRow[]
  readonly definitions: readonly DefinitionRow[]
  readonly unreadable: readonly UnreadableRow[]
}

/** Runs one statement. */
export type Read = (sql: string, bindings: readonly unknown[]) => Promise<Row[]>

// The pragmas' schema argument matters: without it a temporary table hides the one that was meant.
const columnList =
  'x.name as c2, x.type as c3, x.`notnull` as c4, x.dflt_value as c5, x.pk as c6, x.hidden as c7'
const wanted =
  String.raw`l.schema in (select value from json_each(?)) and l.name not like 'sqlite\_%' escape '\' ` +
  'and l.type in (select value from json_each(?))'

const relationsSql =
  'select l.schema as c0, l.name as c1, l.type as c2, l.wr as c3 from pragma_table_list as l'
const columnsSql =
  `select l.schema as c0, l.name as c1, ${columnList} from pragma_table_list as l, ` +
  `pragma_table_xinfo(l.name, l.schema) as x where ${wanted} order by l.schema, l.name, x.cid`
const oneColumnsSql = `select ? as c0, ? as c1, ${columnList} from pragma_table_xinfo(?, ?) as x order by x.cid`
const indexesSql =
  'select l.schema as c0, l.name as c1, i.name as c2, i.`unique` as c3, i.origin as c4, i.partial as c5, ' +
  'x.name as c6, x.`desc` as c7 from pragma_table_list as l, pragma_index_list(l.name, l.schema) as i, ' +
  `pragma_index_xinfo(i.name, l.schema) as x where ${wanted} and x.key = 1 order by l.schema, l.name, i.name, x.seqno`
const foreignKeysSql =
  'select l.schema as c0, l.name as c1, f.id as c2, f.`table` as c3, f.`from` as c4, f.`to` as c5, ' +
  'f.on_update as c6, f.on_delete as c7 from pragma_table_list as l, ' +
  `pragma_foreign_key_list(l.name, l.schema) as f where ${wanted} order by l.schema, l.name, f.id, f.seq`

/** Gives every relation of every attached database, SQLite's own ones among them. */
export async function relationRows(read: Read): Promise<RelationRow[]> {
  const rows = (await read(relationsSql, [])) as [string, string, string, number][]
  return rows.map(([schema, name, type, wr]) => ({ schema, name, type, withoutRowid: wr === 1 }))
}

/** Gives the rest for the wanted schemas. */
export async function catalogRows(
  read: Read,
  relations: readonly RelationRow[],
  schemas: readonly string[],
): Promise<CatalogRows> {
  const kept = relations.filter(({ schema, name }) => schemas.includes(schema) && !/^sqlite_/i.test(name))
  const tables = [JSON.stringify(schemas), '["table"]']
  const columns = columnRows(await read(columnsSql, tables))
  const others = await otherColumns(read, kept, schemas)
  return {
    relations: kept,
    columns: [...columns, ...others.columns],
    indexes: indexRows(await read(indexesSql, tables)),
    foreignKeys: foreignKeyRows(await read(foreignKeysSql, tables)),
    definitions: definitionRows(await read(definitionsSql(schemas), schemas)),
    unreadable: others.unreadable,
  }
}

type Others = Pick<CatalogRows, 'columns' | 'unreadable'>

/** One broken view, or one module that is not there, fails the statement for all: then each is asked by itself. */
async function otherColumns(
  read: Read,
  relations: readonly RelationRow[],
  schemas: readonly string[],
): Promise<Others> {
  const others = relations.filter(({ type }) => type === 'view' || type === 'virtual')
  const types = [...new Set(others.map(({ type }) => type))]
  try {
    return {
      columns: columnRows(await read(columnsSql, [JSON.stringify(schemas), JSON.stringify(types)])),
      unreadable: [],
    }
  } catch (error) {
    refuseUnlessBroken(error)
  }
  const columns: ColumnRow[] = []
  const unreadable: UnreadableRow[] = []
  for (const { schema, name, type } of others) {
    try {
      columns.push(...columnRows(await read(oneColumnsSql, [schema, name, name, schema])))
    } catch (error) {
      refuseUnlessBroken(error)
      unreadable.push({ schema, name, type, reason: plainMessage(error) })
    }
  }
  return { columns, unreadable }
}

/** A statement that cannot be prepared is a finding; a lock or a damaged file is none. */
function refuseUnlessBroken(error: unknown): void {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string' || !code.startsWith('SQLITE_ERROR')) throw error
}

/** One driver begins its messages with the code, the other does not. */
export function plainMessage(error: unknown): string {
  return (error as Error).message.replace(/^SQLITE_[A-Z_]+: /, '')
}

function columnRows(rows: readonly Row[]): ColumnRow[] {
  const typed = rows as [string, string, string, string, number, string | null, number, number][]
  // 1 hides the columns that a virtual table takes arguments through; 2 and 3 are generated columns.
  return typed
    .filter(row => row[7] !== 1)
    .map(([schema, table, name, type, notNull, text, keyPlace, hidden]) => ({
      schema,
      table,
      name,
      type,
      notNull: notNull === 1,
      default: text,
      keyPlace,
      generated: hidden === 0 ? null : hidden === 2 ? 'virtual' : 'stored',
    }))
}

function indexRows(rows: readonly Row[]): IndexRow[] {
  const typed = rows as [string, string, string, number, string, number, string | null, number][]
  return typed.map(([schema, table, index, unique, origin, partial, column, descending]) => ({
    schema,
    table,
    index,
    unique: unique === 1,
    origin,
    partial: partial === 1,
    column,
    descending: descending === 1,
  }))
}

function foreignKeyRows(rows: readonly Row[]): ForeignKeyRow[] {
  const typed = rows as [string, string, number, string, string, string | null, string, string][]
  return typed.map(([schema, table, id, referencedTable, column, referencedColumn, onUpdate, onDelete]) => ({
    schema,
    table,
    id,
    referencedTable,
    column,
    referencedColumn,
    onUpdate,
    onDelete,
  }))
}

function definitionRows(rows: readonly Row[]): DefinitionRow[] {
  const typed = rows as [string, string, string, string][]
  return typed.map(([schema, type, name, sql]) => ({ schema, type, name, sql }))
}

function definitionsSql(schemas: readonly string[]): string {
  return schemas
    .map(
      schema =>
        `select ? as c0, type as c1, name as c2, sql as c3 from ${quote(schema)}.sqlite_schema ` +
        `where type in ('table', 'index') and sql is not null`,
    )
    .join(' union all ')
}
