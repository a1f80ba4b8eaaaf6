/** Shows what code has given, to people or to programs. Runs at most what was left to be awaited. */

import { inspect } from 'node:util'
import { stateOf } from '../../query/criteria.js'
import { Query } from '../../query/query.js'
import { isRead } from '../../query/selection.js'
import type { Terminal } from '../terminal.js'
import { csvParts } from './csv.js'
import { jsonParts } from './json.js'
import { type TableMaker, tableText } from './table.js'

/** What something came to. */
export interface Settled {
  readonly value: unknown
  /** What rows would have had that there are none of, where that is known. */
  readonly columns: readonly string[]
  /** True where there is more of it than the limit. */
  readonly isCut: boolean
}

/** Awaits the value, and cuts a list; a query that says no limit is not read further than that. */
export async function settled(value: unknown, limit: number): Promise<Settled> {
  const isEndless = value instanceof Query && (stateOf(value).limit ?? null) === null
  const given: unknown = await (isEndless ? value.limit(limit + 1) : value)
  const { rows, columns } = isAnswer(given)
    ? { rows: given.rows, columns: given.fields.map(({ name }) => name) }
    : { rows: given, columns: value instanceof Query ? columnsOf(value) : [] }
  const isCut = Array.isArray(rows) && rows.length > limit
  return { value: isCut ? rows.slice(0, limit) : rows, columns, isCut }
}

/** What a driver answers to a statement that was written by hand: rows, and much about them. */
interface Answer {
  readonly rows: readonly unknown[]
  readonly fields: readonly { readonly name: string }[]
}

function isAnswer(value: unknown): value is Answer {
  const { rows, fields } = (value ?? {}) as Partial<Answer>
  return Array.isArray(rows) && Array.isArray(fields) && fields.length > 0
}

function columnsOf(query: Query): string[] {
  const { mapping, selection, tree } = stateOf(query)
  const read = mapping.columns.filter(column => !column.sensitive && isRead(selection, column))
  const names = [...read.map(({ property }) => property), ...Array.from(tree.keys(), ({ name }) => name)]
  const keys = mapping.key.map(({ property }) => property).filter(name => names.includes(name))
  return [...new Set([...keys, ...names])]
}

/** Says that there is more. */
export function cutText(limit: number): string {
  return `Only the first ${limit} are shown; say --limit for more`
}

/** How a value is shown. */
export type Form = 'text' | 'json' | 'csv'

/** Gives the text of a value for standard output, in parts; none where there is nothing to say. */
export async function partsOf(
  { value, columns }: Settled,
  form: Form,
  terminal: Terminal,
): Promise<Iterable<string>> {
  if (value === undefined) return []
  if (form === 'csv') return csvParts(value, columns)
  if (form === 'json') return ended(jsonParts(value))
  const { default: maker } = await import('cli-table3')
  return ended([textOf(value, maker, terminal)])
}

/** Ends the last line, where there is any. */
function* ended(parts: Iterable<string>): Generator<string> {
  let isAny = false
  for (const part of parts) {
    isAny ||= part !== ''
    yield part
  }
  if (isAny) yield '\n'
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
