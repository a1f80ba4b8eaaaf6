/** Gives the names of a snapshot to naming, so that what is new gives way and nothing that it names moves. Names nothing itself. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Table } from '../../types/schema.js'
import type { ChosenName, Snapshot, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import {
  type GivenName,
  type GivenNames,
  type GivenRelationship,
  type GivenTable,
  noGivenNames,
} from '../naming/given.js'
import { candidateOf } from '../naming/name-relationships.js'
import { askAboutRelationship, type RelationshipFunction } from '../naming/relationship-change.js'
import { tableId } from '../schema/table-id.js'

/** The names of one snapshot, by what they are looked for by. */
export class FrozenNames {
  /** By the table's id; classes may share one. */
  readonly #models = new Map<string, SnapshotModel[]>()
  /** By the table's id, then by the side of the key. */
  readonly #sides = new Map<string, Map<string, SnapshotRelationship>>()

  constructor({ models }: Snapshot) {
    for (const model of models) {
      const id = tableId(model.schema, model.table)
      const known = this.#models.get(id) ?? []
      this.#models.set(id, [...known, model])
      const sides = this.#sides.get(id) ?? new Map<string, SnapshotRelationship>()
      this.#sides.set(id, sides)
      for (const side of model.relationships) sides.set(sideText(side), side)
    }
  }

  /**
   * Gives the names of tables and columns that are still there, and keeps those of relationships free. What is given anyway, by
   * classes or by an earlier boot, counts before them.
   */
  tables(
    tables: readonly Table[],
    pairs: readonly RelationshipPair[],
    given: GivenNames['tables'],
  ): GivenNames['tables'] {
    const taken = modelNames(given)
    const names = new Map<string, [string, GivenName][]>()
    for (const [side, known] of this.#known(pairs, given)) {
      const id = tableId(side.sourceSchema, side.sourceTable)
      const list = names.get(id) ?? []
      list.push([known.name, frozen(known)])
      names.set(id, list)
    }
    const found = tables.map((table): readonly [string, GivenTable] => {
      const id = tableId(table.schema, table.name)
      const own = given.get(id) ?? noGivenNames
      const relationships = new Map([...(names.get(id) ?? []), ...own.relationships])
      return [id, { ...tableOf(table, this.#models.get(id) ?? [], { own, taken }), relationships }]
    })
    return new Map([...given, ...found])
  }

  /**
   * Gives the names of relationships whose keys are still there. The caller's function is asked how they are loaded, and whether at
   * all; what it calls them does not count. A side that was left out while the other was not stays out.
   */
  relationships(
    pairs: readonly RelationshipPair[],
    given: GivenNames['tables'],
    ask: RelationshipFunction | null,
  ): Map<InferredRelationship, GivenRelationship | null> {
    const found = new Map<InferredRelationship, GivenRelationship | null>()
    for (const [side, known] of this.#known(pairs, given)) found.set(side, sideOf(side, known, ask))
    for (const { owning, inverse } of pairs) {
      const [one, other] = [this.#side(owning), this.#side(inverse)]
      if (one === undefined && other !== undefined) found.set(owning, null)
      if (one !== undefined && other === undefined) found.set(inverse, null)
    }
    return found
  }

  /** Sides that the snapshot names, where no class uses the name for something else. */
  #known(
    pairs: readonly RelationshipPair[],
    given: GivenNames['tables'],
  ): [InferredRelationship, SnapshotRelationship][] {
    return pairs
      .flatMap(({ owning, inverse }) => [owning, inverse])
      .flatMap((side): [InferredRelationship, SnapshotRelationship][] => {
        const known = this.#side(side)
        const own = given.get(tableId(side.sourceSchema, side.sourceTable)) ?? noGivenNames
        return known === undefined || namesIn(own).has(known.name) ? [] : [[side, known]]
      })
  }

  #side(side: InferredRelationship): SnapshotRelationship | undefined {
    return this.#sides.get(tableId(side.sourceSchema, side.sourceTable))?.get(sideText(side))
  }
}

function sideText({ key, owning }: Pick<SnapshotRelationship, 'key' | 'owning'>): string {
  return `${owning} ${key}`
}

/** The names of models that are given anyway. */
function modelNames(given: GivenNames['tables']): ReadonlySet<string | undefined> {
  return new Set(
    [...given.values()].flatMap(({ model, sharing }) => [model, ...sharing].map(each => each?.decision.name)),
  )
}

function tableOf(
  { columns }: Table,
  models: readonly SnapshotModel[],
  { own, taken }: { readonly own: GivenTable; readonly taken: ReadonlySet<string | undefined> },
): GivenTable {
  const declared = namesIn(own)
  const [first] = models
  const isFree = first !== undefined && models.length === 1 && !taken.has(first.name)
  const present = new Set(columns.map(({ name }) => name))
  const known = models
    .flatMap(model => model.columns)
    .filter(({ column, name }) => present.has(column) && !declared.has(name))
  return {
    ...own,
    model: own.model ?? (isFree ? frozen(first) : null),
    columns: new Map([...known.map(each => [each.column, frozen(each)] as const), ...own.columns]),
  }
}

function namesIn({ columns, properties, relationships }: GivenTable): ReadonlySet<string> {
  return new Set([
    ...[...columns.values()].map(({ decision }) => decision.name),
    ...properties.keys(),
    ...relationships.keys(),
  ])
}

function sideOf(
  side: InferredRelationship,
  known: SnapshotRelationship,
  ask: RelationshipFunction | null,
): GivenRelationship | null {
  if (ask === null) return { ...frozen(known), lazy: known.lazy }
  const change = askAboutRelationship(ask, candidateOf(side, known.name))
  return change === false ? null : { ...frozen(known), lazy: change.lazy ?? 'select' }
}

function frozen({ name, wanted, rule, collidedWith }: ChosenName): GivenName {
  return {
    decision: { name, wanted, rule, collidedWith },
    cure: 'the snapshot names it so; take a snapshot of an automap that was booted without one',
  }
}
