/**
 * Writes the statements that insert, update and delete rows, with one binding for each value: a list as JSON would not
 * keep every number as it is. Runs none.
 */

import type {
  Assignment,
  DeleteRequest,
  Fragment,
  InsertRequest,
  UpdateRequest,
  WriteColumn,
  WriteStep,
  Writing,
} from '../contract.js'
import { placedByValue } from '../placed.js'
import {
  bound,
  deleteOfOne,
  insertOf,
  joined,
  nothing,
  type Rows,
  returningOf,
  settingOf,
  updateOfOne,
  valuesOfOne,
} from '../write-text.js'
import { features } from './features.js'

/** SQLITE_MAX_VARIABLE_NUMBER as it is compiled by default, but for what a statement binds beside its rows. */
const maxBindings = 32_766

/** How SQLite is written to. */
export const writing: Writing = {
  rowOf,
  insert: insertSteps,
  update: updateSteps,
  delete: deleteSteps,
  // It knows no privileges.
  isForbidden: () => false,
}

/** The table's own name: RETURNING knows no alias (https://sqlite.org/lang_returning.html). */
function rowOf(from: string): string {
  return from.replace(/^`(?:[^`]|``)*`\./, '')
}

/**
 * Rows are told apart by their order where no values do it: SQLite makes no promise, but inserts the rows in the order
 * in which they are selected, and keeps what each gives in that order until all are inserted.
 */
function insertSteps(request: InsertRequest): WriteStep[] {
  const { from, columns, returning, conflict = nothing } = request
  const others = conflict.bindings.length + returningOf(returning ?? []).bindings.length
  // DEFAULT VALUES are those of one row.
  const most = columns.length === 0 ? 1 : mostRows(columns.length, others)
  return chunksOf(request.rows, most).map(rows => {
    const values = rows.length === 1 ? valuesOfOne(columns, rows[0]!) : valuesOfMany(columns, rows, most)
    return insertOf(`insert into ${from}`, request, rows, values)
  })
}

function updateSteps(request: UpdateRequest): WriteStep[] {
  const { from, keys, set, assign = [], returning } = request
  const told = toldBy({ keys, set, assign })
  const others = settingOf(assign).bindings.length + returningOf(returning).bindings.length
  const fits = returning.length + told.length <= features.maxResultColumns
  const most = fits && told.length > 0 ? mostRows(keys.length + set.length, others) : 1
  return chunksOf(request.rows, most).map(rows => {
    if (rows.length === 1) return updateOfOne(`update ${from}`, rowOf(from), request, rows[0]!)
    return updateOfMany({ ...request, rows }, told, most)
  })
}

function updateOfMany(request: UpdateRequest, told: readonly Told[], most: number): WriteStep {
  const { from, keys, set, assign = [], rows, returning } = request
  const row = rowOf(from)
  const given = row.toLowerCase() === '`given`' ? '`given_`' : '`given`'
  const changes = set.map(({ quoted }, place): Assignment => {
    return { quoted, sql: { sql: `${given}.\`column${keys.length + place + 1}\``, bindings: [] } }
  })
  const conditions = keys.map(({ quoted }, place) => {
    const operator = rows.some(values => values[place] === null) ? 'is' : '='
    return `${row}.${quoted} ${operator} ${given}.\`column${place + 1}\``
  })
  const source = valuesOfMany([...keys, ...set], rows, most)
  return {
    statement: joined(
      { sql: `update ${from}`, bindings: [] },
      settingOf([...changes, ...assign]),
      { ...source, sql: `from (${source.sql}) as ${given}` },
      { sql: `where ${conditions.join(' and ')}`, bindings: [] },
      returningOf([...told.map(({ quoted }) => exactly(`${row}.${quoted}`)), ...returning]),
    ),
    count: rows.length,
    reads: true,
    place: answer =>
      placedByValue(
        {
          given: rows.map(values => told.map(({ place }) => values[place])),
          returned: answer.map(values => values.slice(0, told.length)),
        },
        answer.map(values => values.slice(told.length)),
      ),
  }
}

/** A key as RETURNING gives it, and the place of the value that it has then. */
interface Told {
  readonly quoted: string
  readonly place: number
}

/** RETURNING cannot name what rows were found by, only what they are then: what is computed for them tells nothing. */
function toldBy({ keys, set, assign }: Required<Pick<UpdateRequest, 'keys' | 'set' | 'assign'>>): Told[] {
  const named =
    ({ quoted }: { readonly quoted: string }) =>
    (other: { readonly quoted: string }) =>
      other.quoted === quoted
  return keys.flatMap((key, place) => {
    if (assign.some(named(key))) return []
    const changed = set.findIndex(named(key))
    return [{ quoted: key.quoted, place: changed === -1 ? place : keys.length + changed }]
  })
}

/** `in` finds no null, so that a row whose key holds one has a statement of its own. */
function deleteSteps(request: DeleteRequest): WriteStep[] {
  const { from, keys } = request
  const most = mostRows(keys.length, 0)
  return runsWithoutNull(request.rows)
    .flatMap(rows => chunksOf(rows, most))
    .map(rows => {
      if (rows.length === 1) return deleteOfOne(`delete from ${from}`, rowOf(from), request, rows[0]!)
      const names = keys.map(({ quoted }) => `${rowOf(from)}.${quoted}`)
      const source = valuesOfMany(keys, rows, most)
      return {
        statement: joined(
          { sql: `delete from ${from}`, bindings: [] },
          { ...source, sql: `where (${names.join(', ')}) in (${source.sql})` },
          returningOf(names.map(exactly)),
        ),
        count: rows.length,
        reads: true,
        place: answer =>
          placedByValue(
            { given: rows, returned: answer },
            answer.map(() => []),
          ),
      }
    })
}

/** Gives rows whose values are all given, as long as they follow on each other, and those with a null one by one. */
function runsWithoutNull(rows: Rows): Rows[] {
  const runs: (readonly unknown[])[][] = []
  let isOpen = false
  for (const values of rows) {
    const isWhole = !values.includes(null)
    if (isOpen && isWhole) runs.at(-1)!.push(values)
    else runs.push([values])
    isOpen = isWhole
  }
  return runs
}

/** An integer as digits, since a number may not hold it. */
function exactly(name: string): Fragment {
  return {
    sql: `case when typeof(${name}) = 'integer' then cast(${name} as text) else ${name} end`,
    bindings: [],
  }
}

/**
 * Gives the rows as a table. What was prepared is kept by its text, so that there are as few of those as doublings lead to
 * the largest: where the table is larger than the rows, the rest is bound as null, and cut off.
 */
function valuesOfMany(columns: readonly WriteColumn[], rows: Rows, most: number): Fragment {
  const size = Math.min(most, 2 ** Math.ceil(Math.log2(rows.length)))
  const tuple = `(${columns.map(() => '?').join(', ')})`
  const values = rows.flatMap(row => columns.map((column, place) => bound(column, row[place])))
  const rest = Array<null>((size - rows.length) * columns.length).fill(null)
  return {
    sql: `select * from (values ${Array<string>(size).fill(tuple).join(', ')}) limit ?`,
    bindings: [...values, ...rest, rows.length],
  }
}

function mostRows(columns: number, others: number): number {
  return Math.floor((maxBindings - 1 - others) / columns)
}

function chunksOf(rows: Rows, most: number): Rows[] {
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, i) => rows.slice(i * most, (i + 1) * most))
}
