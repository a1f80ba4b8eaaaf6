/** Asks the database for single values of a query: counts, sums, extremes, lists of columns. */

import type { Codec, Fragment } from '../dialect/contract.js'
import { QueryError } from '../errors.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { compileRoot, type Parts } from './compile.js'
import type { QueryContext } from './context.js'
import { render } from './render.js'
import type { QueryState } from './state.js'
import { barePlan } from './statement-plan.js'
import { quotedOf, readOf } from './where.js'

/** Counts the instances that a query gives. Throws `QueryError`. */
export async function count(context: QueryContext, state: QueryState): Promise<number> {
  return Number(await single(context, state, () => 'count(*)'))
}

/** Tells whether a query gives any instance. */
export async function exists(context: QueryContext, state: QueryState): Promise<boolean> {
  const limit = state.limit === null ? 1 : Math.min(state.limit, 1)
  const parts = { ...bareParts(context, { ...state, limit }), list: '1 as c0', order: '' }
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
  const read = column.codec.select ?? (text => text)
  return decoded(column.codec, await single(context, state, () => read(`${name}(t0.${column.quoted})`)))
}

/** Adds up a column; null where there is nothing to add. Whole numbers follow `values.int8`, decimals `values.numeric`. */
export async function sum(context: QueryContext, state: QueryState, column: ColumnMapping): Promise<unknown> {
  const codec = numberCodec(
    context,
    state,
    column,
    column.column.kind === 'integer' ? 'bigint' : column.column.kind,
  )
  const read = codec.select ?? (text => text)
  return decoded(codec, await single(context, state, () => read(`sum(t0.${column.quoted})`)))
}

/** Averages a column; null where there is nothing to average. Exact decimals follow `values.numeric`. */
export async function average(
  context: QueryContext,
  state: QueryState,
  column: ColumnMapping,
): Promise<unknown> {
  const codec = numberCodec(context, state, column, column.column.kind === 'decimal' ? 'decimal' : 'float')
  const read = codec.select ?? (text => text)
  return decoded(codec, await single(context, state, () => read(`avg(t0.${column.quoted})`)))
}

/** Sums are wider than their column, so they are read by the wider type. */
function numberCodec(
  context: QueryContext,
  state: QueryState,
  column: ColumnMapping,
  kind: ColumnMapping['column']['kind'],
): Codec {
  const subject = `${state.mapping.table.name}.${column.column.name}`
  if (['integer', 'bigint', 'decimal', 'float', 'other'].includes(column.column.kind)) {
    return context.executor.dialect.codec({ ...column.column, kind }, column.values, subject)
  }
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot add up property "${column.property}" of model "${state.mapping.name}": its type is ${column.column.type}, not a number`,
  )
}

/** Gives the values of columns, a row each. */
export async function pluck(
  context: QueryContext,
  state: QueryState,
  columns: readonly ColumnMapping[],
): Promise<unknown[][]> {
  const list = columns.map((column, i) => `${readOf('t0', column)} as c${i}`).join(', ')
  const parts = { ...bareParts(context, state), list }
  const rows = await run(context, state, render(context.executor.knex, parts, state.modifiers))
  return rows.map(row => columns.map((column, i) => decoded(column.codec, row[i])))
}

async function single(context: QueryContext, state: QueryState, expression: () => string): Promise<unknown> {
  const { from, where } = countable(context, state)
  const sql = `select ${expression()} as c0 from ${from.sql}${where.sql === '' ? '' : ` where ${where.sql}`}`
  const [row] = await run(context, state, { sql, bindings: [...from.bindings, ...where.bindings] })
  return row?.[0]
}

/** What limits, or changes by `modify`, which rows there are has to happen before they are counted. */
function countable(context: QueryContext, state: QueryState): Pick<Parts, 'from' | 'where'> {
  const parts = bareParts(context, state)
  const limited = state.limit !== null || state.offset !== null
  if (!limited && state.modifiers.length === 0) return parts
  const list = quotedOf(state.mapping.columns).map(quoted => `t0.${quoted}`)
  const inner = render(
    context.executor.knex,
    { ...parts, list: list.join(', '), order: limited ? parts.order : '' },
    state.modifiers,
  )
  return { from: { ...inner, sql: `(${inner.sql}) t0` }, where: { sql: '', bindings: [] } }
}

/** The query over its own table alone; what it loads does not change its rows. */
function bareParts(context: QueryContext, state: QueryState): Parts {
  return compileRoot(context.executor.dialect, state, barePlan(state.mapping))
}

function run(context: QueryContext, state: QueryState, statement: Fragment): Promise<unknown[][]> {
  return context.executor.run(statement, `query model "${state.mapping.name}"`)
}

function decoded(codec: Codec, raw: unknown): unknown {
  return raw === null || raw === undefined || codec.decode === null ? (raw ?? null) : codec.decode(raw)
}
