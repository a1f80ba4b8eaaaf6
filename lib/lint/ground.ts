/** What the rules look at, and how what they propose is written. Runs no statement. */

import type { Column, ForeignKey, QualifiedName, Schema, Table } from '../../types/schema.js'
import { derivedName } from '../declaration/derived-names.js'
import type { Dialect } from '../dialect/contract.js'
import { byCodePoint } from '../schema/compare.js'
import { findTable } from '../schema/find-table.js'
import { tableText } from '../schema/key-text.js'
import type { Finding } from './finding.js'

/** A structure, and the database whose words it is in. */
export interface Ground {
  readonly schema: Schema
  readonly dialect: Pick<Dialect, 'quote' | 'inspection'>
  /** The names of tables, indexes and constraints, in small letters: what is created gets none of them. */
  readonly taken: ReadonlySet<string>
  /** What refers to each table. */
  readonly referring: ReadonlyMap<Table, readonly Referring[]>
}

/** A key, and the table that has it. */
export interface Referring {
  readonly table: Table
  readonly key: ForeignKey
}

/** Gives the ground that a structure is. */
export function groundOf(schema: Schema, dialect: Ground['dialect']): Ground {
  const names = schema.tables.flatMap(table => [
    table.name,
    ...table.indexes.map(({ name }) => name),
    ...[table.primaryKey, ...table.uniqueConstraints, ...table.foreignKeys].map(key => key?.name ?? ''),
    ...table.checks.map(({ name }) => name ?? ''),
  ])
  const taken = new Set(names.map(name => name.toLowerCase()))
  return { schema, dialect, taken, referring: referringIn(schema) }
}

function referringIn(schema: Schema): Map<Table, Referring[]> {
  const referring = new Map<Table, Referring[]>()
  for (const table of schema.tables) {
    for (const key of table.foreignKeys) {
      const target = targetOf({ schema }, key)
      if (target === undefined) continue
      const known = referring.get(target)
      if (known === undefined) referring.set(target, [{ table, key }])
      else known.push({ table, key })
    }
  }
  return referring
}

/** Finds something about one table. */
export type Rule = (ground: Ground, table: Table) => readonly Finding[]

/** What a finding says beside its table. */
type Said = Pick<Finding, 'code' | 'severity' | 'columns' | 'message'> & {
  readonly cure?: readonly string[]
}

/** Gives a finding about a table. */
export function found(ground: Ground, table: QualifiedName, { cure = [], ...said }: Said): Finding {
  const { code, severity, columns, message } = said
  return { code, severity, table: placeOf(ground, table), columns, message, cure }
}

/** Gives `customer`, or `sales.customer` outside the default schema. */
export function placeOf({ schema }: Ground, table: QualifiedName): string {
  return tableText(schema, table.schema, table.name)
}

/** True for what holds rows of its own, under constraints. */
export function holdsRows({ kind }: Table): boolean {
  return kind === 'table' || kind === 'partitionedTable'
}

/** Gives the column; undefined where the table has none of that name. */
export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find(column => column.name === name)
}

/** Gives the table that a key refers to; undefined where it is not there, or was not read. */
export function targetOf({ schema }: Pick<Ground, 'schema'>, key: ForeignKey): Table | undefined {
  return findTable(schema, key.referencedSchema, key.referencedTable)
}

/** Gives the quoted table with its schema. */
export function quotedTable({ dialect }: Ground, { schema, name }: QualifiedName): string {
  return `${dialect.quote(schema)}.${dialect.quote(name)}`
}

/** Gives `(a, b)`, quoted. */
export function quotedColumns({ dialect }: Ground, columns: readonly string[]): string {
  return `(${columns.map(name => dialect.quote(name)).join(', ')})`
}

/** Gives a text that other lists of the same columns have, in whatever order, and no other list. */
export function listId(columns: readonly string[]): string {
  return JSON.stringify([...columns].sort(byCodePoint))
}

/** Gives a name that is made of what it is about, and that nothing has yet. */
export function freeName({ taken }: Ground, parts: readonly string[], suffix: string): string {
  let name = derivedName(parts, suffix)
  for (let count = 1; taken.has(name.toLowerCase()); count++) name = derivedName(parts, `${suffix}${count}`)
  return name
}

/** Gives the statement of an index over columns, under a name that is made of them. */
export function indexCure(ground: Ground, table: Table, columns: readonly string[]): string[] {
  const name = freeName(ground, [table.name, ...columns], 'index')
  return [ground.dialect.inspection.createIndex(table, name, columns)]
}

/** The same for one that lets no row repeat another. */
export function uniqueCure(ground: Ground, table: Table, columns: readonly string[]): string[] {
  const name = freeName(ground, [table.name, ...columns], 'key')
  return [
    ground.dialect.inspection
      .createIndex(table, name, columns)
      .replace('create index', 'create unique index'),
  ]
}

/** Gives ALTER TABLE with what is to be done; none where the database does no such thing. */
export function alterCure(ground: Ground, table: QualifiedName, change: string): string[] {
  return ground.dialect.inspection.altersTables ? [`alter table ${quotedTable(ground, table)} ${change}`] : []
}
