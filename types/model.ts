/** The model as its users see it: the static side of a class. Its instances are described by `T` alone. */

import type { Comparable, Conditions, Key, Operand, OperatorFor } from './condition.js'
import type { Insert } from './declared.js'
import type { HookName, Hooks } from './hooks.js'
import type { ColumnName, FilteredPath, Loaded, Path, Target, ValueOf } from './loaded.js'
import type { Page, PageRequest } from './plan.js'
import type {
  Average,
  EagerStrategy,
  LeftOut,
  LoadFilter,
  ModifyStatement,
  Query,
  Sum,
  SummableName,
  WithOptions,
} from './query.js'
import type { LoadStrategy } from './relationship.js'
import type { InsertOptions, New, UpsertOptions } from './written.js'

/** Any class whose instances are `T`. */
export type ModelOf<T extends object> = abstract new (...inputs: never[]) => T

/** The instances of a class. */
export type InstanceOf<M> = M extends ModelOf<infer T> ? T : never

/**
 * What starts a query from a model; each method is the query's of the same name. Typed by the class that it is called on, so
 * that subclasses give instances of their own.
 */
export interface ModelStatics {
  /** Starts a query for every instance. */
  query<T extends object>(this: ModelOf<T>): Query<T>
  /** Keeps the instances whose property equals the value; null asks for null. */
  where<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    property: K,
    value: Comparable<ValueOf<T, K>>,
  ): Query<T>
  /** Keeps the instances whose property compares to the value by the operator. */
  where<T extends object, K extends ColumnName<T>, O extends OperatorFor<ValueOf<T, K>>>(
    this: ModelOf<T>,
    property: K,
    operator: O,
    value: Operand<ValueOf<T, K>, O>,
  ): Query<T>
  /** Keeps the instances that match the conditions that the function adds. */
  where<T extends object>(this: ModelOf<T>, group: (query: Query<T>) => Query<T>): Query<T>
  /** Keeps the instances whose properties equal these values. */
  where<T extends object>(this: ModelOf<T>, conditions: Conditions<T>): Query<T>
  /** Keeps the instances whose property does not equal the value; null is neither. */
  whereNot<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    property: K,
    value: Comparable<ValueOf<T, K>>,
  ): Query<T>
  /** Keeps the instances whose property does not compare to the value by the operator. */
  whereNot<T extends object, K extends ColumnName<T>, O extends OperatorFor<ValueOf<T, K>>>(
    this: ModelOf<T>,
    property: K,
    operator: O,
    value: Operand<ValueOf<T, K>, O>,
  ): Query<T>
  /** Keeps the instances that do not match the conditions that the function adds. */
  whereNot<T extends object>(this: ModelOf<T>, group: (query: Query<T>) => Query<T>): Query<T>
  /** Keeps the instances that do not have all of these values. */
  whereNot<T extends object>(this: ModelOf<T>, conditions: Conditions<T>): Query<T>
  /** Keeps the instances whose property is in the list; an empty list keeps none. */
  whereIn<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    property: K,
    values: readonly Comparable<ValueOf<T, K>>[],
  ): Query<T>
  /** Keeps the instances whose property is not in the list. */
  whereNotIn<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    property: K,
    values: readonly Comparable<ValueOf<T, K>>[],
  ): Query<T>
  /** Keeps the instances whose property is null. */
  whereNull<T extends object>(this: ModelOf<T>, property: ColumnName<T>): Query<T>
  /** Keeps the instances whose property is not null. */
  whereNotNull<T extends object>(this: ModelOf<T>, property: ColumnName<T>): Query<T>
  /** Keeps the instances that are related to at least one that the filter keeps. */
  whereHas<T extends object, Q extends string = never>(
    this: ModelOf<T>,
    path: Path<T, Q>,
    filter?: (query: Query<Target<T, Q>>) => Query<Target<T, Q>>,
  ): Query<T>
  /** Keeps the instances that are related to none that the filter keeps. */
  whereHasNot<T extends object, Q extends string = never>(
    this: ModelOf<T>,
    path: Path<T, Q>,
    filter?: (query: Query<Target<T, Q>>) => Query<Target<T, Q>>,
  ): Query<T>

  /** Sorts. Without `nulls`, the database decides where null goes. */
  orderBy<T extends object>(
    this: ModelOf<T>,
    property: ColumnName<T>,
    direction?: 'asc' | 'desc',
    nulls?: 'first' | 'last',
  ): Query<T>
  /** Keeps this many instances at most. */
  limit<T extends object>(this: ModelOf<T>, count: number): Query<T>
  /** Passes over this many instances. */
  offset<T extends object>(this: ModelOf<T>, count: number): Query<T>

  /** Loads relationships with the query; a dotted path loads every step. */
  with<T extends object, Q extends string = never>(
    this: ModelOf<T>,
    path: Path<T, Q>,
    ...paths: Path<T, Q>[]
  ): Query<T, Q>
  /** Loads what a filter keeps of one relationship; a limit counts for each owner. */
  with<T extends object, Q extends string = never, N extends string = never>(
    this: ModelOf<T>,
    path: Path<T, Q>,
    filter: LoadFilter<Target<T, Q>, N>,
  ): Query<T, FilteredPath<T, Q> | `${FilteredPath<T, Q>}.${N}`>
  /** Loads what a filter keeps of one relationship, by a strategy. */
  with<T extends object, Q extends string = never, N extends string = never>(
    this: ModelOf<T>,
    path: Path<T, Q>,
    options: WithOptions<EagerStrategy>,
    filter: LoadFilter<Target<T, Q>, N>,
  ): Query<T, FilteredPath<T, Q> | `${FilteredPath<T, Q>}.${N}`>
  /** Loads one relationship by a strategy; `select` and `raise` leave it unloaded. */
  with<T extends object, Q extends string = never, S extends LoadStrategy = LoadStrategy>(
    this: ModelOf<T>,
    path: Path<T, Q>,
    options: WithOptions<S>,
  ): Query<T, [S] extends [EagerStrategy] ? Q : never>
  /** Reads these columns with the instances; the others, but for those that rows are known by, are awaited. */
  only<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    ...properties: readonly [K, ...K[]]
  ): Query<T, K | LeftOut<Exclude<ColumnName<T>, K>>>
  /** Leaves these columns to be awaited. */
  defer<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    ...properties: readonly [K, ...K[]]
  ): Query<T, LeftOut<K>>
  /** Reads these columns with the instances although they are declared to be awaited. */
  undefer<T extends object, K extends ColumnName<T>>(
    this: ModelOf<T>,
    ...properties: readonly [K, ...K[]]
  ): Query<T, K>
  /** Lifts the model's own scope. */
  unscoped<T extends object>(this: ModelOf<T>): Query<T>
  /** Says that every row is meant, for an `update` or `delete` of the query that has no condition. */
  everything<T extends object>(this: ModelOf<T>): Query<T>
  /** Changes the statement through knex's own builder, where the model's table is called `t0`. */
  modify<T extends object>(this: ModelOf<T>, change: ModifyStatement): Query<T>

  /** Gives every instance. */
  all<T extends object>(this: ModelOf<T>): Promise<T[]>
  /** Gives the first instance, or null. */
  first<T extends object>(this: ModelOf<T>): Promise<T | null>
  /** Gives the instance with this key. Throws `NotFoundError`. */
  get<T extends object>(this: ModelOf<T>, key: Key<T>): Promise<T>
  /** Gives the instance with this key, or null. */
  find<T extends object>(this: ModelOf<T>, key: Key<T>): Promise<T | null>
  /** Gives the first instance that matches, or null. */
  findBy<T extends object>(this: ModelOf<T>, conditions: Conditions<T>): Promise<T | null>
  /** Gives how many instances there are. */
  count<T extends object>(this: ModelOf<T>): Promise<number>
  /** Gives whether there is any instance. */
  exists<T extends object>(this: ModelOf<T>): Promise<boolean>
  /** Gives one property of each instance. */
  pluck<T extends object, K extends ColumnName<T>>(this: ModelOf<T>, property: K): Promise<ValueOf<T, K>[]>
  /** Gives several properties of each instance, as a tuple. */
  pluck<T extends object, const K extends readonly [ColumnName<T>, ColumnName<T>, ...ColumnName<T>[]]>(
    this: ModelOf<T>,
    ...properties: K
  ): Promise<{ -readonly [I in keyof K]: ValueOf<T, K[I]> }[]>
  /** Gives the sum; null where there is nothing to add. */
  sum<T extends object, K extends SummableName<T>>(
    this: ModelOf<T>,
    property: K,
  ): Promise<Sum<ValueOf<T, K>> | null>
  /** Gives the average; null where there is nothing to average. */
  avg<T extends object, K extends SummableName<T>>(
    this: ModelOf<T>,
    property: K,
  ): Promise<Average<ValueOf<T, K>> | null>
  /** Gives the smallest value; null where there is none. */
  min<T extends object, K extends ColumnName<T>>(this: ModelOf<T>, property: K): Promise<ValueOf<T, K> | null>
  /** Gives the largest value; null where there is none. */
  max<T extends object, K extends ColumnName<T>>(this: ModelOf<T>, property: K): Promise<ValueOf<T, K> | null>
  /** Gives one page, and how many there are. */
  paginate<T extends object>(this: ModelOf<T>, request: PageRequest): Promise<Page<Loaded<T>>>
  /**
   * Gives the row that these properties make, by the database's column names, to insert through knex. Throws for a name that
   * the model lacks, and for what its columns or validators refuse.
   */
  toRow<M extends ModelOf<object>>(this: M, values: Insert<M>): Record<string, unknown>

  /** Inserts one row, and gives its instance. Throws `ConstraintError`. */
  insert<M extends ModelOf<object>>(this: M, row: Insert<M>): Promise<InstanceOf<M>>
  /** Inserts rows, in as few statements as the database takes, and gives their instances in the same order. */
  insert<M extends ModelOf<object>>(
    this: M,
    rows: readonly Insert<M>[],
    options?: InsertOptions & { readonly returning?: true },
  ): Promise<InstanceOf<M>[]>
  /** Inserts a row, or rows, and gives how many there were. */
  insert<M extends ModelOf<object>>(
    this: M,
    rows: Insert<M> | readonly Insert<M>[],
    options: InsertOptions & { readonly returning: false },
  ): Promise<number>
  /** Inserts a row, and leaves one with the same key as it is; gives null then. */
  upsert<M extends ModelOf<object>>(
    this: M,
    row: Insert<M>,
    options: UpsertOptions<InstanceOf<M>> & { readonly update: false; readonly returning?: true },
  ): Promise<InstanceOf<M> | null>
  /** Inserts a row, or updates the one with the same key; gives its instance. Throws `ConstraintError`. */
  upsert<M extends ModelOf<object>>(
    this: M,
    row: Insert<M>,
    options?: UpsertOptions<InstanceOf<M>> & { readonly returning?: true },
  ): Promise<InstanceOf<M>>
  /** Inserts rows, or updates those with the same keys; gives the instances of those that were written, in the same order. */
  upsert<M extends ModelOf<object>>(
    this: M,
    rows: readonly Insert<M>[],
    options?: UpsertOptions<InstanceOf<M>> & { readonly returning?: true },
  ): Promise<InstanceOf<M>[]>
  /** Inserts or updates a row, or rows, and gives how many were written. */
  upsert<M extends ModelOf<object>>(
    this: M,
    rows: Insert<M> | readonly Insert<M>[],
    options: UpsertOptions<InstanceOf<M>> & { readonly returning: false },
  ): Promise<number>

  /** Has a function called with instances of this model and those that inherit from it; gives what takes it off again. */
  on<T extends object, N extends HookName>(
    this: ModelOf<T>,
    name: N,
    hook: NonNullable<Hooks<T>[N]>,
  ): () => void
}

/** The class of one table or view. `T` describes its instances. */
export interface Model<T extends object> extends ModelStatics {
  /** Makes a new instance, which `save` inserts; every value may be left out. Throws `MappingError`, `ValueError`. */
  new (values?: New<T>): T
  readonly name: string
  readonly prototype: T
}
