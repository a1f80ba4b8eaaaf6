/** Relationships as types: what is lazy, what a query has loaded, and which paths lead there. Knows no query. */

import type { CompositeProperty } from './computed.js'
import type { Changes, DeclaredChanges } from './written.js'

declare const lazy: unique symbol
declare const deferred: unique symbol
declare const declared: unique symbol
declare const described: unique symbol

/** A relationship that is not loaded: it can be awaited, and nothing else. */
export interface Lazy<T> extends PromiseLike<T> {
  /** Keeps promises, which load nothing, from passing for relationships; absent at run time. */
  readonly [lazy]: T
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>
  /** Loads the relationship, and hands on a failure. */
  catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B>
  /** Loads the relationship, and calls back when that has ended. */
  finally(onfinally?: (() => void) | null): Promise<T>
}

/** A relationship that gives one instance; `One<T | null>` where there may be none. */
export type One<T> = T | Lazy<T>

/** A relationship that gives an array. */
export type Many<T> = T[] | Lazy<T[]>

/** A column that is read on demand: it can be awaited, and nothing else. */
export interface LazyColumn<T> extends Lazy<T> {
  /** Keeps columns from passing for relationships; absent at run time. */
  readonly [deferred]: true
}

/** A column that is read on demand: `Deferred<string>` is a string once it is loaded. */
export type Deferred<T> = T | LazyColumn<T>

/** What every instance has besides its properties; an interface that extends it makes it known to TypeScript. */
export interface Instance {
  /**
   * Writes what is new or changed about it, and the new instances that it leads to; nothing where nothing is. Throws
   * `ConstraintError`, `StaleInstanceError` where the row is not there or another has changed it, `WriteError`.
   */
  save(): Promise<this>
  /** Deletes its row, and what cascades from it. Throws `StaleInstanceError`, `ConstraintError`, `WriteError`. */
  delete(): Promise<void>
  /** Reads its row again: what was assigned and is not written is given up, and relationships are not loaded any more. */
  refresh(): Promise<this>
  /** True until its row has been inserted. */
  readonly isNew: boolean
  /** What was changed and is not written, by property. */
  readonly changes: Changes<this>
  /** Gives the columns and the loaded relationships as plain data, each instance once; loads nothing. */
  toJSON(): Record<string, unknown>
}

/** An instance of a model that no interface describes: any property may be there, and its value is unknown. */
export interface Untyped extends Instance {
  [property: string]: unknown
}

/** An instance of a declared model; `C` are its declared columns. */
export interface Declared<C> extends Instance {
  /** What was changed and is not written, by property. */
  readonly changes: Changes<this> & DeclaredChanges<C>
  /** Remembers the columns, for types alone; absent at run time. */
  readonly [declared]?: C
}

/**
 * An instance of which an interface says everything, as those of a generated file do: `I` is what a new row is given, `K` the key that
 * finds it.
 */
export interface Described<I, K> extends Instance {
  /** Remembers both, for types alone; absent at run time. */
  readonly [described]?: { readonly insert: I; readonly key: K }
}

/** The same for one that inherits from `P`. */
export type DescribedBelow<P, I, K> = {
  [Q in keyof P as Q extends keyof Instance | symbol ? never : Q]: P[Q]
} & Described<I, K>

/** What an interface says of its rows; false where it says nothing. */
export type DescriptionOf<T> = typeof described extends keyof T ? NonNullable<T[typeof described]> : false

/** Tells the instances of declared classes from those that an interface describes. */
export type IsDeclared<T> = typeof declared extends keyof T ? true : false

/** The declared columns of an instance; of one that no class declares, none. */
export type DeclaredOf<T> = T extends { readonly [declared]?: infer C } ? NonNullable<C> : unknown

/**
 * An instance whose relationships at the paths `P` are loaded: `Loaded<Customer, 'orders.items' | 'address'>`.
 * A step that ends in `?` was loaded through a filter, so that it is null where the filter refused the row.
 * A column that ends in `!` was left out by `only` or `defer`, and is awaited. A path that leads nowhere narrows nothing.
 */
export type Loaded<T, P extends string = never> = [P] extends [never]
  ? T
  : string extends keyof T
    ? T
    : {
        // Under an alias of its own, what is loaded would pass for what is loaded further.
        [K in keyof T]:
          | LoadedProperty<T[K], Under<P, K & string>, Missing<P, K & string>>
          | LeftOutColumn<P, K & string, T[K]>
      }

/** The names of the columns' properties. */
export type ColumnName<T> = string extends keyof T
  ? string
  : typeof declared extends keyof T
    ? {
        [K in PropertyName<T>]-?: IsOwnColumn<T, DeclaredOf<T>, K> extends true ? K : never
      }[PropertyName<T>]
    : { [K in PropertyName<T>]-?: IsColumn<T[K]> extends true ? K : never }[PropertyName<T>]

/** The names of the relationships. */
export type RelationshipName<T> = string extends keyof T
  ? string
  : { [K in PropertyName<T>]-?: IsRelationship<T[K]> extends true ? K : never }[PropertyName<T>]

/** What is no member that every instance has. */
type PropertyName<T> = Exclude<keyof T & string, keyof Instance>

/** The type of a property; of a column that is read on demand, what it gives then. */
export type ValueOf<T, K> = K extends keyof T ? Exclude<T[K], LazyColumn<unknown>> : never

