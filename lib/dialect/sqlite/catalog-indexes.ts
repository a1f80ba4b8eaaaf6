/** Turns rows of SQLite's catalog into indexes and unique constraints. Runs no query. */

import type { Index, IndexPart, UniqueConstraint } from '../../../types/schema.js'
import { byCodePoint, byCodePoints } from '../../schema/compare.js'
import { inOrder } from '../plain-data.js'
import { isSameName } from './fold.js'
import type { Group } from './grouped.js'
import { type IndexDefinition, indexDefinitionOf } from './index-definition.js'
import type { IndexRow } from './rows.js'
import type { UniqueDefinition } from './table-definition.js'

/** Gives every index of one table, also those behind its keys; `textOf` gives the text of a CREATE INDEX. */
export function indexesOf(
  indexes: readonly Group<IndexRow>[],
  textOf: (index: string) => string | undefined,
): Index[] {
  const all = indexes.map(parts => indexOf(parts, textOf))
  return inOrder(all, (a, b) => byCodePoint(a.name, b.name))
}

/** Gives the unique constraints of one table; their names where exactly one definition can be meant. */
export function uniqueConstraintsOf(
  indexes: readonly Group<IndexRow>[],
  definitions: readonly UniqueDefinition[],
): UniqueConstraint[] {
  const constraints: UniqueConstraint[] = []
  for (const parts of indexes) {
    if (parts[0][3] !== 'u') continue
    // A unique constraint has no expressions.
    const columns = parts.map(part => part[5] as string)
    constraints.push({ name: nameOf(columns, definitions), columns, deferrable: false, nullsDistinct: true })
  }
  return inOrder(
    constraints,
    (a, b) => byCodePoints(a.columns, b.columns) || byCodePoint(a.name ?? '', b.name ?? ''),
  )
}

function indexOf(parts: Group<IndexRow>, textOf: (index: string) => string | undefined): Index {
  const first = parts[0]
  const name = first[1]
  const partial = first[4] === 1
  // The text says nothing more of an index of columns that holds every row.
  const isTold = !partial && parts.every(part => part[5] !== null)
  const text = isTold ? undefined : textOf(name)
  const definition = text === undefined ? null : indexDefinitionOf(text)
  return {
    name,
    unique: first[2] === 1,
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

function partOf(row: IndexRow, place: number, definition: IndexDefinition | null): IndexPart {
  const column = row[5]
  const expression = column === null ? (definition?.parts[place] ?? null) : null
  return { column, expression, descending: row[6] === 1 }
}

function nameOf(columns: readonly string[], definitions: readonly UniqueDefinition[]): string | null {
  let found: UniqueDefinition | null = null
  for (const definition of definitions) {
    if (!areSameNames(columns, definition.columns)) continue
    if (found !== null) return null
    found = definition
  }
  return found?.name ?? null
}

function areSameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, place) => isSameName(name, others[place]!))
}
