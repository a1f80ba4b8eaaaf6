/** Builds the mappings from the schema, the names and the inferred relationships. Runs no query, makes no class. */

import type { ValueOptions } from '../../types/options.js'
import type { InferredRelationship, Relationship } from '../../types/relationship.js'
import type { Column, Table } from '../../types/schema.js'
import type { Dialect } from '../dialect/contract.js'
import type { CheckedOptions } from '../options.js'
import type { ColumnMapping, InstanceClass, Mapping, RelationshipMapping, ThroughMapping } from './mapping.js'

/** One pair of relationships over one key. */
interface Pair {
  readonly key: string
  readonly owning: InferredRelationship
  readonly inverse: InferredRelationship
}

/** What a name phase decided, as far as mappings need it. */
export interface ChosenNames {
  modelName(table: Table): string
  propertyName(table: Table, column: Column): string
  /** Null where the relationship was left out. */
  relationshipName(relationship: InferredRelationship): string | null
  lazy(relationship: InferredRelationship): Relationship['lazy']
}

/** What mappings are built from. */
export interface MappingInput {
  readonly dialect: Dialect
  readonly options: CheckedOptions
  readonly tables: readonly Table[]
  readonly pairs: readonly Pair[]
  readonly names: ChosenNames
}

/** A mapping while it is built; complete when `buildMappings` returns, but for its class. */
interface Draft extends Mapping {
  readonly columns: ColumnMapping[]
  readonly properties: Map<string, ColumnMapping>
  readonly relationships: Map<string, RelationshipMapping>
}

/** Gives a mapping for each table, in order. The caller fills `model`. */
export function buildMappings(input: MappingInput): Mapping[] {
  const matched = matchedColumns(input)
  const drafts = new Map<string, Draft>()
  for (const table of input.tables)
    drafts.set(tableId(table.schema, table.name), draftOf(table, input, matched))
  for (const pair of input.pairs) relate(pair, drafts, input)
  return [...drafts.values()]
}

/** The columns that rows are matched by, as ids: keys, and both ends of every relationship. */
function matchedColumns({ tables, pairs }: MappingInput): Set<string> {
  const matched = new Set<string>()
  const add = (schema: string, table: string, columns: readonly string[]): void => {
    for (const column of columns) matched.add(columnId(schema, table, column))
  }
  for (const table of tables) add(table.schema, table.name, table.primaryKey?.columns ?? [])
  for (const { owning } of pairs) {
    add(owning.sourceSchema, owning.sourceTable, owning.columns)
    add(owning.targetSchema, owning.targetTable, owning.referencedColumns)
  }
  return matched
}

function draftOf(table: Table, input: MappingInput, matched: ReadonlySet<string>): Draft {
  const { dialect, names } = input
  const columns = table.columns
    .filter(column => column.readable)
    .map((column, slot) => columnMapping(table, column, slot, { input, matched }))
  const byName = new Map(columns.map(column => [column.column.name, column]))
  const keyColumns = (table.primaryKey?.columns ?? []).map(name => byName.get(name))
  // A key that the connection may read only in part tells no rows apart.
  const key = keyColumns.every(column => column !== undefined) ? keyColumns : []
  return {
    name: names.modelName(table),
    table,
    from: `${dialect.quote(table.schema)}.${dialect.quote(table.name)}`,
    columns,
    key,
    order: key.length > 0 ? key : columns.filter(({ column }) => isOrderable(column)),
    properties: new Map(columns.map(column => [column.property, column])),
    relationships: new Map(),
    model: undefined as unknown as InstanceClass,
  }
}

function columnMapping(
  table: Table,
  column: Column,
  slot: number,
  context: { readonly input: MappingInput; readonly matched: ReadonlySet<string> },
): ColumnMapping {
  const { dialect, options, names } = context.input
  const values = valuesFor(table, column, options)
  return {
    property: names.propertyName(table, column),
    column,
    slot,
    codec: dialect.codec(column, values, `${table.name}.${column.name}`),
    values,
    quoted: dialect.quote(column.name),
    matched: context.matched.has(columnId(table.schema, table.name, column.name)),
  }
}

/** What was chosen for the column, over what was chosen for all. */
function valuesFor(table: Table, column: Column, options: CheckedOptions): ValueOptions {
  const { columns, ...general } = options.values
  const short = `${table.name}.${column.name}`
  return { ...general, ...(columns[`${table.schema}.${short}`] ?? columns[short]) }
}

/** JSON, and types the library does not know, may have no order. */
function isOrderable(column: Column): boolean {
  return !['json', 'other', 'array'].includes(column.kind)
}

/** A relationship while its other side is not known yet. */
type RelationshipDraft = { -readonly [K in keyof RelationshipMapping]: RelationshipMapping[K] }

/** Makes both sides of a key, and ties them to each other. */
function relate({ owning, inverse }: Pair, drafts: ReadonlyMap<string, Draft>, input: MappingInput): void {
  const one = addSide(owning, inverse, drafts, input)
  const other = addSide(inverse, owning, drafts, input)
  if (one === null || other === null) return
  one.inverse = other
  other.inverse = one
}

/** Adds one side to its model; null where it was left out. */
function addSide(
  side: InferredRelationship,
  otherSide: InferredRelationship,
  drafts: ReadonlyMap<string, Draft>,
  input: MappingInput,
): RelationshipDraft | null {
  const name = input.names.relationshipName(side)
  if (name === null) return null
  const source = drafts.get(tableId(side.sourceSchema, side.sourceTable)) as Draft
  const target = drafts.get(tableId(side.targetSchema, side.targetTable)) as Draft
  const { kind, columns, referencedColumns, through, key, nullable, cascade, passiveDeletes, validated } =
    side
  const names = {
    model: source.name,
    name,
    target: target.name,
    inverse: input.names.relationshipName(otherSide),
  }
  const lazy = input.names.lazy(side)
  const relationship: RelationshipDraft = {
    name,
    index: source.relationships.size,
    source,
    target,
    collection: kind === 'oneToMany' || kind === 'manyToMany',
    columns: columnsOf(source, columns),
    referencedColumns: columnsOf(target, referencedColumns),
    through: throughOf(side, input.dialect),
    inverse: null,
    validated,
    info: {
      ...names,
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

function tableId(schema: string, name: string): string {
  return JSON.stringify([schema, name])
}

function columnId(schema: string, table: string, column: string): string {
  return JSON.stringify([schema, table, column])
}
