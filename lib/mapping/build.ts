/** Builds the mappings from the schema, the names and the inferred relationships. Runs no query, makes no class. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Column, Table } from '../../types/schema.js'
import type { Dialect, Reading } from '../dialect/contract.js'
import type { ModelNames, NameDecision, NamedRelationship, Names } from '../naming/names.js'
import { isIndexed } from '../schema/is-indexed.js'
import { tableId } from '../schema/table-id.js'
import type { ColumnMapping, InstanceClass, Mapping, RelationshipMapping, ThroughMapping } from './mapping.js'

/** What mappings are built from. */
export interface MappingInput {
  readonly dialect: Dialect
  /** How a column was chosen to be read. */
  readonly readingOf: (table: Table, column: Column) => Reading
  readonly names: Names
  readonly pairs: readonly RelationshipPair[]
}

/** A mapping while it is built; complete when `buildMappings` returns, but for its class. */
interface Draft extends Mapping {
  readonly columns: ColumnMapping[]
  readonly properties: Map<string, ColumnMapping>
  readonly relationships: Map<string, RelationshipMapping>
}

/** Gives a mapping for each named table, in order. The caller fills `model`. */
export function buildMappings(input: MappingInput): Mapping[] {
  const models = [...input.names.models.values()]
  const matched = matchedColumns(input)
  const drafts = new Map<string, Draft>()
  for (const model of models) {
    const id = tableId(model.table.schema, model.table.name)
    drafts.set(id, draftOf(model, input, matched.get(id) as Set<string>))
  }
  const sides = new Map<InferredRelationship, RelationshipDraft>()
  for (const { relationships } of models) {
    for (const named of relationships) sides.set(named.relationship, addSide(named, drafts, input.dialect))
  }
  for (const { owning, inverse } of input.pairs) tie(sides.get(owning), sides.get(inverse))
  return [...drafts.values()]
}

/** The columns that rows are matched by, by the ids of their tables: keys, and both ends of every relationship. */
function matchedColumns({ names, pairs }: MappingInput): Map<string, Set<string>> {
  const matched = new Map<string, Set<string>>()
  const add = (schema: string, table: string, columns: readonly string[]): void => {
    const id = tableId(schema, table)
    const known = matched.get(id)
    if (known === undefined) matched.set(id, new Set(columns))
    else for (const column of columns) known.add(column)
  }
  for (const table of names.models.keys()) add(table.schema, table.name, table.primaryKey?.columns ?? [])
  for (const { owning } of pairs) {
    add(owning.sourceSchema, owning.sourceTable, owning.columns)
    add(owning.targetSchema, owning.targetTable, owning.referencedColumns)
  }
  return matched
}

function draftOf(names: ModelNames, input: MappingInput, matched: ReadonlySet<string>): Draft {
  const { dialect } = input
  const { table } = names
  const columns = table.columns
    .filter(column => column.readable)
    .map((column, slot) => columnMapping(names, column, slot, { input, matched }))
  const byName = new Map(columns.map(column => [column.column.name, column]))
  const keyColumns = (table.primaryKey?.columns ?? []).map(name => byName.get(name))
  // A key that the connection may read only in part tells no rows apart.
  const key = keyColumns.every(column => column !== undefined) ? keyColumns : []
  return {
    name: names.model.name,
    table,
    from: `${dialect.quote(table.schema)}.${dialect.quote(table.name)}`,
    columns,
    width: columns.length,
    scope: null,
    key,
    order: key.length > 0 ? key : columns.filter(({ column }) => isOrderable(column)),
    properties: new Map(columns.map(column => [column.property, column])),
    relationships: new Map(),
    declaration: null,
    model: undefined as unknown as InstanceClass,
    runsFields: false,
  }
}

function columnMapping(
  { table, columns }: ModelNames,
  column: Column,
  slot: number,
  context: { readonly input: MappingInput; readonly matched: ReadonlySet<string> },
): ColumnMapping {
  const { dialect } = context.input
  const reading = context.input.readingOf(table, column)
  return {
    property: (columns.get(column.name) as NameDecision).name,
    column,
    slot,
    codec: dialect.codec(reading.column, reading.values, `${table.name}.${column.name}`),
    values: reading.values,
    quoted: dialect.quote(column.name),
    matched: context.matched.has(column.name),
    expression: null,
    deferred: false,
    sensitive: false,
  }
}

/** JSON, and types the library does not know, may have no order. */
function isOrderable(column: Column): boolean {
  return !['json', 'other', 'array'].includes(column.kind)
}

/** A relationship while its other side is not known yet. */
type RelationshipDraft = { -readonly [K in keyof RelationshipMapping]: RelationshipMapping[K] }

function addSide(
  { relationship: side, decision, lazy, inverse }: NamedRelationship,
  drafts: ReadonlyMap<string, Draft>,
  dialect: Dialect,
): RelationshipDraft {
  const { name } = decision
  const source = drafts.get(tableId(side.sourceSchema, side.sourceTable)) as Draft
  const target = drafts.get(tableId(side.targetSchema, side.targetTable)) as Draft
  const { kind, columns, referencedColumns, through, key, nullable, cascade, passiveDeletes, validated } =
    side
  const near = through === null ? target : (drafts.get(tableId(through.schema, through.table)) as Draft)
  const relationship: RelationshipDraft = {
    name,
    index: source.relationships.size,
    source,
    target,
    collection: kind === 'oneToMany' || kind === 'manyToMany',
    columns: columnsOf(source, columns),
    referencedColumns: columnsOf(target, referencedColumns),
    through: throughOf(side, dialect),
    inverse: null,
    validated,
    indexed: isIndexed(near.table, through?.sourceColumns ?? referencedColumns),
    orderBy: [],
    filter: null,
    innerJoin: false,
    info: {
      model: source.name,
      name,
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
    },
  }
  source.relationships.set(name, relationship)
  return relationship
}

/** Ties the sides of one key to each other; one that was left out is undefined. */
function tie(one: RelationshipDraft | undefined, other: RelationshipDraft | undefined): void {
  if (one === undefined || other === undefined) return
  one.inverse = other
  other.inverse = one
}

function throughOf({ through }: InferredRelationship, dialect: Dialect): ThroughMapping | null {
  if (through === null) return null
  return {
    from: `${dialect.quote(through.schema)}.${dialect.quote(through.table)}`,
    sourceColumns: through.sourceColumns.map(name => dialect.quote(name)),
    targetColumns: through.targetColumns.map(name => dialect.quote(name)),
  }
}

function columnsOf(draft: Draft, names: readonly string[]): ColumnMapping[] {
  return names.map(name => draft.columns.find(({ column }) => column.name === name) as ColumnMapping)
}
