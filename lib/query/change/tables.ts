/** Tells in which tables the rows of a model are, and by which columns they are found there. Writes no SQL. */

import type { ColumnMapping, Mapping, TablePart } from '../../mapping/mapping.js'

/** A column that rows are found by: as the table calls it, and as the model reads the same value. */
export interface TableKey {
  readonly own: string
  readonly column: ColumnMapping
}

/** One of the tables that rows of a model are in; names are quoted. */
export interface ChangedTable {
  readonly from: string
  /** Empty where nothing tells its rows apart. */
  readonly keys: readonly TableKey[]
  /** Gives what it calls a column; undefined where that is in another table. */
  readonly nameOf: (column: ColumnMapping) => string | undefined
}

/** Gives the tables of a model's own rows, the root's first. */
export function tablesOf(mapping: Mapping): ChangedTable[] {
  const { inheritance, key, from } = mapping
  if (inheritance !== null) return inheritance.parts.map(part => tableOf(mapping, part))
  const keys = key.map(column => ({ own: column.quoted, column }))
  return [{ from, keys, nameOf: ({ quoted }) => quoted }]
}

/** Gives the tables that classes below add to a model's rows, each after what it adds to. */
export function tablesBelow(mapping: Mapping): ChangedTable[] {
  return (mapping.inheritance?.below ?? []).map(part => tableOf(mapping, part))
}

function tableOf(mapping: Mapping, part: TablePart): ChangedTable {
  return {
    from: part.from,
    keys: keysOf(mapping, part),
    nameOf: column => part.columns.find(each => each.column === column)?.own,
  }
}

/** A table of a class below is found by what refers to the table above it. */
function keysOf(mapping: Mapping, part: TablePart): TableKey[] {
  const { above } = part
  if (above === null) {
    return mapping.key.map(column => ({ own: ownName(part, column), column }))
  }
  return above.columns.map((own, i) => ({
    own,
    column: columnCalled(above.part, above.referencedColumns[i] as string),
  }))
}

function ownName({ columns }: TablePart, column: ColumnMapping): string {
  // The key of a hierarchy is its root's.
  return columns.find(each => each.column === column)!.own
}

/** A key that a table shares with the one above it is that one's column. */
function columnCalled({ columns, above }: TablePart, name: string): ColumnMapping {
  const found = columns.find(({ own }) => own === name)
  if (found !== undefined) return found.column
  const link = above!
  return columnCalled(link.part, link.referencedColumns[link.columns.indexOf(name)] as string)
}
