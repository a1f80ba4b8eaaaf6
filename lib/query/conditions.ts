/** Turns what a caller gave to `where` and its like into conditions; values are checked and encoded by their columns. */

import { QueryError } from '../errors.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { columnOf } from './lookup.js'
import type { Condition, Joined } from './state.js'

const comparisons = new Set(['=', '!=', '<>', '<', '<=', '>', '>=', 'like', 'not like', 'ilike', 'not ilike'])
const equalities: ReadonlyMap<string, boolean> = new Map([
  ['=', false],
  ['is', false],
  ['!=', true],
  ['<>', true],
  ['is not', true],
])
const lists: ReadonlyMap<string, boolean> = new Map([
  ['in', false],
  ['not in', true],
])
const ranges: ReadonlyMap<string, boolean> = new Map([
  ['between', false],
  ['not between', true],
])

/** Reads `(property, value)`, `(property, operator, value)` or `({ property: value })`. */
export function conditionsOf(mapping: Mapping, inputs: readonly unknown[]): Condition {
  const [first, second, third] = inputs
  if (inputs.length === 3) return comparisonOf(columnOf(mapping, first), mapping, second, third)
  if (inputs.length === 2) return comparisonOf(columnOf(mapping, first), mapping, '=', second)
  if (inputs.length !== 1 || typeof first !== 'object' || first === null || Array.isArray(first)) {
    throw new QueryError(
      'QUERY_INVALID',
      `Cannot filter model "${mapping.name}": expected where(property, value), where(property, operator, value), where({ property: value }) or where(query => …)`,
    )
  }
  return objectOf(mapping, first)
}

/** Own keys alone: what an object inherits is not a condition. */
function objectOf(mapping: Mapping, object: object): Condition {
  const conditions = Object.entries(object).map(([property, value]) => ({
    or: false,
    condition: comparisonOf(columnOf(mapping, property), mapping, '=', value),
  }))
  return { type: 'group', conditions, negated: false }
}

function comparisonOf(column: ColumnMapping, mapping: Mapping, operator: unknown, value: unknown): Condition {
  const name = typeof operator === 'string' ? operator.toLowerCase() : ''
  if (value === undefined) throw refused(column, mapping, 'undefined; use null to find what is empty')
  if (value === null) return emptyOf(column, mapping, name)
  const list = lists.get(name)
  if (list !== undefined) return listOf(column, mapping, value, list)
  const range = ranges.get(name)
  if (range !== undefined) return rangeOf(column, mapping, value, range)
  const encoded = column.codec.encode(value)
  if (name === 'is') return { type: 'compare', column, operator: '=', value: encoded }
  if (name === 'is not') return differsOf(column, encoded)
  if (!comparisons.has(name)) throw unknownOperator(column, mapping, operator)
  return { type: 'compare', column, operator: name, value: encoded }
}

/** `is not true` holds for NULL, other than `!= true`. */
function differsOf(column: ColumnMapping, value: unknown): Condition {
  const conditions: Joined[] = [
    { or: false, condition: { type: 'compare', column, operator: '<>', value } },
    { or: true, condition: { type: 'null', column, negated: false } },
  ]
  return { type: 'group', conditions, negated: false }
}

/** `= null` and `!= null` mean what they say, which in SQL only IS can. */
function emptyOf(column: ColumnMapping, mapping: Mapping, operator: string): Condition {
  const negated = equalities.get(operator)
  if (negated !== undefined) return { type: 'null', column, negated }
  throw refused(
    column,
    mapping,
    `null with operator "${operator}"; NULL can only be compared with =, !=, is and is not`,
  )
}

function rangeOf(column: ColumnMapping, mapping: Mapping, value: unknown, negated: boolean): Condition {
  if (
    !Array.isArray(value) ||
    value.length !== 2 ||
    value.some(bound => bound === null || bound === undefined)
  ) {
    throw refused(column, mapping, 'no pair for "between"; give [low, high]')
  }
  return {
    type: 'between',
    column,
    low: column.codec.encode(value[0]),
    high: column.codec.encode(value[1]),
    negated,
  }
}

/** Reads the values of a list condition; NULL among them is kept apart, as `in (NULL)` finds nothing. */
export function listOf(
  column: ColumnMapping,
  mapping: Mapping,
  values: unknown,
  negated: boolean,
): Condition {
  if (!Array.isArray(values))
    throw refused(column, mapping, `${typeof values} where an array of values belongs`)
  if (values.includes(undefined)) throw refused(column, mapping, 'a list with undefined in it')
  const present = values.filter(value => value !== null)
  return {
    type: 'list',
    column,
    values: present.map(value => column.codec.encode(value)),
    hasNull: present.length < values.length,
    negated,
  }
}

/** Requires related instances along a path, the last of which meet the conditions. */
export function hasOf(
  path: readonly RelationshipMapping[],
  conditions: readonly Joined[],
  negated: boolean,
): readonly Joined[] {
  let inner = conditions
  for (const relationship of path.toReversed()) {
    const outermost = relationship === path[0]
    inner = [
      {
        or: false,
        condition: { type: 'has', relationship, conditions: inner, negated: negated && outermost },
      },
    ]
  }
  return inner
}

function refused(column: ColumnMapping, mapping: Mapping, got: string): QueryError {
  return new QueryError(
    'QUERY_INVALID',
    `Cannot filter model "${mapping.name}" by property "${column.property}": got ${got}`,
  )
}

function unknownOperator(column: ColumnMapping, mapping: Mapping, operator: unknown): QueryError {
  const known = [...comparisons, ...lists.keys(), ...ranges.keys(), 'is', 'is not'].join(', ')
  return refused(
    column,
    mapping,
    `operator ${JSON.stringify(operator) ?? typeof operator}; known operators are ${known}`,
  )
}
