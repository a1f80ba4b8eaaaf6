/** Answers whether columns lead to rows without reading them all. Looks at what is declared, asks no planner. */

import type { Table } from '../../types/schema.js'

/** True where a key, a unique constraint or a valid and total index begins with one of these columns. */
export function isIndexed(table: Table, columns: readonly string[]): boolean {
  const keys = [table.primaryKey, ...table.uniqueConstraints].map(key => key?.columns[0])
  const indexes = table.indexes
    .filter(index => index.valid && !index.partial)
    .map(index => index.parts[0]?.column)
  return columns.some(column => keys.includes(column) || indexes.includes(column))
}
