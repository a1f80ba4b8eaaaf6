/** Relationships as plain data. */

import type { ReferentialAction } from './schema.js'

/** What a relationship gives: one instance, one or none, or many. */
export type RelationshipKind = 'manyToOne' | 'oneToMany' | 'oneToOne' | 'manyToMany'

/** When a relationship is loaded: on first await, with its owner in one statement, in a second statement, never. */
export type LoadStrategy = 'select' | 'joined' | 'selectin' | 'raise'

/** The association table of a many-to-many relationship. */
export interface Through {
  readonly schema: string
  readonly table: string
  /** Columns of the association table that refer to the source, in the order of `columns`. */
  readonly sourceColumns: readonly string[]
  /** Columns of the association table that refer to the target, in the order of `referencedColumns`. */
  readonly targetColumns: readonly string[]
}

/** One side of a key, before it has been accepted; every name in it is the database's. */
export interface RelationshipCandidate {
  /** Identifies the key: `orders(customer_id) -> customer(id)`; both sides share it. */
  readonly key: string
  readonly kind: RelationshipKind
  /** The proposed property name; final unless changed. */
  readonly name: string
  readonly sourceSchema: string
  readonly sourceTable: string
  readonly targetSchema: string
  readonly targetTable: string
  /** Of the source table. */
  readonly columns: readonly string[]
  /** Of the target table. */
  readonly referencedColumns: readonly string[]
  readonly through: Through | null
  /** True for the side that holds the key's columns. */
  readonly owning: boolean
  readonly onDelete: ReferentialAction
  /** The key's own name in the database; null where it has none. */
  readonly constraint: string | null
}

/** One side of a key as inferred from constraints, before names are chosen. */
export interface InferredRelationship extends Omit<RelationshipCandidate, 'name'> {
  /** False when the key's columns guarantee a value; always true on the side that does not hold the key. */
  readonly nullable: boolean
  /** True where the database vouches that a non-null key finds its row. */
  readonly validated: boolean
  readonly cascade: readonly Cascade[]
  /** True where the database itself carries out ON DELETE. */
  readonly passiveDeletes: boolean
}

/** Both sides of one key, or of one association table. */
export interface RelationshipPair {
  /** Identifies the key: `orders(customer_id) -> customer(id)`. */
  readonly key: string
  /** The side that holds the key; of a many-to-many, the side that the association's first key refers to. */
  readonly owning: InferredRelationship
  readonly inverse: InferredRelationship
}

/** What a caller may change about one relationship. */
export interface RelationshipChange {
  readonly name?: string
  readonly lazy?: LoadStrategy
}

/** What happens to the related instances when their owner is saved or deleted, in SQLAlchemy's words. */
export type Cascade = 'saveUpdate' | 'merge' | 'delete' | 'deleteOrphan'

/** One relationship of one model, as listed by `db.relationships`. */
export interface Relationship {
  /** The model that has the property. */
  readonly model: string
  readonly name: string
  readonly kind: RelationshipKind
  /** The model that it gives. */
  readonly target: string
  readonly columns: readonly string[]
  readonly referencedColumns: readonly string[]
  readonly through: Through | null
  /** The property of the target that leads back; null where that side was left out. */
  readonly inverse: string | null
  readonly key: string
  readonly lazy: LoadStrategy
  /** False when the key's columns guarantee a value. */
  readonly nullable: boolean
  readonly cascade: readonly Cascade[]
  /** True where the database itself carries out ON DELETE. */
  readonly passiveDeletes: boolean
  /** True where it is only read: what is put into it is not written. */
  readonly viewOnly: boolean
}
