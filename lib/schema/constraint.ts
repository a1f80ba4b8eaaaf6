/** Answers which columns a constraint of a table is about, and how one over given columns is called. Reads no database. */

import type { ForeignKey, Index, Table } from '../../types/schema.js'

/** What a constraint is about, as far as it is known. */
export interface Constraint {
  readonly name: string | null
  readonly columns: readonly string[]
}

/** Gives the unique keys of a table: its primary key, its unique constraints, then its unique indexes. */
function uniqueKeys(table: Table): Constraint[] {
  const indexes = table.indexes
    .filter(({ unique }) => unique)
    .map(index => ({ name: index.name, columns: indexedColumns(table, index) }))
  return [...(table.primaryKey === null ? [] : [table.primaryKey]), ...table.uniqueConstraints, ...indexes]
}

function indexedColumns(table: Table, { parts }: Index): string[] {
  return [
    ...new Set(
      parts.flatMap(({ column, expression }) => (column === null ? columnsIn(table, expression) : [column])),
    ),
  ]
}

/** Gives the unique key of this name; undefined where the table has none. */
export function uniqueNamed(table: Table, name: string): Constraint | undefined {
  return uniqueKeys(table).find(key => key.name === name)
}

/** Gives the unique key over these columns; undefined where the table has none. */
export function uniqueOver(table: Table, columns: readonly string[]): Constraint | undefined {
  const isOver = (key: Constraint): boolean =>
    key.columns.length === columns.length && key.columns.every(column => columns.includes(column))
  return uniqueKeys(table).find(isOver)
}

/** Gives the foreign key of this name; undefined where the table has none. */
export function foreignKeyNamed(table: Table, name: string): ForeignKey | undefined {
  return table.foreignKeys.find(key => key.name === name)
}

/** Gives the check of this name, or with this text; undefined where the table has none. */
export function checkNamed(table: Table, text: string): Constraint | undefined {
  const found =
    table.checks.find(({ name }) => name === text) ??
    table.checks.find(({ expression }) => expression !== null && isSameText(expression, text))
  return found && { name: found.name, columns: columnsIn(table, found.expression) }
}

/** What is kept of a text may be spaced in another way than what an error tells. */
function isSameText(one: string, other: string): boolean {
  return one.replaceAll(/\s+/g, '') === other.replaceAll(/\s+/g, '')
}

/** A name in the text of an expression: quoted in one of the ways that databases know, or plain. Literals are passed over. */
const words = /'(?:[^']|'')*'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|([\p{L}_][\p{L}\p{N}_$]*)/gu

/** Gives the table's columns that the text of an expression names, in the table's order. */
export function columnsIn({ columns }: Pick<Table, 'columns'>, expression: string | null): string[] {
  const named = new Set<string>()
  for (const [, double, tick, bracket, plain] of (expression ?? '').matchAll(words)) {
    const name = double?.replaceAll('""', '"') ?? tick?.replaceAll('``', '`') ?? bracket ?? plain
    if (name !== undefined) named.add(name.toLowerCase())
  }
  return columns.map(({ name }) => name).filter(name => named.has(name.toLowerCase()))
}
