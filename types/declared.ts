/** Declared models as types: what is said of a class, and what instances and rows to insert follow from it. */

import type { AnyColumn, ColumnTrait, ReferenceOptions, SqlText, TraitOf, ValueIn } from './column.js'
import type { CompositeProperty, ComputedProperty } from './computed.js'
import type { ColumnName, Declared, DeclaredOf, Deferred, DescriptionOf, Untyped, ValueOf } from './loaded.js'
import type { InstanceOf, ModelStatics } from './model.js'
import type { Query } from './query.js'
import type { Cascade, LoadStrategy } from './relationship.js'
import type { New, NewDeclared } from './written.js'

declare const relation: unique symbol

/** What a property can be declared as. */
export type Member = AnyColumn | ComputedProperty<unknown, ColumnTrait> | CompositeProperty<unknown>

/** Declared properties by name. */
export type Members = Readonly<Record<string, Member>>

/** Any class that can be declared, or given as a parent; a plain one, too. */
export type AnyModel = (abstract new (
  ...inputs: never[]
) => object) & {
  readonly name: string
  readonly prototype: object
}

/** Which model a relationship leads to: a class, the name of a model or table, or a function that gives either. */
export type RelationshipTarget = string | AnyModel | (() => string | AnyModel)

/** The association table of a many-to-many relationship, where its keys are to be told. */
export interface SecondaryOptions {
  /** A class, or the name of a model or table. */
  readonly table: RelationshipTarget
  /** Properties of the source, and the association's columns that hold them. Default: its foreign key. */
  readonly source?: Readonly<Record<string, string>>
  /** Properties of the target, likewise. */
  readonly target?: Readonly<Record<string, string>>
}

/** A property to order by, or properties with their directions: `'name'`, `{ createdAt: 'desc' }`. */
export type RelationshipOrder = string | Readonly<Record<string, 'asc' | 'desc'>>

/** What is said about a relationship; all of it follows from the foreign key where it is left out. */
export interface RelationshipOptions {
  /** When it is loaded: on first await (`select`), with its owner (`joined`, `selectin`), never (`raise`). */
  readonly lazy?: LoadStrategy
  /** The property of the target that leads back. */
  readonly backPopulates?: string
  /** Whether it gives an array. */
  readonly uselist?: boolean
  /** The association table, for many-to-many: a class, the name of a model or table, or that with its columns. */
  readonly secondary?: RelationshipTarget | SecondaryOptions
  /** The columns of the foreign key, on whichever side holds them; chooses between several keys. */
  readonly foreignKey?: string | readonly string[]
  /** Properties of the source, and those of the target that they equal, for a key that the database does not have. */
  readonly primaryJoin?: Readonly<Record<string, string>>
  /** What orders an array. */
  readonly orderBy?: RelationshipOrder | readonly RelationshipOrder[]
  /** Keeps some of the target's rows. */
  readonly where?: (query: Query<Untyped>) => Query<Untyped>
  /** True where it is only read. */
  readonly viewOnly?: boolean
  /** What happens to the related instances when their owner is saved or deleted. */
  readonly cascade?: readonly Cascade[]
  /** True where the database itself carries out ON DELETE. */
  readonly passiveDeletes?: boolean
  /** True vouches that the key always finds a row, so that joining it never loses one. */
  readonly innerJoin?: boolean
}

/** A declared relationship. */
export interface DeclaredRelation {
  /** Tells relationships from everything else; absent at run time. */
  readonly [relation]: true
}

/** Several columns under one name. */
export interface NamedColumns {
  readonly name?: string
  readonly columns: readonly string[]
}

/** A foreign key over several columns, or one with a name. */
export interface ForeignKeyOptions extends ReferenceOptions {
  readonly name?: string
  /** Properties, or the database's names. */
  readonly columns: readonly string[]
  /** `table` for its primary key, `table(column, …)`, or an object where names in one text would be ambiguous. */
  readonly references:
    | string
    | { readonly schema?: string; readonly table: string; readonly columns?: readonly string[] }
}

/** What is said about a table, and a class, as a whole. */
export interface TableOptions {
  /** Default: the connection's own. */
  readonly schema?: string
  /** Describes the table in the database. */
  readonly comment?: string
  /** Properties in key order. Default: the columns that say `primaryKey()`, else the database's key. */
  readonly primaryKey?: readonly string[]
  /** Unique constraints over several columns. */
  readonly unique?: readonly (readonly string[] | NamedColumns)[]
  /** Indexes over several columns. */
  readonly indexes?: readonly (readonly string[] | NamedColumns)[]
  /** CHECK constraints. */
  readonly checks?: readonly (SqlText | { readonly name?: string; readonly sql: SqlText })[]
  /** Foreign keys over several columns. */
  readonly foreignKeys?: readonly ForeignKeyOptions[]
  /** Columns that are not mapped, by the database's names. */
  readonly exclude?: readonly string[]
  /** Keeps only some of the table's rows, in queries and loads alike; `unscoped` asks for all. */
  readonly scope?: (query: Query<Untyped>) => Query<Untyped>
  /** The property whose value tells which subclass a row is of; said by the root alone. */
  readonly polymorphicOn?: string
  /** The value that stands for this class. */
  readonly identity?: string | number | boolean
  /** How the columns of joined subclasses come when the parent is queried. */
  readonly polymorphicLoad?: 'joined' | 'selectin'
  /** True for a subclass whose table has all the parent's columns itself. */
  readonly concrete?: boolean
  /**
   * What tells that another has changed a row since it was read, so that `save` and `delete` throw `StaleInstanceError`: a property
   * that holds a whole number or a time, which every UPDATE through the library sets; or `'xmin'`, which PostgreSQL keeps by
   * itself. Said by the root of a hierarchy alone.
   */
  readonly version?: string
}

