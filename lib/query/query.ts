/** The query that callers hold: immutable, lazy, a thenable. Checks what it is told and hands it on as data. */

import { inspect } from 'node:util'
import type { Page, PageRequest, Plan, Sql } from '../../types/plan.js'
import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import type { Instance } from '../instance/instance.js'
import type { Mapping } from '../mapping/mapping.js'
import { average, count, exists, extreme, pluck, sum } from './aggregate.js'
import { conditionsOf, hasOf, listOf, type Subject } from './conditions.js'
import type { QueryContext } from './context.js'
import { fetchAll, fetchByKey, rootStatement } from './fetch.js'
import { keyConditions, notFound } from './key.js'
import { columnOf, pathOf } from './lookup.js'
import { planOf } from './plan.js'
import { changedSelection } from './selection.js'
import { type Condition, type Joined, type Modifier, narrowed, type QueryState, wholeOf } from './state.js'
import { stream } from './stream.js'
import { grow } from './tree.js'
import { loadRequestOf, orderTermOf, pageOf, wholeNumber } from './validate.js'

/** Builds on a query inside `where`, `whereHas` or `with`. */
type Refine = (query: Query) => Query

/** A query of one model. */
export class Query implements PromiseLike<Instance[]> {
  readonly #context: QueryContext
  readonly #state: QueryState
  /** The one run that awaiting this very query starts, however often it is awaited. */
  #run: Promise<Instance[]> | undefined

  constructor(context: QueryContext, state: QueryState) {
    this.#context = context
    this.#state = state
  }

  /** Keeps what meets the condition; see `conditionsOf` for its forms. */
  where(...inputs: unknown[]): Query {
    return this.#and(this.#conditionOf(inputs))
  }

  orWhere(...inputs: unknown[]): Query {
    return this.#join(this.#conditionOf(inputs), true)
  }

  whereNot(...inputs: unknown[]): Query {
    const condition = this.#conditionOf(inputs)
    return this.#and({ type: 'group', conditions: [{ or: false, condition }], negated: true })
  }

  whereIn(property: unknown, values: unknown): Query {
    return this.#and(listOf(this.#subject(property), values, false))
  }

  whereNotIn(property: unknown, values: unknown): Query {
    return this.#and(listOf(this.#subject(property), values, true))
  }

  whereNull(property: unknown): Query {
    return this.#and({ type: 'null', column: columnOf(this.#mapping, property), negated: false })
  }

  whereNotNull(property: unknown): Query {
    return this.#and({ type: 'null', column: columnOf(this.#mapping, property), negated: true })
  }

  whereHas(path: unknown, refine?: Refine): Query {
    return this.#having(path, refine, false)
  }

  whereHasNot(path: unknown, refine?: Refine): Query {
    return this.#having(path, refine, true)
  }

