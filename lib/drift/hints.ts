/** Tells what looks as if it were renamed. Never takes it for that. */

import type { Column, Table } from '../../types/schema.js'
import type { Both } from './pairs.js'

/** Gives the end of a message about a column that is gone: the one new column that stands in its place. */
export function renamedColumn(tables: Both<Table>, column: Column): string {
  const { before, now } = tables
  const known = new Set(before.columns.map(({ name }) => name))
  const place = placeOf(before, column, now)
  const found = now.columns.filter(
    each => !known.has(each.name) && isAlike(column, each) && placeOf(now, each, before) === place,
  )
  return found.length === 1
    ? `; "${found[0]!.name}" is new in its place, and of the same type: it may have been renamed`
    : ''
}

/** Gives the end of a message about a table that is gone: the one new table that has the very same columns. One column is not enough to tell. */
export function renamedTable(table: Table, fresh: readonly Table[]): string {
  if (table.columns.length < 2) return ''
  const found = fresh.filter(
    ({ columns }) =>
      columns.length === table.columns.length &&
      columns.every((column, place) => {
        const old = table.columns[place] as Column
        return column.name === old.name && isAlike(column, old)
      }),
  )
  return found.length === 1
    ? `; "${found[0]!.name}" is new, and has the very same columns: it may have been renamed`
    : ''
}

/** How many columns that both tables have stand before it. */
function placeOf(table: Table, column: Column, other: Table): number {
  const shared = new Set(other.columns.map(({ name }) => name))
  return table.columns.slice(0, table.columns.indexOf(column)).filter(({ name }) => shared.has(name)).length
}

function isAlike(a: Column, b: Column): boolean {
  return a.kind === b.kind && a.type === b.type && a.nullable === b.nullable
}
