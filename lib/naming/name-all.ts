/** Decides every name from the complete schema, in one pure phase. Depends on no order, and reads nothing. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Renaming } from '../../types/report.js'
import type { Schema, Table } from '../../types/schema.js'
import { byCodePoint } from '../schema/compare.js'
import { findTable } from '../schema/find-table.js'
import type { Terms } from './allot.js'
import { nameColumns } from './name-columns.js'
import { nameModels } from './name-models.js'
import { nameRelationships, type RelationshipDecision } from './name-relationships.js'
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
}

/** A table with the names that do not depend on relationships. */
interface Frame {
  readonly model: NameDecision
  readonly columns: ReadonlyMap<string, NameDecision>
}

/**
 * Gives every name: models first, then columns, which always keep theirs, then relationships, which give way. Throws
 * `OptionError` and `MappingError` NAME_TAKEN where the caller's functions answer badly.
 */
export function nameAll(input: NamingInput): Names {
  const frames = framesOf(input)
  const frameOf = (schema: string, name: string): Frame =>
    frames.get(findTable(input.schema, schema, name) as Table) as Frame
  const wishes = relationshipWishes(input.pairs, {
    scheme: schemes[input.naming.scheme],
    modelOf: (schema, name) => frameOf(schema, name).model.name,
  })
  const decisions = nameRelationships(wishes, {
    naming: input.naming,
    ask: input.relationships,
    termsOf: (schema, name) => termsOf(frameOf(schema, name)),
  })
  const relationships = relationshipsOf(input, decisions)
  const models = new Map(
    [...frames].map(([table, frame]) => [
      table,
      { table, ...frame, relationships: relationships.get(table) ?? [] },
    ]),
  )
  const renamings = renamingsOf([...models.values()])
  return { defaultSchema: input.schema.defaultSchema, scheme: input.naming.scheme, models, renamings }
}

function framesOf({ schema, tables, naming }: NamingInput): Map<Table, Frame> {
  const models = nameModels(schema, tables, naming)
  return new Map(
    [...models].map(([table, model]) => [table, { model, columns: nameColumns(table, model.name, naming) }]),
  )
}

function termsOf({ model, columns }: Frame): Terms {
  return {
    place: ` of model "${model.name}"`,
    fixed: new Map([...columns].map(([column, { name }]) => [name, `column "${column}"`])),
    reserved: reservedProperties,
  }
}

function relationshipsOf(
  { schema, pairs }: NamingInput,
  decisions: ReadonlyMap<InferredRelationship, RelationshipDecision>,
): Map<Table, NamedRelationship[]> {
  const found = new Map<Table, NamedRelationship[]>()
  const sides = pairs.flatMap(({ owning, inverse }) => [
    [owning, inverse] as const,
    [inverse, owning] as const,
  ])
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

function renamingsOf(models: readonly ModelNames[]): Renaming[] {
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
