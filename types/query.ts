/** The query as its users see it: immutable, typed by the model, and by what it loads. */

import type { Knex } from 'knex'
import type { Comparable, Conditions, Key, Operand, OperatorFor } from './condition.js'
import type { ColumnName, FilteredPath, Loaded, Path, Target, ValueOf } from './loaded.js'
import type { Page, PageRequest, Plan, Sql } from './plan.js'
import type { LoadStrategy } from './relationship.js'
import type { UpdateValues } from './written.js'

/** How `with` loads one relationship; without options a rule chooses. */
export interface WithOptions<S extends LoadStrategy = LoadStrategy> {
  readonly lazy: S
}

/** The strategies that load with the query. */
export type EagerStrategy = 'joined' | 'selectin'

/** Narrows the instances that a relationship is loaded with. */
export type LoadFilter<T extends object, N extends string> = (query: Query<T>) => Query<T, N>

/** Changes a statement through knex's own builder, in place or by giving another. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that changes the builder in place returns nothing.
export type ModifyStatement = (builder: Knex.QueryBuilder) => Knex.QueryBuilder | void

/** A column that a query leaves to be awaited, as `Loaded` takes it. */
export type LeftOut<K extends string> = `${K}!`

/** The names of the properties that can be added up; exact decimals are strings. */
export type SummableName<T> = string extends keyof T
  ? string
  : {
      [K in ColumnName<T>]: NonNullable<ValueOf<T, K>> extends number | bigint | string ? K : never
    }[ColumnName<T>]

/** The sum of values of type `V`. */
export type Sum<V> = unknown extends V
  ? number | bigint | string
  : V extends number
    ? number
    : V extends bigint
      ? bigint
      : V extends string
        ? string
        : never

/** The average of values of type `V`; a string where values are strings. */
export type Average<V> = unknown extends V
  ? number | string
  : V extends number | bigint
    ? number
    : V extends string
      ? string
      : never

/** Adds a condition: on a property, on several, or a group in brackets. */
export interface AddCondition<T extends object, R> {
  /** The property equals the value; null asks for null. */
  <K extends ColumnName<T>>(property: K, value: Comparable<ValueOf<T, K>>): R
  /** The property compares to the value by the operator. */
  <K extends ColumnName<T>, O extends OperatorFor<ValueOf<T, K>>>(
    property: K,
    operator: O,
    value: Operand<ValueOf<T, K>, O>,
  ): R
  /** The conditions that the function adds, in brackets. */
  (group: (query: Query<T>) => Query<T>): R
  /** Each property equals its value. */
  (conditions: Conditions<T>): R
}

/** What a query and a model have in common; each method gives a new query or runs one. */
export interface QueryStarters<T extends object, P extends string> {
  /** Keeps the instances that match. */
  readonly where: AddCondition<T, Query<T, P>>
  /** Keeps the instances that do not match; null is neither. */
  readonly whereNot: AddCondition<T, Query<T, P>>
  /** Keeps the instances whose property is in the list; an empty list keeps none. */
  whereIn<K extends ColumnName<T>>(property: K, values: readonly Comparable<ValueOf<T, K>>[]): Query<T, P>
  /** Keeps the instances whose property is not in the list. */
  whereNotIn<K extends ColumnName<T>>(property: K, values: readonly Comparable<ValueOf<T, K>>[]): Query<T, P>
  /** Keeps the instances whose property is null. */
  whereNull(property: ColumnName<T>): Query<T, P>
  /** Keeps the instances whose property is not null. */
  whereNotNull(property: ColumnName<T>): Query<T, P>
  /** Keeps the instances that are related to at least one that the filter keeps. */
  whereHas<Q extends string = never>(
    path: Path<T, Q>,
    filter?: (query: Query<Target<T, Q>>) => Query<Target<T, Q>>,
  ): Query<T, P>
  /** Keeps the instances that are related to none that the filter keeps. */
  whereHasNot<Q extends string = never>(
    path: Path<T, Q>,
    filter?: (query: Query<Target<T, Q>>) => Query<Target<T, Q>>,
  ): Query<T, P>

  /** Sorts, after what earlier calls sorted by. Without `nulls`, the database decides where null goes. */
  orderBy(property: ColumnName<T>, direction?: 'asc' | 'desc', nulls?: 'first' | 'last'): Query<T, P>
  /** Keeps this many instances at most. */
  limit(count: number): Query<T, P>
  /** Passes over this many instances. */
  offset(count: number): Query<T, P>

