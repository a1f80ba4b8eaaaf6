/** Moves tables up and down within their columns until each is near its neighbours. Changes no column. */

import { neighboursOf } from './layers.js'
import type { Link, Size } from './layout.js'

/** How often every column is looked at again. */
const sweeps = 12

/** Tables that touch, with the gap below each counted to their height. */
interface Block {
  readonly numbers: number[]
  height: number
  /** The sum of where its tables would have it begin. */
  wishes: number
}

/** Gives the upper edge of every table, the highest at 0. */
export function settled(
  columns: readonly (readonly number[])[],
  sizes: readonly Size[],
  links: readonly Link[],
  gap: number,
): Map<number, number> {
  const neighbours = neighboursOf(links)
  const tops = new Map<number, number>()
  for (const column of columns)
    stack(
      column,
      column.map(() => 0),
      { sizes, gap, tops },
    )
  const middle = (number: number): number => tops.get(number)! + sizes[number]!.height / 2
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const wishes = column.map(number => {
        const beside = neighbours.get(number)!
        const wish = beside.reduce((sum, other) => sum + middle(other), 0) / beside.length
        return wish - sizes[number]!.height / 2
      })
      stack(column, wishes, { sizes, gap, tops })
    }
  }
  const highest = [...tops.values()].reduce((least, top) => Math.min(least, top), Number.POSITIVE_INFINITY)
  return new Map([...tops].map(([number, top]) => [number, Math.round(top - highest)]))
}

interface Stack {
  readonly sizes: readonly Size[]
  readonly gap: number
  readonly tops: Map<number, number>
}

/** In the column's order; tables that wish to be at one place share the way they are moved. */
function stack(column: readonly number[], wishes: readonly number[], { sizes, gap, tops }: Stack): void {
  const blocks: Block[] = []
  for (const [index, number] of column.entries()) {
    let block: Block = { numbers: [number], height: sizes[number]!.height + gap, wishes: wishes[index]! }
    for (let last = blocks.at(-1); last !== undefined && overlap(last, block); last = blocks.at(-1)) {
      blocks.pop()
      block = {
        numbers: [...last.numbers, ...block.numbers],
        wishes: last.wishes + block.wishes - last.height * block.numbers.length,
        height: last.height + block.height,
      }
    }
    blocks.push(block)
  }
  for (const block of blocks) {
    let top = block.wishes / block.numbers.length
    for (const number of block.numbers) {
      tops.set(number, top)
      top += sizes[number]!.height + gap
    }
  }
}

function overlap(above: Block, below: Block): boolean {
  return above.wishes / above.numbers.length + above.height > below.wishes / below.numbers.length
}
