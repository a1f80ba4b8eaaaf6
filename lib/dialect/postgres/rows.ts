/** What the reading statements give: one interface per kind of row. Oids are texts, and only join rows to rows. */

/** The connection itself. */
export interface SessionRow {
  /** Null when no schema of the search path exists. */
  readonly currentSchema: string | null
  readonly schemas: readonly string[]
  /** For example 150004. */
  readonly version: number
}

/** A table, view, materialized view, foreign table or partition. */
export interface RelationRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  /** `r` table, `p` partitioned, `f` foreign, `v` view, `m` materialized view. */
  readonly kind: string
  /** The partitioned table at the top; null for what is not a partition. */
  readonly rootSchema: string | null
  readonly rootName: string | null
  readonly comment: string | null
  readonly readable: boolean
  /** The tables it inherits from, as `schema.name`, in order. */
  readonly parents: readonly string[]
  /** The foreign keys that a partition does not have from its root; empty for what is not a partition. */
  readonly ownKeys: readonly string[]
  /** The extension that it belongs to. */
  readonly extension: string | null
}

/** A column. */
export interface ColumnRow {
  readonly relation: string
  readonly number: number
  readonly name: string
  readonly type: string
  /** What the type was given in parentheses, in the type's own coding; -1 for nothing. */
  readonly modifier: number
  readonly typeText: string
  readonly notNull: boolean
  readonly hasDefault: boolean
  /** `a` always, `d` by default. */
  readonly identity: string | null
  /** `s` stored, `v` virtual. */
  readonly generated: string | null
  readonly collation: string | null
  readonly comment: string | null
  readonly readable: boolean
  readonly fromSequence: boolean
}

/** A type. */
export interface TypeRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  /** `b` base, `d` domain, `e` enum, `c` composite, `r` and `m` ranges. */
  readonly kind: string
  readonly notNull: boolean
  /** Of a domain: the type it is over. */
  readonly below: string | null
  readonly belowText: string | null
  readonly modifier: number
  /** Of an array: what it holds. */
  readonly element: string | null
  readonly default: string | null
  readonly collation: string | null
  readonly comment: string | null
  readonly labels: readonly string[]
}

/** A constraint of a relation or of a domain. */
export interface ConstraintRow {
  readonly oid: string
  /** `p` primary key, `u` unique, `f` foreign key, `c` check, `n` not null. */
  readonly kind: string
  /** `0` for a domain's. */
  readonly relation: string
  /** `0` for a relation's. */
  readonly domain: string
  readonly name: string
  readonly columns: readonly string[]
  readonly referencedSchema: string | null
  readonly referencedTable: string | null
  readonly referencedColumns: readonly string[]
  readonly onDelete: string
  readonly onUpdate: string
  readonly onDeleteColumns: readonly string[]
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly validated: boolean
  readonly nullsDistinct: boolean
  /** True when the last columns are periods that are compared by overlap, not by equality. */
  readonly temporal: boolean
}

/** An index. */
export interface IndexRow {
  readonly oid: string
  readonly relation: string
  readonly name: string
  readonly method: string
  readonly unique: boolean
  readonly valid: boolean
  readonly immediate: boolean
  /** How many of the columns are the key; the others are carried along. */
  readonly width: number
  readonly partial: boolean
  /** Of each key column; bit 0 is descending. */
  readonly options: readonly number[]
  readonly nullsDistinct: boolean
  /** Null for an expression. */
  readonly columns: readonly (string | null)[]
}

/** A text that the server made from a stored expression. */
export interface ExpressionRow {
  readonly kind: 'default' | 'check' | 'predicate' | 'expressions'
  /** Of the relation for a default, of the constraint, of the index. */
  readonly oid: string
  /** Of the column for a default; otherwise 0. */
  readonly number: number
  /** Null when the relation was dropped meanwhile. */
  readonly text: string | null
}

/** All of it. */
export interface CatalogRows {
  readonly session: SessionRow
  readonly relations: readonly RelationRow[]
  readonly columns: readonly ColumnRow[]
  readonly types: readonly TypeRow[]
  readonly constraints: readonly ConstraintRow[]
  readonly indexes: readonly IndexRow[]
  readonly expressions: readonly ExpressionRow[]
}

/** One relation that becomes a table, and the rows that belong to it. */
export interface TableRows {
  readonly relation: RelationRow
  /** In the database's own order. */
  readonly columns: readonly ColumnRow[]
  readonly constraints: readonly ConstraintRow[]
  readonly indexes: readonly IndexRow[]
}
