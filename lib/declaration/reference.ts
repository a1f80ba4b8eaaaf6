/** Reads where a key refers to, and what happens to it there. Looks up no table. */

import type { ReferentialAction } from '../../types/schema.js'
import { checkKeys, checkText, checkTexts, expected, invalid, textOrNull, wordOrNull } from './check.js'
import type { DeclaredReference } from './declaration.js'

const actions = [
  'noAction',
  'restrict',
  'cascade',
  'setNull',
  'setDefault',
] as const satisfies ReferentialAction[]

/** What a key's row meets when the row it refers to goes or changes. */
export interface Actions {
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}

/** The keys of `actionsOf`. */
export const actionNames = ['onDelete', 'onUpdate'] as const

/** A table that a key refers to. */
export interface ReferredTable {
  readonly schema: string | null
  readonly table: string
  /** Null: the primary key. */
  readonly columns: readonly string[] | null
}

/** Gives the actions of a key; what is not given is `noAction`. */
export function actionsOf(given: Readonly<Record<string, unknown>>, what: string): Actions {
  return {
    onDelete: wordOrNull(given.onDelete, `${what}.onDelete`, actions) ?? 'noAction',
    onUpdate: wordOrNull(given.onUpdate, `${what}.onUpdate`, actions) ?? 'noAction',
  }
}

/** Gives the one column that `references` names: `table.column`, `schema.table.column`, or an object. */
export function referenceOf(target: unknown, options: unknown): DeclaredReference {
  const what = 'references()'
  const given = checkKeys(options, `the options of ${what}`, actionNames)
  return Object.freeze({ ...columnOf(target, what), ...actionsOf(given, `the options of ${what}`) })
}

function columnOf(target: unknown, what: string): Omit<DeclaredReference, keyof Actions> {
  if (typeof target === 'object') {
    const given = checkKeys(target, `the target of ${what}`, ['schema', 'table', 'column'])
    return {
      schema: textOrNull(given.schema, `schema in ${what}`),
      table: checkText(given.table, `table in ${what}`),
      column: checkText(given.column, `column in ${what}`),
    }
  }
  const parts = typeof target === 'string' ? target.split('.') : []
  const [column, table, schema = null] = parts.reverse()
  if (table === undefined || column === undefined || parts.length > 3 || parts.includes('')) {
    throw expected(
      `the target of ${what}`,
      '"table.column", "schema.table.column" or { schema, table, column }',
      target,
    )
  }
  return { schema, table, column }
}

const written = /^(?:([^.()]+)\.)?([^.()]+?)\s*(?:\(([^()]*)\))?$/

/** Gives the table and columns that a key over several columns names: `author`, `author(tenant_id, id)`, or an object. */
export function referredTableOf(target: unknown, what: string): ReferredTable {
  if (typeof target === 'object') {
    const given = checkKeys(target, what, ['schema', 'table', 'columns'])
    return {
      schema: textOrNull(given.schema, `${what}.schema`),
      table: checkText(given.table, `${what}.table`),
      columns: given.columns === undefined ? null : checkTexts(given.columns, `${what}.columns`),
    }
  }
  const match = typeof target === 'string' ? written.exec(target) : null
  if (match === null) {
    throw expected(what, '"table", "table(column, …)" or { schema, table, columns }', target)
  }
  const [, schema = null, table, columns] = match as unknown as [string, string?, string?, string?]
  return {
    schema,
    table: checkText(table, what),
    columns: columns === undefined ? null : namesIn(columns, what),
  }
}

function namesIn(list: string, what: string): readonly string[] {
  const names = list.split(',').map(name => name.trim())
  if (names.includes(''))
    throw invalid(`Cannot read the columns "${list}" of ${what}: one of them has no name`)
  return Object.freeze(names)
}
