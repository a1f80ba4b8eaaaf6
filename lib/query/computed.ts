/** Tells what a statement uses of a model's rows, so that what it selects from makes that alone. Writes no SQL. */

import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { rowColumnsOf } from '../mapping/row-columns.js'
import { columnsOfParts, partsBelow } from './shared/rows.js'
import type { Joined } from './state.js'
import type { Use } from './writer.js'

const none: readonly never[] = []

/** Asked for each statement and the same for ever. */
const known = new WeakMap<Mapping, boolean>()

/** Tells whether a model has computed properties. */
export function hasComputed(mapping: Mapping): boolean {
  const answer = known.get(mapping)
  if (answer !== undefined) return answer
  const below = mapping.inheritance?.columns ?? none
  const found = [...mapping.properties.values(), ...below].some(isComputed)
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

/** Tells what a statement uses that names these columns, and compares others on the same rows. */
export function useOf(
  mapping: Mapping,
  unscoped: boolean,
  conditions: readonly Joined[],
  ...columns: readonly (readonly ColumnMapping[])[]
): Use {
  return {
    computed: computedIn(mapping, conditions, ...columns),
    below: partsBelow(mapping, ...columns),
    unscoped,
  }
}

/** Gives the quoted names of the columns that a model's source has, with what it was told to compute. */
export function sourceColumns(mapping: Mapping, { computed, below }: Omit<Use, 'unscoped'>): string[] {
  const { inheritance } = mapping
  const columns =
    inheritance === null
      ? rowColumnsOf(mapping).filter(column => !isComputed(column))
      : columnsOfParts([...inheritance.parts, ...below])
  return [...columns, ...computed].map(column => column.quoted)
}
