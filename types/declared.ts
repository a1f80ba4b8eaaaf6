/** Declared models as types: builders of columns, and what instances and rows to insert follow from them. */

import type { ColumnName, Declared, DeclaredOf, Deferred, Untyped, ValueOf } from './loaded.js'
import type { InstanceOf, ModelStatics } from './model.js'
import type { Query } from './query.js'
import type { Cascade, LoadStrategy } from './relationship.js'
import type { ColumnKind, ReferentialAction } from './schema.js'

/** A piece of SQL of the caller's, with its values; made by the tag `sql`. */
export interface SqlText {
  /** One more than there are values. */
  readonly texts: readonly string[]
  /** References, other pieces, or values to bind. */
  readonly values: readonly unknown[]
}

/** What a declared column says about itself beside its type. */
export type ColumnTrait = 'optional' | 'generated' | 'deferred'

declare const column: unique symbol
declare const computed: unique symbol
declare const composite: unique symbol
declare const relation: unique symbol

/** What happens to a row when the row that it refers to goes, or its key changes. */
export interface ReferenceOptions {
  readonly onDelete?: ReferentialAction
  readonly onUpdate?: ReferentialAction
}

/** The column that another refers to, where its name in one text would be ambiguous. */
export interface ReferencedColumn {
  readonly schema?: string
  readonly table: string
  readonly column: string
}

/** A validator that follows Standard Schema (https://standardschema.dev), such as those of zod, valibot and arktype. */
export interface StandardSchema {
  /** The one key of the standard. */
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => unknown
  }
}

/** Gives the value to write, or throws. */
export type Validator<V> = (value: V) => V

/** Any declared column. */
export interface AnyColumn {
  /** Tells columns from everything else; absent at run time. */
  readonly [column]: { readonly value: unknown; readonly traits: object }
}

/**
 * A column whose values are of type `V`. Immutable: each modifier gives a new one, so that builders can be shared. A column is
 * NOT NULL unless it says otherwise.
 */
export interface ColumnBuilder<V, T extends ColumnTrait = never> {
  /** Tells columns from everything else; absent at run time. */
  readonly [column]: { readonly value: V; readonly traits: { readonly [K in T]: true } }
  /** Makes it the primary key, or one of its columns. */
  primaryKey(): ColumnBuilder<V, T>
  /** Lets the database number the rows. */
  autoIncrement(): ColumnBuilder<V, T | 'optional'>
  /** Lets it be null. */
  nullable(): ColumnBuilder<V | null, T | 'optional'>
  /** Lets no two rows have the same value. */
  unique(): ColumnBuilder<V, T>
  /** Gives it an index. */
  index(): ColumnBuilder<V, T>
  /** What the database fills it with where an INSERT leaves it out: a value, or SQL. */
  default(value: NoInfer<V> | SqlText): ColumnBuilder<V, T | 'optional'>
  /** What every UPDATE through the library fills it with: a value, or SQL. */
  onUpdate(value: NoInfer<V> | SqlText): ColumnBuilder<V, T>
  /** Makes it a foreign key to `table.column` or `schema.table.column`. */
  references(target: string | ReferencedColumn, options?: ReferenceOptions): ColumnBuilder<V, T>
  /** Lets the database compute it; `stored` is true unless it is to be computed on each read. */
  generated(sql: SqlText, options?: { readonly stored?: boolean }): ColumnBuilder<V, T | 'generated'>
  /** Describes it in the database. */
  comment(text: string): ColumnBuilder<V, T>
  /** Gives its name in the database, where that is not the property's. */
  named(name: string): ColumnBuilder<V, T>
  /** Reads it on demand, not with the instance: the property is awaited. */
  deferred(): ColumnBuilder<V, T | 'deferred'>
  /** Leaves its values out of inspect, JSON and logs. */
  sensitive(): ColumnBuilder<V, T>
  /** Checks what is to be written: a function gives the value to write, or throws. Several are called in order. */
  validate(validator: Validator<V> | StandardSchema): ColumnBuilder<V, T>
}

/** The values of an enumeration; at least one. */
export type EnumerationValues = readonly [string, ...string[]]

/** How `timestamp` is declared. */
export interface TimestampOptions {
  /** True where the column keeps a moment, false where it keeps what a clock showed. Default false. */
  readonly zone?: boolean
}

/** A type that only the database knows. */
export interface CustomType<V> {
  /** The database's name for it, as in CREATE TABLE. */
  readonly type: string
  /** As what it is read and bound. Default `'other'`: as the driver gives it. */
  readonly kind?: ColumnKind
  /** Makes the property's value of what is read; never called for null. */
  readonly read?: (value: unknown) => V
  /** Makes what is bound of the property's value; never called for null. */
  readonly write?: (value: V) => unknown
}

