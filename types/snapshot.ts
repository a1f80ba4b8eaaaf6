/** A snapshot as plain data: a database's structure, the names that were chosen for it, and what both are checked by. */

import type { Cascade, LoadStrategy, RelationshipKind, Through } from './relationship.js'
import type { ColumnKind, Schema } from './schema.js'

/** What JavaScript gets for a column's values. */
export type ValueType = 'number' | 'bigint' | 'string' | 'boolean' | 'date' | 'buffer' | 'json' | 'unknown'

/** A name, and how it came about. */
export interface ChosenName {
  readonly name: string
  /** The first choice. */
  readonly wanted: string
  /** The rule that gave the name, one sentence. */
  readonly rule: string
  /** What stood in the way of the better choices; empty where nothing did. */
  readonly collidedWith: readonly string[]
}

/** One column of a model. */
export interface SnapshotColumn extends ChosenName {
  /** The column's own name. */
  readonly column: string
  /** What its values are; of an array, what its elements are. */
  readonly value: ValueType
  /** As it is read: an option can make another kind of what the schema says. */
  readonly kind: ColumnKind
  /** True where it is read on demand. */
  readonly deferred: boolean
}

/** One relationship of a model. */
export interface SnapshotRelationship extends ChosenName {
  /** Identifies the key: `orders(customer_id) -> customer(id)`; both sides share it. */
  readonly key: string
  /** True for the side that holds the key's columns; of a many-to-many, the side that the association's first key refers to. */
  readonly owning: boolean
  readonly kind: RelationshipKind
  /** The model that it gives. */
  readonly target: string
  /** Of the source table. */
  readonly columns: readonly string[]
  /** Of the target table. */
  readonly referencedColumns: readonly string[]
  readonly through: Through | null
  /** The property of the target that leads back; null where that side was left out. */
  readonly inverse: string | null
  /** False when the key's columns guarantee a value; always true on the side that does not hold the key. */
  readonly nullable: boolean
  readonly lazy: LoadStrategy
  readonly cascade: readonly Cascade[]
  /** True where no key of the database says it, but a class. */
  readonly declared: boolean
}

/**
 * What is known of the snapshot that an automap was booted from: `none`, it was not; `fresh`, the structure is what it says; `stale`,
 * the structure was another one, and was reflected (or, in the background, has turned out to be another one); `unchecked`, nobody
 * has asked the database yet.
 */
export type SnapshotState = 'none' | 'fresh' | 'stale' | 'unchecked'

/** One model. */
export interface SnapshotModel extends ChosenName {
  readonly schema: string
  readonly table: string
  /** The model that it inherits from; null for one of its own. */
  readonly parent: string | null
  /** The property that tells its rows from those of other classes, where inserts fill it in by themselves; otherwise null. */
  readonly discriminator: string | null
  /** In the order of the table. Columns that are not mapped are not among them. */
  readonly columns: readonly SnapshotColumn[]
  /** Sorted by name. */
  readonly relationships: readonly SnapshotRelationship[]
}

/**
 * A snapshot: safe to write as JSON, the same for the same database on every run. Models are sorted by schema and table, those
 * that share a table by name.
 */
export interface Snapshot {
  /** The version of this form. */
  readonly format: 1
  /** What the database computes of its structure; another one says that the structure has changed. */
  readonly fingerprint: string
  /** The structure, as the database has it. */
  readonly structure: Schema
  readonly models: readonly SnapshotModel[]
}
