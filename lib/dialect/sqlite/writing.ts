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
import { placed, placedByValue } from '../placed.js'
import {
  bound,
  joined,
  namesOf,
  nothing,
  type Rows,
  returningOf,
  setToBound,
  settingOf,
  valuesOfOne,
  whereOne,
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
  const list = returning === null ? nothing : returningOf(returning)
  const into = { sql: `insert into ${from}${namesOf(columns)}`, bindings: [] }
  const others = conflict.bindings.length + list.bindings.length
  // DEFAULT VALUES are those of one row.
  const most = columns.length === 0 ? 1 : mostRows(columns.length, others)
  return chunksOf(request.rows, most).map(rows => {
    const one = rows.length === 1
    const given = one ? valuesOfOne(columns, rows[0]!) : valuesOfMany(columns, rows, most)
    return {
      statement: joined(into, given, conflict, list),
      count: rows.length,
      place: answer => placed(request, rows, answer),
    }
  })
}

function updateSteps({ from, keys, set, assign = [], rows, returning }: UpdateRequest): WriteStep[] {
  const columns = [...keys, ...set]
  const row = rowOf(from)
  const given = row.toLowerCase() === '`given`' ? '`given_`' : '`given`'
  const told = toldBy({ keys, set, assign })
  const others = settingOf(assign).bindings.length + returningOf(returning).bindings.length
  const fits = returning.length + told.length <= features.maxResultColumns
  const most = fits && told.length > 0 ? mostRows(columns.length, others) : 1
  const update = { sql: `update ${from}`, bindings: [] }
  const changes = set.map(({ quoted }, place): Assignment => {
    return { quoted, sql: { sql: `${given}.\`column${keys.length + place + 1}\``, bindings: [] } }
  })
  const found = keys.map(
    ({ quoted }, place) => [`${row}.${quoted}`, `${given}.\`column${place + 1}\``] as const,
  )
  const list = returningOf([...told.map(({ quoted }) => exactly(`${row}.${quoted}`)), ...returning])
  return chunksOf(rows, most).map(chunk => {
    if (chunk.length === 1) return updateOne({ from, keys, set, assign, rows: chunk, returning })
    const source = valuesOfMany(columns, chunk, most)
    const conditions = found.map(([column, value], place) => {
      return `${column} ${chunk.some(values => values[place] === null) ? 'is' : '='} ${value}`
    })
    return {
      statement: joined(
        update,
        settingOf([...changes, ...assign]),
        { ...source, sql: `from (${source.sql}) as ${given}` },
        { sql: `where ${conditions.join(' and ')}`, bindings: [] },
        list,
      ),
      count: chunk.length,
      place: answer =>
        placedByValue(
          {
            given: chunk.map(values => told.map(({ place }) => values[place])),
            returned: answer.map(values => values.slice(0, told.length)),
          },
          answer.map(values => values.slice(told.length)),
        ),
    }
  })
}

function updateOne({ from, keys, set, assign = [], rows, returning }: UpdateRequest): WriteStep {
  const values = rows[0]!
  const changes = [...setToBound(set, values.slice(keys.length)), ...assign]
  return {
    statement: joined(
      { sql: `update ${from}`, bindings: [] },
      settingOf(changes),
      whereOne(rowOf(from), keys, values),
      returningOf(returning),
    ),
    count: 1,
    place: ([found]) => [found?.slice(0, returning.length) ?? null],
  }
}

/** A key as RETURNING gives it, and the place of the value that it has then. */
interface Told {
  readonly quoted: string
  readonly place: number
}

/** RETURNING cannot name what rows were found by, only what they are then: what is computed for them tells nothing. */
function toldBy({ keys, set, assign }: Required<Pick<UpdateRequest, 'keys' | 'set' | 'assign'>>): Told[] {
  return keys
    .filter(({ quoted }) => !assign.some(change => change.quoted === quoted))
    .map(({ quoted }) => {
      const changed = set.findIndex(column => column.quoted === quoted)
      const key = keys.findIndex(column => column.quoted === quoted)
      return { quoted, place: changed === -1 ? key : keys.length + changed }
    })
}

/** `in` finds no null, so that a row whose key holds one has a statement of its own. */
function deleteSteps({ from, keys, rows }: DeleteRequest): WriteStep[] {
  const most = mostRows(keys.length, 0)
  const row = rowOf(from)
  const names = keys.map(({ quoted }) => `${row}.${quoted}`)
  const remove = { sql: `delete from ${from}`, bindings: [] }
  const list = returningOf(names.map(exactly))
  return runsWithoutNull(rows).flatMap(run =>
    chunksOf(run, most).map((chunk): WriteStep => {
      if (chunk.length === 1) {
        return {
          statement: joined(remove, whereOne(row, keys, chunk[0]!), returningOf([])),
          count: 1,
          place: answer => [answer.length === 0 ? null : []],
        }
      }
      const source = valuesOfMany(keys, chunk, most)
      const found = { ...source, sql: `where (${names.join(', ')}) in (${source.sql})` }
      return {
        statement: joined(remove, found, list),
        count: chunk.length,
        place: answer =>
          placedByValue(
            { given: chunk, returned: answer },
            answer.map(() => []),
          ),
      }
    }),
  )
}

function runsWithoutNull(rows: Rows): Rows[] {
  const runs: (readonly unknown[])[][] = []
  let open = false
  for (const values of rows) {
    const apart = values.includes(null)
    if (open && !apart) runs.at(-1)!.push(values)
    else runs.push([values])
    open = !apart
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
 * The rows as a table. What was prepared is kept by its text, so that there are as few of those as doublings lead to the
 * largest: what is too much of a table is bound as null, and cut off.
 */
function valuesOfMany(columns: readonly WriteColumn[], rows: Rows, most: number): Fragment {
  const size = Math.min(most, 2 ** Math.ceil(Math.log2(rows.length)))
  const tuple = `(${columns.map(() => '?').join(', ')})`
  const bindings: unknown[] = []
  for (const values of rows)
    for (const [place, column] of columns.entries()) bindings.push(bound(column, values[place]))
  while (bindings.length < size * columns.length) bindings.push(null)
  bindings.push(rows.length)
  return { sql: `select * from (values ${Array(size).fill(tuple).join(', ')}) limit ?`, bindings }
}

function mostRows(columns: number, others: number): number {
  return Math.floor((maxBindings - 1 - others) / columns)
}

function chunksOf(rows: Rows, most: number): Rows[] {
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, i) => rows.slice(i * most, (i + 1) * most))
}
