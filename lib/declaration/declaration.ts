/** What a class declares about its table, as plain data; what it does not say is null. Checks nothing. */

import type { SqlText } from '../../types/column.js'
import type { HookName } from '../../types/hooks.js'
import type { Cascade, LoadStrategy } from '../../types/relationship.js'
import type { ColumnKind, ReferentialAction } from '../../types/schema.js'

/** The type of a declared column. */
export interface DeclaredType {
  readonly kind: ColumnKind
  /** Characters; null where the type declares none. */
  readonly length: number | null
  readonly precision: number | null
  readonly scale: number | null
  /** What an array holds. */
  readonly element: DeclaredType | null
  /** The values of an enumeration, in order. */
  readonly values: readonly string[] | null
  /** The enumeration's name in the database; null: made from table and column. */
  readonly enumName: string | null
  /** The database's own text for the type, of `custom`. */
  readonly text: string | null
  /** Turns what the column's kind gives into the property's value, and back; of `custom`. */
  readonly convert: DeclaredConversion | null
}

/** How the values of a custom type travel; neither half ever sees null. */
export interface DeclaredConversion {
  readonly read: (value: unknown) => unknown
  readonly write: (value: unknown) => unknown
}

export type { SqlText }

/** What the database, or the library on every UPDATE, fills a column with. */
export type DeclaredDefault =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'sql'; readonly sql: SqlText }

/** Where a column refers to. */
export interface DeclaredReference {
  readonly schema: string | null
  readonly table: string
  readonly column: string
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}

/** What a function that writes SQL is handed: each property of the model, and through to-one relationships on. */
export type ExpressionFunction = (columns: unknown) => unknown

/** One column of the table. */
export interface ColumnDeclaration {
  readonly member: 'column'
  /** The database's name; null: the one that fits the property. */
  readonly name: string | null
  readonly type: DeclaredType
  readonly nullable: boolean
  readonly primaryKey: boolean
  readonly autoIncrement: boolean
  readonly unique: boolean
  readonly index: boolean
  readonly default: DeclaredDefault | null
  readonly onUpdate: DeclaredDefault | null
  readonly references: DeclaredReference | null
  readonly generated: { readonly sql: SqlText; readonly stored: boolean } | null
  readonly comment: string | null
  /** Read on demand, not with the instance. */
  readonly deferred: boolean
  /** Left out of inspect, JSON and logs. */
  readonly sensitive: boolean
  /** Called in order with what is to be written; each gives the value to write, or throws. */
  readonly validators: readonly ((value: unknown) => unknown)[]
}

/** A property that SQL computes. */
export interface ComputedDeclaration {
  readonly member: 'computed'
  readonly type: DeclaredType
  readonly sql: ExpressionFunction
  /** Computes the same of an instance at hand; null where it comes with the row. */
  readonly get: ((instance: unknown) => unknown) | null
  readonly sensitive: boolean
  readonly deferred: boolean
}

/** A value object over several columns. */
export interface CompositeDeclaration {
  readonly member: 'composite'
  /** The parts' names, and the properties they are kept in. */
  readonly parts: ReadonlyMap<string, string>
  /** Makes the object of its parts; never called where all of them are null. */
  readonly make: (parts: Readonly<Record<string, unknown>>) => unknown
  /** Takes it apart again. */
  readonly take: (value: unknown) => Readonly<Record<string, unknown>>
}

/** One declared property. */
export type MemberDeclaration = ColumnDeclaration | ComputedDeclaration | CompositeDeclaration

/** A foreign key over several columns, or one with a name. */
export interface ForeignKeyDeclaration {
  readonly name: string | null
  /** Properties, or the database's names. */
  readonly columns: readonly string[]
  readonly schema: string | null
  readonly table: string
  /** Database names; null: the target's primary key. */
  readonly referencedColumns: readonly string[] | null
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}

/** A unique constraint, or an index, over several columns (properties, or the database's names). */
export interface ColumnsDeclaration {
  readonly name: string | null
  readonly columns: readonly string[]
}

