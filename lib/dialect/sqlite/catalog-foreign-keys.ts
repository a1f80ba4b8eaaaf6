/** Turns rows of SQLite's catalog into foreign keys, each whole. Runs no query, and never invents a target. */

import type { ForeignKey, ReferentialAction } from '../../../types/schema.js'
import { sortedBy } from '../plain-data.js'
import { isSameName } from './fold.js'
import { type Group, groupedBy } from './grouped.js'
import type { ForeignKeyRow } from './rows.js'
import type { ForeignKeyDefinition } from './table-definition.js'

/** A table that a key can refer to. */
export interface Target {
  readonly name: string
  readonly columns: readonly string[]
  /** In key order. */
  readonly primaryKey: readonly string[]
}

/** A key, and what is wrong with its target; null where it was found whole. */
export interface ResolvedKey {
  readonly key: ForeignKey
  readonly missing: string | null
}

/** What the keys of one table are resolved with. */
export interface KeyContext {
  /** Finds a table of the same schema, however its name is spelt: keys never leave their schema. */
  readonly targetOf: (table: string) => Target | undefined
  /** In the order of the text; null where that is not understood. */
  readonly definitions: readonly ForeignKeyDefinition[] | null
}

const actions: ReadonlyMap<string, ReferentialAction> = new Map([
  ['NO ACTION', 'noAction'],
  ['RESTRICT', 'restrict'],
  ['CASCADE', 'cascade'],
  ['SET NULL', 'setNull'],
  ['SET DEFAULT', 'setDefault'],
])

type KeyRows = Group<ForeignKeyRow>

/** Gives the keys of one table, sorted. */
export function foreignKeysOf(rows: readonly ForeignKeyRow[], context: KeyContext): ResolvedKey[] {
  // The catalog counts keys backwards.
  const keys = [...groupedBy(rows, ({ id }) => id)].sort(([a], [b]) => b - a).map(([, key]) => key)
  const definitions = definitionsOf(keys, context.definitions)
  const resolved = keys.map((key, place) => resolvedKey(key, definitions?.[place], context.targetOf))
  return sortedBy(resolved, ({ key }) => [
    ...key.columns,
    '',
    key.referencedTable,
    ...key.referencedColumns,
    '',
    key.name ?? '',
  ])
}

/** Keys and definitions are both in the order of the text now; one that does not fit makes all of them doubtful. */
function definitionsOf(
  keys: readonly KeyRows[],
  definitions: readonly ForeignKeyDefinition[] | null,
): readonly ForeignKeyDefinition[] | null {
  if (definitions?.length !== keys.length) return null
  return keys.every((key, place) => isDefinedBy(key, definitions[place]!)) ? definitions : null
}

function isDefinedBy(key: KeyRows, definition: ForeignKeyDefinition): boolean {
  return (
    key.length === definition.columns.length &&
    isSameName(key[0].referencedTable, definition.table) &&
    key.every(({ column }, place) => isSameName(column, definition.columns[place]!))
  )
}

function resolvedKey(
  rows: KeyRows,
  definition: ForeignKeyDefinition | undefined,
  targetOf: KeyContext['targetOf'],
): ResolvedKey {
  const [{ schema, referencedTable, onDelete, onUpdate }] = rows
  const target = targetOf(referencedTable)
  const { columns: referencedColumns, missing } = referencedColumnsOf(rows, target)
  const key: ForeignKey = {
    name: definition?.name ?? null,
    columns: rows.map(({ column }) => column),
    referencedSchema: schema,
    referencedTable: target?.name ?? referencedTable,
    referencedColumns,
    onDelete: actions.get(onDelete)!,
    onUpdate: actions.get(onUpdate)!,
    onDeleteColumns: null,
    deferrable: definition?.deferrable ?? null,
    initiallyDeferred: definition?.initiallyDeferred ?? null,
    validated: false,
  }
  return { key, missing }
}

interface ReferencedColumns {
  readonly columns: readonly string[]
  readonly missing: string | null
}

function referencedColumnsOf(rows: KeyRows, target: Target | undefined): ReferencedColumns {
  const named = rows.flatMap(({ referencedColumn }) => referencedColumn ?? [])
  if (!target) return { columns: named, missing: 'no such table is there' }
  if (named.length === 0) return impliedColumns(rows.length, target)
  const known = named.map(column => columnNamed(target, column))
  const lost = named.find((_, place) => known[place] === undefined)
  return {
    columns: named.map((column, place) => known[place] ?? column),
    missing: lost === undefined ? null : `it has no column "${lost}"`,
  }
}

function columnNamed({ columns }: Target, wanted: string): string | undefined {
  return columns.find(column => isSameName(column, wanted))
}

/** A key that names no column means the primary key. */
function impliedColumns(count: number, { primaryKey }: Target): ReferencedColumns {
  if (primaryKey.length === count) return { columns: primaryKey, missing: null }
  const reason = `the key names no column, and its primary key has ${primaryKey.length} instead of ${count}`
  return { columns: [], missing: reason }
}
