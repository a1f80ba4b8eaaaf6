/** A database's structure as frozen plain data, in SQL-standard words, safe to write as JSON. */

/** The databases that can be reflected. */
export type DialectName = 'sqlite' | 'postgres'

/** What kind of relation a table is; everything that has columns is a table here. */
export type TableKind =
  | 'table'
  | 'partitionedTable'
  | 'foreignTable'
  | 'virtualTable'
  | 'view'
  | 'materializedView'

/** A column's type as the library understands it; it decides how values are read and bound. */
export type ColumnKind =
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'text'
  | 'uuid'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'json'
  | 'binary'
  | 'enum'
  | 'array'
  | 'other'

/** What happens to referring rows when the referred row is deleted or its key changes. */
export type ReferentialAction = 'noAction' | 'restrict' | 'cascade' | 'setNull' | 'setDefault'

/** The name of an object together with the schema it lives in. */
export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/** A whole database as it was read; the same database gives the same bytes on every run. */
export interface Schema {
  readonly dialect: DialectName
  /** The connection's own schema; its tables keep plain names. */
  readonly defaultSchema: string
  /** Every schema that was read, sorted by name. */
  readonly schemas: readonly string[]
  /** Sorted by schema, then name, by code point. */
  readonly tables: readonly Table[]
  readonly enums: readonly EnumType[]
  readonly domains: readonly Domain[]
  /** What was seen and left out, or could not be read whole; sorted. */
  readonly notes: readonly SchemaNote[]
}

/** One table, view, materialized view, foreign or virtual table. */
export interface Table {
  readonly schema: string
  readonly name: string
  readonly kind: TableKind
  readonly comment: string | null
  /** In the database's own order. */
  readonly columns: readonly Column[]
  readonly primaryKey: PrimaryKey | null
  /** Sorted by columns, then by what they refer to, then by name. */
  readonly foreignKeys: readonly ForeignKey[]
  readonly uniqueConstraints: readonly UniqueConstraint[]
  readonly indexes: readonly Index[]
  readonly checks: readonly Check[]
  /** The names of the partitions folded into this table; empty for every other kind. */
  readonly partitions: readonly QualifiedName[]
  /** False where the connection may not SELECT any column. */
  readonly readable: boolean
}

/** One column. */
export interface Column {
  readonly name: string
  /** The type as the database declares it, for example `varchar(20)` or `numeric(10,2)[]`. */
  readonly type: string
  /** The type as understood, below any domain. */
  readonly kind: ColumnKind
  /** What an array holds; null for every other kind. */
  readonly elementKind: ColumnKind | null
  /** The server's own name of the type below any domain; null where the database has no named types. */
  readonly baseType: QualifiedName | null
  /** The enum that the column, or an array's element, is of. */
  readonly enum: QualifiedName | null
  readonly domain: QualifiedName | null
  /** False when the database guarantees a value. Columns of views are nullable. */
  readonly nullable: boolean
  /** The default's SQL text; null where there is none, or where it could not be read (then there is a note). */
  readonly default: string | null
  /** True where the database fills the column when an INSERT leaves it out. */
  readonly hasDefault: boolean
  readonly identity: 'always' | 'byDefault' | null
  /** True where the database numbers the rows: identity, serial, SQLite's INTEGER PRIMARY KEY. */
  readonly autoIncrement: boolean
  readonly generated: 'stored' | 'virtual' | null
  readonly collation: string | null
  readonly comment: string | null
  /** Characters or bits; null where the type declares none. */
  readonly length: number | null
  readonly precision: number | null
  readonly scale: number | null
  /** False where the connection may not SELECT the column. */
  readonly readable: boolean
}

/** The primary key; its columns are in key order. */
export interface PrimaryKey {
  readonly name: string | null
  readonly columns: readonly string[]
  readonly deferrable: boolean
}

/** A foreign key, whole: `columns[i]` refers to `referencedColumns[i]`. */
export interface ForeignKey {
  readonly name: string | null
  readonly columns: readonly string[]
  readonly referencedSchema: string
  /** As the database spells it; it may be missing from the schema. */
  readonly referencedTable: string
  /** Empty where the key names no column and its target could not be found. */
  readonly referencedColumns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  /** The columns that ON DELETE SET NULL or SET DEFAULT touches, where they are a subset; otherwise null. */
  readonly onDeleteColumns: readonly string[] | null
  /** Null where the database does not tell. */
  readonly deferrable: boolean | null
  readonly initiallyDeferred: boolean | null
  /** True where the database vouches that every non-null key finds its row. */
  readonly validated: boolean
}

/** A total unique constraint. */
export interface UniqueConstraint {
  readonly name: string | null
  readonly columns: readonly string[]
  readonly deferrable: boolean
  /** False where two nulls count as equal. */
  readonly nullsDistinct: boolean
}

/** One part of an index: a column or an expression, never both. */
export interface IndexPart {
  readonly column: string | null
  /** The expression's text; null where it is one and the database did not tell it. */
  readonly expression: string | null
  readonly descending: boolean
}

/** An index, also the one behind a key or a unique constraint. */
export interface Index {
  readonly name: string
  readonly unique: boolean
  readonly method: string | null
  readonly parts: readonly IndexPart[]
  /** Columns carried along, not part of the key. */
  readonly include: readonly string[]
  /** True where only some rows are in it. */
  readonly partial: boolean
  /** The condition's text; null where the index is total or the text could not be read. */
  readonly predicate: string | null
  /** False for one that the server does not use (a failed concurrent build). */
  readonly valid: boolean
  readonly deferrable: boolean
  readonly nullsDistinct: boolean
}

/** A CHECK constraint. */
export interface Check {
  readonly name: string | null
  /** Null where the text could not be read. */
  readonly expression: string | null
}

/** An enumerated type; labels are in the type's order. */
export interface EnumType extends QualifiedName {
  readonly labels: readonly string[]
  readonly comment: string | null
}

/** A domain: a named type with constraints over another type. */
export interface Domain extends QualifiedName {
  /** The type below, as declared; never another domain. */
  readonly type: string
  readonly nullable: boolean
  readonly default: string | null
  readonly checks: readonly Check[]
  readonly comment: string | null
}

/** Something seen in the catalog that is not, or not wholly, in the schema. */
export interface SchemaNote {
  /** Says what kind of finding this is, for programs. */
  readonly code:
    | 'partition'
    | 'partitionKey'
    | 'shadowTable'
    | 'brokenView'
    | 'unreadableColumn'
    | 'unreadableTable'
    | 'unreadableDefault'
    | 'inheritedTable'
    | 'extensionObject'
    | 'temporalKey'
    | 'missingTarget'
    | 'unenforcedKeys'
    | 'reflectionFailed'
  readonly schema: string
  readonly table: string | null
  readonly column: string | null
  /** One sentence for people. */
  readonly message: string
}
