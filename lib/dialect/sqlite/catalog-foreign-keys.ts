/** Turns rows of SQLite's catalog into foreign keys, each whole. Runs no query, and never invents a target. */

import type { ForeignKey, ReferentialAction } from '../../../types/schema.js'
import { byCodePoint, byCodePoints } from '../../schema/compare.js'
import { inOrder } from '../plain-data.js'
import type { Facts } from './facts.js'
import { isSameName } from './fold.js'
import { type Group, runsOf } from './grouped.js'
import type { ForeignKeyRow } from './rows.js'
import type { ForeignKeyDefinition } from './table-definition.js'

/** A table that a key can refer to. */
export type Target = Pick<Facts, 'relation' | 'columns' | 'primaryKey'>

/** What the keys of one table are resolved with. */
export interface KeyContext {
  /** Of the table and of every table that it refers to. */
  readonly schema: string
  /** Finds a table of the same schema, however its name is spelt: keys never leave their schema. */
  readonly targetOf: (table: string) => Target | undefined
  /** In the order of the text; null where that is not understood. */
  readonly definitions: readonly ForeignKeyDefinition[] | null
  /** Is told of a key whose target was not found whole, and why. */
  readonly missing: (key: ForeignKey, reason: string) => void
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
export function foreignKeysOf(rows: readonly ForeignKeyRow[], context: KeyContext): ForeignKey[] {
  // The catalog counts keys backwards.
  const keys = runsOf(rows, (a, b) => a[1] === b[1]).reverse()
  const definitions = definitionsOf(keys, context.definitions)
  return inOrder(
    keys.map((key, place) => foreignKeyOf(key, definitions?.[place], context)),
    byMeaning,
  )
}

function byMeaning(a: ForeignKey, b: ForeignKey): number {
  return (
    byCodePoints(a.columns, b.columns) ||
    byCodePoint(a.referencedTable, b.referencedTable) ||
    byCodePoints(a.referencedColumns, b.referencedColumns) ||
    byCodePoint(a.name ?? '', b.name ?? '')
  )
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
    isSameName(key[0][2], definition.table) &&
    key.every((row, place) => isSameName(row[3], definition.columns[place]!))
  )
}

function foreignKeyOf(
  rows: KeyRows,
  definition: ForeignKeyDefinition | undefined,
  { schema, targetOf, missing }: KeyContext,
): ForeignKey {
  const first = rows[0]
  const target = targetOf(first[2])
  const key: ForeignKey = {
    name: definition?.name ?? null,
    columns: rows.map(row => row[3]),
    referencedSchema: schema,
    referencedTable: target?.relation.name ?? first[2],
    referencedColumns: referencedColumnsOf(rows, target),
    onDelete: actions.get(first[6])!,
    onUpdate: actions.get(first[5])!,
    onDeleteColumns: null,
    deferrable: definition?.deferrable ?? null,
    initiallyDeferred: definition?.initiallyDeferred ?? null,
    validated: false,
  }
  const reason = problemOf(rows, target)
  if (reason !== null) missing(key, reason)
  return key
}

/** A key names all of its columns or none; one that names none means the primary key. */
function namesColumns(rows: KeyRows): boolean {
  return rows[0][4] !== null
}

function referencedColumnsOf(rows: KeyRows, target: Target | undefined): readonly string[] {
  if (namesColumns(rows)) return rows.map(row => columnNamed(target, row[4] as string) ?? (row[4] as string))
  return target?.primaryKey.length === rows.length ? target.primaryKey : []
}

/** Why the columns that a key refers to are not all there; null where they are. */
function problemOf(rows: KeyRows, target: Target | undefined): string | null {
  if (!target) return 'no such table is there'
  const { primaryKey } = target
  if (namesColumns(rows)) {
    const lost = rows.find(row => columnNamed(target, row[4] as string) === undefined)
    return lost === undefined ? null : `it has no column "${lost[4]}"`
  }
  if (primaryKey.length === rows.length) return null
  return `the key names no column, and its primary key has ${primaryKey.length} instead of ${rows.length}`
}

function columnNamed(target: Target | undefined, wanted: string): string | undefined {
  if (target) for (const row of target.columns) if (isSameName(row[1], wanted)) return row[1]
  return undefined
}
