/** Builds the mappings from the schema, the names and the relationships. Runs no query, makes no class. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Column, Table } from '../../types/schema.js'
import type { RelationshipDeclaration } from '../declaration/declaration.js'
import type { ModelNames, Names } from '../naming/names.js'
import { tableId } from '../schema/table-id.js'
import { buildColumns, type ColumnInput } from './build-columns.js'
import { addSide, type Draft, orderSide, type RelationshipDraft } from './build-relationships.js'
import type { DeclaredModel } from './declared-model.js'
import { withClasses } from './hierarchy/build.js'
import type { ColumnMapping, InstanceClass, Mapping } from './mapping.js'
import { withVersion } from './version.js'

/** What mappings are built from. */
export interface MappingInput extends ColumnInput {
  readonly names: Names
  readonly pairs: readonly RelationshipPair[]
  /** Declared sides beside those of the pairs, each with the side that leads back. */
  readonly views?: readonly (readonly [side: InferredRelationship, back: InferredRelationship])[]
  /** Declared classes, by their tables. */
  readonly models?: ReadonlyMap<Table, DeclaredModel>
  /** What is declared of sides. */
  readonly declared?: ReadonlyMap<InferredRelationship, RelationshipDeclaration>
  /** The mappings of an earlier boot: they stay, and only relationships that they lack are added to them. */
  readonly known?: readonly Mapping[]
}

/**
 * Gives a mapping for each named table, in order. The caller fills in the classes. Throws `DeclarationError` where a class
 * names properties that there are not.
 */
export function buildMappings(input: MappingInput): Mapping[] {
  const { names, declared = new Map(), known = [] } = input
  const models = [...names.models.values()]
  const matched = matchedColumns(names.models.keys(), input.pairs)
  const grounds = known.map(mapping => (mapping.inheritance?.ground ?? mapping) as Draft)
  const drafts = new Map(grounds.map(ground => [idOf(ground.table), ground]))
  for (const model of models) {
    const id = idOf(model.table)
    const before = drafts.get(id)
    if (before === undefined) drafts.set(id, draftOf(model, input, matched.get(id) as Set<string>))
    else matchMore(before, matched.get(id) as Set<string>)
  }
  const sides = sidesOf(input, drafts)
  const tables = models.map(({ table }) => drafts.get(idOf(table)) as Draft)
  const classes = { models: input.models ?? new Map(), known, sides, declared, dialect: input.dialect }
  const mappings = withClasses(tables, classes)
  for (const [side, relationship] of sides) orderSide(relationship, declared.get(side))
  return mappings
}

type Sides = ReadonlyMap<InferredRelationship, RelationshipDraft>

/** Adds the relationships that tables lack, each knowing its other side. */
function sidesOf(
  { names, pairs, views = [], declared = new Map(), dialect }: MappingInput,
  drafts: ReadonlyMap<string, Draft>,
): Sides {
  const sides = new Map<InferredRelationship, RelationshipDraft>()
  for (const { table, relationships } of names.models.values()) {
    const before = drafts.get(idOf(table)) as Draft
    const settled = new Set(before.relationships.keys())
    for (const named of relationships) {
      if (settled.has(named.decision.name)) continue
      sides.set(named.relationship, addSide(named, drafts, { dialect, declared }))
    }
  }
  for (const { owning, inverse } of pairs) tie(sides.get(owning), sides.get(inverse))
  for (const [view, back] of views) {
    const draft = sides.get(view)
    if (draft !== undefined) draft.inverse = sides.get(back) ?? null
  }
  return sides
}

function idOf({ schema, name }: Table): string {
  return tableId(schema, name)
}

/** The columns that rows are matched by, by the ids of their tables: keys, and both ends of every relationship. */
export function matchedColumns(
  tables: Iterable<Table>,
  pairs: readonly RelationshipPair[],
): Map<string, Set<string>> {
  const matched = new Map<string, Set<string>>()
  const add = (schema: string, table: string, columns: readonly string[]): void => {
    const id = tableId(schema, table)
    const known = matched.get(id)
    if (known === undefined) matched.set(id, new Set(columns))
    else for (const column of columns) known.add(column)
  }
  for (const table of tables) add(table.schema, table.name, table.primaryKey?.columns ?? [])
  for (const { owning } of pairs) {
    add(owning.sourceSchema, owning.sourceTable, owning.columns)
    add(owning.targetSchema, owning.targetTable, owning.referencedColumns)
  }
  return matched
}

/** Rows that are loaded from here on are matched by more columns than before. */
function matchMore({ columns }: Mapping, matched: ReadonlySet<string>): void {
  for (const column of columns) {
    if (matched.has(column.column.name)) Object.assign(column, { matched: true })
  }
}

/** Gives a mapping without relationships; `matched` are the columns that rows are matched by. Throws `DeclarationError`. */
export function draftOf(
  names: ModelNames,
  input: Pick<MappingInput, keyof ColumnInput | 'models'>,
  matched: ReadonlySet<string>,
): Draft {
  const { dialect, models } = input
  const { table } = names
  const model = models?.get(table)
  const built = withVersion(buildColumns(names, model, matched, input), model, input)
  const { columns, width, properties, version } = built
  const byName = new Map(columns.map(column => [column.column.name, column]))
  const keyColumns = (table.primaryKey?.columns ?? []).map(name => byName.get(name))
  // A key that the connection may read only in part tells no rows apart.
  const key = keyColumns.every(column => column !== undefined) ? keyColumns : []
  return {
    name: names.model.name,
    table,
    from: `${dialect.quote(table.schema)}.${dialect.quote(table.name)}`,
    columns,
    width,
    scope: model?.declaration.scope ?? null,
    key,
    order: key.length > 0 ? key : columns.filter(isOrdering),
    properties,
    relationships: new Map(),
    declaration: model?.declaration ?? null,
    inheritance: null,
    model: undefined as unknown as InstanceClass,
    version,
    hooks: null,
    runsFields: false,
  }
}

/** JSON, and types the library does not know, may have no order; what is computed or put off is not worth its price. */
function isOrdering({ column, expression, deferred }: ColumnMapping): boolean {
  return expression === null && !deferred && isOrderable(column)
}

function isOrderable(column: Column): boolean {
  return !['json', 'other', 'array'].includes(column.kind)
}

/** Ties the sides of one key to each other; one that was left out is undefined. */
function tie(one: RelationshipDraft | undefined, other: RelationshipDraft | undefined): void {
  if (one === undefined || other === undefined) return
  one.inverse = other
  other.inverse = one
}
