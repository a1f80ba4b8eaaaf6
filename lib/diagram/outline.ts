/** Brings a snapshot into the shape that every diagram is drawn from: tables, columns and keys as lists. Draws nothing. */

import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import { findTable } from '../schema/find-table.js'
import { isUnique } from '../schema/is-unique.js'
import { keyText } from '../schema/key-text.js'
import { tableId } from '../schema/table-id.js'

/** What a column is to the keys: part of the primary key, of a foreign key, unique by itself. */
export type Mark = 'PK' | 'FK' | 'UK'

/** One column as it is drawn. */
export interface OutlineColumn {
  readonly name: string
  readonly type: string
  /** The model's property; null where no model has the column. */
  readonly property: string | null
  readonly nullable: boolean
  readonly marks: readonly Mark[]
  readonly default: string | null
  readonly generated: boolean
  readonly comment: string | null
}

/** One relationship as a model has it. */
export interface OutlineRelationship {
  readonly model: string
  readonly property: string
  readonly kind: SnapshotRelationship['kind']
  readonly target: string
  /** The number of the table that it gives. */
  readonly table: number
  readonly through: string | null
  readonly declared: boolean
}

/** One table as it is drawn. */
export interface OutlineTable {
  /** With its schema, outside the default one. */
  readonly label: string
  readonly kind: Table['kind']
  readonly comment: string | null
  readonly models: readonly string[]
  readonly columns: readonly OutlineColumn[]
  /** Keys of more than one column that are no primary key. */
  readonly uniques: readonly (readonly string[])[]
  readonly relationships: readonly OutlineRelationship[]
}

/** One key, from the table that holds it to the one that it refers to, both by number. */
export interface OutlineKey {
  readonly from: number
  readonly to: number
  /** The numbers of the columns, pair by pair; empty where a key does not tell them. */
  readonly pairs: readonly (readonly [from: number, to: number])[]
  /** True where a row can do without what it refers to. */
  readonly nullable: boolean
  /** True where a row is referred to by one at most. */
  readonly unique: boolean
  /** True where no constraint says it, but a class. */
  readonly declared: boolean
  readonly constraint: string | null
  readonly onDelete: ForeignKey['onDelete'] | null
  /** What a model calls it; null where no model does. */
  readonly property: string | null
}

/** What every diagram is drawn from. */
export interface Outline {
  readonly tables: readonly OutlineTable[]
  readonly keys: readonly OutlineKey[]
}

interface Context {
  readonly schema: Schema
  readonly numbers: ReadonlyMap<string, number>
  readonly modelsOf: ReadonlyMap<string, readonly SnapshotModel[]>
  readonly byName: ReadonlyMap<string, SnapshotModel>
}

/** Gives the outline; the same snapshot gives the same one on every run. */
export function outlineOf({ structure: schema, models }: Snapshot): Outline {
  const modelsOf = grouped(models, ({ schema, table }) => tableId(schema, table))
  const numbers = new Map(schema.tables.map((table, number) => [tableId(table.schema, table.name), number]))
  const context = { schema, numbers, modelsOf, byName: new Map(models.map(model => [model.name, model])) }
  const keys = schema.tables.flatMap((table, from) => keysOf(table, from, context))
  const holding = grouped(keys, ({ from }) => from)
  const tables = schema.tables.map((table, number) => {
    const held = (holding.get(number) ?? []).flatMap(({ pairs }) => pairs.map(([column]) => column))
    return tableOf(table, new Set(held), context)
  })
  return { tables, keys }
}

function grouped<K, V>(values: readonly V[], groupOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const group = groups.get(groupOf(value))
    if (group === undefined) groups.set(groupOf(value), [value])
    else group.push(value)
  }
  return groups
}

function labelOf(schema: Pick<Schema, 'defaultSchema'>, schemaName: string, name: string): string {
  return schemaName === schema.defaultSchema ? name : `${schemaName}.${name}`
}

