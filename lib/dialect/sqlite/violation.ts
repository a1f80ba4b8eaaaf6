/** Reads of SQLite's errors which constraint refused a row. Its messages name tables and columns, and quote no value. */

import type { Table } from '../../../types/schema.js'
import type { RefusedBy } from '../refused-by.js'

/** Both drivers put their own words before SQLite's, and so does knex. */
const sentence = /(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: ([\s\S]*))?$/

const nothing = {
  schema: null,
  table: null,
  columns: [],
  constraint: null,
  domain: null,
  size: null,
} as const

/**
 * Gives what an error tells; null for one that is about no constraint. A check without a name is told by its text, and stands
 * where its name would. Names come unquoted, so that a dot or a comma in one is only told by the tables that there are.
 */
export function violation(error: unknown, tables: readonly Table[]): RefusedBy | null {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  if (code === 'SQLITE_TOOBIG') return { ...nothing, kind: 'length', size: 'text' }
  if (!String(code).startsWith('SQLITE_CONSTRAINT')) return null
  const [found, what, named = ''] = sentence.exec(String(message)) ?? []
  if (found === undefined) return null
  if (what === 'FOREIGN KEY') return { ...nothing, kind: 'foreignKey' }
  if (what === 'CHECK') return { ...nothing, kind: 'check', constraint: named }
  const kind = what === 'UNIQUE' ? 'unique' : 'notNull'
  const index = /^index '([\s\S]*)'$/.exec(named)
  if (index !== null) return { ...nothing, kind, constraint: index[1] as string }
  return { ...nothing, kind, ...columnsIn(named, tables) }
}

/** `t.a, t.b` */
function columnsIn(text: string, tables: readonly Table[]): Pick<RefusedBy, 'table' | 'columns'> {
  for (const table of tables) {
    const columns = listsOf(table).find(list => textOf(table, list) === text)
    if (columns !== undefined) return { table: table.name, columns }
  }
  // A table that came after it was looked at last.
  const table = text.slice(0, text.indexOf('.'))
  return { table, columns: text.split(', ').map(name => name.slice(table.length + 1)) }
}

/** The lists of columns that a message can name. */
function listsOf({ columns, primaryKey, uniqueConstraints, indexes }: Table): (readonly string[])[] {
  return [
    ...columns.map(({ name }) => [name]),
    primaryKey?.columns ?? [],
    ...uniqueConstraints.map(each => each.columns),
    ...indexes.map(({ parts }) => parts.map(({ column }) => String(column))),
  ]
}

function textOf({ name }: Table, columns: readonly string[]): string {
  return columns.map(column => `${name}.${column}`).join(', ')
}
