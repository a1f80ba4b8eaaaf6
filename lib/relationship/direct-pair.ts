/** Makes both sides of one foreign key. Refuses nothing: the key has been found fit before. */

import type { Cascade, InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import { isUnique } from '../schema/is-unique.js'
import { keyText } from '../schema/key-text.js'

/** What saving and deleting do when nothing says otherwise. */
export const plainCascade: readonly Cascade[] = ['saveUpdate', 'merge']

/** Adds that the related instances live and die with their owner. */
const ownedCascade: readonly Cascade[] = ['saveUpdate', 'merge', 'delete', 'deleteOrphan']

/** Gives the many-to-one of the key's own table, and the one-to-many or one-to-one that leads back. */
export function directPair(schema: Schema, table: Table, foreignKey: ForeignKey): RelationshipPair {
  const key = keyText(schema, table, foreignKey)
  const owning: InferredRelationship = {
    key,
    kind: 'manyToOne',
    sourceSchema: table.schema,
    sourceTable: table.name,
    targetSchema: foreignKey.referencedSchema,
    targetTable: foreignKey.referencedTable,
    columns: foreignKey.columns,
    referencedColumns: foreignKey.referencedColumns,
    through: null,
    owning: true,
    onDelete: foreignKey.onDelete,
    constraint: foreignKey.name,
    // One null is enough to refer to nothing (MATCH SIMPLE).
    nullable: nullables(table, foreignKey).some(nullable => nullable),
    // A transaction can look before a deferrable key is checked.
    validated: foreignKey.validated && foreignKey.deferrable !== true,
    cascade: plainCascade,
    passiveDeletes: false,
  }
  return { key, owning, inverse: inverseOf(owning, table, foreignKey) }
}

function inverseOf(owning: InferredRelationship, table: Table, foreignKey: ForeignKey): InferredRelationship {
  return {
    ...owning,
    kind: isUnique(table, foreignKey.columns) ? 'oneToOne' : 'oneToMany',
    sourceSchema: owning.targetSchema,
    sourceTable: owning.targetTable,
    targetSchema: owning.sourceSchema,
    targetTable: owning.sourceTable,
    columns: owning.referencedColumns,
    referencedColumns: owning.columns,
    owning: false,
    nullable: true,
    ...deletion(table, foreignKey),
  }
}

/**
 * A row that cannot exist without its parent goes with it; any other is let go. Here a key counts as nullable only
 * where all of its columns are, as in SQLAlchemy's automap: with one NOT NULL column the key cannot be emptied.
 */
function deletion(
  table: Table,
  foreignKey: ForeignKey,
): Pick<InferredRelationship, 'cascade' | 'passiveDeletes'> {
  return nullables(table, foreignKey).every(nullable => nullable)
    ? { cascade: plainCascade, passiveDeletes: foreignKey.onDelete === 'setNull' }
    : { cascade: ownedCascade, passiveDeletes: foreignKey.onDelete === 'cascade' }
}

function nullables(table: Table, foreignKey: ForeignKey): boolean[] {
  return table.columns
    .filter(column => foreignKey.columns.includes(column.name))
    .map(column => column.nullable)
}
