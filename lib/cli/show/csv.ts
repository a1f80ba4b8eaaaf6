/** Writes values as CSV by RFC 4180, each as in JSON. A spreadsheet takes no text of it for a formula. */

import { columnValueOf } from '../../instance/column-value.js'
import { gridOf } from './grid.js'
import { jsonOf } from './json.js'

/** How much is written at a time, and a line. */
const most = 65_536

/** Gives the lines, each ended by CR LF; `columns` are those of an empty list. What has none is in one that is called "value". */
export function* csvParts(value: unknown, columns: readonly string[] = []): Generator<string> {
  if (Array.isArray(value) && value.length === 0) {
    if (columns.length > 0) yield lineOf(columns)
    return
  }
  const grid = gridOf(value, columnValueOf)
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  let part = lineOf(grid?.columns ?? ['value'])
  for (const row of grid?.rows ?? list.map(each => [each])) {
    part += lineOf(row)
    if (part.length < most) continue
    yield part
    part = ''
  }
  yield part
}

function lineOf(values: readonly unknown[]): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

/** What would begin a formula; a negative number begins none. */
const formula = /^(?!-\d+(?:\.\d+)?(?:e[+-]?\d+)?$)[=+\-@\t\r\n＝＋－＠]/i

function cellOf(value: unknown): string {
  const text = textOf(value)
  // An empty cell is null, as the server's own CSV has it.
  if (text === '') return value === '' ? '""' : ''
  const guarded = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const json = value === null ? '' : (jsonOf(value) ?? '')
  // What JSON has no word of its own for is text in it, and that of no date is null.
  if (json === 'null') return ''
  return json.startsWith('"') ? JSON.parse(json) : json
}
