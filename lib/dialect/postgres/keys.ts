/** Turns lists of keys into array parameters, one per column however many keys there are. Looks at no value. */

import type { Column } from '../../../types/schema.js'
import type { Fragment, KeyTable } from '../contract.js'
import { quote } from './quote.js'

/** Gives `expression = any(array)`, which an index serves; a column of arrays is compared array by array. */
export function inList(expression: string, column: Column, values: readonly unknown[]): Fragment {
  const sql =
    column.kind === 'array'
      ? `${expression} in (select "list"."v"::${typeOf(column)} from pg_catalog.unnest(${listOf(column)}) as "list"("v"))`
      : `${expression} = any(${listOf(column)})`
  return { sql, bindings: [values] }
}

/** Gives the keys as rows of `unnest`; positions are those of the tuples, from 0. */
export function keyTable(columns: readonly Column[]): KeyTable {
  const lists = columns.map(column => {
    const type = travelsAsText(column) ? 'pg_catalog.text' : typeOf(column)
    return `pg_catalog.unnest(?::${type}[])`
  })
  const names = columns.map((_, place) => `"k${place}"`)
  return {
    source: `rows from (${lists.join(', ')}) with ordinality as "key"(${names.join(', ')}, "i")`,
    position: '("key"."i" - 1)::pg_catalog.int4',
    values: columns.map((column, place) => {
      const value = `"key"."k${place}"`
      return travelsAsText(column) ? `${value}::${typeOf(column)}` : value
    }),
    bindings: tuples => columns.map((_, place) => tuples.map(tuple => tuple[place])),
    narrow: null,
  }
}

/**
 * `unnest` would take an array of arrays apart to its elements, and what is made of several fields to these; the text of
 * a list of boxes is another one. Of what only the server knows, every value has a text.
 */
function travelsAsText({ kind }: Column): boolean {
  return kind === 'array' || kind === 'other'
}

/** A list of arrays travels as texts. */
function listOf(column: Column): string {
  return `?::${column.kind === 'array' ? 'pg_catalog.text' : typeOf(column)}[]`
}

/** The type below any domain: comparing with a domain's values would check each of them again. */
function typeOf(column: Column): string {
  // Every type has a name here.
  const { schema, name } = column.baseType!
  return `${quote(schema)}.${quote(name)}`
}
