/** Recognizes association tables and makes their many-to-many pairs. Takes no table away: it is a model too. */

import type { InferredRelationship, RelationshipPair, Through } from '../../types/relationship.js'
import type { Column, ForeignKey, Schema, Table } from '../../types/schema.js'
import { isUnique } from '../schema/is-unique.js'
import { associationText } from '../schema/key-text.js'
import { plainCascade } from './direct-pair.js'

/** The two keys of an association table, in sorted order. */
export type AssociationKeys = readonly [near: ForeignKey, far: ForeignKey]

/**
 * True for two keys that share no column, where every column of the table belongs to one of them, or where their columns
 * together are a key of the table and every other column fills itself or may stay empty.
 */
export function isAssociation(table: Table, [near, far]: AssociationKeys): boolean {
  if (near.columns.some(column => far.columns.includes(column))) return false
  const columns = [...near.columns, ...far.columns]
  const others = table.columns.filter(column => !columns.includes(column.name))
  return others.length === 0 || (isUnique(table, columns) && others.every(isOptional))
}

function isOptional(column: Column): boolean {
  return column.nullable || column.hasDefault || column.autoIncrement || column.generated !== null
}

/** Gives the two many-to-many relationships of an association table. */
export function associationPair(
  schema: Schema,
  table: Table,
  [near, far]: AssociationKeys,
): RelationshipPair {
  const key = associationText(schema, table, [near, far])
  return {
    key,
    owning: sideOf(key, table, near, far),
    inverse: { ...sideOf(key, table, far, near), owning: false },
  }
}

function sideOf(key: string, table: Table, near: ForeignKey, far: ForeignKey): InferredRelationship {
  return {
    key,
    kind: 'manyToMany',
    sourceSchema: near.referencedSchema,
    sourceTable: near.referencedTable,
    targetSchema: far.referencedSchema,
    targetTable: far.referencedTable,
    columns: near.referencedColumns,
    referencedColumns: far.referencedColumns,
    through: throughOf(table, near, far),
    owning: true,
    // What deleting the source does to the association's own rows.
    onDelete: near.onDelete,
    constraint: null,
    nullable: true,
    validated: near.validated && far.validated,
    cascade: plainCascade,
    passiveDeletes: false,
  }
}

function throughOf(table: Table, near: ForeignKey, far: ForeignKey): Through {
  return { schema: table.schema, table: table.name, sourceColumns: near.columns, targetColumns: far.columns }
}
