/** Writes what gives a column another type, and with it all columns that refer to it. Runs no statement. */

import type { Table } from '../../types/schema.js'
import type { NewType } from '../dialect/inspection.js'
import type { Ground } from './ground.js'

/** A column of a table. */
interface Place {
  readonly table: Table
  readonly column: string
}

/** Gives the statements, those of what is referred to first; none where the database changes no types. */
export function retyped(ground: Ground, table: Table, name: string, type: NewType): string[] {
  return referringTo(ground, { table, column: name }).flatMap(({ table, column }) =>
    table.columns
      .filter(own => own.name === column && own.type !== type.type)
      .flatMap(own => ground.dialect.inspection.retype(table, own, type)),
  )
}

/** Gives those that make a column of whole numbers, and what refers to it, as wide as can be. */
export function widened(ground: Ground, table: Table, column: string): string[] {
  return retyped(ground, table, column, ground.dialect.inspection.widest)
}

/** The column, what refers to it, and what refers to that, each once. */
function referringTo({ referring }: Ground, start: Place): Place[] {
  const places = [start]
  for (const { table: target, column: referenced } of places) {
    for (const { table, key } of referring.get(target) ?? []) {
      const column = key.columns[key.referencedColumns.indexOf(referenced)]
      if (column === undefined || places.some(place => place.table === table && place.column === column)) {
        continue
      }
      places.push({ table, column })
    }
  }
  return places
}
