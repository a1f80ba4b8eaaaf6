/** Lists what an error can be about that does not tell. Asks no database. */

import type { Column, ForeignKey, Table } from '../../../types/schema.js'
import type { RefusedBy } from '../../dialect/refused-by.js'
import type { Deed } from './deed.js'
import type { Place } from './place.js'

/** A foreign key, and the table that has it. */
export interface KeyCandidate {
  readonly table: Table
  readonly key: ForeignKey
}

/** What becomes of rows of a table, by a statement or by the database along with it. */
interface Touched {
  readonly table: Table
  /** What is changed of them; null: they are deleted. */
  readonly columns: readonly string[] | null
  /** The key by which they are reached; null for what the statement itself is about. */
  readonly by: ForeignKey | null
}

/**
 * Gives the foreign keys that a write can have met: those of what it wrote, and those to what it, or the database along with it,
 * has changed or deleted. Where the tables are not known, as at the end of a transaction, all that there are.
 */
export function keyCandidates({ tables, among, deed }: Place): KeyCandidate[] {
  const keys = tables.flatMap(table => table.foreignKeys.map(key => ({ table, key })))
  if (among.length === 0) return keys
  const inserted = deed.inserts ? keys.filter(({ table }) => among.includes(table)) : []
  const met = new Set([
    ...inserted,
    ...metBy(
      keys,
      among.flatMap(table => touchedOf(table, deed)),
    ),
  ])
  return keys.filter(each => met.has(each))
}

function touchedOf(table: Table, { deletes, sets }: Deed): Touched[] {
  if (deletes) return [{ table, columns: null, by: null }]
  const columns = table.columns.map(({ name }) => name).filter(sets)
  return columns.length === 0 ? [] : [{ table, columns, by: null }]
}

/** Gives the keys by which the database can refuse what becomes of these rows, and of those that go with them. */
function metBy(keys: readonly KeyCandidate[], first: readonly Touched[]): KeyCandidate[] {
  const met: KeyCandidate[] = []
  const touched = [...first]
  for (const each of touched) {
    met.push(...keys.filter(candidate => isKeyOf(candidate, each)))
    for (const candidate of keys.filter(({ key }) => leadsTo(key, each))) {
      const { onDelete, onUpdate } = candidate.key
      const action = each.columns === null ? onDelete : onUpdate
      const isRefused = action === 'noAction' || action === 'restrict'
      // A default has to be there, too.
      if (isRefused || action === 'setDefault') met.push(candidate)
      if (!isRefused) touch(touched, alongWith(each, candidate, action))
    }
  }
  return met
}

function isKeyOf({ table, key }: KeyCandidate, touched: Touched): boolean {
  const { columns, by } = touched
  return table === touched.table && key !== by && columns !== null && overlaps(key.columns, columns)
}

function leadsTo(key: ForeignKey, { table: { schema, name }, columns }: Touched): boolean {
  const isOf = key.referencedSchema === schema && key.referencedTable === name
  return isOf && (columns === null || overlaps(key.referencedColumns, columns))
}

function overlaps(some: readonly string[], others: readonly string[]): boolean {
  return some.some(name => others.includes(name))
}

/** Gives what becomes of the rows that a key is in, where what it leads to goes or is changed. */
function alongWith(
  { columns }: Touched,
  { table, key }: KeyCandidate,
  action: ForeignKey['onDelete'],
): Touched {
  return { table, columns: columns === null && action === 'cascade' ? null : key.columns, by: key }
}

/** Tables refer to each other in circles. */
function touch(touched: Touched[], next: Touched): void {
  const isThere = touched.some(({ table, columns }) => table === next.table && columns === next.columns)
  if (!isThere) touched.push(next)
}

/** A column, and its table. */
export interface ColumnCandidate {
  readonly table: Table
  readonly column: string
}

/** Gives the columns of the written tables that have a limit of this size. */
export function limitedColumns({ among }: Place, size: RefusedBy['size']): ColumnCandidate[] {
  return columnsOf(among, column =>
    size === 'text' ? column.length !== null : numbers.has(column.elementKind ?? column.kind),
  )
}

const numbers: ReadonlySet<unknown> = new Set(['integer', 'bigint', 'decimal', 'float'])

/** Gives the columns of the written tables that are of this domain. */
export function columnsOfDomain({ among }: Place, domain: string | null): ColumnCandidate[] {
  return columnsOf(among, column => domain !== null && column.domain?.name === domain)
}

function columnsOf(tables: readonly Table[], isMeant: (column: Column) => boolean): ColumnCandidate[] {
  return tables.flatMap(table => table.columns.filter(isMeant).map(({ name }) => ({ table, column: name })))
}
