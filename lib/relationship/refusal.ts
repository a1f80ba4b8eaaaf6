/** Says why a foreign key cannot become a relationship. Trusts no name in a key: any of them may be missing. */

import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import { findTable } from '../schema/find-table.js'
import { isUnique } from '../schema/is-unique.js'
import { tableText } from '../schema/key-text.js'

/** Why a key is skipped. */
export interface Refusal {
  readonly reason: string
  /** False where the key falls with a table that is not mapped, which has an account of its own. */
  readonly lost: boolean
}

/** What decides besides the schema. */
export interface RefusalTerms {
  readonly isMapped: (table: Table) => boolean
  /** True for columns that a class leaves out. */
  readonly isExcluded: (table: Table, column: string) => boolean
  /** True for a key that makes the rows of one model part of another's. */
  readonly inherits: (table: Table, key: ForeignKey) => boolean
}

/** Gives the reason why the key is left out; null where it can be a relationship. */
export function refusalOf(
  schema: Schema,
  { isMapped, isExcluded, inherits }: RefusalTerms,
  table: Table,
  key: ForeignKey,
): Refusal | null {
  const target = findTable(schema, key.referencedSchema, key.referencedTable)
  if (!isMapped(table)) return fallen(`table "${tableText(schema, table.schema, table.name)}" is not mapped`)
  if (target === undefined) return lost(missingTarget(schema, key))
  if (!isMapped(target)) return fallen(`its target "${targetName(schema, key)}" is not mapped`)
  const excluded =
    excludedColumn(isExcluded, table, key.columns) ??
    excludedColumn(isExcluded, target, key.referencedColumns)
  if (excluded !== null) return fallen(`column ${excluded} is excluded`)
  if (inherits(table, key))
    return fallen(`it is how its model inherits from that of "${targetName(schema, key)}"`)
  const reason = columnProblem(schema, table, target, key)
  return reason === null ? null : lost(reason)
}

function excludedColumn(
  isExcluded: RefusalTerms['isExcluded'],
  table: Table,
  columns: readonly string[],
): string | null {
  const found = columns.find(column => isExcluded(table, column))
  return found === undefined ? null : `"${found}" of "${table.name}"`
}

function columnProblem(schema: Schema, table: Table, target: Table, key: ForeignKey): string | null {
  const name = targetName(schema, key)
  if (key.referencedColumns.length === 0)
    return `it names no column, and "${name}" has no primary key that fits`
  if (key.columns.length !== key.referencedColumns.length) {
    return `${key.columns.length} columns cannot refer to ${key.referencedColumns.length} of "${name}"`
  }
  return (
    unusableColumn(table, key.columns, tableText(schema, table.schema, table.name)) ??
    unusableColumn(target, key.referencedColumns, name) ??
    (isUnique(target, key.referencedColumns)
      ? null
      : `${quoted(key.referencedColumns)} of "${name}" ${key.columns.length === 1 ? 'is' : 'are'} not a key: more than one row could be meant`)
  )
}

function unusableColumn(table: Table, names: readonly string[], tableName: string): string | null {
  const columns = names.map(name => table.columns.find(column => column.name === name))
  const missing = names.find((_, place) => columns[place] === undefined)
  if (missing !== undefined) return `table "${tableName}" has no column "${missing}"`
  const unreadable = names.find((_, place) => columns[place]?.readable === false)
  return unreadable === undefined ? null : `column "${unreadable}" of "${tableName}" cannot be read`
}

function missingTarget(schema: Schema, key: ForeignKey): string {
  return schema.schemas.includes(key.referencedSchema)
    ? `its target "${targetName(schema, key)}" does not exist`
    : `its target "${targetName(schema, key)}" is in a schema that was not read`
}

function targetName(schema: Schema, key: ForeignKey): string {
  return tableText(schema, key.referencedSchema, key.referencedTable)
}

function quoted(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ')
}

function lost(reason: string): Refusal {
  return { reason, lost: true }
}

function fallen(reason: string): Refusal {
  return { reason, lost: false }
}
