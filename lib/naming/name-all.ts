/** Decides every name from the complete schema, in one pure phase. Depends on no order, and reads nothing. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Renaming } from '../../types/report.js'
import type { Schema, Table } from '../../types/schema.js'
import { byCodePoint } from '../schema/compare.js'
import { findTable } from '../schema/find-table.js'
import { tableId } from '../schema/table-id.js'
import type { Terms } from './allot.js'
import { fixNames, type GivenName, type GivenNames, noGivenNames, nothingGiven } from './given.js'
import { nameColumns } from './name-columns.js'
import { nameModels } from './name-models.js'
import { labelOf, nameRelationships, type RelationshipDecision } from './name-relationships.js'
import type { ModelNames, NameDecision, NamedRelationship, Names, NamingChoice } from './names.js'
import type { RelationshipFunction } from './relationship-change.js'
import { relationshipWishes } from './relationship-wishes.js'
import { reservedProperties } from './reserved.js'
import { schemes } from './scheme.js'

/** What is named, and how. */
export interface NamingInput {
  readonly schema: Schema
  /** The mapped ones. */
  readonly tables: readonly Table[]
  /** Between mapped tables only. */
  readonly pairs: readonly RelationshipPair[]
  readonly naming: NamingChoice
  /** The caller's last word on each relationship; null: none. */
  readonly relationships: RelationshipFunction | null
  /** Names that are given already. */
  readonly given?: GivenNames
  /** Declared sides beside those of the pairs, each with the side that leads back; all of them have given names. */
  readonly views?: readonly (readonly [side: InferredRelationship, back: InferredRelationship])[]
}

/** A table with the names that do not depend on relationships. */
export type TableNames = Pick<ModelNames, 'table' | 'model' | 'columns' | 'properties'>

/** Gives the names of models and columns. Throws `OptionError`, `MappingError` and `DeclarationError`. */
export function nameTables({
  schema,
  tables,
  naming,
  given = nothingGiven,
}: Pick<NamingInput, 'schema' | 'tables' | 'naming' | 'given'>): ReadonlyMap<Table, TableNames> {
  const models = nameModels(schema, tables, naming, given.tables)
  return new Map(
    [...models].map(([table, model]) => {
      const own = given.tables.get(tableId(table.schema, table.name)) ?? noGivenNames
      const columns = nameColumns(table, model.name, naming, own)
      return [table, { table, model, columns, properties: own.properties }]
    }),
  )
}

/**
 * Gives every name: models first, then columns, which always keep theirs, then relationships, which give way. Throws
 * `OptionError` and `MappingError` NAME_TAKEN where the caller's functions answer badly.
 */
export function nameAll(
  input: NamingInput,
  frames: ReadonlyMap<Table, TableNames> = nameTables(input),
): Names {
  const given = input.given?.relationships ?? nothingGiven.relationships
  const frameOf = (schema: string, name: string): TableNames =>
    frames.get(findTable(input.schema, schema, name) as Table) as TableNames
  // Where every name is given nobody needs to wish; otherwise those that are given count in the wishes of others, too.
  const isSettled = input.pairs.every(({ owning, inverse }) => given.has(owning) && given.has(inverse))
  const wishes = relationshipWishes(isSettled ? [] : input.pairs, {
    scheme: schemes[input.naming.scheme],
    modelOf: (schema, name) => frameOf(schema, name).model.name,
  })
  const terms = relationshipTerms(input, frames)
  const decisions = new Map([
    ...[...given].flatMap(([side, name]) => (name === null ? [] : [[side, name] as const])),
    ...nameRelationships(
      wishes.filter(({ relationship }) => !given.has(relationship)),
      {
        naming: input.naming,
        ask: input.relationships,
        termsOf: table => terms.get(table) as Terms,
        aboveOf: table => (input.given?.tables.get(table) ?? noGivenNames).above,
      },
    ),
  ])
  const relationships = relationshipsOf(input, decisions)
  const models = new Map(
    [...frames].map(([table, frame]) => [table, { ...frame, relationships: relationships.get(table) ?? [] }]),
  )
  const renamings = renamingsOf([...models.values()])
  return { defaultSchema: input.schema.defaultSchema, scheme: input.naming.scheme, models, renamings }
}

