/** Builders of columns as types: what a column holds, and what it says beside that. */

import type { ColumnKind, ReferentialAction } from './schema.js'

declare const column: unique symbol

/** A piece of SQL of the caller's, with its values; made by the tag `sql`. */
export interface SqlText {
  /** One more than there are values. */
  readonly texts: readonly string[]
  /** References, other pieces, or values to bind. */
  readonly values: readonly unknown[]
}

/** What a declared column says about itself beside its type. */
export type ColumnTrait = 'optional' | 'generated' | 'deferred'

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
    /** Gives `{ value }` or `{ issues }`. */
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

/** The same type, which is never inferred from where a builder stands; unlike `NoInfer` it does not show in editors. */
export type AsGiven<V> = V extends infer U ? U : never

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

/** What a declared column holds. */
export type ValueIn<M extends AnyColumn> = M[typeof column]['value']

/** What a declared column says about itself beside its type. */
export type TraitOf<M> = M extends AnyColumn ? keyof M[typeof column]['traits'] : never