/**
 * The path itself where it leads from relationship to relationship, and otherwise the paths that would: what
 * editors propose, and what the compiler names. Follows the one path given, so that cyclic models cost nothing.
 */
export type Path<T, Q extends string> = Q extends Siblings<T, Q> ? Q : Siblings<T, Q>

/** The instance at the end of a path. */
export type Target<T, Q extends string> = Extract<ItemOf<RelatedValue<T, Q>>, object>

/** A path as the loading of a filtered relationship records it; see `Loaded`. */
export type FilteredPath<T, Q extends string> =
  // Distributes, because each path has a value of its own.
  Q extends string ? (CanBeEmpty<RelatedValue<T, Q>> extends true ? Q : `${Q}?`) : never

/** Every path that shares all steps but the last with `Q`. */
type Siblings<T, Q extends string> = Q extends `${infer Head}.${infer Rest}`
  ? Head extends RelationshipName<T>
    ? `${Head}.${Siblings<Target<T, Head>, Rest>}`
    : RelationshipName<T>
  : RelationshipName<T>

/** What the relationship at a path gives: an array, an instance, or an instance or null. */
type RelatedValue<T, Q extends string> = Q extends `${infer Head}.${infer Rest}`
  ? RelatedValue<ItemOf<GivenBy<ValueOf<T, Head>>>, Rest>
  : GivenBy<ValueOf<T, Q>>

/** What a property gives once it is loaded. */
export type GivenBy<V> = unknown extends V ? Untyped : [LazyValue<V>] extends [never] ? V : LazyValue<V>

type LazyValue<V> = V extends LazyColumn<unknown> ? never : V extends Lazy<infer W> ? W : never

type ItemOf<V> = V extends readonly (infer E)[] ? E : NonNullable<V>

/** Whether a filter that refuses everything leaves what the type allows; asked of the whole union. */
type CanBeEmpty<V> = [V] extends [readonly unknown[]]
  ? true
  : null extends V
    ? true
    : string extends keyof V
      ? true
      : false

/** The rest of each path below a property; the empty string for a path that ends there. */
type Under<P extends string, K extends string> = P extends K | `${K}?`
  ? ''
  : P extends `${K}.${infer Rest}`
    ? Rest
    : P extends `${K}?.${infer Rest}`
      ? Rest
      : never

type Missing<P extends string, K extends string> = P extends `${K}?` | `${K}?.${string}` ? null : never

type LeftOutColumn<P extends string, K extends string, V> = P extends `${K}!`
  ? LazyColumn<Exclude<V, LazyColumn<unknown>>>
  : never

type LoadedProperty<V, Rest extends string, Empty> = [Rest] extends [never]
  ? V
  : LoadedValue<V, Exclude<Rest, ''>> | Empty

type LoadedValue<V, P extends string> =
  V extends Lazy<unknown>
    ? never
    : V extends readonly (infer E)[]
      ? Loaded<E, P>[]
      : V extends object
        ? Loaded<V, P>
        : V

type Method = (...values: never[]) => unknown

/** Objects that are values of columns. */
type Leaf = Date | Uint8Array | Method

type IsColumn<V> = unknown extends V
  ? true
  : IsRelationship<V> extends true
    ? false
    : [Extract<V, Method>] extends [never]
      ? true
      : false

/**
 * In a class, what the columns declare counts, and of the rest what can be assigned: a getter of the class's own is no
 * column, and neither is a value object.
 */
type IsOwnColumn<T, C, K extends keyof T> = K extends keyof C
  ? C[K] extends CompositeProperty<unknown>
    ? false
    : true
  : IsReadOnly<T, K> extends true
    ? false
    : IsColumn<T[K]>

/** Tells whether a property is `readonly`: two generic functions are alike only where their conditions are, modifiers included. */
export type IsReadOnly<T, K extends keyof T> =
  (<X>() => X extends Pick<T, K> ? 1 : 2) extends <X>() => X extends Writable<Pick<T, K>> ? 1 : 2
    ? false
    : true

type Writable<T> = { -readonly [K in keyof T]: T[K] }

type IsRelationship<V> = unknown extends V ? false : [LazyValue<V>] extends [never] ? HoldsInstance<V> : true

/**
 * Tells a loaded relationship from a column that holds JSON: it is of a declared class, has what every instance has, or somewhere
 * below an instance has a lazy relationship, since every key has two sides. Looks four steps deep, because a type for JSON may
 * contain itself.
 */
type HoldsInstance<V, Depth extends 1[] = []> = Depth['length'] extends 4
  ? false
  : true extends Holds<V, Depth>
    ? true
    : false

type Holds<V, Depth extends 1[]> = V extends Leaf
  ? false
  : V extends readonly (infer E)[]
    ? HoldsInstance<E, [...Depth, 1]>
    : V extends object
      ? IsDeclared<V> extends true
        ? true
        : V extends Pick<Instance, 'isNew' | 'save'>
          ? true
          : {
              [K in keyof V]-?: HasLazy<V[K]> extends true ? true : HoldsInstance<V[K], [...Depth, 1]>
            }[keyof V]
      : false

type HasLazy<V> = unknown extends V ? false : [Extract<V, Lazy<unknown>>] extends [never] ? false : true