function tableOf(table: Table, held: ReadonlySet<number>, context: Context): OutlineTable {
  const models = context.modelsOf.get(tableId(table.schema, table.name)) ?? []
  const properties = new Map(
    models.flatMap(({ columns }) => columns.map(({ column, name }) => [column, name] as const)),
  )
  return {
    label: labelOf(context.schema, table.schema, table.name),
    kind: table.kind,
    comment: table.comment,
    models: models.map(({ name }) => name),
    columns: table.columns.map((column, number) => ({
      name: column.name,
      type: column.type,
      property: properties.get(column.name) ?? null,
      nullable: column.nullable,
      marks: marksOf(table, column.name, held.has(number)),
      default: column.default,
      generated: column.generated !== null,
      comment: column.comment,
    })),
    uniques: table.uniqueConstraints.map(({ columns }) => columns).filter(columns => columns.length > 1),
    relationships: models.flatMap(model => relationshipsOf(model, context)),
  }
}

function marksOf(table: Table, name: string, isHeld: boolean): Mark[] {
  const primary = table.primaryKey?.columns ?? []
  const marks: Mark[] = primary.includes(name) ? ['PK'] : []
  if (isHeld) marks.push('FK')
  if (!(primary.length === 1 && primary[0] === name) && isUnique(table, [name])) marks.push('UK')
  return marks
}

function relationshipsOf(model: SnapshotModel, { schema, numbers, byName }: Context): OutlineRelationship[] {
  return model.relationships.flatMap(({ name, kind, target, through, declared }) => {
    const other = byName.get(target)
    const table = other === undefined ? undefined : numbers.get(tableId(other.schema, other.table))
    if (table === undefined) return []
    const way = through === null ? null : labelOf(schema, through.schema, through.table)
    return [{ model: model.name, property: name, kind, target, table, through: way, declared }]
  })
}

/** Those of the database first, then those that only classes know of. */
function keysOf(table: Table, from: number, context: Context): OutlineKey[] {
  const models = context.modelsOf.get(tableId(table.schema, table.name)) ?? []
  const owning = models
    .flatMap(({ relationships }) => relationships)
    .filter(side => side.owning && side.through === null)
  const found = table.foreignKeys.flatMap(key => foreignKeyOf(key, table, from, { ...context, owning }))
  const declared = new Map(owning.filter(side => side.declared).map(side => [side.key, side]))
  return [...found, ...[...declared.values()].flatMap(side => declaredKeyOf(side, table, from, context))]
}

function foreignKeyOf(
  key: ForeignKey,
  table: Table,
  from: number,
  { schema, numbers, owning }: Context & { readonly owning: readonly SnapshotRelationship[] },
): OutlineKey[] {
  const target = findTable(schema, key.referencedSchema, key.referencedTable)
  if (target === undefined) return []
  const text = keyText(schema, table, key)
  return [
    {
      from,
      to: numbers.get(tableId(target.schema, target.name)) as number,
      pairs: pairsOf(table, key.columns, target, key.referencedColumns),
      nullable: table.columns.some(column => column.nullable && key.columns.includes(column.name)),
      unique: isUnique(table, key.columns),
      declared: false,
      constraint: key.name,
      onDelete: key.onDelete,
      property: owning.find(side => side.key === text)?.name ?? null,
    },
  ]
}

function declaredKeyOf(
  { target, columns, referencedColumns, nullable, kind, name }: SnapshotRelationship,
  table: Table,
  from: number,
  { schema, numbers, byName }: Context,
): OutlineKey[] {
  const model = byName.get(target)
  const other = model === undefined ? undefined : findTable(schema, model.schema, model.table)
  if (other === undefined) return []
  return [
    {
      from,
      to: numbers.get(tableId(other.schema, other.name)) as number,
      pairs: pairsOf(table, columns, other, referencedColumns),
      nullable,
      unique: kind === 'oneToOne',
      declared: true,
      constraint: null,
      onDelete: null,
      property: name,
    },
  ]
}

/** Columns that a table does not list have no number, and no line. */
function pairsOf(
  from: Table,
  columns: readonly string[],
  to: Table,
  referenced: readonly string[],
): (readonly [number, number])[] {
  const numberOf = (table: Table, name: string | undefined): number =>
    table.columns.findIndex(column => column.name === name)
  return columns
    .map((name, index) => [numberOf(from, name), numberOf(to, referenced[index])] as const)
    .filter(([first, second]) => first >= 0 && second >= 0)
}
