/** Writes the clauses of a CREATE TABLE that every database writes alike. Knows no type, and no name as it is quoted. */

import type { ReferentialAction } from '../../types/schema.js'
import type { ColumnDefinition, ColumnsDefinition, ForeignKeyDefinition } from '../declaration/definition.js'
import { sqlTextOf } from './sql-text.js'
import { writtenValue } from './written-default.js'

type Quote = (identifier: string) => string

const actions: ReadonlyMap<ReferentialAction, string> = new Map<ReferentialAction, string>([
  ['restrict', 'restrict'],
  ['cascade', 'cascade'],
  ['setNull', 'set null'],
  ['setDefault', 'set default'],
])

/** Gives `(a, b)`. */
export function columnList(columns: readonly string[], quote: Quote): string {
  return `(${columns.map(quote).join(', ')})`
}

/** Gives a named PRIMARY KEY or UNIQUE. */
export function keyClause(words: string, { name, columns }: ColumnsDefinition, quote: Quote): string {
  return `constraint ${quote(name)} ${words} ${columnList(columns, quote)}`
}

/** Gives a named FOREIGN KEY; `target` is the quoted table. */
export function foreignKeyClause(key: ForeignKeyDefinition, target: string, quote: Quote): string {
  const columns = key.referencedColumns === null ? '' : ` ${columnList(key.referencedColumns, quote)}`
  return (
    `${keyClause('foreign key', key, quote)} references ${target}${columns}` +
    actionClause('delete', key.onDelete) +
    actionClause('update', key.onUpdate)
  )
}

/** Writes a value into SQL text, or refuses it. */
type Literal = (value: unknown) => string

/** Gives GENERATED ALWAYS AS, or nothing. */
export function generatedClause({ generated }: ColumnDefinition, literal: Literal): string {
  if (generated === null) return ''
  return `generated always as (${sqlTextOf(generated.sql, literal)}) ${generated.stored ? 'stored' : 'virtual'}`
}

/** Gives DEFAULT, or nothing; `write` writes a value as the column holds it, never null. */
export function defaultClause(
  { type, default: given }: ColumnDefinition,
  literal: Literal,
  write: Literal,
): string {
  if (given === null) return ''
  if (given.type === 'sql') return `default (${sqlTextOf(given.sql, literal)})`
  const value = writtenValue(type, given.value)
  return value === null ? '' : `default (${write(value)})`
}

function actionClause(event: string, action: ReferentialAction): string {
  const words = actions.get(action)
  return words === undefined ? '' : ` on ${event} ${words}`
}
