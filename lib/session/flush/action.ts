/** One row that is to be written, or several that are found by the same columns. Writes nothing. */

import { storedValue } from '../../instance/edit.js'
import { blockOf, type Instance } from '../../instance/instance.js'
import type { Edit } from '../../instance/state.js'
import { statusOf } from '../../instance/status.js'
import type { ColumnMapping } from '../../mapping/mapping.js'
import type { Place, PlaceColumn } from './place.js'
import { boundOf, type Part, tupleOf, type Value } from './value.js'

/** What is done to a row. */
export type Operation = 'insert' | 'update' | 'delete'

/** What is to be done to one row of one table. */
export interface Action {
  readonly operation: Operation
  readonly place: Place
  /** Whose row it is; null for the rows of association tables, and for those that nobody has loaded. */
  readonly instance: Instance | null
  /** What is to be written, by the names of columns. */
  readonly values: Map<string, Value>
  /** What rows without an instance are found by, by the names of columns; several rows at once. */
  readonly found: Found | null
  /** What of the instance is written by it; what is assigned from now on stays to be written. */
  readonly taken: Map<ColumnMapping, Edit>
}

/** What rows are found by that no instance stands for. */
export interface Found {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** Gives an action that writes nothing yet. */
export function actionOf(
  operation: Operation,
  place: Place,
  instance: Instance | null,
  found: Found | null = null,
): Action {
  return { operation, place, instance, values: new Map(), found, taken: new Map() }
}

/** Gives a Map key for what these columns are to hold; null where that is not known, or one is null. */
export function keyAfter(action: Action, columns: readonly string[]): unknown {
  return keyOf(action, columns, name => {
    const value = action.values.get(name)
    return value === undefined ? before(action, name) : boundOf(value)
  })
}

/** Gives a Map key for what these columns hold now; null where that is not known, or one is null. */
export function keyBefore(action: Action, columns: readonly string[]): unknown {
  return keyOf(action, columns, name => before(action, name))
}

/** Gives a Map key for what these columns hold now, of each row; what is not known, or null, is left out. */
export function keysBefore(action: Action, columns: readonly string[]): readonly unknown[] {
  const { found } = action
  const rows =
    found === null ? [action] : found.rows.map(row => ({ ...action, found: { ...found, rows: [row] } }))
  return rows.map(each => keyBefore(each, columns)).filter(key => key !== null)
}

function keyOf({ place }: Action, columns: readonly string[], get: (name: string) => unknown): unknown {
  const parts: Part[] = []
  for (const name of columns) {
    const column = place.columns.get(name)
    if (column === undefined) return null
    parts.push([column.mapping, get(name)])
  }
  return tupleOf(parts)
}

function before(action: Action, name: string): unknown {
  const { operation, place, instance, found } = action
  if (found !== null) {
    const [row] = found.rows
    const value = row?.[found.columns.indexOf(name)]
    return found.rows.length === 1 && value !== undefined ? boundOf(value) : null
  }
  // Before its INSERT a row holds nothing.
  if (operation === 'insert' || instance === null || statusOf(instance) === 'new') return null
  return storedValue(instance, (place.columns.get(name) as PlaceColumn).mapping)
}

/** Gives the name of the model whose row it is. */
export function modelOf({ instance, place }: Action): string {
  return instance === null ? place.ground.name : blockOf(instance).mapping.name
}
