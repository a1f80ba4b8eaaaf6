/** Draws the lines between columns as paths, around the tables that stand between. Places no table. */

import { freeIn, type Stand } from './lanes.js'
import type { Box } from './layout.js'
import type { OutlineKey } from './outline.js'
import { headHeight, rowHeight } from './size.js'

/** One line: the way, and the signs at its two ends. */
export interface Line {
  readonly way: string
  readonly ends: string
}

/** Where the tables are. */
export interface Ground {
  readonly boxes: readonly Box[]
  readonly stands: readonly Stand[]
}

/** How far a line goes straight on before it turns, so that its sign can be read, and how far it swings out to come back. */
const [reach, swing] = [14, 44]

/** Gives one line for every pair of columns; a key that tells none goes from table to table. `number` keeps lines apart. */
export function linesOf(
  { from, to, pairs, nullable, unique }: OutlineKey,
  number: number,
  { boxes, stands }: Ground,
): Line[] {
  const [source, target] = [boxes[from]!, boxes[to]!]
  const way = { columns: stands[from]!.columns, first: stands[from]!.index, last: stands[to]!.index }
  const [left, right] = sidesOf(way)
  const ends: readonly (readonly [number, number])[] = pairs.length > 0 ? pairs : [[-1, -1]]
  return ends.map(([first, second], pair) => {
    const start = { x: edgeOf(source, left), y: rowOf(source, first), side: left }
    const end = { x: edgeOf(target, right), y: rowOf(target, second), side: right }
    return {
      way: wayOf(start, end, way, ((number + pair) * 0.618) % 1),
      ends: `${unique ? barAt(start) : footAt(start)}${nullable ? ringAt(end) : barAt(end)}`,
    }
  })
}

/** Which columns lie on the way, by their places. */
interface Way {
  readonly columns: Stand['columns']
  readonly first: number
  readonly last: number
}

interface End {
  readonly x: number
  readonly y: number
  /** 1 where the line leaves to the right, -1 to the left. */
  readonly side: 1 | -1
}

/** The sides that face each other; the right ones where two tables stand one below the other. */
function sidesOf({ first, last }: Way): [1 | -1, 1 | -1] {
  if (first === last) return [1, 1]
  return first > last ? [-1, 1] : [1, -1]
}

function edgeOf({ x, width }: Box, side: 1 | -1): number {
  return side === 1 ? x + width : x
}

function rowOf({ y }: Box, column: number): number {
  return column < 0 ? y + headHeight / 2 : y + headHeight + column * rowHeight + rowHeight / 2
}

/** Heights change only where no table is: between two columns. */
function wayOf(start: End, end: End, { columns, first, last }: Way, share: number): string {
  const { side } = start
  if (first === last) {
    const turn = columns[first]!.right + reach
    return `M${start.x} ${start.y}H${turn}C${turn + swing} ${start.y} ${turn + swing} ${end.y} ${turn} ${end.y}H${end.x}`
  }
  let text = `M${start.x} ${start.y}`
  let y = start.y
  for (let place = first; place !== last; place += side) {
    const next = place + side
    const wanted = y + (end.y - y) / (Math.abs(last - place) + 1)
    const height = next === last ? end.y : freeIn(columns[next]!, wanted, share)
    const leaves = (side === 1 ? columns[place]!.right : columns[place]!.left) + side * reach
    const arrives = (side === 1 ? columns[next]!.left : columns[next]!.right) - side * reach
    const middle = (leaves + arrives) / 2
    text += `H${leaves}C${middle} ${y} ${middle} ${height} ${arrives} ${height}`
    y = height
  }
  return `${text}H${end.x}`
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
