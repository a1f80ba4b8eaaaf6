/** The query that callers hold: criteria that can be run; lazy, a thenable. Knows no SQL. */

import { inspect } from 'node:util'
import type { Page, PageRequest, Plan, Sql } from '../../types/plan.js'
import { QueryError } from '../errors.js'
import type { Instance } from '../instance/instance.js'
import type { Mapping } from '../mapping/mapping.js'
import { average, count, exists, extreme, pluck, sum } from './aggregate.js'
import { deleteAll, updateAll } from './change.js'
import { compileColumns } from './compile-columns.js'
import type { QueryContext } from './context.js'
import { Criteria, stateOf } from './criteria.js'
import { fetchAll, fetchByKey, rootStatement } from './fetch.js'
import { keyConditions, notFound } from './key.js'
import { columnOf } from './lookup.js'
import { planOf } from './plan.js'
import { type Joined, narrowed, type QueryState, wholeOf } from './state.js'
import { stream } from './stream.js'
import { pageOf, wholeNumber } from './validate.js'

/** A query of one model. */
export class Query extends Criteria implements PromiseLike<Instance[]> {
  readonly #context: QueryContext
  /** The one run that awaiting this very query starts, however often it is awaited. */
  #run: Promise<Instance[]> | undefined

  constructor(context: QueryContext, state: QueryState) {
    super(state, changed => new Query(context, changed))
    this.#context = context
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
    return this.#narrowed(keyConditions(this.#mapping, key)).first()
  }

  async get(key: unknown): Promise<Instance> {
    const instance = await this.find(key)
    if (instance === null) throw notFound(this.#mapping, key, this.#isWhole)
    return instance
  }

  async findBy(conditions: unknown): Promise<Instance | null> {
    const asked = new Query(this.#context, wholeOf(this.#mapping)).where(conditions)
    return this.#narrowed(stateOf(asked).conditions).first()
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

  /** Sets columns of every row that the query gives, and gives how many those are. */
  async update(values: unknown): Promise<number> {
    return updateAll(this.#context, this.#state, values)
  }

  /** Deletes every row that the query gives, and gives how many those were. */
  async delete(): Promise<number> {
    return deleteAll(this.#context, this.#state)
  }

  override toString(): string {
    return `Query of ${this.#mapping.name}: ${this.toSQL().sql}`
  }

  toSQL(): Sql {
    const { sql, bindings } = rootStatement(this.#context, this.#state).statement
    return { sql, bindings }
  }

  plan(): Plan {
    const { plan, statement } = rootStatement(this.#context, this.#state)
    const { deferring, executor } = this.#context
    return planOf(
      { plan, sql: statement.sql },
      {
        deferring,
        later: (mapping, columns) => compileColumns(executor.dialect, mapping, columns, []).sql,
      },
    )
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

  get #state(): QueryState {
    return stateOf(this)
  }

  get #mapping(): Mapping {
    return this.#state.mapping
  }

  #narrowed(conditions: readonly Joined[]): Query {
    return new Query(this.#context, narrowed(this.#state, conditions))
  }

  /** True for the query of every row, which a key's cached statement answers. */
  get #isWhole(): boolean {
    const { conditions, tree, modifiers, limit, offset, selection, unscoped } = this.#state
    if (conditions.length + tree.size + modifiers.length > 0 || unscoped) return false
    return limit === null && offset === null && selection === null
  }
}

// Declarations made file by file know no member whose name is computed, so this one is defined from outside.
Object.defineProperty(Query.prototype, inspect.custom, {
  value(this: Query): string {
    return String(this)
  },
})
