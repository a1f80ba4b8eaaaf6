/** Turns rows of SQLite's catalog into indexes and unique constraints. Runs no query. */

import type { Index, IndexPart, UniqueConstraint } from '../../../types/schema.js'
import { sortedBy } from '../plain-data.js'
import { fold } from './fold.js'
import { type Group, groupedBy } from './grouped.js'
import { type IndexDefinition, indexDefinitionOf } from './index-definition.js'
import type { IndexRow } from './rows.js'
import type { UniqueDefinition } from './table-definition.js'

/** Gives every index of one table, also those behind its keys; `textOf` gives the text of a CREATE INDEX. */
export function indexesOf(rows: readonly IndexRow[], textOf: (index: string) => string | undefined): Index[] {
  const indexes = [...groupedBy(rows, ({ index }) => index).values()].map(parts =>
    indexOf(parts, textOf(parts[0].index)),
  )
  return sortedBy(indexes, ({ name }) => [name])
}

/** Gives the unique constraints of one table; their names where exactly one definition can be meant. */
export function uniqueConstraintsOf(
  rows: readonly IndexRow[],
  definitions: readonly UniqueDefinition[],
): UniqueConstraint[] {
  const unique = groupedBy(
    rows.filter(({ origin }) => origin === 'u'),
    ({ index }) => index,
  )
  const constraints = Array.from(unique.values(), parts => {
    // A unique constraint has no expressions.
    const columns = parts.map(({ column }) => column as string)
    return { name: nameOf(columns, definitions), columns, deferrable: false, nullsDistinct: true }
  })
  return sortedBy(constraints, ({ columns, name }) => [...columns, '', name ?? ''])
}

function indexOf(parts: Group<IndexRow>, text: string | undefined): Index {
  const [{ index, unique, partial }] = parts
  // The text says nothing more of an index of columns that holds every row.
  const isTold = !partial && parts.every(({ column }) => column !== null)
  const definition = text === undefined || isTold ? null : indexDefinitionOf(text)
  return {
    name: index,
    unique,
    method: null,
    parts: parts.map((part, place) => partOf(part, place, definition)),
    include: [],
    partial,
    predicate: definition?.predicate ?? null,
    valid: true,
    deferrable: false,
    nullsDistinct: true,
  }
}

function partOf(
  { column, descending }: IndexRow,
  place: number,
  definition: IndexDefinition | null,
): IndexPart {
  return { column, expression: column === null ? (definition?.parts[place] ?? null) : null, descending }
}

function nameOf(columns: readonly string[], definitions: readonly UniqueDefinition[]): string | null {
  const wanted = idOf(columns)
  const found = definitions.filter(definition => idOf(definition.columns) === wanted)
  return found.length === 1 ? found[0]!.name : null
}

function idOf(columns: readonly string[]): string {
  return JSON.stringify(columns.map(fold))
}