/** Shows a type by its properties; an alias of the mapped type alone would be shown instead of them. */
export type Flat<T> = T extends infer R ? { [K in keyof R]: R[K] } : never

/** The type of a declared property. */
export type PropertyOf<C, K extends keyof C> = C[K] extends AnyColumn
  ? 'deferred' extends TraitOf<C[K]>
    ? Deferred<ValueIn<C[K]>>
    : ValueIn<C[K]>
  : C[K] extends ComputedProperty<infer V, infer T>
    ? 'deferred' extends T
      ? Deferred<V>
      : V
    : C[K] extends CompositeProperty<infer V, infer P>
      ? V | NullOf<C, P>
      : never

/** A value object is null where all its parts are; one part that never is keeps it from that. */
type NullOf<C, P extends string> = [P] extends [keyof C]
  ? { [K in P]: null extends PropertyOf<C, K> ? never : K }[P] extends never
    ? null
    : never
  : null

/** The names of what SQL computes. */
export type ReadOnlyName<C> = {
  [K in keyof C]: C[K] extends ComputedProperty<unknown, ColumnTrait>
    ? K
    : 'generated' extends TraitOf<C[K]>
      ? K
      : never
}[keyof C]

/** The properties that follow from declared columns; computed and generated ones can only be read. */
export type Properties<C> = Flat<
  { -readonly [K in Exclude<keyof C, ReadOnlyName<C>>]: PropertyOf<C, K> } & {
    readonly [K in ReadOnlyName<C>]: PropertyOf<C, K>
  }
>

/** The instances of a model declared with the columns `C`. */
export type DeclaredInstance<C> = Properties<C> & Declared<C>

/** The statics of a class that its subclasses have for themselves. */
type OwnStatic = 'prototype' | 'name' | 'table' | 'columns' | 'options' | 'relationships' | 'identity'

/** The class that `model` gives for the columns `C`. */
export interface DeclaredModel<C> extends ModelStatics {
  /** Makes a new instance, which `save` inserts; every value may be left out. Throws `MappingError`, `ValueError`. */
  new (values?: NewDeclared<C>): DeclaredInstance<C>
  readonly name: string
  readonly prototype: DeclaredInstance<C>
}

/** The class that `model` gives for the columns `C` of a subclass of `P`. */
export type DeclaredSubmodel<P extends AnyModel, C> = (new (
  values?: New<InstanceOf<P>> & NewDeclared<DeclaredOf<InstanceOf<P>>> & NewDeclared<C>,
) => InstanceOf<P> & DeclaredInstance<C>) &
  ModelStatics &
  Omit<P, OwnStatic | keyof ModelStatics> & { readonly prototype: InstanceOf<P> & DeclaredInstance<C> }

/** Gives the class that a declared model extends. */
export interface ModelFunction {
  /** Declares a model of a table; columns that are not declared are reflected. */
  <C extends Members = Record<never, never>>(
    table: string,
    members?: C,
    options?: TableOptions,
  ): DeclaredModel<C>
  /** Declares a subclass of a model whose rows are in a table of its own, with a key to the parent's. */
  <P extends AnyModel, C extends Members = Record<never, never>>(
    parent: P,
    table: string,
    members?: C,
    options?: TableOptions,
  ): DeclaredSubmodel<P, C>
  /** Declares a subclass of a model whose rows are in the parent's table. */
  <P extends AnyModel, C extends Members = Record<never, never>>(
    parent: P,
    members?: C,
    options?: TableOptions,
  ): DeclaredSubmodel<P, C>
}

/**
 * What a new row of a model is given: `Insert<typeof Customer>`. What the database numbers, defaults or leaves null may be left out,
 * and so may what is reflected, unless an interface says all about it; what it computes cannot be given.
 */
export type Insert<M extends AnyModel> =
  DescriptionOf<InstanceOf<M>> extends { readonly insert: infer I }
    ? I
    : InsertOf<InstanceOf<M>, DeclaredOf<InstanceOf<M>>>

type InsertOf<T, C> = Flat<
  { -readonly [K in RequiredName<C>]: GivenValue<C[K]> } & {
    -readonly [K in Exclude<keyof C, RequiredName<C> | ReadOnlyName<C>>]?: GivenValue<C[K]>
  } & { -readonly [K in Exclude<ColumnName<T>, keyof C>]?: ValueOf<T, K> }
>

type GivenValue<M> = M extends AnyColumn ? ValueIn<M> : M extends CompositeProperty<infer V> ? V : never

/** Columns that only the caller can fill; the parts of a value object may come with it. */
type RequiredName<C> = {
  [K in keyof C]: C[K] extends AnyColumn
    ? [TraitOf<C[K]> & ('optional' | 'generated')] extends [never]
      ? K extends PartName<C>
        ? never
        : K
      : never
    : never
}[keyof C]

type PartName<C> = { [K in keyof C]: C[K] extends CompositeProperty<unknown, infer P> ? P : never }[keyof C]
