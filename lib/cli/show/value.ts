/** Shows what code has given, to people or to programs. Runs at most what was left to be awaited. */

import { inspect } from 'node:util'
import { stateOf } from '../../query/criteria.js'
import { Query } from '../../query/query.js'
import type { Terminal } from '../terminal.js'
import { csvOf, digits } from './csv.js'
import { type TableMaker, tableText } from './table.js'

/** What something came to. */
export interface Settled {
  readonly value: unknown
  /** True where there is more of it than the limit. */
  readonly isCut: boolean
}

/** Awaits the value, and cuts a list; a query that says no limit is not read further than that. */
export async function settled(value: unknown, limit: number): Promise<Settled> {
  const isEndless = value instanceof Query && (stateOf(value).limit ?? null) === null
  const given: unknown = await (isEndless ? value.limit(limit + 1) : value)
  if (!Array.isArray(given) || given.length <= limit) return { value: given, isCut: false }
  return { value: given.slice(0, limit), isCut: true }
}

/** Says that there is more. */
export function cutText(limit: number): string {
  return `Only the first ${limit} are shown; say --limit for more`
}

/** How a value is shown. */
export type Form = 'text' | 'json' | 'csv'

/** Gives the text of a value for standard output; empty where there is nothing to say. */
export async function shownAs(value: unknown, form: Form, terminal: Terminal): Promise<string> {
  if (value === undefined) return ''
  if (form === 'json') return JSON.stringify(value, digits, 2) ?? ''
  if (form === 'csv') return csvOf(value).replace(/\r\n$/, '\r')
  const { default: maker } = await import('cli-table3')
  return textOf(value, maker, terminal)
}

/** Gives the text for people. */
export function textOf(value: unknown, maker: TableMaker, terminal: Terminal): string {
  if (typeof value === 'string') return terminal.width === Number.POSITIVE_INFINITY ? value : plain(value)
  return tableText(value, maker, terminal) ?? inspect(value, { colors: terminal.colour, depth: 4 })
}

/** Keeps lines and tabs, and nothing else that a terminal obeys. */
function plain(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '\u{fffd}')
}
