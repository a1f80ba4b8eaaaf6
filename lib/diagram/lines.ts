/** Draws the lines between columns as paths. Goes around no table: lines lie below the cards. */

import type { Box } from './layout.js'
import type { OutlineKey } from './outline.js'
import { headHeight, rowHeight } from './size.js'

/** One line: the way, and the signs at its two ends. */
export interface Line {
  readonly way: string
  readonly ends: string
}

/** How far a line goes straight on before it turns, so that its sign can be read. */
const reach = 14

/** Gives one line for every pair of columns; a key that tells none goes from table to table. */
export function linesOf({ from, to, pairs, nullable, unique }: OutlineKey, boxes: readonly Box[]): Line[] {
  const [source, target] = [boxes[from]!, boxes[to]!]
  const [left, right] = sidesOf(source, target)
  const ends: readonly (readonly [number, number])[] = pairs.length > 0 ? pairs : [[-1, -1]]
  return ends.map(([first, second]) => {
    const start = { x: edgeOf(source, left), y: rowOf(source, first), side: left }
    const end = { x: edgeOf(target, right), y: rowOf(target, second), side: right }
    return {
      way: wayOf(start, end),
      ends: `${unique ? barAt(start) : footAt(start)}${nullable ? ringAt(end) : barAt(end)}`,
    }
  })
}

interface End {
  readonly x: number
  readonly y: number
  /** 1 where the line leaves to the right, -1 to the left. */
  readonly side: 1 | -1
}

/** The sides that face each other; the right ones where two tables stand one below the other. */
function sidesOf(source: Box, target: Box): [1 | -1, 1 | -1] {
  if (target.x + target.width + 2 * reach <= source.x) return [-1, 1]
  if (source.x + source.width + 2 * reach <= target.x) return [1, -1]
  return [1, 1]
}

function edgeOf({ x, width }: Box, side: 1 | -1): number {
  return side === 1 ? x + width : x
}

function rowOf({ y }: Box, column: number): number {
  return column < 0 ? y + headHeight / 2 : y + headHeight + column * rowHeight + rowHeight / 2
}

function wayOf(start: End, end: End): string {
  const [first, last] = [start.x + start.side * reach, end.x + end.side * reach]
  const bend = Math.min(180, Math.max(36, Math.abs(last - first) / 2))
  const [one, two] = [first + start.side * bend, last + end.side * bend]
  return `M${start.x} ${start.y}H${first}C${one} ${start.y} ${two} ${end.y} ${last} ${end.y}H${end.x}`
}

function footAt({ x, y, side }: End): string {
  const tip = x + side * (reach - 3)
  return `M${x} ${y - 5}L${tip} ${y}L${x} ${y + 5}`
}

function barAt({ x, y, side }: End): string {
  return `M${x + side * 7} ${y - 5}v10`
}

function ringAt({ x, y, side }: End): string {
  return `M${x + side * 9 - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`
}
