/** Turns index rows into indexes, those behind keys and constraints too. Runs no query. */

import type { Index, IndexPart } from '../../../types/schema.js'
import { sortedBy } from '../plain-data.js'
import { type Expressions, textOf } from './expressions.js'
import { expressionsOf } from './index-expressions.js'
import type { IndexRow } from './rows.js'

/** Gives the indexes of a table, sorted by name. */
export function indexesOf(rows: readonly IndexRow[], expressions: Expressions): Index[] {
  return sortedBy(rows, row => [row.name]).map(row => ({
    name: row.name,
    unique: row.unique,
    method: row.method,
    parts: partsOf(row, textOf(expressions, 'expressions', row.oid)),
    include: row.columns.slice(row.width).map(column => column!),
    partial: row.partial,
    predicate: textOf(expressions, 'predicate', row.oid),
    valid: row.valid,
    deferrable: !row.immediate,
    nullsDistinct: row.nullsDistinct,
  }))
}

function partsOf(row: IndexRow, text: string | null): IndexPart[] {
  const expressions = (text === null ? [] : expressionsOf(text))[Symbol.iterator]()
  return row.columns.slice(0, row.width).map((column, place) => ({
    column,
    expression: column === null ? (expressions.next().value ?? null) : null,
    descending: (row.options[place]! & 1) === 1,
  }))
}
