/** What is written, as types: new instances, changes, and what inserts, upserts and updates are given. */

import type { CompositeProperty, Expression, ExpressionColumn } from './computed.js'
import type { Comparable } from './condition.js'
import type { Flat, PropertyOf, ReadOnlyName } from './declared.js'
import type {
  ColumnName,
  DeclaredOf,
  DescriptionOf,
  GivenBy,
  Instance,
  IsDeclared,
  IsReadOnly,
  LazyColumn,
  RelationshipName,
  ValueOf,
} from './loaded.js'

/** What became of a property since it was read, or last written. */
export interface Change<V> {
  /** Null where the instance is new. */
  readonly from: V | null
  readonly to: V
}

/**
 * The changed columns by property. They are sorted out by an `as`, which is looked at late: classes that refer to each other are not
 * whole yet when their members are first asked for.
 */
export type Changes<T> = {
  readonly [K in Exclude<keyof T, keyof Instance> as K extends ColumnName<T> ? K : never]?: Change<
    ValueOf<T, K>
  >
}

/** The changed columns of those that are declared as `C`; a class knows these of itself, too. */
export type DeclaredChanges<C> = {
  readonly [K in keyof C as C[K] extends CompositeProperty<unknown> ? never : K]?: Change<DeclaredValue<C, K>>
}

/** What a declared property holds once it is read. */
type DeclaredValue<C, K extends keyof C> = Exclude<PropertyOf<C, K>, LazyColumn<unknown>>

/**
 * The names of the columns that can be written. What SQL computes cannot; of an interface, neither can what it calls `readonly`.
 */
export type WritableName<T> = string extends keyof T
  ? string
  : IsDeclared<T> extends true
    ? Exclude<ColumnName<T>, ReadOnlyName<DeclaredOf<T>>>
    : { [K in ColumnName<T>]: IsReadOnly<T, K> extends true ? never : K }[ColumnName<T>]

/** What `new` takes for a relationship: an instance or null, or a list of instances. */
export type Related<V> = V extends readonly (infer E)[] ? readonly E[] : V

type WritableRelationship<T> = {
  [K in RelationshipName<T>]: K extends keyof T ? (IsReadOnly<T, K> extends true ? never : K) : never
}[RelationshipName<T>]

type CompositeName<C> = {
  [K in keyof C]: C[K] extends CompositeProperty<unknown> ? K : never
}[keyof C]

/**
 * What a new instance is given: `New<Customer>`. Everything may be left out; a relationship takes instances, or an array of them.
 * A constructor of a class's own that takes it, `constructor(values?: New<Customer>) { super(values) }`, has every name checked.
 */
export type New<T> = string extends keyof T
  ? { readonly [property: string]: unknown }
  : DescriptionOf<T> extends { readonly insert: never }
    ? { readonly [property: string]: never }
    : Flat<
        { readonly [K in WritableName<T>]?: ValueOf<T, K> } & {
          readonly [K in CompositeName<DeclaredOf<T>>]?: DeclaredValue<DeclaredOf<T>, K>
        } & { readonly [K in WritableRelationship<T>]?: Related<GivenBy<ValueOf<T, K>>> }
      >

/**
 * What the class is given that `model` makes of the columns `C`. A class that extends it may say more than this one can know,
 * relationships above all, so that further names are taken here, and refused at run time where there is no such property.
 */
export type NewDeclared<C> = {
  readonly [K in Exclude<keyof C, ReadOnlyName<C>>]?: DeclaredValue<C, K>
} & { readonly [K in ReadOnlyName<C>]?: never } & { readonly [property: string]: unknown }

/** How `insert` goes about it. */
export interface InsertOptions {
  /** False: gives how many rows were written in place of the instances. Default true. */
  readonly returning?: boolean
}

/** How `upsert` goes about it. */
export interface UpsertOptions<T> extends InsertOptions {
  /** The unique key that tells whether a row is there. Default: the primary key. */
  readonly on?: readonly ColumnName<T>[]
  /**
   * What a row that is there takes over. Default, and true: every column that is given and not in `on`. False: nothing, it is left
   * as it is, and no instance is given for it.
   */
  readonly update?: boolean | readonly WritableName<T>[]
}

/** The columns of a row as SQL sees them, for an update that goes by what is there. */
export type UpdateColumns<T> = { readonly [K in ColumnName<T>]: ExpressionColumn }

/** A value to write, or a function that gives the SQL for it, made of the row's own columns. */
export type UpdateValue<T, V> = Comparable<V> | ((columns: UpdateColumns<T>) => Expression)

/** Nobody knows which of any names are relationships. */
type ScalarRelationship<T> = string extends keyof T
  ? never
  : {
      [K in WritableRelationship<T>]: GivenBy<ValueOf<T, K>> extends readonly unknown[] ? never : K
    }[WritableRelationship<T>]

/** What `update` sets, by property: columns, value objects, and instances for relationships whose key the rows hold. */
export type UpdateValues<T> = { readonly [K in WritableName<T>]?: UpdateValue<T, ValueOf<T, K>> } & {
  readonly [K in CompositeName<DeclaredOf<T>>]?: DeclaredValue<DeclaredOf<T>, K>
} & { readonly [K in ScalarRelationship<T>]?: GivenBy<ValueOf<T, K>> }
