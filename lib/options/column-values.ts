/** Finds out how the values of one column are read. Reads none. */

import type { ValueOptions } from '../../types/options.js'
import type { Column, Schema, Table } from '../../types/schema.js'
import type { Reading } from '../dialect/contract.js'
import { OptionError } from '../errors.js'
import type { CheckedValues } from '../options.js'
import { didYouMean } from '../schema/suggest.js'

/**
 * Gives the function that answers for each column; what is said of `schema.table.column` counts before what is said of
 * `table.column`, that before what its class declares, and that before what is said of all. Throws `OptionError` OPTION_INVALID for a column that there is not.
 */
export function columnValues(
  schema: Schema,
  values: CheckedValues,
): (table: Table, column: Column, declared?: ValueOptions) => Reading {
  const unknown = new Set(values.columns.keys())
  if (unknown.size > 0) {
    for (const [table, column] of columnsOf(schema))
      for (const name of namesOf(table, column)) unknown.delete(name)
  }
  const [first] = unknown
  if (first !== undefined) {
    const known = columnsOf(schema).flatMap(([table, column]) => namesOf(table, column))
    throw new OptionError(
      'OPTION_INVALID',
      `Option "values.columns" names "${first}", which is no column of any table${didYouMean(first, known)}`,
    )
  }
  const { all } = values
  return (table, column, declared) => {
    const general = declared === undefined ? all : { ...all, ...declared }
    if (values.columns.size === 0) return { values: general, column }
    const said = namesOf(table, column).map(name => values.columns.get(name))
    const chosen = Object.assign({}, general, ...said) as ValueOptions
    return { values: chosen, column: said.some(one => one?.int8 !== undefined) ? widened(column) : column }
  }
}

/**
 * An INTEGER column can hold 64 bits on some databases, where it is read as a number all the same. Whoever chooses
 * `int8` for the very column says that it does.
 */
function widened(column: Column): Column {
  return column.kind === 'integer' || column.kind === 'other' ? { ...column, kind: 'bigint' } : column
}

function columnsOf(schema: Schema): (readonly [Table, Column])[] {
  return schema.tables.flatMap(table => table.columns.map(column => [table, column] as const))
}

/** From the vaguer to the more exact. */
function namesOf(table: Table, column: Column): readonly string[] {
  const name = `${table.name}.${column.name}`
  return [name, `${table.schema}.${name}`]
}
