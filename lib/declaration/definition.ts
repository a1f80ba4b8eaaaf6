/** Whole tables as plain data, with every name decided: what a database is asked to create. */

import type { ReferentialAction } from '../../types/schema.js'
import type { DeclaredDefault, DeclaredType, SqlText } from './declaration.js'

/** A column to create. */
export interface ColumnDefinition {
  readonly name: string
  /** An enumeration's name is decided here. */
  readonly type: DeclaredType
  readonly nullable: boolean
  readonly autoIncrement: boolean
  readonly default: DeclaredDefault | null
  readonly generated: { readonly sql: SqlText; readonly stored: boolean } | null
  readonly comment: string | null
}

/** A key, a unique constraint or an index; a database name for each column. */
export interface ColumnsDefinition {
  readonly name: string
  readonly columns: readonly string[]
}

/** A foreign key to create. */
export interface ForeignKeyDefinition extends ColumnsDefinition {
  /** Null: the connection's own. */
  readonly schema: string | null
  readonly table: string
  /** Null: the target's primary key. */
  readonly referencedColumns: readonly string[] | null
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  /** True where the target is created after this table. */
  readonly late: boolean
}

/** A CHECK constraint to create. */
export interface CheckDefinition {
  readonly name: string
  readonly sql: SqlText
}

/** A table to create. */
export interface TableDefinition {
  /** Null: the connection's own. */
  readonly schema: string | null
  readonly name: string
  readonly comment: string | null
  readonly columns: readonly ColumnDefinition[]
  readonly primaryKey: ColumnsDefinition | null
  readonly unique: readonly ColumnsDefinition[]
  readonly indexes: readonly ColumnsDefinition[]
  readonly foreignKeys: readonly ForeignKeyDefinition[]
  readonly checks: readonly CheckDefinition[]
}
