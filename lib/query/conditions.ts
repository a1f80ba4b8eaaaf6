/** Turns what a caller gave to `where` and its like into conditions; values are checked and encoded by their columns. */

import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { didYouMean } from '../schema/suggest.js'
import { compositeCondition, compositeOf } from './composite.js'
import { columnOf } from './lookup.js'
import type { Condition, Joined } from './state.js'
import { isPlain } from './validate.js'

const comparisons = ['=', '!=', '<>', '<', '<=', '>', '>=', 'like', 'not like', 'ilike', 'not ilike']

/** The operators that ask for null, and whether they ask for anything else. */
const empties: ReadonlyMap<string, boolean> = new Map([
  ['=', false],
  ['is', false],
  ['!=', true],
  ['<>', true],
  ['is not', true],
])

/** What a condition is about, for messages. */
export interface Subject {
  readonly mapping: Mapping
  readonly column: ColumnMapping
}

type Read = (subject: Subject, value: unknown) => Condition

/** How each operator reads its value, which is neither null nor undefined. */
const operators: ReadonlyMap<unknown, Read> = new Map<unknown, Read>([
  ...comparisons.map((operator): [string, Read] => [
    operator,
    ({ column }, value) => ({ type: 'compare', column, operator, value: column.codec.encode(value) }),
  ]),
  ['in', (subject, value) => listOf(subject, value, false)],
  ['not in', (subject, value) => listOf(subject, value, true)],
  ['between', (subject, value) => rangeOf(subject, value, false)],
  ['not between', (subject, value) => rangeOf(subject, value, true)],
  [
    'is',
    ({ column }, value) => ({ type: 'compare', column, operator: '=', value: column.codec.encode(value) }),
  ],
  ['is not', ({ column }, value) => differsOf(column, column.codec.encode(value))],
])

/** Reads `(property, value)`, `(property, operator, value)` or `({ property: value })`. */
export function conditionsOf(mapping: Mapping, inputs: readonly unknown[]): Condition {
  const [first, second, third] = inputs
  if (inputs.length === 3) return comparisonOf(mapping, first, second, third)
  if (inputs.length === 2) return comparisonOf(mapping, first, '=', second)
  if (inputs.length === 1 && isPlain(first)) return objectOf(mapping, first)
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot filter model "${mapping.name}": expected where(property, value), where(property, operator, value), where({ property: value }) or where(query => …)`,
  )
}

/** Own keys alone: what an object inherits is not a condition. */
function objectOf(mapping: Mapping, object: object): Condition {
  const conditions = Object.entries(object).map(([property, value]) => ({
    or: false,
    condition: comparisonOf(mapping, property, '=', value),
  }))
  return { type: 'group', conditions, negated: false }
}

function comparisonOf(mapping: Mapping, property: unknown, given: unknown, value: unknown): Condition {
  const operator = typeof given === 'string' ? given.toLowerCase() : given
  const composite = compositeOf(mapping, property)
  if (composite !== null) {
    return compositeCondition(composite, operator, value, (part, partValue) =>
      comparisonOf(mapping, part, operator, partValue),
    )
  }
  const subject = { mapping, column: columnOf(mapping, property) }
  const read = operators.get(operator)
  if (read === undefined) throw refused(subject, unknownOperator(given))
  if (value === undefined) throw refused(subject, 'undefined; use null to find what is empty')
  return value === null ? emptyOf(subject, String(operator)) : read(subject, value)
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
function emptyOf(subject: Subject, operator: string): Condition {
  const negated = empties.get(operator)
  if (negated !== undefined) return { type: 'null', column: subject.column, negated }
  throw refused(
    subject,
    `null with operator "${operator}"; NULL can only be compared with =, !=, is and is not`,
  )
}

function rangeOf(subject: Subject, value: unknown, negated: boolean): Condition {
  const [low, high, ...rest]: unknown[] = Array.isArray(value) ? value : []
  if ([low, high].some(bound => bound === null || bound === undefined) || rest.length > 0) {
    throw refused(subject, 'no pair for "between"; give [low, high]')
  }
  const { column } = subject
  return { type: 'between', column, low: column.codec.encode(low), high: column.codec.encode(high), negated }
}

/** Reads the values of a list condition; NULL among them is kept apart, as `in (NULL)` finds nothing. */
export function listOf(subject: Subject, values: unknown, negated: boolean): Condition {
  if (!Array.isArray(values)) throw refused(subject, `${typeOf(values)} where an array of values belongs`)
  if (values.includes(undefined)) throw refused(subject, 'a list with undefined in it')
  const present = values.filter(value => value !== null)
  const { column } = subject
  return {
    type: 'list',
    column,
    values: present.map(value => column.codec.encode(value)),
    hasNull: present.length < values.length,
    negated,
  }
}

/** What `whereHas` requires of the last of its path. */
export interface HasRequest {
  readonly conditions: readonly Joined[]
  readonly unscoped: boolean
  readonly negated: boolean
}

/** Requires related instances along a path, the last of which meet the conditions. */
export function hasOf(
  path: readonly RelationshipMapping[],
  { conditions, unscoped, negated }: HasRequest,
): readonly Joined[] {
  return path.reduceRight<readonly Joined[]>((inner, relationship, step) => {
    // By place, as a relationship of a table to itself can stand in a path twice.
    const condition: Condition = {
      type: 'has',
      relationship,
      conditions: inner,
      negated: negated && step === 0,
      unscoped: unscoped && step === path.length - 1,
    }
    return [{ or: false, condition }]
  }, conditions)
}

function refused({ mapping, column }: Subject, got: string): QueryError {
  return new QueryError(
    'QUERY_INVALID',
    `Cannot filter model "${mapping.name}" by property "${column.property}": got ${got}`,
  )
}

/** Repeats nothing, as it may be a value in the wrong place. */
function unknownOperator(given: unknown): string {
  const known = [...operators.keys()].map(String)
  const meant = typeof given === 'string' ? didYouMean(given, known) : ''
  return `${typeOf(given)} that is no operator; known operators are ${known.join(', ')}${meant}`
}
