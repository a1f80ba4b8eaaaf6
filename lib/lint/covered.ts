/** Answers whether an index leads from the columns of a key to their rows. Asks no planner. */

import type { Index, Table } from '../../types/schema.js'

/** `all`: an index begins with all of them; `some`: one begins with some of them alone; `none`. */
export type Coverage = 'all' | 'some' | 'none'

/** What finds single values; others find ranges, words or places. */
const methods: ReadonlySet<string | null> = new Set([null, 'btree', 'hash'])

/** Tells how far indexes and keys lead; their columns may stand in another order. */
export function coverageOf(table: Table, columns: readonly string[]): Coverage {
  const lists = [
    ...[table.primaryKey, ...table.uniqueConstraints].map(key => key?.columns ?? []),
    ...table.indexes.filter(index => leads(index, columns)).map(leadingColumns),
  ]
  const runs = lists.map(list => runOf(list, columns))
  if (runs.includes(columns.length)) return 'all'
  return runs.some(run => run > 0) ? 'some' : 'none'
}

function leads({ valid, method, partial, predicate }: Index, columns: readonly string[]): boolean {
  return valid && methods.has(method) && (!partial || isOfPresent(predicate, columns))
}

/** A null refers to nothing, so an index without the nulls leads to every row that refers. */
function isOfPresent(predicate: string | null, columns: readonly string[]): boolean {
  const plain =
    predicate
      ?.replaceAll(/[()"`[\]]/g, '')
      .trim()
      .toLowerCase() ?? ''
  const parts = plain.split(/\s+and\s+/)
  return parts.every(part => columns.some(name => part === `${name.toLowerCase()} is not null`))
}

function leadingColumns({ parts }: Index): string[] {
  return parts.map(({ column }) => column ?? '')
}

/** How many of these columns the list begins with. */
function runOf(list: readonly string[], columns: readonly string[]): number {
  const end = list.findIndex(name => !columns.includes(name))
  return new Set(end < 0 ? list : list.slice(0, end)).size
}