  orderBy(property: unknown, direction?: unknown, nulls?: unknown): Query {
    return this.#change({
      order: [...this.#state.order, orderTermOf(this.#mapping, property, direction, nulls)],
    })
  }

  limit(value: unknown): Query {
    return this.#change({ limit: wholeNumber('limit', value, 0) })
  }

  offset(value: unknown): Query {
    return this.#change({ offset: wholeNumber('offset', value, 0) })
  }

  /** Loads relationships with the query: paths, or one path with options and what refines it. */
  with(...inputs: unknown[]): Query {
    const { paths, strategy, refine } = loadRequestOf(this.#mapping, inputs)
    let { tree } = this.#state
    for (const path of paths) {
      const target = pathOf(this.#mapping, path).at(-1)?.target as Mapping
      const refined = refine === undefined ? null : this.#refined(target, refine as Refine)
      tree = grow(tree, this.#mapping, path, { strategy, refine: refined })
    }
    return this.#change({ tree })
  }

  /** Reads these properties alone with each instance, beside keys; the others when they are awaited. */
  only(...properties: unknown[]): Query {
    return this.#change({ selection: changedSelection(this.#state, 'only', properties) })
  }

  /** Leaves these properties to be read when they are awaited. */
  defer(...properties: unknown[]): Query {
    return this.#change({ selection: changedSelection(this.#state, 'defer', properties) })
  }

  /** Reads these properties with each instance, deferred or not. */
  undefer(...properties: unknown[]): Query {
    return this.#change({ selection: changedSelection(this.#state, 'undefer', properties) })
  }

  /** Changes the statement through knex's own builder. */
  modify(modifier: Modifier): Query {
    if (typeof modifier !== 'function') {
      throw new QueryError('QUERY_INVALID', `Expected modify(builder => …), got ${typeOf(modifier)}`)
    }
    return this.#change({ modifiers: [...this.#state.modifiers, modifier] })
  }

  all(): Promise<Instance[]> {
    return fetchAll(this.#context, this.#state)
  }

  async first(): Promise<Instance | null> {
    const [instance] = await fetchAll(this.#context, {
      ...this.#state,
      limit: Math.min(1, this.#state.limit ?? 1),
    })
    return instance ?? null
  }

  /** Gives the instance with this key if the query holds it, or null. */
  find(key: unknown): Promise<Instance | null> {
    return this.#isWhole ? fetchByKey(this.#context, this.#mapping, key) : this.#findAmong(key)
  }

  async #findAmong(key: unknown): Promise<Instance | null> {
    return this.#change(narrowed(this.#state, keyConditions(this.#mapping, key))).first()
  }

  async get(key: unknown): Promise<Instance> {
    const instance = await this.find(key)
    if (instance === null) throw notFound(this.#mapping, key, this.#isWhole)
    return instance
  }

  async findBy(conditions: unknown): Promise<Instance | null> {
    const condition = this.#conditionOf([conditions])
    return this.#change(narrowed(this.#state, [{ or: false, condition }])).first()
  }

  async count(): Promise<number> {
    return count(this.#context, this.#state)
  }

  async exists(): Promise<boolean> {
    return exists(this.#context, this.#state)
  }

  async pluck(...properties: unknown[]): Promise<unknown[]> {
    if (properties.length === 0) {
      throw new QueryError('QUERY_INVALID', `Expected pluck(property, …) of model "${this.#mapping.name}"`)
    }
    const columns = properties.map(property => columnOf(this.#mapping, property))
    const rows = await pluck(this.#context, this.#state, columns)
    return columns.length === 1 ? rows.map(row => row[0]) : rows
  }

  async sum(property: unknown): Promise<unknown> {
    return sum(this.#context, this.#state, columnOf(this.#mapping, property))
  }

  async avg(property: unknown): Promise<unknown> {
    return average(this.#context, this.#state, columnOf(this.#mapping, property))
  }

  async min(property: unknown): Promise<unknown> {
    return extreme(this.#context, this.#state, 'min', columnOf(this.#mapping, property))
  }

  async max(property: unknown): Promise<unknown> {
    return extreme(this.#context, this.#state, 'max', columnOf(this.#mapping, property))
  }

  async paginate(request: PageRequest): Promise<Page<Instance>> {
    const { page, perPage } = pageOf(request)
    const start = wholeNumber('page * perPage', (page - 1) * perPage, 0)
    const { limit, offset } = this.#state
    const total = await this.count()
    // The pages are those of what the query gives, so its own limit and offset still hold.
    const items = await this.limit(limit === null ? perPage : Math.max(0, Math.min(perPage, limit - start)))
      .offset((offset ?? 0) + start)
      .all()
    return { items, total, page, pages: Math.ceil(total / perPage), perPage }
  }

  toString(): string {
    return `Query of ${this.#mapping.name}: ${this.toSQL().sql}`
  }

  toSQL(): Sql {
    const { sql, bindings } = rootStatement(this.#context, this.#state).statement
    return { sql, bindings }
  }

  plan(): Plan {
    const { plan, statement } = rootStatement(this.#context, this.#state)
    return planOf({ plan, sql: statement.sql }, this.#context.deferring)
  }

  then<A = Instance[], B = never>(
    fulfilled?: ((instances: Instance[]) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#run ??= this.all()
    return this.#run.then(fulfilled, rejected)
  }

  [Symbol.asyncIterator](): AsyncGenerator<Instance, undefined> {
    return stream(this.#context, this.#state)
  }

  get #mapping(): Mapping {
    return this.#state.mapping
  }

  /** True for the query of every row, which a key's cached statement answers. */
  get #isWhole(): boolean {
    const { conditions, tree, modifiers, limit, offset, selection } = this.#state
    if (conditions.length + tree.size + modifiers.length > 0) return false
    return limit === null && offset === null && selection === null
  }

  #subject(property: unknown): Subject {
    return { mapping: this.#mapping, column: columnOf(this.#mapping, property) }
  }

  #change(change: Partial<QueryState>): Query {
    return new Query(this.#context, { ...this.#state, ...change })
  }

  #and(condition: Condition): Query {
    return this.#join(condition, false)
  }

  #join(condition: Condition, or: boolean): Query {
    return this.#change({ conditions: [...this.#state.conditions, { or, condition }] })
  }

  #conditionOf(inputs: readonly unknown[]): Condition {
    const [first] = inputs
    if (inputs.length !== 1 || typeof first !== 'function') return conditionsOf(this.#mapping, inputs)
    return { type: 'group', conditions: this.#conditionsOf(this.#mapping, first as Refine), negated: false }
  }

  #having(path: unknown, refine: Refine | undefined, negated: boolean): Query {
    const steps = pathOf(this.#mapping, path)
    const target = steps.at(-1)?.target as Mapping
    const conditions = refine === undefined ? [] : this.#conditionsOf(target, refine)
    return this.#change({ conditions: [...this.#state.conditions, ...hasOf(steps, conditions, negated)] })
  }

  /** The conditions that a function adds; what would change which rows there are in another way is refused. */
  #conditionsOf(target: Mapping, refine: Refine): readonly Joined[] {
    const { conditions, limit, offset, modifiers } = this.#refined(target, refine)
    if (limit === null && offset === null && modifiers.length === 0) return conditions
    throw new QueryError(
      'QUERY_INVALID',
      `Cannot filter model "${this.#mapping.name}" through a query of model "${target.name}" with limit, offset or modify: only its conditions count`,
    )
  }

  #refined(target: Mapping, refine: Refine): QueryState {
    if (typeof refine !== 'function') {
      throw new QueryError(
        'QUERY_INVALID',
        `Expected a function that changes a query of model "${target.name}", got ${typeOf(refine)}`,
      )
    }
    const refined: unknown = refine(new Query(this.#context, wholeOf(target)))
    if (refined instanceof Query && refined.#mapping === target) return refined.#state
    throw new QueryError(
      'QUERY_INVALID',
      `Expected the function to return the query of model "${target.name}" that it was given, changed; got ${typeOf(refined)}`,
    )
  }
}

// Declarations made file by file know no member whose name is computed, so this one is defined from outside.
Object.defineProperty(Query.prototype, inspect.custom, {
  value(this: Query): string {
    return String(this)
  },
})
