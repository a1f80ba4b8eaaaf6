/** Writes what rows come back with when they are written. Reads no row. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { expressionText } from '../query/expression.js'
import { writerFor } from '../query/source.js'

/** One value of a row that was written. */
export type ReturnedColumn = Fragment

/** A quoted table that is written, and whose rows' columns those are. */
export interface ReturnedFrom {
  readonly from: string
  readonly mapping: Mapping
}

/**
 * Gives a column as the statement that writes its row reads it; `own` is what it is called in the table of another part of
 * the model. Null where it is computed by looking at other rows, which the statement may be changing: those are read by
 * a statement of their own, afterwards. Throws `DeclarationError`.
 */
export function returnedColumn(
  dialect: Dialect,
  { from, mapping }: ReturnedFrom,
  column: ColumnMapping,
  own: string = column.quoted,
): ReturnedColumn | null {
  const row = dialect.writing.rowOf(from)
  if (column.expression !== null) return computed(dialect, row, mapping, column)
  const quoted = `${row}.${own}`
  return { sql: column.codec.select?.(quoted) ?? quoted, bindings: [] }
}

function computed(dialect: Dialect, row: string, mapping: Mapping, column: ColumnMapping): Fragment | null {
  const writer = writerFor(dialect)
  const written = writer.section(() => expressionText(writer, row, mapping, column))
  return /\bselect\b/i.test(written.sql) ? null : written
}