  /** Loads relationships with the query; a dotted path loads every step. */
  with<Q extends string = never>(path: Path<T, Q>, ...paths: Path<T, Q>[]): Query<T, P | Q>
  /** Loads what a filter keeps of one relationship; a limit counts for each owner. */
  with<Q extends string = never, N extends string = never>(
    path: Path<T, Q>,
    filter: LoadFilter<Target<T, Q>, N>,
  ): Query<T, P | FilteredPath<T, Q> | `${FilteredPath<T, Q>}.${N}`>
  /** Loads what a filter keeps of one relationship, by a strategy. */
  with<Q extends string = never, N extends string = never>(
    path: Path<T, Q>,
    options: WithOptions<EagerStrategy>,
    filter: LoadFilter<Target<T, Q>, N>,
  ): Query<T, P | FilteredPath<T, Q> | `${FilteredPath<T, Q>}.${N}`>
  /** Loads one relationship by a strategy; `select` and `raise` leave it unloaded. */
  with<Q extends string = never, S extends LoadStrategy = LoadStrategy>(
    path: Path<T, Q>,
    options: WithOptions<S>,
  ): Query<T, P | ([S] extends [EagerStrategy] ? Q : never)>

  /** Reads these columns with the instances; the others, but for those that rows are known by, are awaited. */
  only<K extends ColumnName<T>>(
    ...properties: readonly [K, ...K[]]
  ): Query<T, P | K | LeftOut<Exclude<ColumnName<T>, K>>>
  /** Leaves these columns to be awaited; a query that was told so once is typed so, whatever `undefer` says. */
  defer<K extends ColumnName<T>>(...properties: readonly [K, ...K[]]): Query<T, P | LeftOut<K>>
  /** Reads these columns with the instances although they are declared to be awaited. */
  undefer<K extends ColumnName<T>>(...properties: readonly [K, ...K[]]): Query<T, P | K>
  /** Lifts the model's own scope. */
  unscoped(): Query<T, P>
  /** Says that every row is meant, where `update` or `delete` is to have no condition. */
  everything(): Query<T, P>

  /** Changes the statement through knex's own builder, where the model's table is called `t0`. */
  modify(change: ModifyStatement): Query<T, P>

  /** Gives every instance; the same as awaiting the query, but anew each time. */
  all(): Promise<Loaded<T, P>[]>
  /** Gives the first instance, or null. */
  first(): Promise<Loaded<T, P> | null>
  /** Gives the instance with this key. Throws `NotFoundError`. */
  get(key: Key<T>): Promise<Loaded<T, P>>
  /** Gives the instance with this key, or null. */
  find(key: Key<T>): Promise<Loaded<T, P> | null>
  /** Gives the first instance that matches, or null. */
  findBy(conditions: Conditions<T>): Promise<Loaded<T, P> | null>
  /** Gives how many instances there are. */
  count(): Promise<number>
  /** Gives whether there is any instance. */
  exists(): Promise<boolean>
  /** Gives one property of each instance. */
  pluck<K extends ColumnName<T>>(property: K): Promise<ValueOf<T, K>[]>
  /** Gives several properties of each instance, as a tuple. */
  pluck<const K extends readonly [ColumnName<T>, ColumnName<T>, ...ColumnName<T>[]]>(
    ...properties: K
  ): Promise<{ -readonly [I in keyof K]: ValueOf<T, K[I]> }[]>
  /** Null where there is nothing to add. */
  sum<K extends SummableName<T>>(property: K): Promise<Sum<ValueOf<T, K>> | null>
  /** Gives the average; null where there is nothing to average. */
  avg<K extends SummableName<T>>(property: K): Promise<Average<ValueOf<T, K>> | null>
  /** Gives the smallest value; null where there is none. */
  min<K extends ColumnName<T>>(property: K): Promise<ValueOf<T, K> | null>
  /** Gives the largest value; null where there is none. */
  max<K extends ColumnName<T>>(property: K): Promise<ValueOf<T, K> | null>
  /** Gives one page, and how many there are. */
  paginate(request: PageRequest): Promise<Page<Loaded<T, P>>>
}

/**
 * A query for instances of `T` with the relationships `P` loaded. Nothing runs before it is awaited or iterated;
 * every method leaves it as it is. `for await` reads the instances in batches of bounded size.
 */
export interface Query<T extends object, P extends string = never>
  extends QueryStarters<T, P>,
    PromiseLike<Loaded<T, P>[]> {
  /**
   * Keeps also the instances that match, whatever the conditions before say. As in SQL, `and` binds closer than `or`: a
   * `where` that follows belongs to this alternative.
   */
  readonly orWhere: AddCondition<T, Query<T, P>>
  /**
   * Sets these properties of every row that matches, in one statement, and gives how many there were. Instances at hand keep what they
   * have. Throws `QueryError` CONDITION_MISSING where there is no condition; see `everything`.
   */
  update(values: UpdateValues<T>): Promise<number>
  /** Deletes every row that matches, and gives how many there were. Throws as `update` does. */
  delete(): Promise<number>
  /** Gives the statement for the instances themselves; runs nothing. */
  toSQL(): Sql
  /** Tells which statements would run; runs nothing. */
  plan(): Plan
  /** Reads the instances in batches; each is a load group. */
  [Symbol.asyncIterator](): AsyncIterator<Loaded<T, P>, undefined, undefined>
}
