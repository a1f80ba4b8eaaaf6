/** Draws values as a table that fits, the columns of the key first. Draws none for what has no columns. */

import type Table from 'cli-table3'
import { isInstance } from '../../instance/instance.js'
import { harmless, type Terminal } from '../terminal.js'
import { gridOf, labelOf } from './grid.js'

/** Makes tables; loaded on demand, as it takes its time. */
export type TableMaker = typeof Table

/** Rows of one table; twice as many would take four times as long. */
const most = 250
const least = 5
const widest = 60

/** Gives the table of a list, or of one thing; null for what has no columns. */
export function tableText(value: unknown, maker: TableMaker, terminal: Terminal): string | null {
  const grid = gridOf(value)
  if (grid === null) return null
  const head = grid.columns.map(harmless)
  const isKey = grid.columns.map(column => grid.keys.has(column))
  const rows = Array.from(grid.rows, row => row.map(cellText))
  if (Array.isArray(value)) return drawn([head, ...rows], isKey, maker, terminal)
  const [only = []] = rows
  return drawn(
    [['property', 'value'], ...head.map((name, place) => [name, only[place] as string])],
    [true, false],
    maker,
    terminal,
  )
}

function drawn(
  [head = [], ...rows]: readonly (readonly string[])[],
  isKey: readonly boolean[],
  maker: TableMaker,
  terminal: Terminal,
): string {
  const colWidths = widthsOf([head, ...rows], terminal.width)
  const looks = rows.map(row =>
    row.map((text, place) => (isKey[place] === true ? terminal.paint('bold', text) : text)),
  )
  const parts = Array.from({ length: Math.max(1, Math.ceil(rows.length / most)) }, (_, part) => {
    const isLast = (part + 1) * most >= rows.length
    const chars = { ...inner, ...(part > 0 && top), ...(!isLast && bottom) }
    const table = new maker({
      ...(part === 0 && { head: [...head] }),
      colWidths,
      style: { head: [], border: [] },
      chars,
    })
    table.push(...looks.slice(part * most, (part + 1) * most))
    return String(table)
  })
  return parts.join('\n')
}

/** Lines that are not drawn: between rows, and where a table goes on. */
const inner = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }
const top = { top: '', 'top-left': '', 'top-mid': '', 'top-right': '' }
const bottom = { bottom: '', 'bottom-left': '', 'bottom-mid': '', 'bottom-right': '' }

/** Makes the widest columns narrower until all fit; borders and blanks take three a column, and one. */
function widthsOf(rows: readonly (readonly string[])[], width: number): number[] {
  const [head = []] = rows
  const widths = head.map((_, place) => {
    const most = rows.reduce((most, row) => Math.max(most, (row[place] as string).length), 0)
    return Math.min(widest, most) + 2
  })
  const total = (): number => widths.reduce((sum, each) => sum + each + 1, 1)
  while (total() > width) {
    const most = Math.max(...widths)
    if (most <= least) break
    widths[widths.indexOf(most)] = most - 1
  }
  return widths
}

function cellText(value: unknown): string {
  if (value === undefined) return ''
  if (value instanceof Date) return JSON.stringify(value).replaceAll('"', '')
  if (value instanceof Uint8Array) return `<${value.length} bytes>`
  if (isInstance(value)) return harmless(labelOf(value))
  if (Array.isArray(value) && value.some(isInstance)) return `[${value.length}]`
  if (typeof value === 'object' && value !== null) return harmless(JSON.stringify(value))
  return harmless(String(value))
}
