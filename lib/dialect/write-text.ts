/** Writes what statements that write rows have in common, those of one row whole. Knows no database. */

import { Concealed } from './concealed.js'
import type {
  Assignment,
  DeleteRequest,
  Fragment,
  InsertRequest,
  UpdateRequest,
  WriteColumn,
  WriteStep,
} from './contract.js'
import { placed } from './placed.js'

/** Some of the rows of a request. */
export type Rows = readonly (readonly unknown[])[]

/** No text, and no bindings. */
export const nothing: Fragment = { sql: '', bindings: [] }

/** Gives one fragment of several, in their order. */
export function joined(...parts: readonly Fragment[]): Fragment {
  const texts = parts.map(({ sql }) => sql).filter(sql => sql !== '')
  return { sql: texts.join(' '), bindings: parts.flatMap(({ bindings }) => bindings) }
}

/**
 * Gives a RETURNING clause, whose names are those of positions: a driver that makes objects of rows has no other order.
 * One that is asked for nothing tells which rows there were.
 */
export function returningOf(list: readonly Fragment[]): Fragment {
  const known = returnings.get(list)
  if (known !== undefined) return known
  const texts = list.length === 0 ? ['1'] : list.map(({ sql }, place) => `${sql} as c${place}`)
  const returning = {
    sql: `returning ${texts.join(', ')}`,
    bindings: list.flatMap(({ bindings }) => bindings),
  }
  returnings.set(list, returning)
  return returning
}

/** By the list: a model's rows come back with the same one again and again. */
const returnings = new WeakMap<readonly Fragment[], Fragment>()

function namesOf(columns: readonly WriteColumn[]): string {
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

/** Gives the INSERT of some rows, which are written already. */
export function insertOf(head: string, request: InsertRequest, rows: Rows, values: Fragment): WriteStep {
  const { columns, returning, conflict = nothing } = request
  const into = { sql: `${head}${namesOf(columns)}`, bindings: [] }
  return {
    statement: joined(into, values, conflict, returning === null ? nothing : returningOf(returning)),
    count: rows.length,
    reads: returning !== null && returning.length > 0,
    place: answer => placed(request, rows, answer),
  }
}

/** Gives the UPDATE of one row; `row` is what it is called in `head`. */
export function updateOfOne(
  head: string,
  row: string,
  { keys, set, assign = [], returning }: UpdateRequest,
  values: readonly unknown[],
): WriteStep {
  const changes = set.map(
    (column, place): Assignment => ({
      quoted: column.quoted,
      sql: { sql: '?', bindings: [bound(column, values[keys.length + place])] },
    }),
  )
  const setting = settingOf([...changes, ...assign])
  return {
    statement: joined(
      { sql: head, bindings: [] },
      setting,
      whereOne(row, keys, values),
      returningOf(returning),
    ),
    count: 1,
    reads: true,
    place: ([found]) => [found?.slice(0, returning.length) ?? null],
  }
}

/** Gives the DELETE of one row; `row` is what it is called in `head`. */
export function deleteOfOne(
  head: string,
  row: string,
  { keys }: DeleteRequest,
  values: readonly unknown[],
): WriteStep {
  return {
    statement: joined({ sql: head, bindings: [] }, whereOne(row, keys, values), returningOf([])),
    count: 1,
    reads: true,
    place: answer => [answer.length === 0 ? null : []],
  }
}

/** Null is found by null. */
function whereOne(row: string, keys: readonly WriteColumn[], values: readonly unknown[]): Fragment {
  const given = keys.map((column, place) => bound(column, values[place]))
  const conditions = keys.map(
    ({ quoted }, place) => `${row}.${quoted} ${given[place] === null ? 'is null' : '= ?'}`,
  )
  return { sql: `where ${conditions.join(' and ')}`, bindings: given.filter(value => value !== null) }
}
