/** Builds what models know of their relationships. Decides no key and no name. */

import type { InferredRelationship, Relationship } from '../../types/relationship.js'
import type { RelationshipDeclaration } from '../declaration/declaration.js'
import type { Dialect } from '../dialect/contract.js'
import type { NamedRelationship } from '../naming/names.js'
import { isIndexed } from '../schema/is-indexed.js'
import { didYouMean } from '../schema/suggest.js'
import { tableId } from '../schema/table-id.js'
import { invalid } from './declared-model.js'
import type { ColumnMapping, Mapping, RelationshipMapping, ThroughMapping } from './mapping.js'

/** A mapping while it is built, and where relationships are added later. */
export interface Draft extends Mapping {
  readonly relationships: Map<string, RelationshipMapping>
}

/** A relationship while its other side is not known yet. */
export type RelationshipDraft = { -readonly [K in keyof RelationshipMapping]: RelationshipMapping[K] }

/** What relationships are built from. */
export interface RelationshipInput {
  readonly dialect: Dialect
  /** What is declared of a side. */
  readonly declared: ReadonlyMap<InferredRelationship, RelationshipDeclaration>
}

/** Adds a side to its model, and gives it; its inverse is not known yet. */
export function addSide(
  named: NamedRelationship,
  drafts: ReadonlyMap<string, Draft>,
  input: RelationshipInput,
): RelationshipDraft {
  const { sourceSchema, sourceTable } = named.relationship
  const { relationships } = drafts.get(tableId(sourceSchema, sourceTable)) as Draft
  const relationship = { ...sideOf(named, relationships.size, drafts, input), inverse: null }
  relationships.set(relationship.name, relationship)
  return relationship
}

/** Gives what is known of a side without its inverse. */
export function sideOf(
  named: NamedRelationship,
  index: number,
  drafts: Pick<ReadonlyMap<string, Mapping>, 'get'>,
  { dialect, declared }: RelationshipInput,
): Omit<RelationshipDraft, 'inverse'> {
  const { relationship: side, decision } = named
  const { name } = decision
  const source = drafts.get(tableId(side.sourceSchema, side.sourceTable)) as Mapping
  const target = drafts.get(tableId(side.targetSchema, side.targetTable)) as Mapping
  const { kind, columns, referencedColumns, through } = side
  const declaration = declared.get(side)
  const near = through === null ? target : (drafts.get(tableId(through.schema, through.table)) as Mapping)
  return {
    name,
    index,
    source,
    target,
    collection: kind === 'oneToMany' || kind === 'manyToMany',
    columns: columnsOf(source, columns),
    referencedColumns: columnsOf(target, referencedColumns),
    through: throughOf(side, dialect, near),
    validated: side.validated,
    indexed: isIndexed(near.table, through?.sourceColumns ?? referencedColumns),
    orderBy: [],
    filter: declaration?.where ?? null,
    innerJoin: declaration?.innerJoin ?? false,
    info: infoOf(named, { source, target, viewOnly: declaration?.viewOnly ?? false }),
  }
}

function infoOf(
  { relationship: side, decision, lazy, inverse }: NamedRelationship,
  { source, target, viewOnly }: { source: Mapping; target: Mapping; viewOnly: boolean },
): Relationship {
  const { kind, columns, referencedColumns, through, key, nullable, cascade, passiveDeletes } = side
  return {
    model: source.name,
    name: decision.name,
    target: target.name,
    inverse,
    kind,
    columns,
    referencedColumns,
    through,
    key,
    lazy,
    nullable,
    cascade,
    passiveDeletes,
    viewOnly,
  }
}

/** Gives a relationship its order, once it is known which class it leads to. Throws `DeclarationError`. */
export function orderSide(
  relationship: RelationshipDraft,
  declaration: RelationshipDeclaration | undefined,
): void {
  const { source, target, name } = relationship
  relationship.orderBy = (declaration?.orderBy ?? []).map(({ property, descending }) => {
    const column = target.properties.get(property)
    if (column !== undefined) return { column, descending }
    throw invalid(
      `Cannot order "${source.name}.${name}" by "${property}": model "${target.name}" has no such property${didYouMean(property, target.properties.keys())}`,
    )
  })
}

function throughOf(
  { through }: InferredRelationship,
  dialect: Dialect,
  mapping: Mapping,
): ThroughMapping | null {
  if (through === null) return null
  return {
    mapping,
    from: `${dialect.quote(through.schema)}.${dialect.quote(through.table)}`,
    sourceColumns: through.sourceColumns.map(name => dialect.quote(name)),
    targetColumns: through.targetColumns.map(name => dialect.quote(name)),
  }
}

function columnsOf(draft: Mapping, names: readonly string[]): ColumnMapping[] {
  return names.map(name => draft.columns.find(({ column }) => column.name === name) as ColumnMapping)
}
