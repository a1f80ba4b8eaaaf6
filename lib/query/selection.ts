/** Decides which columns come with a query's rows, and which are left to be read on demand. Writes no SQL. */

import { QueryError } from '../errors.js'
import type { ColumnMapping, InheritanceMapping, Mapping } from '../mapping/mapping.js'
import { rowColumnsOf } from '../mapping/row-columns.js'
import { compositeOf, partColumns } from './composite.js'
import { columnOf } from './lookup.js'

/** The columns that a query chose; null: all but the deferred ones. */
export type Selection = ReadonlySet<ColumnMapping> | null

/** Which of a row's slots are read. */
export interface Reading {
  /** By ascending slot. */
  readonly reads: readonly ColumnMapping[]
  /** The other slots, which are empty in a row. */
  readonly unread: readonly number[]
  /** What classes below the queried one have, and statements of their own read when the rows are there. */
  readonly later: readonly ColumnMapping[]
}

const none: readonly never[] = []

/** Tells whether a column comes with the row. What rows are matched by always does. */
export function isRead(selection: Selection, column: ColumnMapping): boolean {
  return column.matched || (selection === null ? !column.deferred : selection.has(column))
}

/** Lays out which slots of a model's row are read. */
export function readingOf(mapping: Mapping, selection: Selection): Reading {
  const { width, inheritance } = mapping
  if (inheritance !== null) return sharedReading(inheritance, width, selection)
  const columns = rowColumnsOf(mapping)
  const reads = columns.every(column => isRead(selection, column))
    ? columns
    : columns.filter(column => isRead(selection, column))
  if (reads.length === width) return { reads, unread: none, later: none }
  return { reads, unread: slotsWithout(reads, width), later: none }
}

function sharedReading({ columns, apart }: InheritanceMapping, width: number, selection: Selection): Reading {
  const wanted = columns.filter(column => isRead(selection, column))
  const reads = wanted.filter(column => !apart.has(column))
  return { reads, unread: slotsWithout(reads, width), later: wanted.filter(column => apart.has(column)) }
}

function slotsWithout(reads: readonly ColumnMapping[], width: number): number[] {
  const read = new Set(reads.map(column => column.slot))
  return Array.from({ length: width }, (_, slot) => slot).filter(slot => !read.has(slot))
}

/** Gives every column that rows of a query can bring, those of classes below the queried one among them. */
function rowColumns(mapping: Mapping): readonly ColumnMapping[] {
  return mapping.inheritance === null ? rowColumnsOf(mapping) : mapping.inheritance.columns
}

/** How a query's methods change what is read. */
export type SelectionChange = 'only' | 'defer' | 'undefer'

/** Changes what is read: `only` these, without these, or these as well. Throws `MappingError`, `QueryError`. */
export function changedSelection(
  { mapping, selection }: { readonly mapping: Mapping; readonly selection: Selection },
  change: SelectionChange,
  properties: readonly unknown[],
): Selection {
  if (properties.length === 0) {
    throw new QueryError('QUERY_INVALID', `Expected ${change}(property, …) of model "${mapping.name}"`)
  }
  const named = new Set(properties.flatMap(property => columnsNamed(mapping, change, property)))
  if (change === 'only') return named
  const before = rowColumns(mapping).filter(column => isRead(selection, column))
  return new Set(change === 'defer' ? before.filter(column => !named.has(column)) : [...before, ...named])
}

/** Gives a selection that reads these columns, too. */
export function widened(
  { mapping, selection }: { readonly mapping: Mapping; readonly selection: Selection },
  columns: readonly ColumnMapping[],
): Selection {
  if (columns.every(column => isRead(selection, column))) return selection
  return new Set([...rowColumns(mapping).filter(column => isRead(selection, column)), ...columns])
}

/** A value object stands for its parts. */
function columnsNamed(mapping: Mapping, change: SelectionChange, property: unknown): ColumnMapping[] {
  const composite = compositeOf(mapping, property)
  if (composite !== null) return partColumns(composite)
  const column = columnOf(mapping, property)
  if (mapping.columns.includes(column)) return [column]
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot name "${column.property}" of model "${mapping.name}" in ${change}(): instances compute it, and it does not come with the row`,
  )
}
