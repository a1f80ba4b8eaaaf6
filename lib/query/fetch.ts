/** Runs queries: for instances, for single values, and by key. */

import type { Fragment, Row } from '../dialect/contract.js'
import { MappingError, NotFoundError, QueryError } from '../errors.js'
import type { Instance } from '../instance/instance.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { compileRoot, textOf } from './compile.js'
import type { QueryContext } from './context.js'
import { fold } from './fold.js'
import { columnOf } from './lookup.js'
import { render } from './render.js'
import { type Joined, type QueryState, wholeOf } from './state.js'
import { planStatement, type StatementPlan } from './statement-plan.js'

/** Plans and writes the statement that brings a query's own rows. */
export function rootStatement(
  context: QueryContext,
  state: QueryState,
): { readonly plan: StatementPlan; readonly statement: Fragment } {
  const { dialect, knex } = context.executor
  const plan = planStatement(state.mapping, state.tree, [], { features: dialect.features, offset: 0 })
  return { plan, statement: render(knex, compileRoot(dialect, state, plan), state.modifiers) }
}

/** Gives the instances of a query, with all that it loads. Throws `QueryError`. */
export async function fetchAll(context: QueryContext, state: QueryState): Promise<Instance[]> {
  const { plan, statement } = rootStatement(context, state)
  return fetchPlanned(context, plan, statement)
}

async function fetchPlanned(
  context: QueryContext,
  plan: StatementPlan,
  statement: Fragment,
): Promise<Instance[]> {
  const rows = await context.executor.run(statement, `query model "${plan.root.mapping.name}"`)
  return instancesOf(context, plan, rows)
}

/** Folds rows of a planned statement, and loads what it deferred. */
export async function instancesOf(
  context: QueryContext,
  plan: StatementPlan,
  rows: readonly Row[],
): Promise<Instance[]> {
  const folded = fold(plan, rows, false)
  await context.finish(plan, folded)
  return [...(folded.byNode.get(plan.root) as readonly Instance[])]
}

/** The text for a key's row is the same every time, so it is written once per model. */
const byKeyStatements = new WeakMap<Mapping, { readonly plan: StatementPlan; readonly sql: string }>()

/** Gives the instance with this key, or null. Throws `MappingError` where the model has no key. */
export async function fetchByKey(
  context: QueryContext,
  mapping: Mapping,
  key: unknown,
): Promise<Instance | null> {
  const conditions = keyConditions(mapping, key)
  const { plan, sql } = byKeyStatement(context, mapping, conditions)
  const bindings = conditions.map(({ condition }) => (condition as { value: unknown }).value)
  const [instance] = await fetchPlanned(context, plan, { sql, bindings })
  return instance ?? null
}

function byKeyStatement(
  context: QueryContext,
  mapping: Mapping,
  conditions: readonly Joined[],
): { readonly plan: StatementPlan; readonly sql: string } {
  const known = byKeyStatements.get(mapping)
  if (known !== undefined) return known
  const { dialect } = context.executor
  const plan = planStatement(mapping, new Map(), [], { features: dialect.features, offset: 0 })
  const parts = compileRoot(dialect, { ...wholeOf(mapping), conditions }, plan)
  // A key finds one row at most; only a joined collection makes more of it, and gives them an order.
  const { sql } = textOf(plan.multiplied ? parts : { ...parts, order: '' })
  const statement = { plan, sql }
  byKeyStatements.set(mapping, statement)
  return statement
}

/** Reads a key: one value, the values in key order, or an object of the key's properties. */
export function keyConditions(mapping: Mapping, key: unknown): Joined[] {
  if (mapping.key.length === 0) {
    throw new MappingError(
      'NO_PRIMARY_KEY',
      `Cannot find an instance of "${mapping.name}" by key: table "${mapping.table.name}" has no primary key. Use findBy({ … })`,
    )
  }
  const values = keyValues(mapping, key)
  return mapping.key.map((column, i) => ({
    or: false,
    condition: { type: 'compare', column, operator: '=', value: column.codec.encode(values[i]) },
  }))
}

function keyValues(mapping: Mapping, key: unknown): readonly unknown[] {
  const values = isPlain(key) ? namedValues(mapping, key) : Array.isArray(key) ? key : [key]
  if (values.length === mapping.key.length && !values.some(value => value === undefined || value === null)) {
    return values
  }
  const names = mapping.key.map(column => column.property)
  const shape =
    names.length === 1 ? `a value for "${names[0]}"` : `[${names.join(', ')}] or { ${names.join(', ')} }`
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot find an instance of "${mapping.name}" by key: expected ${shape}, got ${describe(key)}`,
  )
}

function namedValues(mapping: Mapping, key: object): unknown[] {
  const given = new Map<ColumnMapping, unknown>()
  for (const [property, value] of Object.entries(key)) given.set(columnOf(mapping, property), value)
  return given.size === mapping.key.length ? mapping.key.map(column => given.get(column)) : []
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Names the shape of a value, never its content. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return isPlain(value) ? `{ ${Object.keys(value).join(', ')} }` : `a ${typeof value}`
}

/** The error for a key or condition that found nothing. */
export function notFound(mapping: Mapping, key: unknown): NotFoundError {
  const text = typeof key === 'number' || typeof key === 'bigint' ? ` ${key}` : ''
  return new NotFoundError(
    'NOT_FOUND',
    `No instance of "${mapping.name}" has key${text}: table "${mapping.table.name}" holds no such row. find() gives null instead`,
  )
}
