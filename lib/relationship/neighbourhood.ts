/** Infers the relationships of single tables, when somebody asks for them. Infers nothing twice. */

import type { RelationshipPair } from '../../types/relationship.js'
import type { Schema, Table } from '../../types/schema.js'
import { findTable } from '../schema/find-table.js'
import { tableId } from '../schema/table-id.js'
import { inferTable, inTurn, joined, plainTerms } from './infer.js'
import type { Inference } from './inference.js'

/** Gives the function that answers which of these relationships lead from a table or to it. */
export function pairsByTable(
  pairs: readonly RelationshipPair[],
): (table: Table) => readonly RelationshipPair[] {
  const found = new Map<string, RelationshipPair[]>()
  for (const pair of pairs) {
    const { sourceSchema, sourceTable, targetSchema, targetTable } = pair.owning
    const ends = new Set([tableId(sourceSchema, sourceTable), tableId(targetSchema, targetTable)])
    for (const id of ends) {
      const known = found.get(id)
      if (known === undefined) found.set(id, [pair])
      else known.push(pair)
    }
  }
  return ({ schema, name }) => found.get(tableId(schema, name)) ?? []
}

/** The relationships of a schema, as far as they were asked for; each is one and the same object ever after. */
export class Neighbourhoods {
  readonly #schema: Schema
  readonly #isMapped: (table: Table) => boolean
  readonly #inferred = new Map<Table, Inference>()
  readonly #pairs = new Map<Table, readonly RelationshipPair[]>()
  #referrers: ReadonlyMap<Table, ReadonlySet<Table>> | null = null

  constructor(schema: Schema, isMapped: (table: Table) => boolean) {
    this.#schema = schema
    this.#isMapped = isMapped
  }

  /** Gives every relationship that leads from a table or to it, in the order in which all of them are. */
  pairsOf(table: Table): readonly RelationshipPair[] {
    const known = this.#pairs.get(table)
    if (known !== undefined) return known
    const found = this.#findPairs(table)
    this.#pairs.set(table, found)
    return found
  }

  /** Gives everything. */
  all(): Inference {
    return joined(inTurn(this.#schema.tables).map(table => this.#inferenceOf(table)))
  }

  #findPairs(table: Table): readonly RelationshipPair[] {
    this.#referrers ??= referrersOf(this.#schema)
    const neighbours = new Set([table, ...(this.#referrers.get(table) ?? [])])
    return inTurn(neighbours).flatMap(each =>
      this.#inferenceOf(each).pairs.filter(({ owning, inverse }) =>
        [owning, inverse].some(
          ({ sourceSchema, sourceTable }) => sourceSchema === table.schema && sourceTable === table.name,
        ),
      ),
    )
  }

  #inferenceOf(table: Table): Inference {
    const known = this.#inferred.get(table)
    if (known !== undefined) return known
    const inferred = inferTable(this.#schema, table, { ...plainTerms, isMapped: this.#isMapped })
    this.#inferred.set(table, inferred)
    return inferred
  }
}

/** The tables whose keys refer to each table: an association table refers to both of its ends. */
function referrersOf(schema: Schema): ReadonlyMap<Table, ReadonlySet<Table>> {
  const found = new Map<Table, Set<Table>>()
  for (const table of schema.tables) {
    for (const { referencedSchema, referencedTable } of table.foreignKeys) {
      const target = findTable(schema, referencedSchema, referencedTable)
      if (target === undefined) continue
      const known = found.get(target)
      if (known === undefined) found.set(target, new Set([table]))
      else known.add(table)
    }
  }
  return found
}
