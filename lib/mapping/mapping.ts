/** The seam between boot and run: what queries, loaders and accessors know about one model. Holds data, does nothing. */

import type { ValueOptions } from '../../types/options.js'
import type { Relationship } from '../../types/relationship.js'
import type { Column, Table } from '../../types/schema.js'
import type { Codec } from '../dialect/contract.js'

/** One column of one model. */
export interface ColumnMapping {
  readonly property: string
  readonly column: Column
  /** The column's place in a row, counted from the instance's offset. */
  readonly slot: number
  readonly codec: Codec
  /** How its values were chosen to be read. */
  readonly values: ValueOptions
  /** The quoted name. */
  readonly quoted: string
  /** True where rows are matched by this column, so that its slot must keep what the driver gave. */
  readonly matched: boolean
}

/** The association table of a many-to-many relationship; every text is quoted. */
export interface ThroughMapping {
  readonly from: string
  readonly sourceColumns: readonly string[]
  readonly targetColumns: readonly string[]
}

/** One relationship of one model. */
export interface RelationshipMapping {
  readonly name: string
  /** The place of its value among its instance's related values. */
  readonly index: number
  readonly source: Mapping
  readonly target: Mapping
  /** True where it gives an array. */
  readonly collection: boolean
  /** Of the source, matched in order with `referencedColumns`. */
  readonly columns: readonly ColumnMapping[]
  /** Of the target. */
  readonly referencedColumns: readonly ColumnMapping[]
  readonly through: ThroughMapping | null
  /** The other side; null where it was left out. */
  readonly inverse: RelationshipMapping | null
  /** True where the database vouches that a non-null key finds its row. */
  readonly validated: boolean
  /** True where an index leads from keys to the rows that are matched by them. */
  readonly indexed: boolean
  /** The same as plain data. */
  readonly info: Relationship
}

/** The class of a mapping, as far as the rooms below the model floor need it. */
export type InstanceClass = abstract new (...inputs: never[]) => object

/** One model: a table, its columns as properties, and its relationships. */
export interface Mapping {
  readonly name: string
  readonly table: Table
  /** The table's quoted name, with its schema. */
  readonly from: string
  /** Every readable column; `columns[i].slot` is `i`. */
  readonly columns: readonly ColumnMapping[]
  /** The primary key's columns in key order; empty where there is none. */
  readonly key: readonly ColumnMapping[]
  /** What orders rows the same way on every run: the key, or every column that can be ordered. */
  readonly order: readonly ColumnMapping[]
  readonly properties: ReadonlyMap<string, ColumnMapping>
  readonly relationships: ReadonlyMap<string, RelationshipMapping>
  /** The class; the model factory fills it at boot. */
  readonly model: InstanceClass
}
