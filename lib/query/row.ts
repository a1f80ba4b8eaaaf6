/** Makes the row of an INSERT of a plain object: checks every property, and encodes its value. Runs no statement. */

import { isDeepStrictEqual } from 'node:util'
import { revealed } from '../dialect/concealed.js'
import { typeOf } from '../dialect/refused-value.js'
import { MappingError, ValueError } from '../errors.js'
import { lineageOf } from '../mapping/lineage.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { nextVersion } from '../mapping/next-version.js'
import { valueText } from '../schema/value-text.js'
import { entriesOf, type Taken, takeGiven, unknownNames } from './given.js'
import { isPlain } from './validate.js'

/**
 * Gives a row by the database's column names. Throws `MappingError` PROPERTY_UNKNOWN for names that the model lacks, and
 * one `ValueError` for all else that is wrong.
 */
export function rowOf(mapping: Mapping, values: unknown): Record<string, unknown> {
  if (!isPlain(values)) throw notPlain(mapping, values)
  const unknown = unknownNames(mapping, entriesOf(values))
  if (unknown.length > 0) throw new MappingError('PROPERTY_UNKNOWN', unknown.join('\n'))
  const problems: ValueError[] = []
  const row = takenRow(mapping, values, problems)
  problems.push(...problemsOf(mapping, row))
  if (problems.length > 0) throw together(`make a row of model "${mapping.name}"`, problems)
  return rowsOf(mapping, boundBySlot(mapping, row))
}

/** Tells that something is no object of properties. */
export function notPlain({ name }: Mapping, values: unknown): ValueError {
  return new ValueError(
    'VALUE_INVALID',
    `Cannot make a row of model "${name}": expected an object of properties, got ${typeOf(values)}`,
  )
}

/**
 * Gives the value of each column of a row, every name of which is known to be one of the model's. Adds what is wrong with a value
 * to the problems; what is wrong with the row, `problemsOf` tells.
 */
export function takenRow(
  mapping: Mapping,
  values: object,
  problems: ValueError[],
): Map<ColumnMapping, Taken> {
  const row = takeGiven(mapping, entriesOf(values), problems)
  addIdentity(mapping, row)
  return row
}

/** Tells what is wrong with a row as a whole: what is missing, and what does not go together. */
export function problemsOf(mapping: Mapping, row: ReadonlyMap<ColumnMapping, Taken>): ValueError[] {
  return [...missing(mapping, row), ...contradictions(mapping, row), ...foreignIdentity(mapping, row)]
}

/** Gives what the driver binds, by slot; the version of a row begins by itself. */
export function boundBySlot(
  { version }: Mapping,
  row: ReadonlyMap<ColumnMapping, Taken>,
): Map<number, unknown> {
  const values = new Map([...row].map(([{ slot }, { bound }]) => [slot, bound]))
  const first = version === null || values.has(version.column.slot) ? null : nextVersion(version, null)
  if (version !== null && first !== null) values.set(version.column.slot, first.bound)
  return values
}

/** What tells a class from those that share its rows need not be given. */
function addIdentity({ inheritance, declaration }: Mapping, row: Map<ColumnMapping, Taken>): void {
  const identity = declaration?.inheritance?.identity ?? null
  const column = inheritance?.discriminator?.column
  if (column === undefined || identity === null || row.has(column)) return
  row.set(column, { value: identity, bound: column.codec.encode(identity) })
}

/** A row of another class would not be found by the one that made it. */
export function foreignIdentity(
  { name, inheritance }: Mapping,
  row: ReadonlyMap<ColumnMapping, Taken>,
): readonly ValueError[] {
  if (inheritance === null || inheritance.parent === null || inheritance.discriminator === null) return []
  const { column, classes } = inheritance.discriminator
  const written = (value: unknown): string => String(revealed(value))
  const own = [...classes.values()].map(({ declaration }) => declaration?.inheritance?.identity)
  const value = row.get(column)?.bound
  if (value === undefined || own.some(each => written(column.codec.encode(each)) === written(value)))
    return []
  const names = own.map(valueText).join(' or ')
  return [
    new ValueError(
      'VALUE_INVALID',
      `Cannot set "${name}.${column.property}" to what stands for another class: rows of "${name}" have ${names}; leave it out`,
    ),
  ]
}

/** The key to the rows above is one value with what it refers to, whatever both are called. */
function contradictions({ name }: Mapping, row: ReadonlyMap<ColumnMapping, Taken>): readonly ValueError[] {
  const known = new Map<number, readonly [ColumnMapping, unknown]>()
  const problems: ValueError[] = []
  for (const [column, { bound: value }] of row) {
    const [other, before] = known.get(column.slot) ?? [column, value]
    known.set(column.slot, [other, before])
    if ([before, value].includes(undefined) || isDeepStrictEqual(revealed(before), revealed(value))) continue
    problems.push(
      new ValueError(
        'VALUE_INVALID',
        `Cannot make a row of model "${name}" with two values for "${other.property}" and "${column.property}": they are one key; leave one out`,
      ),
    )
  }
  return problems
}

/** A row, or where a class keeps its rows in several tables, one for each of them, by its name. */
function rowsOf(mapping: Mapping, values: ReadonlyMap<number, unknown>): Record<string, unknown> {
  const grounds = new Set(lineageOf(mapping).map(({ inheritance }) => inheritance?.ground))
  const rowIn = (columns: readonly ColumnMapping[]): Record<string, unknown> =>
    Object.fromEntries(
      columns
        .filter(({ slot, expression }) => expression === null && values.has(slot))
        .map(({ slot, column }) => [column.name, revealed(values.get(slot))]),
    )
  if (grounds.size === 1) return rowIn(mapping.columns)
  const tables = [...grounds].reverse() as Mapping[]
  return Object.fromEntries(tables.map(({ table, columns }) => [table.name, rowIn(columns)]))
}

/** One problem for all that is missing. */
function missing({ name, columns, version }: Mapping, row: ReadonlyMap<ColumnMapping, Taken>): ValueError[] {
  // A version begins by itself.
  const awaited = columns.filter(
    column => isRequired(column) && !row.has(column) && column !== version?.column,
  )
  if (awaited.length === 0) return []
  const given = new Set([...row.keys()].map(({ slot }) => slot))
  // A key to the row above has the value that this one is given, or gives itself.
  const isAwaited = ({ slot }: ColumnMapping): boolean =>
    isRequired(columns.find(column => column.slot === slot) as ColumnMapping)
  const lacking = awaited.filter(column => !given.has(column.slot) && isAwaited(column))
  if (lacking.length === 0) return []
  const names = lacking.map(column => `"${column.property}"`).join(', ')
  const message = `Cannot make a row of model "${name}" without ${names}: the database takes no null there, and has no default`
  return [new ValueError('VALUE_INVALID', message)]
}

function isRequired({ column, expression }: ColumnMapping): boolean {
  const { nullable, hasDefault, autoIncrement, generated } = column
  return !(nullable || hasDefault || autoIncrement || generated !== null || expression !== null)
}

/** One problem is thrown as it is; several are listed, and stand whole in the `errors` of the cause. */
export function together(attempt: string, problems: readonly ValueError[]): ValueError {
  const [only] = problems
  if (problems.length === 1) return only as ValueError
  const refused = problems.some(problem => problem.code === 'VALUE_REFUSED')
  const list = problems.map(problem => `\n- ${problem.message}`).join('')
  return new ValueError(
    refused ? 'VALUE_REFUSED' : 'VALUE_INVALID',
    `Cannot ${attempt} for ${problems.length} reasons:${list}`,
    { cause: new AggregateError(problems) },
  )
}
