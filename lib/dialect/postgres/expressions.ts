/** Finds the texts of stored expressions; those that the server did not give are null. Runs no query. */

import type { ColumnRow, ExpressionRow } from './rows.js'

/** The texts, by what they belong to. */
export type Expressions = ReadonlyMap<string, string>

/** Indexes the rows. */
export function expressionsBy(rows: readonly ExpressionRow[]): Expressions {
  const known = rows.filter(row => row.text !== null)
  return new Map(known.map(row => [keyOf(row.kind, row.oid, row.number), row.text!]))
}

/** Gives the text of a check, a condition, or an index's expressions. */
export function textOf(
  expressions: Expressions,
  kind: Exclude<ExpressionRow['kind'], 'default'>,
  oid: string,
): string | null {
  return expressions.get(keyOf(kind, oid, 0)) ?? null
}

/** Gives a column's default; null for a generated column, whose expression is not one. */
export function defaultTextOf(column: ColumnRow, expressions: Expressions): string | null {
  if (column.generated !== null) return null
  return expressions.get(keyOf('default', column.relation, column.number)) ?? null
}

function keyOf(kind: string, oid: string, number: number): string {
  return `${kind} ${oid} ${number}`
}
