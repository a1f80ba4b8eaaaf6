/** Keeps what an earlier boot decided, so that a later one adds to it and changes none of it. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Schema, Table } from '../../types/schema.js'
import { declaredNames } from '../mapping/declared-names.js'
import { type GivenNames, type GivenRelationship, type GivenTable, noGivenNames } from '../naming/given.js'
import type { ModelNames, NameDecision, NamedRelationship } from '../naming/names.js'
import { byCodePoints } from '../schema/compare.js'
import { tableId } from '../schema/table-id.js'
import type { Boot } from './boot.js'

/** Gives the schema with the tables that are mapped as they were then, the gone ones among them. */
export function withKept(schema: Schema, mapped: readonly Table[]): Schema {
  const kept = new Map(mapped.map(table => [tableId(table.schema, table.name), table]))
  const tables = new Map(schema.tables.map(table => [tableId(table.schema, table.name), table]))
  for (const [id, table] of kept) tables.set(id, table)
  const schemas = new Set([...schema.schemas, ...mapped.map(table => table.schema)])
  return {
    ...schema,
    schemas: [...schemas].sort((a, b) => byCodePoints([a], [b])),
    tables: [...tables.values()].sort((a, b) => byCodePoints([a.schema, a.name], [b.schema, b.name])),
  }
}

/** Gives the pairs, those that were known before as the very same objects. */
export function keptPairs(
  pairs: readonly RelationshipPair[],
  before: readonly RelationshipPair[],
): readonly RelationshipPair[] {
  const byKey = new Map(pairs.map(pair => [pair.key, pair]))
  // What only classes know of was not inferred, then or now.
  for (const pair of before) byKey.set(pair.key, pair)
  return [...byKey.values()]
}

/** Gives every name of a boot as one that is given. */
export function keptNames({ names, models, pairs }: Boot): GivenNames {
  const named = [...names.models.values()]
  const declared = declaredNames(models.values())
  const relationships = new Map<InferredRelationship, GivenRelationship | null>(
    // A side that was left out stays out.
    pairs.flatMap(({ owning, inverse }) => [
      [owning, null],
      [inverse, null],
    ]),
  )
  for (const each of named) {
    for (const side of each.relationships) relationships.set(side.relationship, keptSide(side))
  }
  return {
    tables: new Map(
      named.map(each => {
        const id = tableId(each.table.schema, each.table.name)
        return [id, keptTable(each, declared.get(id) ?? noGivenNames)]
      }),
    ),
    relationships,
  }
}

function keptTable(names: ModelNames, declared: GivenTable): GivenTable {
  return {
    ...declared,
    model: kept(names.model),
    columns: new Map([...names.columns].map(([column, decision]) => [column, kept(decision)])),
  }
}

function keptSide({ decision, lazy }: NamedRelationship): GivenRelationship {
  return { ...kept(decision), lazy }
}

/** Two names of one boot are never the same, so nobody reads the cure. */
function kept(decision: NameDecision): { readonly decision: NameDecision; readonly cure: string } {
  return { decision, cure: '' }
}