/** SQL that a computed property stands for. */
export type Expression = SqlText | ExpressionColumn

/** A property as SQL sees it; further properties are those of the model that a relationship leads to. */
export interface ExpressionColumn {
  /** How many there are, of a relationship that gives many. */
  count(): Expression
  /** The sum of a property of theirs. */
  sum(property: string): Expression
  /** The average of a property of theirs. */
  avg(property: string): Expression
  /** The smallest value of a property of theirs. */
  min(property: string): Expression
  /** The largest value of a property of theirs. */
  max(property: string): Expression
}

/** Each property of a model, for writing SQL; through relationships that give one, those of the related model, too. */
export interface AnyExpressionColumns {
  /** A column, or a relationship; a name that the model lacks throws. */
  readonly [property: string]: ExpressionColumn & AnyExpressionColumns
}

/**
 * The properties that a piece of SQL needs, `ExpressionColumns<'quantity' | 'item.price'>`, where the compiler is told that what an
 * index gives may be undefined; without names any property may be there.
 */
export type ExpressionColumns<P extends string = string> = string extends P
  ? AnyExpressionColumns
  : { readonly [K in Head<P>]: ExpressionColumn & ExpressionColumns<Rest<P, K>> }

type Head<P extends string> = P extends `${infer H}.${string}` ? H : P

type Rest<P extends string, H extends string> = P extends `${H}.${infer R}` ? R : never

/** A property that is computed of an instance at hand, and by SQL in queries. */
export interface ComputedOptions<V, R extends object, C extends object> {
  /** Computes it of an instance; say which properties it needs, as in `(row: { price: number }) => …`. */
  readonly get: (instance: R) => V
  /** Computes it in queries. */
  readonly sql: (columns: C) => Expression
}

/** A declared property that SQL computes. */
export interface ComputedProperty<V, T extends ColumnTrait = never> {
  /** Tells computed properties from everything else; absent at run time. */
  readonly [computed]: { readonly value: V; readonly traits: T }
}

/** How a value object is made of several properties, and taken apart. */
export interface CompositeOptions<V, P extends Readonly<Record<string, string>>, D> {
  /** The parts' names, and the properties that they are kept in. */
  readonly parts: P
  /** Makes the object; never called where all parts are null. */
  readonly make: (parts: D) => V
  /** Takes it apart. */
  readonly take: (value: V) => { readonly [K in keyof P]: unknown }
}

/** A declared value object, over the properties `K`. */
export interface CompositeProperty<V, K extends string = string> {
  /** Tells value objects from everything else; absent at run time. */
  readonly [composite]: { readonly value: V; readonly parts: K }
}

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

type ValueIn<M extends AnyColumn> = M[typeof column]['value']

type TraitOf<M> = M extends AnyColumn ? keyof M[typeof column]['traits'] : never

/** A value object is null where all its parts are; one part that never is keeps it from that. */
type NullOf<C, P extends string> = [P] extends [keyof C]
  ? { [K in P]: null extends PropertyOf<C, K> ? never : K }[P] extends never
    ? null
    : never
  : null

type ReadOnlyName<C> = {
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
  /** Instances come from queries; subclasses call this. */
  new (): DeclaredInstance<C>
  readonly name: string
  readonly prototype: DeclaredInstance<C>
}

/** The class that `model` gives for the columns `C` of a subclass of `P`. */
export type DeclaredSubmodel<P extends AnyModel, C> = (new () => InstanceOf<P> & DeclaredInstance<C>) &
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
 * What a new row of a declared model is given: `Insert<typeof Customer>`. What the database numbers, defaults or leaves null may
 * be left out, and so may what is reflected; what it computes cannot be given.
 */
export type Insert<M extends AnyModel> = InsertOf<InstanceOf<M>, DeclaredOf<InstanceOf<M>>>

type InsertOf<T, C> = Flat<
  { -readonly [K in RequiredName<C>]: InsertedValue<C[K]> } & {
    -readonly [K in Exclude<keyof C, RequiredName<C> | ReadOnlyName<C>>]?: InsertedValue<C[K]>
  } & { -readonly [K in Exclude<ColumnName<T>, keyof C>]?: ValueOf<T, K> }
>

type InsertedValue<M> = M extends AnyColumn ? ValueIn<M> : M extends CompositeProperty<infer V> ? V : never

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
