/** What inference gives, as plain data. */

import type { RelationshipPair } from '../../types/relationship.js'
import type { ForeignKey, Table } from '../../types/schema.js'

/** What became of one foreign key. */
export interface InferredKey {
  readonly table: Table
  readonly foreignKey: ForeignKey
  readonly key: string
  readonly status: 'related' | 'skipped' | 'collapsed'
  /** Why it is not related; null where it is. */
  readonly reason: string | null
  /** True where a relationship is lost through the database's fault, not because a table is not mapped. */
  readonly lost: boolean
  /** Its relationships; null where it is not related. */
  readonly pair: RelationshipPair | null
}

/** A table that stands for a many-to-many relationship, besides being a table. */
export interface Association {
  readonly table: Table
  readonly pair: RelationshipPair
}

/** Everything that was inferred; sorted by table, then by key. */
export interface Inference {
  /** A table's own keys first, then the many-to-many that it stands for. */
  readonly pairs: readonly RelationshipPair[]
  /** Every foreign key of the schema, exactly once. */
  readonly foreignKeys: readonly InferredKey[]
  readonly associations: readonly Association[]
}
