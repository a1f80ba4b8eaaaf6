/** Reads what an update is to set: values, and functions that give SQL. Runs nothing. */

import type { ExpressionFunction } from '../../declaration/declaration.js'
import type { Dialect } from '../../dialect/contract.js'
import { typeOf } from '../../dialect/refused-value.js'
import { MappingError, QueryError, type ValueError } from '../../errors.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { raisedVersion } from '../../mapping/next-version.js'
import { assignedText } from '../expression.js'
import { attempt, type Entry, entriesOf, takeGiven, twice, unknownNames, writableColumn } from '../given.js'
import { foreignIdentity, together } from '../row.js'
import { isPlain } from '../validate.js'
import type { Writer } from '../writer.js'
import { stampsOf } from './stamps.js'

/** Where the SQL of a value is written. */
export interface AssignedPlace {
  /** The row's alias in the table that is changed, and what the column is called there. */
  readonly alias: string
  readonly own: string
  /** Writes what reads columns of the row: over the row itself, or over all that belongs to it. */
  readonly over: (write: (alias: string) => string) => string
}

/** What one column is set to. */
export interface Assigned {
  readonly column: ColumnMapping
  /** Null where it looks at no column. */
  readonly expression: ExpressionFunction | null
  readonly write: (writer: Writer, place: AssignedPlace) => string
}

/**
 * Gives what an update sets: what it was given, then what every update of the model sets. Throws `MappingError`
 * PROPERTY_UNKNOWN, `QueryError` QUERY_INVALID, and one `ValueError` for all that is wrong with values.
 */
export function assignedOf(dialect: Dialect, mapping: Mapping, values: unknown): Assigned[] {
  const entries = updateEntries(mapping, values)
  const problems: ValueError[] = []
  const isFunction = ([property, value]: Entry): boolean =>
    typeof value === 'function' && mapping.properties.has(property)
  const row = takeGiven(
    mapping,
    entries.filter(entry => !isFunction(entry)),
    problems,
  )
  problems.push(...foreignIdentity(mapping, row))
  const given = [...row].map(([column, { bound }]) => toBound(column, bound))
  for (const [property, write] of entries.filter(isFunction)) {
    attempt(problems, () => {
      const column = writableColumn(mapping, property)
      if (row.has(column)) throw twice(mapping, property, column)
      given.push(toExpression(mapping, column, write as ExpressionFunction))
    })
  }
  if (problems.length > 0) throw together(`update rows of model "${mapping.name}"`, problems)
  return [...given, ...stamps(dialect, mapping, new Set(given.map(({ column }) => column)))]
}

function updateEntries(mapping: Mapping, values: unknown): Entry[] {
  const { name } = mapping
  if (!isPlain(values)) {
    throw new QueryError(
      'QUERY_INVALID',
      `Cannot update rows of model "${name}": expected an object of properties, got ${typeOf(values)}`,
    )
  }
  const entries = entriesOf(values)
  const unknown = unknownNames(mapping, entries)
  if (unknown.length > 0) throw new MappingError('PROPERTY_UNKNOWN', unknown.join('\n'))
  if (entries.length > 0) return entries
  throw new QueryError('QUERY_INVALID', `Cannot update rows of model "${name}": no property is to be set`)
}

function toBound(column: ColumnMapping, bound: unknown): Assigned {
  return { column, expression: null, write: writer => writer.bind(bound) }
}

function toExpression(mapping: Mapping, column: ColumnMapping, expression: ExpressionFunction): Assigned {
  return {
    column,
    expression,
    write: (writer, { over }) => over(alias => assignedText(writer, alias, { mapping, column, expression })),
  }
}

function stamps(dialect: Dialect, mapping: Mapping, given: ReadonlySet<ColumnMapping>): Assigned[] {
  const stamped = stampsOf(mapping).map(stamp =>
    stamp.type === 'value'
      ? toBound(stamp.column, stamp.bound)
      : toExpression(mapping, stamp.column, () => stamp.sql),
  )
  const set = [...stamped, ...versionOf(dialect, mapping)]
  return set.filter(({ column }) => !given.has(column))
}

/** Whoever has read the row before is to notice. */
function versionOf(dialect: Dialect, { version }: Mapping): Assigned[] {
  if (version === null || version.kind === 'system') return []
  const write: Assigned['write'] = (writer, { alias, own }) =>
    // The database does not set it by itself.
    writer.take(raisedVersion(dialect, version, `${alias}.${own}`)!)
  return [{ column: version.column, expression: null, write }]
}
