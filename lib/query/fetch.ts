/** Runs queries that give instances: by conditions, and by key. Knows no relationship. */

import type { Fragment, Row } from '../dialect/contract.js'
import type { Instance } from '../instance/instance.js'
import type { Mapping } from '../mapping/mapping.js'
import { compileRoot } from './compile.js'
import type { QueryContext } from './context.js'
import { fold } from './fold.js'
import { type KeyCondition, keyConditions } from './key.js'
import { knownByKey } from './known.js'
import { afterLoad, beforeLoad, isHooked } from './load-hooks.js'
import { textOf } from './parts.js'
import { querying } from './purpose.js'
import { render } from './render.js'
import { type QueryState, wholeOf } from './state.js'
import { nodesOf, planStatement, type StatementPlan } from './statement-plan.js'
import { isSteady } from './steady.js'

/** Plans and writes the statement that brings a query's own rows. */
export function rootStatement(context: QueryContext, state: QueryState): Planned {
  const { dialect, knex } = context.executor
  const { selection } = state
  const layout = { features: dialect.features, offset: 0, modified: state.modifiers.length > 0, selection }
  const plan = planStatement(state.mapping, state.tree, [], layout)
  return { plan, statement: render(knex, compileRoot(dialect, state, plan), state.modifiers) }
}

/** Gives the instances of a query, with all that it loads. Throws `QueryError`. */
export async function fetchAll(context: QueryContext, state: QueryState): Promise<Instance[]> {
  const { plan, statement } = rootStatement(context, state)
  return fetchPlanned(context, plan, statement)
}

/** Runs a planned statement, folds its rows, and loads what it deferred. Throws `QueryError`. */
export async function fetchPlanned(
  context: QueryContext,
  plan: StatementPlan,
  statement: Fragment,
): Promise<Instance[]> {
  const { executor } = context
  const purpose = querying(plan.root.mapping)
  if (isHooked(plan, 'beforeLoad')) await beforeLoad(plan, purpose)
  const rows = await executor.run(statement, purpose)
  const folded = fold(plan, rows, false, executor.unit)
  executor.events.tellLoad(purpose, folded.distinct, rows)
  if (plan.deferring.length > 0) await context.finish(plan, folded)
  if (folded.made !== null) await afterLoad(folded.made, executor.unit)
  return folded.distinct
}

/** Some instances of a query, and their last row: an instance that was there before may have other values. */
export interface Fetched {
  readonly page: readonly Instance[]
  /** Undefined where there is none. */
  readonly last: Row | undefined
}

/** Does the same for whoever goes on behind the last row. */
export async function fetchPage(
  context: QueryContext,
  plan: StatementPlan,
  statement: Fragment,
): Promise<Fetched> {
  const { executor } = context
  const purpose = querying(plan.root.mapping)
  if (isHooked(plan, 'beforeLoad')) await beforeLoad(plan, purpose)
  const rows = await executor.run(statement, purpose)
  // An instance decodes in its row.
  const last = rows.at(-1)?.slice()
  const folded = fold(plan, rows, false, executor.unit)
  executor.events.tellLoad(purpose, folded.distinct, rows)
  if (plan.deferring.length > 0) await context.finish(plan, folded)
  if (folded.made !== null) await afterLoad(folded.made, executor.unit)
  return { page: folded.distinct, last }
}

/** A planned statement. */
export interface Planned {
  readonly plan: StatementPlan
  readonly statement: Fragment
}

/** The text for a key's row, where it is the same every time: written once per model. */
const byKeyStatements = new WeakMap<Mapping, Planned>()

/** Gives the instance with this key, or null. Throws `MappingError` where the model has no key. */
export async function fetchByKey(
  context: QueryContext,
  mapping: Mapping,
  key: unknown,
): Promise<Instance | null> {
  const conditions = keyConditions(mapping, key)
  const { plan, statement } = plannedByKey(context, mapping, conditions)
  const { unit } = context.executor
  const living = unit && knownByKey(unit, plan.root, valuesOf(conditions))
  if (living !== null) return living
  const instances = await fetchPlanned(context, plan, statement)
  return instances[0] ?? null
}

function plannedByKey(context: QueryContext, mapping: Mapping, conditions: readonly KeyCondition[]): Planned {
  const known = byKeyStatements.get(mapping)
  if (known === undefined) return byKeyStatement(context, mapping, conditions)
  const values = valuesOf(conditions)
  const { sql, bindings } = known.statement
  // The key comes last; before it are the identities of a class that shares its table.
  const own = bindings.length === values.length ? values : [...bindings.slice(0, -values.length), ...values]
  return { plan: known.plan, statement: { sql, bindings: own } }
}

function valuesOf(conditions: readonly KeyCondition[]): readonly unknown[] {
  return conditions.map(({ condition }) => condition.value)
}

function byKeyStatement(
  context: QueryContext,
  mapping: Mapping,
  conditions: readonly KeyCondition[],
): Planned {
  const { dialect } = context.executor
  const layout = { features: dialect.features, offset: 0, modified: false, selection: null }
  const plan = planStatement(mapping, new Map(), [], layout)
  const parts = compileRoot(dialect, { ...wholeOf(mapping), conditions }, plan)
  // A key finds one row at most; only a joined collection makes more of it, and gives them an order.
  const statement = textOf(plan.multiplied ? parts : { ...parts, order: '' })
  const planned = { plan, statement }
  if (nodesOf(plan.root).every(isSteady)) byKeyStatements.set(mapping, planned)
  return planned
}
