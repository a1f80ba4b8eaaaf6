/** Tells in which tables a model's new rows are written, and what each takes from the one above. Writes none. */

import type { WriteColumn } from '../../dialect/contract.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { type ChangedTable, tablesOf } from '../../query/change/tables.js'
import { writeColumn } from '../target.js'

/** One column of a new row. */
export interface PartColumn {
  readonly column: ColumnMapping
  readonly slot: number
  readonly write: WriteColumn
  /** True where the database fills it when it is left out. */
  readonly fillsItself: boolean
}

/** One of the tables that a new row is written to. */
export interface Part {
  readonly from: string
  /** What can be written there, its key among it. */
  readonly columns: readonly PartColumn[]
  /** Of the columns, those that tell rows apart. */
  readonly key: readonly PartColumn[]
  /** What rows of it are read with; what it shares with the table above comes from there. */
  readonly read: readonly PartColumn[]
}

/** Gives the tables of a model's rows, each after the one that it adds to. */
export function partsOf(mapping: Mapping): Part[] {
  return tablesOf(mapping).map((table, i) => partOf(mapping, table, i > 0))
}

function partOf(mapping: Mapping, table: ChangedTable, isBelow: boolean): Part {
  const own = mapping.columns
    .filter(({ expression }) => expression === null)
    .flatMap(column => {
      const name = table.nameOf(column)
      return name === undefined ? [] : [columnOf(column, name)]
    })
  const linked = isBelow ? table.keys.map(({ own: name, column }) => columnOf(column, name)) : []
  const slots = new Set(mapping.key.map(({ slot }) => slot))
  const columns = [...linked, ...own]
  const key = isBelow ? linked : own.filter(({ slot }) => slots.has(slot))
  return { from: table.from, columns, key, read: own }
}

function columnOf(column: ColumnMapping, name: string): PartColumn {
  const { hasDefault, autoIncrement, identity, generated } = column.column
  return {
    column,
    slot: column.slot,
    write: writeColumn(column, name),
    fillsItself: hasDefault || autoIncrement || identity !== null || generated !== null,
  }
}
