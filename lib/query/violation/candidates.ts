/** Lists what an error can be about that does not tell. Asks no database. */

import type { Column, ForeignKey, Table } from '../../../types/schema.js'
import type { RefusedBy } from '../../dialect/refused-by.js'
import type { Place } from './place.js'

/** A foreign key, and the table that has it. */
export interface KeyCandidate {
  readonly table: Table
  readonly key: ForeignKey
}

/**
 * Gives the foreign keys that a write can have met: those of the written tables, those to them, and those to what is deleted or
 * changed with them. Where the tables are not known, as at the end of a transaction, all that there are.
 */
export function keyCandidates({ tables, among }: Place): KeyCandidate[] {
  const keys = tables.flatMap(table => table.foreignKeys.map(key => ({ table, key })))
  if (among.length === 0) return keys
  const reached = new Set(among)
  for (const table of reached) {
    for (const each of keys) if (leadsTo(each.key, table) && takesAlong(each.key)) reached.add(each.table)
  }
  return keys.filter(
    ({ table, key }) =>
      among.includes(table) || (!takesAlong(key) && [...reached].some(each => leadsTo(key, each))),
  )
}

function leadsTo({ referencedSchema, referencedTable }: ForeignKey, { schema, name }: Table): boolean {
  return referencedSchema === schema && referencedTable === name
}

/** True where what refers goes, or is changed, with what it refers to. */
function takesAlong({ onDelete }: ForeignKey): boolean {
  return onDelete !== 'noAction' && onDelete !== 'restrict'
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
