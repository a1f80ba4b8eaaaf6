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

/**
 * A column that a query can name. Rows name their relation by its place in the list. They stay as they were read,
 * because a large database has many of them; what makes tables of them asks by number, as to take a tuple apart is to
 * walk over it.
 */
export type ColumnRow = readonly [
  relation: number,
  name: string,
  type: string,
  notNull: number,
  fallback: string | null,
  /** Place in the primary key, from 1; 0 outside of it. */
  keyPlace: number,
  /** 2 for a virtual generated column, 3 for a stored one. */
  hidden: number,
]

/** One part of one index; the parts of an index follow each other. */
export type IndexRow = readonly [
  relation: number,
  index: string,
  unique: number,
  /** `c` for CREATE INDEX, `u` for a unique constraint, `pk` for a primary key. */
  origin: string,
  partial: number,
  /** Null where the part is an expression. */
  column: string | null,
  descending: number,
]

/** One column of one foreign key; the keys of a table go by their number, and the columns of a key follow each other. */
export type ForeignKeyRow = readonly [
  relation: number,
  /** Counts backwards: the key declared last is 0. */
  id: number,
  referencedTable: string,
  column: string,
  /** Null in every row of a key that names no column. */
  referencedColumn: string | null,
  onUpdate: string,
  onDelete: string,
]

/** The text of a table or an index; in one schema no two of them have one name. */
export type DefinitionRow = readonly [schema: string, name: string, sql: string]

/** A view or a virtual table that SQLite itself cannot open. */
export interface UnreadableRow {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly reason: string
}

/** Everything that the catalog tells about the wanted schemas; the rows of a table follow each other. */
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

const relationsSql =
  'select l.schema as c0, l.name as c1, l.type as c2, l.wr as c3 from pragma_table_list as l'
const columnList =
  'x.name as c1, x.type as c2, x.`notnull` as c3, x.dflt_value as c4, x.pk as c5, x.hidden as c6'
// Bound are the place of the first relation of a list, and the list. The pragmas' schema argument matters: without it a
// temporary table hides the one that was meant.
const place = 'select r.key + ? as c0'
const listed = 'json_each(?) as r'
const named = "r.value ->> '$[0]', r.value ->> '$[1]'"
const columnsSql = `${place}, ${columnList} from ${listed}, pragma_table_xinfo(${named}) as x order by r.key, x.cid`
const oneColumnsSql = `select ? as c0, ${columnList} from pragma_table_xinfo(?, ?) as x order by x.cid`
const indexesSql =
  `${place}, i.name as c1, i.\`unique\` as c2, i.origin as c3, i.partial as c4, x.name as c5, x.\`desc\` as c6 ` +
  `from ${listed}, pragma_index_list(${named}) as i, pragma_index_xinfo(i.name, r.value ->> '$[1]') as x ` +
  'where x.key = 1 order by r.key, i.name, x.seqno'
const foreignKeysSql =
  `${place}, f.id as c1, f.\`table\` as c2, f.\`from\` as c3, f.\`to\` as c4, f.on_update as c5, f.on_delete as c6 ` +
  `from ${listed}, pragma_foreign_key_list(${named}) as f order by r.key, f.id, f.seq`

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
  const tables = kept.filter(({ type }) => type === 'table')
  const others = kept.filter(({ type }) => type === 'view' || type === 'virtual')
  const list = listFrom(0, tables)
  const columns = rowsAs<ColumnRow>(await read(columnsSql, list))
  const { columns: more, unreadable } = await otherColumns(read, tables.length, others)
  return {
    relations: [...tables, ...others, ...kept.filter(({ type }) => type === 'shadow')],
    columns: columns.concat(more),
    indexes: rowsAs<IndexRow>(await read(indexesSql, list)),
    foreignKeys: rowsAs<ForeignKeyRow>(await read(foreignKeysSql, list)),
    definitions: rowsAs<DefinitionRow>(await read(definitionsSql(schemas), schemas)),
    unreadable,
  }
}

function listFrom(first: number, relations: readonly RelationRow[]): readonly [number, string] {
  return [first, JSON.stringify(relations.map(({ schema, name }) => [name, schema]))]
}

type Others = Pick<CatalogRows, 'columns' | 'unreadable'>

/** One broken view, or one module that is not there, fails the statement for all: then each is asked by itself. */
async function otherColumns(read: Read, first: number, others: readonly RelationRow[]): Promise<Others> {
  try {
    return { columns: nameable(await read(columnsSql, listFrom(first, others))), unreadable: [] }
  } catch (error) {
    refuseUnlessBroken(error)
  }
  const columns: ColumnRow[] = []
  const unreadable: UnreadableRow[] = []
  for (const [place, { schema, name, type }] of others.entries()) {
    try {
      columns.push(...nameable(await read(oneColumnsSql, [first + place, name, schema])))
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

/** A virtual table hides the columns that it takes arguments through. */
function nameable(rows: readonly Row[]): readonly ColumnRow[] {
  return rowsAs<ColumnRow>(rows).filter(row => row[6] !== 1)
}

/** The statements say what is in their rows. */
function rowsAs<T>(rows: readonly Row[]): readonly T[] {
  return rows as unknown as readonly T[]
}

function definitionsSql(schemas: readonly string[]): string {
  return schemas
    .map(
      schema =>
        `select ? as c0, name as c1, sql as c2 from ${quote(schema)}.sqlite_schema ` +
        `where type in ('table', 'index') and sql is not null`,
    )
    .join(' union all ')
}
