/**
 * Writes the statements that insert, update and delete rows: one row by plain bindings, many by an array for each column,
 * so that the text does not depend on how many there are. Runs none.
 */

import { Concealed, revealed } from '../concealed.js'
import type {
  Assignment,
  DeleteRequest,
  Fragment,
  InsertRequest,
  KeyTable,
  Row,
  UpdateRequest,
  WriteColumn,
  WriteStep,
  Writing,
} from '../contract.js'
import { chunksOf } from '../write-chunks.js'
import {
  deleteOfOne,
  insertOf,
  joined,
  type Rows,
  returningOf,
  settingOf,
  updateOfOne,
  valuesOfOne,
} from '../write-text.js'
import { keyTable } from './keys.js'

/** No column can be taken for it, as every column is written behind it. */
const row = '"row"'

/** Far below what the server, and a string here, can hold. */
const limits = { rows: 10_000, size: 16_777_216 }

/** How PostgreSQL is written to. */
export const writing: Writing = {
  rowOf: () => row,
  insert: request => chunksOf(request.rows, limits).map(rows => insertStep(request, rows)),
  update: request => chunksOf(request.rows, limits).map(rows => updateStep(request, rows)),
  delete: request => chunksOf(request.rows, limits).map(rows => deleteStep(request, rows)),
  isForbidden: error => (error as { readonly code?: unknown }).code === '42501',
}

/**
 * Where no values tell rows apart, their order does: the server sorts what is selected, makes defaults for the sorted
 * rows, inserts them one after another, and each gives what it returns when it is inserted.
 */
function insertStep(request: InsertRequest, rows: Rows): WriteStep {
  const { from, columns } = request
  const values = rows.length === 1 ? valuesOfOne(columns, rows[0]!) : valuesOfMany(columns, rows)
  return insertOf(`insert into ${from} as ${row}`, request, rows, values)
}

/** Without columns, rows that hold none are selected: the server fills each with defaults. */
function valuesOfMany(columns: readonly WriteColumn[], rows: Rows): Fragment {
  if (columns.length === 0)
    return { sql: 'select from pg_catalog.generate_series(1, ?::pg_catalog.int4)', bindings: [rows.length] }
  const table = tableOf(columns)
  return {
    sql: `select ${table.values.join(', ')} from ${table.source} order by "key"."i"`,
    bindings: listsOf(table, columns, rows),
  }
}

function updateStep(request: UpdateRequest, rows: Rows): WriteStep {
  const { from, keys, set, assign = [], returning } = request
  const head = `update ${from} as ${row}`
  if (rows.length === 1) return updateOfOne(head, row, request, rows[0]!)
  const columns = [...keys, ...set]
  const table = tableOf(columns)
  const changes = set.map(({ quoted }, place): Assignment => {
    return { quoted, sql: { sql: table.values[keys.length + place]!, bindings: [] } }
  })
  const source = { sql: `from ${table.source}`, bindings: listsOf(table, columns, rows) }
  const setting = settingOf([...changes, ...assign])
  return positioned(rows.length, returning, table, list =>
    joined({ sql: head, bindings: [] }, setting, source, whereMany(keys, table, rows), list),
  )
}

function deleteStep(request: DeleteRequest, rows: Rows): WriteStep {
  const { from, keys } = request
  const head = `delete from ${from} as ${row}`
  if (rows.length === 1) return deleteOfOne(head, row, request, rows[0]!)
  const table = tableOf(keys)
  const source = { sql: `using ${table.source}`, bindings: listsOf(table, keys, rows) }
  return positioned(rows.length, [], table, list =>
    joined({ sql: head, bindings: [] }, source, whereMany(keys, table, rows), list),
  )
}

/** A step whose answer tells the position of each row. Where a key that is none finds several rows, the last one counts. */
function positioned(
  count: number,
  returning: readonly Fragment[],
  { position }: KeyTable,
  statementOf: (list: Fragment) => Fragment,
): WriteStep {
  return {
    statement: statementOf(returningOf([...returning, { sql: position, bindings: [] }])),
    count,
    reads: true,
    place: answer => {
      const rows: (Row | null)[] = Array.from({ length: count }, () => null)
      for (const values of answer) rows[Number(values.at(-1))] = values.slice(0, -1)
      return rows
    },
  }
}

/** Only `=` is served by an index: what finds null, too, is written where null is among the values. */
function whereMany(keys: readonly WriteColumn[], table: KeyTable, rows: Rows): Fragment {
  const conditions = keys.map(({ quoted }, place) => {
    const operator = rows.some(values => values[place] === null) ? 'is not distinct from' : '='
    return `${row}.${quoted} ${operator} ${table.values[place]}`
  })
  return { sql: `where ${conditions.join(' and ')}`, bindings: [] }
}

function tableOf(columns: readonly WriteColumn[]): KeyTable {
  return keyTable(columns.map(({ column }) => column))
}

/** A list with one value that is concealed is concealed as a whole. */
function listsOf(table: KeyTable, columns: readonly WriteColumn[], rows: Rows): unknown[] {
  const lists = table.bindings(rows) as readonly (readonly unknown[])[]
  return lists.map((list, place) => {
    const conceals = columns[place]!.sensitive || list.some(value => value instanceof Concealed)
    return conceals ? new Concealed(list.map(revealed)) : list
  })
}
