/** Asks the database for single values of a query: counts, sums, extremes, lists of columns. */

import type { ValueOptions } from '../../types/options.js'
import type { ColumnKind } from '../../types/schema.js'
import type { Codec, Fragment, Row } from '../dialect/contract.js'
import { QueryError, ValueError } from '../errors.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { compileRoot } from './compile.js'
import { sourceColumns } from './computed.js'
import type { QueryContext } from './context.js'
import { nothing, type Parts, textOf } from './parts.js'
import { querying } from './purpose.js'
import { render } from './render.js'
import type { QueryState } from './state.js'
import { barePlan } from './statement-plan.js'

/** Counts the instances that a query gives. Throws `QueryError`. */
export async function count(context: QueryContext, state: QueryState): Promise<number> {
  return Number(await single(context, state, 'count(*)'))
}

/** Tells whether a query gives any instance. */
export async function exists(context: QueryContext, state: QueryState): Promise<boolean> {
  const limit = state.limit === null ? 1 : Math.min(state.limit, 1)
  const parts = { ...bareParts(context, { ...state, limit }, []), list: '1 as c0', order: '' }
  const rows = await run(context, state, render(context.executor.knex, parts, state.modifiers))
  return rows.length > 0
}

/** Gives the smallest or largest value of a column; null where there is none. */
export async function extreme(
  context: QueryContext,
  state: QueryState,
  name: 'min' | 'max',
  column: ColumnMapping,
): Promise<unknown> {
  const { list, from, where } = countable(context, state, [column])
  const value = `t0.${column.quoted}`
  const present = `${value} is not null`
  // Every type that can be ordered has a smallest value this way; not every database has min() for each.
  const statement = textOf({
    list,
    from,
    joins: nothing,
    where: { sql: where.sql === '' ? present : `(${where.sql}) and ${present}`, bindings: where.bindings },
    order: name === 'min' ? value : `${value} desc`,
    limit: 1,
    offset: null,
  })
  return decoded(column.codec, firstOf(await run(context, state, statement)))
}

/** Adds up a column; null where there is nothing to add. It reads as the column's own values do. */
export async function sum(context: QueryContext, state: QueryState, column: ColumnMapping): Promise<unknown> {
  // A sum is wider than what it adds up.
  if (column.column.kind !== 'integer') return summary(context, state, 'sum', { column })
  const total = await summary(context, state, 'sum', { column, kind: 'bigint', values: { int8: 'bigint' } })
  if (typeof total !== 'bigint') return total
  const number = Number(total)
  if (Number.isSafeInteger(number)) return number
  throw new ValueError(
    'VALUE_UNSAFE',
    `Cannot add up property "${column.property}" of model "${state.mapping.name}": the sum is beyond what a number holds exactly; add it up through knex`,
  )
}

/** Averages a column; null where there is nothing to average. Strings where the column is read as strings. */
export async function average(
  context: QueryContext,
  state: QueryState,
  column: ColumnMapping,
): Promise<unknown> {
  const { kind } = column.column
  if (kind === 'decimal') return summary(context, state, 'avg', { column })
  const text = kind === 'bigint' && column.values.int8 === 'string'
  if (text) return summary(context, state, 'avg', { column, kind: 'decimal', values: { numeric: 'string' } })
  return summary(context, state, 'avg', { column, kind: 'float' })
}

/** What is summed up, and what it reads as where that is not what the column reads as. */
interface Summed {
  readonly column: ColumnMapping
  readonly kind?: ColumnKind
  readonly values?: ValueOptions
}

const numbers: ReadonlySet<ColumnKind> = new Set(['integer', 'bigint', 'decimal', 'float', 'other'])

async function summary(
  context: QueryContext,
  state: QueryState,
  name: 'sum' | 'avg',
  { column, kind = column.column.kind, values = column.values }: Summed,
): Promise<unknown> {
  if (!numbers.has(column.column.kind)) throw notSummable(state, column)
  const type = kind === 'float' ? 'double precision' : column.column.type
  const subject = `${state.mapping.table.name}.${column.column.name}`
  const codec = context.executor.dialect.codec({ ...column.column, kind, type }, values, subject)
  const read = codec.select ?? (text => text)
  return decoded(codec, await single(context, state, read(`${name}(t0.${column.quoted})`), column))
}

function notSummable(state: QueryState, { property, column }: ColumnMapping): QueryError {
  return new QueryError(
    'QUERY_INVALID',
    `Cannot add up property "${property}" of model "${state.mapping.name}": its type is ${column.type}, not a number`,
  )
}

/** Gives the values of columns, a row each. */
export async function pluck(
  context: QueryContext,
  state: QueryState,
  columns: readonly ColumnMapping[],
): Promise<unknown[][]> {
  const parts = bareParts(context, state, columns)
  const rows = await run(context, state, render(context.executor.knex, parts, state.modifiers))
  return rows.map(row => columns.map((column, i) => decoded(column.codec, row[i])))
}

async function single(
  context: QueryContext,
  state: QueryState,
  expression: string,
  ...columns: readonly ColumnMapping[]
): Promise<unknown> {
  const { from, where } = countable(context, state, columns)
  const list = `${expression} as c0`
  const parts = { list, from, joins: nothing, where, order: '', limit: null, offset: null }
  return firstOf(await run(context, state, textOf(parts)))
}

function firstOf([row]: readonly Row[]): unknown {
  return row?.[0]
}

/** What limits, or changes by `modify`, which rows there are has to happen before they are counted. */
function countable(
  context: QueryContext,
  state: QueryState,
  columns: readonly ColumnMapping[],
): Pick<Parts, 'list' | 'from' | 'where'> {
  const parts = bareParts(context, state, columns)
  const limited = state.limit !== null || state.offset !== null
  if (!limited && state.modifiers.length === 0) return parts
  const computed = columns.filter(column => column.expression !== null)
  const list = sourceColumns(state.mapping, { computed, below: [] }).map(quoted => `t0.${quoted}`)
  const inner = render(
    context.executor.knex,
    { ...parts, list: list.join(', '), order: limited ? parts.order : '' },
    state.modifiers,
  )
  return { list: parts.list, from: { ...inner, sql: `(${inner.sql}) t0` }, where: nothing }
}

/** The query of these columns over its own rows alone; what it loads does not change them. */
function bareParts(context: QueryContext, state: QueryState, columns: readonly ColumnMapping[]): Parts {
  return compileRoot(context.executor.dialect, { ...state, carried: columns }, barePlan(state.mapping))
}

function run(context: QueryContext, state: QueryState, statement: Fragment): Promise<Row[]> {
  return context.executor.run(statement, querying(state.mapping))
}

function decoded(codec: Codec, raw: unknown): unknown {
  return raw === null || raw === undefined || codec.decode === null ? (raw ?? null) : codec.decode(raw)
}
