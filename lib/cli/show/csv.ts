/** Writes values as CSV by RFC 4180. A spreadsheet takes no text of it for a formula. */

import { gridOf } from './grid.js'

/** Gives the text, each line ended by CR LF; what has no columns is in one that is called "value". */
export function csvOf(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return ''
  const list = Array.isArray(value) ? value : [value]
  const grid = gridOf(value) ?? { columns: ['value'], rows: list.map(each => [each]) }
  return [grid.columns, ...grid.rows].map(row => `${row.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(value: unknown): string {
  const text = textOf(value)
  // Of numbers only those that are text could be anything else.
  const guarded =
    typeof value !== 'number' && typeof value !== 'bigint' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return JSON.stringify(value).replaceAll('"', '')
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return typeof value === 'object' ? JSON.stringify(value, digits) : String(value)
}

/** JSON has no bigint; it becomes its digits. */
export function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
