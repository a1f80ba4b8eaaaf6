/** Writes the parts that statements which write rows have in common. Knows no database. */

import { Concealed } from './concealed.js'
import type { Assignment, Fragment, WriteColumn } from './contract.js'

/** Some of the rows of a request. */
export type Rows = readonly (readonly unknown[])[]

/** No text, and no bindings. */
export const nothing: Fragment = { sql: '', bindings: [] }

/** Gives one fragment of several, in their order. */
export function joined(...parts: readonly Fragment[]): Fragment {
  const texts = parts.map(({ sql }) => sql).filter(sql => sql !== '')
  return { sql: texts.join(' '), bindings: parts.flatMap(({ bindings }) => bindings) }
}

/** Gives a RETURNING clause. One that is asked for nothing tells which rows there were. */
export function returningOf(list: readonly Fragment[]): Fragment {
  const texts = list.length === 0 ? ['1'] : list.map(({ sql }) => sql)
  return { sql: `returning ${texts.join(', ')}`, bindings: list.flatMap(({ bindings }) => bindings) }
}

/** Gives the names of the columns that are inserted, in parentheses; nothing where there are none. */
export function namesOf(columns: readonly WriteColumn[]): string {
  return columns.length === 0 ? '' : ` (${columns.map(({ quoted }) => quoted).join(', ')})`
}

/** Gives a value as a statement binds it. */
export function bound({ sensitive }: WriteColumn, value: unknown): unknown {
  return sensitive && value !== null && !(value instanceof Concealed) ? new Concealed(value) : value
}

/** Gives the rows of an INSERT of one row. */
export function valuesOfOne(columns: readonly WriteColumn[], values: readonly unknown[]): Fragment {
  if (columns.length === 0) return { sql: 'default values', bindings: [] }
  return {
    sql: `values (${columns.map(() => '?').join(', ')})`,
    bindings: columns.map((column, place) => bound(column, values[place])),
  }
}

/** Gives the SET clause. */
export function settingOf(changes: readonly Assignment[]): Fragment {
  const texts = changes.map(({ quoted, sql }) => `${quoted} = ${sql.sql}`)
  return { sql: `set ${texts.join(', ')}`, bindings: changes.flatMap(({ sql }) => sql.bindings) }
}

/** Gives what sets columns to values that are bound. */
export function setToBound(columns: readonly WriteColumn[], values: readonly unknown[]): Assignment[] {
  return columns.map((column, place) => ({
    quoted: column.quoted,
    sql: { sql: '?', bindings: [bound(column, values[place])] },
  }))
}

/** Gives the WHERE clause that finds one row by its keys; null is found by null. */
export function whereOne(row: string, keys: readonly WriteColumn[], values: readonly unknown[]): Fragment {
  const given = keys.map((column, place) => bound(column, values[place]))
  const conditions = keys.map(
    ({ quoted }, place) => `${row}.${quoted} ${given[place] === null ? 'is null' : '= ?'}`,
  )
  return { sql: `where ${conditions.join(' and ')}`, bindings: given.filter(value => value !== null) }
}
