/** Finds the tables and models that an error of the database is about, and what their columns are called. Reads no error. */

import type { Table } from '../../../types/schema.js'
import type { RefusedBy } from '../../dialect/refused-by.js'
import { lineageOf } from '../../mapping/lineage.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { membersOf } from '../../mapping/members.js'
import type { Deed } from './deed.js'

/** What errors are told by: every table of the database, and the models. */
export interface Known {
  readonly tables: readonly Table[]
  readonly mappings: readonly Mapping[]
}

/** What a whole database is called by. */
export interface KnownSchema extends Known {
  /** The connection's own schema, whose tables keep plain names. */
  readonly defaultSchema: string
}

/** Where a write was refused. */
export interface Place extends Known {
  /** The model whose rows were written; null where they are no model's, or it is not known. */
  readonly written: Mapping | null
  /** The tables that its rows are in. */
  readonly among: readonly Table[]
  /** What was done there. */
  readonly deed: Deed
}

/** Gives the place of a write to the rows of a model. */
export function placeOf({ tables, mappings }: Known, model: string | null, deed: Deed): Place {
  const written = mappings.find(({ name }) => name === model) ?? null
  const classes = written === null ? [] : [...lineageOf(written), ...(written.inheritance?.classes ?? [])]
  const among = tables.filter(table => classes.some(mapping => isTableOf(table, mapping)))
  return { tables, mappings, written, among, deed }
}

/** Gives the table that the database names; undefined where it names none that is known. A partition counts as its root. */
export function tableOf(
  { tables, among }: Pick<Place, 'tables' | 'among'>,
  { schema, table: name }: Pick<RefusedBy, 'schema' | 'table'>,
): Table | undefined {
  const isMeant = (each: { readonly schema: string; readonly name: string }): boolean =>
    each.name === name && (schema === null || each.schema === schema)
  return [...among, ...tables].find(table => isMeant(table) || table.partitions.some(isMeant))
}

/**
 * Gives the model of a table: that of the written rows, or the nearest above it, where it has the table, else the first of
 * those that have it; null where none has.
 */
export function modelOf({ written, mappings }: Place, table: Table): Mapping | null {
  const lineage = written === null ? [] : lineageOf(written)
  return [...lineage, ...mappings].find(mapping => isTableOf(table, mapping)) ?? null
}

function isTableOf(table: Pick<Table, 'schema' | 'name'>, { table: own }: Mapping): boolean {
  return own.schema === table.schema && own.name === table.name
}

/** Gives the properties of these columns; a column that is not mapped has none. */
export function propertiesOf(mapping: Mapping | null, columns: readonly string[]): string[] {
  return columns.flatMap(name => columnNamed(mapping, name)?.property ?? [])
}

/** Names these columns for a message, by their properties where they have any. */
export function subjectsOf(mapping: Mapping | null, table: Table, columns: readonly string[]): string[] {
  return columns.map(name => {
    const property = columnNamed(mapping, name)?.property
    if (mapping === null || property === undefined) return `column "${name}" of table "${table.name}"`
    return `"${mapping.name}.${property}"${wholeOf(mapping, property)}`
  })
}

/** Some columns are known as parts of a value object rather than by themselves. */
function wholeOf(mapping: Mapping, property: string): string {
  for (const [name, member] of membersOf(mapping)) {
    if (member.member === 'composite' && [...member.parts.values()].includes(property)) return ` of "${name}"`
  }
  return ''
}

/** Of classes that share rows, each table's own columns are on its ground. */
function columnNamed(mapping: Mapping | null, name: string): ColumnMapping | undefined {
  const columns = (mapping?.inheritance?.ground ?? mapping)?.columns
  return columns?.find(({ column, expression }) => expression === null && column.name === name)
}
