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
import type { NameDecision } from '../naming/names.js'
import { askAboutRelationship, type RelationshipFunction } from '../naming/relationship-change.js'
import { reservedModels, reservedProperties } from '../naming/reserved.js'
import { tableId } from '../schema/table-id.js'

/** A side of a key, and the table that has it. */
type KnownSide = readonly [model: SnapshotModel, side: SnapshotRelationship]

/** The names of one snapshot, by what they are looked for by. */
export class FrozenNames {
  /** By the table's id; classes may share one. */
  readonly #models = new Map<string, SnapshotModel[]>()
  /** By the key: the sides that hold it. */
  readonly #owning = new Map<string, KnownSide>()
  /** By the key: the other sides. */
  readonly #inverse = new Map<string, KnownSide>()

  constructor({ models }: Snapshot) {
    for (const model of models) {
      const id = tableId(model.schema, model.table)
      const known = this.#models.get(id)
      if (known === undefined) this.#models.set(id, [model])
      else known.push(model)
      for (const side of model.relationships) this.#sidesBy(side.owning).set(side.key, [model, side])
    }
  }

  /**
   * Gives the model names of these tables where it has a sound one for each of them, and no class shares its table. Null: they are
   * to be settled among all tables.
   */
  models(tables: readonly Table[]): ReadonlyMap<Table, NameDecision> | null {
    const names = new Set<string>()
    const found = new Map<Table, NameDecision>()
    for (const table of tables) {
      const [model, ...more] = this.#models.get(tableId(table.schema, table.name)) ?? []
      if (model === undefined || more.length > 0 || model.parent !== null || !isSound(model)) return null
      names.add(model.name)
      found.set(table, frozen(model).decision)
    }
    return names.size === tables.length ? found : null
  }

  /**
   * Gives the names of tables and columns that are still there, and keeps those of relationships free. What is given anyway, by
   * classes or by an earlier boot, counts before them.
   */
  tables(
    tables: readonly Table[],
    pairs: readonly RelationshipPair[],
    given: GivenNames,
  ): GivenNames['tables'] {
    const taken = modelNames(given.tables)
    const names = bySource([...given.relationships, ...this.relationships(pairs, given, null)])
    const found = tables.map((table): readonly [string, GivenTable] => {
      const id = tableId(table.schema, table.name)
      const own = given.tables.get(id) ?? noGivenNames
      const relationships = new Map([...(names.get(id) ?? []), ...own.relationships])
      return [id, { ...tableOf(table, this.#models.get(id) ?? [], { own, taken }), relationships }]
    })
    return new Map([...given.tables, ...found])
  }

  /**
   * Gives the names of relationships whose keys are still there. The caller's function is asked how they are loaded, and whether at
   * all; what it calls them does not count. A side that was left out while the other was not stays out.
   */
  relationships(
    pairs: readonly RelationshipPair[],
    given: GivenNames,
    ask: RelationshipFunction | null,
  ): Map<InferredRelationship, GivenRelationship | null> {
    const isFree = freeNames(given)
    const found = new Map<InferredRelationship, GivenRelationship | null>()
    for (const [side, known] of this.#sides(pairs)) {
      if (given.relationships.has(side)) continue
      if (known === null) found.set(side, null)
      else if (isFree(side, known.name)) found.set(side, sideOf(side, known, ask))
    }
    return found
  }

  /** Gives the sides that it names; null for one that was left out while the other was not. */
  *#sides(
    pairs: readonly RelationshipPair[],
  ): Generator<readonly [InferredRelationship, SnapshotRelationship | null]> {
    for (const { owning, inverse } of pairs) {
      const [one, other] = [this.#side(owning), this.#side(inverse)]
      if (one === undefined && other === undefined) continue
      yield [owning, one ?? null]
      yield [inverse, other ?? null]
    }
  }

  #side({ key, owning, sourceSchema, sourceTable }: InferredRelationship): SnapshotRelationship | undefined {
    const found = this.#sidesBy(owning).get(key)
    // Another default schema gives the same text to another key.
    if (found?.[0].schema !== sourceSchema || found[0].table !== sourceTable) return undefined
    return found[1]
  }

  #sidesBy(owning: boolean): Map<string, KnownSide> {
    return owning ? this.#owning : this.#inverse
  }
}

/** True where names can be taken as they are: what is not is refused where all of them are settled. */
function isSound({ name, columns, relationships }: SnapshotModel): boolean {
  const members = [...columns, ...relationships].map(member => member.name)
  return (
    name !== '' &&
    !reservedModels.has(name) &&
    new Set(members).size === members.length &&
    members.every(member => member !== '' && !reservedProperties.has(member)) &&
    !relationships.some(side => side.name.includes('.'))
  )
}

/** Tells whether a name of a side is given to nothing else. */
function freeNames({
  tables,
  relationships,
}: GivenNames): (side: InferredRelationship, name: string) => boolean {
  const taken = new Map([...tables].map(([id, own]) => [id, namesIn(own)]))
  const sides = bySource(relationships)
  return ({ sourceSchema, sourceTable }, name) => {
    if (taken.size === 0) return true
    const id = tableId(sourceSchema, sourceTable)
    return taken.get(id)?.has(name) !== true && sides.get(id)?.has(name) !== true
  }
}

/** The names of sides, by the ids of their tables. */
function bySource(
  sides: Iterable<readonly [InferredRelationship, GivenRelationship | null]>,
): ReadonlyMap<string, ReadonlyMap<string, GivenName>> {
  const found = new Map<string, Map<string, GivenName>>()
  for (const [{ sourceSchema, sourceTable }, given] of sides) {
    if (given === null) continue
    const id = tableId(sourceSchema, sourceTable)
    const known = found.get(id)
    if (known === undefined) found.set(id, new Map([[given.decision.name, given]]))
    else known.set(given.decision.name, given)
  }
  return found
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
