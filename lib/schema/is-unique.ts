/** Answers whether columns are a key. Looks at what is declared, never at rows. */

import type { Index, Table } from '../../types/schema.js'

/**
 * True where no two rows share non-null values in exactly these columns, in whatever order: they are the primary key,
 * a unique constraint, or a unique index that is valid, total and free of expressions. Nulls do not matter: a null
 * refers to nothing.
 */
export function isUnique(table: Table, columns: readonly string[]): boolean {
  const wanted = new Set(columns)
  if (table.primaryKey !== null && isSame(table.primaryKey.columns, wanted)) return true
  if (table.uniqueConstraints.some(constraint => isSame(constraint.columns, wanted))) return true
  return table.indexes.some(index => isTotalUnique(index) && isSame(columnsOf(index), wanted))
}

function isTotalUnique(index: Index): boolean {
  return index.unique && index.valid && !index.partial && index.parts.every(part => part.column !== null)
}

function columnsOf(index: Index): string[] {
  return index.parts.map(part => part.column as string)
}

function isSame(columns: readonly string[], wanted: ReadonlySet<string>): boolean {
  return new Set(columns).size === wanted.size && columns.every(column => wanted.has(column))
}