/** Everything about the table that is not about one column. */
export interface TableDeclaration {
  readonly schema: string | null
  readonly comment: string | null
  /** Null: the columns that say `primaryKey()`, else what is reflected. */
  readonly primaryKey: readonly string[] | null
  readonly unique: readonly ColumnsDeclaration[]
  readonly indexes: readonly ColumnsDeclaration[]
  readonly checks: readonly { readonly name: string | null; readonly sql: SqlText }[]
  readonly foreignKeys: readonly ForeignKeyDeclaration[]
  /** Columns, by the database's names, that are not mapped. */
  readonly exclude: readonly string[]
  /** The property that tells the versions of a row apart, or what the database keeps for that; null: nothing does. */
  readonly version: string | null
}

/** Which model a relationship leads to: by class, by the name of a model or table, or by a function giving either. */
export type DeclaredTarget = string | ModelClass | (() => string | ModelClass)

/** The association table of a many-to-many relationship. */
export interface DeclaredSecondary {
  /** A class, or the name of a model or table. */
  readonly table: DeclaredTarget
  /** Properties of the source, and the association's columns that hold them; null: its foreign key. */
  readonly source: ReadonlyMap<string, string> | null
  /** Properties of the target, likewise. */
  readonly target: ReadonlyMap<string, string> | null
}

/** One declared relationship; what is null is inferred. */
export interface RelationshipDeclaration {
  readonly target: DeclaredTarget
  readonly lazy: LoadStrategy | null
  readonly backPopulates: string | null
  readonly uselist: boolean | null
  readonly secondary: DeclaredSecondary | null
  /** The key's columns (properties or the database's names), on whichever side holds them. */
  readonly foreignKey: readonly string[] | null
  /** Properties of the source, and the target's that they equal, for a key that the database does not have. */
  readonly primaryJoin: ReadonlyMap<string, string> | null
  readonly orderBy: readonly { readonly property: string; readonly descending: boolean }[]
  /** Keeps some of the target's rows. */
  readonly where: QueryChange | null
  readonly viewOnly: boolean
  readonly cascade: readonly Cascade[] | null
  readonly passiveDeletes: boolean | null
  readonly innerJoin: boolean | null
}

/** What a class wants to be called with: an instance, or what is to be loaded; and what is known beside it. */
export type HookFunction = (subject: unknown, extra?: unknown) => unknown

/** Changes a query; the query room knows its type. */
export type QueryChange = (query: unknown) => unknown

/** How a class takes part in inheritance. */
export interface InheritanceDeclaration {
  /** The class it inherits from; null at the root. */
  readonly parent: ModelClass | null
  /** `single`: in the parent's table. `joined`: in a table with a key to the parent's. `concrete`: in one of its own. */
  readonly type: 'single' | 'joined' | 'concrete' | null
  /** The root's property that tells the classes apart. */
  readonly polymorphicOn: string | null
  /** The value that stands for this class; null where no row is of just this class. */
  readonly identity: unknown
  /** How the columns of joined subclasses come when the parent is queried. */
  readonly polymorphicLoad: 'joined' | 'selectin' | null
}

/** Any class that can be declared; a plain one, too. */
export type ModelClass = (abstract new (...inputs: never[]) => object) & { readonly prototype: object }

/** Everything that one class declares. */
export interface Declaration {
  readonly model: ModelClass
  /** The model's name. */
  readonly name: string
  /** The table's name; null: the one whose model would be called like the class. */
  readonly table: string | null
  readonly options: TableDeclaration
  /** By property; those of a parent's are not repeated. */
  readonly members: ReadonlyMap<string, MemberDeclaration>
  /** By property; those of a parent's are not repeated. */
  readonly relationships: ReadonlyMap<string, RelationshipDeclaration>
  readonly inheritance: InheritanceDeclaration | null
  /** Keeps only some of the table's rows, in queries and loads alike. */
  readonly scope: QueryChange | null
  /** Those that are called under each name, in order; those of a parent's are not repeated. */
  readonly hooks: ReadonlyMap<HookName, readonly HookFunction[]>
}
