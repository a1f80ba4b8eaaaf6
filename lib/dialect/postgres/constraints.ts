/** Turns constraint rows into keys and checks, each whole and with its columns in key order. Runs no query. */

import type {
  Check,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from '../../../types/schema.js'
import { sortedBy } from '../plain-data.js'
import { type Expressions, textOf } from './expressions.js'
import type { ConstraintRow } from './rows.js'

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'noAction',
  r: 'restrict',
  c: 'cascade',
  n: 'setNull',
  d: 'setDefault',
}

/** Gives the primary key; null where there is none. */
export function primaryKeyOf(rows: readonly ConstraintRow[]): PrimaryKey | null {
  const row = rows.find(({ kind }) => kind === 'p')
  return row === undefined ? null : { name: row.name, columns: row.columns, deferrable: row.deferrable }
}

/** Gives the foreign keys but the temporal ones: those match periods that overlap, which is no equality of columns. */
export function foreignKeysOf(rows: readonly ConstraintRow[]): ForeignKey[] {
  return sortedBy(rows.filter(isForeignKey).map(foreignKeyOf), key => [
    ...key.columns,
    '',
    key.referencedSchema,
    key.referencedTable,
    ...key.referencedColumns,
    '',
    key.name!,
  ])
}

function isForeignKey(row: ConstraintRow): boolean {
  return row.kind === 'f' && !row.temporal
}

function foreignKeyOf(row: ConstraintRow): ForeignKey {
  return {
    name: row.name,
    columns: row.columns,
    referencedSchema: row.referencedSchema!,
    referencedTable: row.referencedTable!,
    referencedColumns: row.referencedColumns,
    onDelete: actions[row.onDelete]!,
    onUpdate: actions[row.onUpdate]!,
    onDeleteColumns: row.onDeleteColumns.length === 0 ? null : row.onDeleteColumns,
    deferrable: row.deferrable,
    initiallyDeferred: row.deferred,
    validated: row.validated,
  }
}

/** Gives the unique constraints; exclusion constraints are none. */
export function uniqueConstraintsOf(rows: readonly ConstraintRow[]): UniqueConstraint[] {
  const constraints = rows.filter(({ kind }) => kind === 'u')
  return sortedBy(constraints, row => [...row.columns, '', row.name]).map(row => ({
    name: row.name,
    columns: row.columns,
    deferrable: row.deferrable,
    nullsDistinct: row.nullsDistinct,
  }))
}

/** Gives the checks of a table or a domain. */
export function checksOf(rows: readonly ConstraintRow[], expressions: Expressions): Check[] {
  const checks = rows.filter(({ kind }) => kind === 'c')
  return sortedBy(checks, row => [row.name]).map(row => ({
    name: row.name,
    expression: textOf(expressions, 'check', row.oid),
  }))
}