/** What is fixed in each model before its relationships are named, by the table's id. */
function relationshipTerms(
  { given = nothingGiven }: NamingInput,
  frames: ReadonlyMap<Table, TableNames>,
): ReadonlyMap<string, Terms> {
  const fixed = bySource(given.relationships)
  return new Map(
    [...frames].map(([table, frame]) => {
      const id = tableId(table.schema, table.name)
      const sides = fixed.get(id) ?? []
      const settled = new Set(sides.map(([, { decision }]) => decision.name))
      // A declared relationship that the database has no key for keeps its name all the same.
      const others = [...(given.tables.get(id)?.relationships ?? [])]
        .filter(([name]) => !settled.has(name))
        .map(([name, each]) => [`relationship "${name}"`, each] as const)
      return [id, fixNames([...others, ...sides], termsOf(frame))]
    }),
  )
}

type Labelled = readonly [label: string, given: GivenName]

function bySource(given: GivenNames['relationships']): ReadonlyMap<string, readonly Labelled[]> {
  const found = new Map<string, Labelled[]>()
  for (const [side, name] of given) {
    if (name === null) continue
    const id = tableId(side.sourceSchema, side.sourceTable)
    const known = found.get(id) ?? []
    known.push([labelOf(side), name])
    found.set(id, known)
  }
  return found
}

function termsOf({ model, columns, properties }: TableNames): Terms {
  return {
    place: ` of model "${model.name}"`,
    fixed: new Map([
      ...[...properties].map(([name, { kind }]) => [name, `${kind} property "${name}"`] as const),
      ...[...columns].map(([column, { name }]) => [name, `column "${column}"`] as const),
    ]),
    reserved: reservedProperties,
  }
}

function relationshipsOf(
  { schema, pairs, views = [] }: NamingInput,
  decisions: ReadonlyMap<InferredRelationship, RelationshipDecision>,
): Map<Table, NamedRelationship[]> {
  const found = new Map<Table, NamedRelationship[]>()
  const sides = [
    ...pairs.flatMap(({ owning, inverse }) => [[owning, inverse] as const, [inverse, owning] as const]),
    ...views,
  ]
  for (const [relationship, other] of sides) {
    const decided = decisions.get(relationship)
    if (decided === undefined) continue
    const table = findTable(schema, relationship.sourceSchema, relationship.sourceTable) as Table
    const { decision, lazy } = decided
    const named = { relationship, decision, lazy, inverse: decisions.get(other)?.decision.name ?? null }
    const list = found.get(table)
    if (list === undefined) found.set(table, [named])
    else list.push(named)
  }
  for (const list of found.values()) list.sort((a, b) => byCodePoint(a.decision.name, b.decision.name))
  return found
}

/** Gives every name that a collision or a reserved word changed, sorted by subject. */
export function renamingsOf(models: readonly ModelNames[]): Renaming[] {
  return models.flatMap(changesOf).sort((a, b) => byCodePoint(a.subject, b.subject))
}

function changesOf({ model, columns, relationships }: ModelNames): Renaming[] {
  const parts = [...columns.values(), ...relationships.map(({ decision }) => decision)]
  return [
    ...[model].filter(isChanged).map(decision => renaming(model.name, decision)),
    ...parts.filter(isChanged).map(decision => renaming(`${model.name}.${decision.name}`, decision)),
  ]
}

function isChanged({ name, wanted }: NameDecision): boolean {
  return name !== wanted
}

function renaming(subject: string, { name, wanted, collidedWith }: NameDecision): Renaming {
  return { subject, wanted, given: name, reason: `"${wanted}" collides with ${collidedWith.join(', ')}` }
}
