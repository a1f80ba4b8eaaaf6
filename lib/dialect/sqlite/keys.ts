/** Binds lists of values and keys as one JSON text, whose length no limit of SQLite on bindings knows. */

import type { Column } from '../../../types/schema.js'
import type { Fragment, KeyTable } from '../contract.js'

/**
 * Gives `expression in (…)` with one binding. The list has no affinity and no collation, so each value is compared as
 * the expression's column compares.
 */
export function inList(expression: string, _column: Column, values: readonly unknown[]): Fragment {
  return {
    sql: `${expression} in (select ${elementOf('`list`')} from json_each(?) as \`list\`)`,
    bindings: [jsonOf(values)],
  }
}

/** Gives a table of key tuples; its only binding is one JSON array. */
export function keyTable(columns: readonly Column[]): KeyTable {
  const single = columns.length === 1
  const source = 'json_each(?) as `key`'
  const values = single ? [elementOf('`key`')] : columns.map((_, place) => partOf(place))
  return {
    source,
    position: '`key`.`key`',
    values,
    // Without an index the planner reads the whole table for each key: a thousand keys in 20,000 rows took two seconds,
    // and this way 4 ms. The limit keeps it from merging the subquery into the join (sqlite.org/optoverview.html, 11).
    narrow: (from, names) =>
      `(select * from ${from} where (${names.join(', ')}) in (select ${values.join(', ')} from ${source}) limit -1)`,
    bindings: tuples => [jsonOf(single ? tuples.map(([value]) => value) : tuples)],
  }
}

/** An expression, not a bare column: a column would bring its own collation into a comparison that begins with it. */
function elementOf(list: string): string {
  return `case ${list}.\`type\` when 'array' then unhex(json_extract(${list}.\`value\`, '$[0]')) else ${list}.\`value\` end`
}

function partOf(place: number): string {
  const tuple = '`key`.`value`'
  return (
    `case json_type(${tuple}, '$[${place}]') when 'array' then unhex(json_extract(${tuple}, '$[${place}][0]')) ` +
    `else json_extract(${tuple}, '$[${place}]') end`
  )
}

/** JSON as SQLite reads it: a blob is an array of its hexadecimal digits. */
function jsonOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`
  if (value instanceof Uint8Array) return `["${Buffer.from(value).toString('hex')}"]`
  if (typeof value === 'bigint') return String(value)
  if (value === Number.POSITIVE_INFINITY) return '9e999'
  if (value === Number.NEGATIVE_INFINITY) return '-9e999'
  return JSON.stringify(value)
}
