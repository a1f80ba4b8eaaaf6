/** Tells which computed properties a statement names, so that what it selects from computes those alone. Writes no SQL. */

import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import type { Joined } from './state.js'

const none: readonly never[] = []

/** Asked for each statement and the same for ever. */
const known = new WeakMap<Mapping, boolean>()

/** Tells whether a model has computed properties. */
export function hasComputed(mapping: Mapping): boolean {
  const answer = known.get(mapping)
  if (answer !== undefined) return answer
  const found = [...mapping.properties.values()].some(isComputed)
  known.set(mapping, found)
  return found
}

/** Tells whether a model's rows are those of its table, and nothing is added to them. */
export function isPlain(mapping: Mapping): boolean {
  return mapping.scope === null && !hasComputed(mapping)
}

/** Gives the computed properties among the columns, and those that conditions on the same rows compare; each once. */
export function computedIn(
  mapping: Mapping,
  conditions: readonly Joined[],
  ...columns: readonly (readonly ColumnMapping[])[]
): readonly ColumnMapping[] {
  if (!hasComputed(mapping)) return none
  return [...new Set([...columns.flat(), ...conditions.flatMap(columnsIn)])].filter(isComputed)
}

function isComputed(column: ColumnMapping): boolean {
  return column.expression !== null
}

/** What a relationship's own conditions compare belongs to its target. */
function columnsIn({ condition }: Joined): readonly ColumnMapping[] {
  switch (condition.type) {
    case 'group':
      return condition.conditions.flatMap(columnsIn)
    case 'after':
      return condition.order.map(term => term.column)
    case 'has':
      return none
    default:
      return [condition.column]
  }
}

/** Gives the quoted names of a model's columns, and of the computed properties that its source was told to compute. */
export function sourceColumns(mapping: Mapping, computed: readonly ColumnMapping[]): string[] {
  const columns = mapping.columns.filter(column => !isComputed(column))
  return [...columns, ...computed].map(column => column.quoted)
}
