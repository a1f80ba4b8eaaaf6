/** Tells where lines can pass between tables: beside the columns that tables stand in, and between those of a column. Draws none. */

import { type Box, groupsOf, type Link } from './layout.js'

/** Tables that stand one below the other. */
export interface Column {
  readonly left: number
  /** Where the widest of them ends. */
  readonly right: number
  /** What is free, from top to bottom: no line at these heights meets one of them. */
  readonly gaps: readonly (readonly [top: number, bottom: number])[]
}

/** The column that a table stands in, among those of its group. */
export interface Stand {
  readonly columns: readonly Column[]
  readonly index: number
}

/** How near to a table a line may pass, how far beyond its group, and how far from others that want the same. */
const [clearance, beyond, spread] = [7, 18, 70]

/** Gives the stand of every table, in their order. */
export function standsOf(boxes: readonly Box[], links: readonly Link[]): Stand[] {
  const stands: Stand[] = []
  for (const group of groupsOf(boxes.length, links)) {
    const byLeft = new Map<number, number[]>()
    for (const number of group) {
      const { x } = boxes[number]!
      byLeft.set(x, [...(byLeft.get(x) ?? []), number])
    }
    const own = group.map(number => boxes[number]!)
    const top = Math.min(...own.map(({ y }) => y)) - beyond
    const bottom = Math.max(...own.map(({ y, height }) => y + height)) + beyond
    const sorted = [...byLeft].sort(([a], [b]) => a - b)
    const columns = sorted.map(([, members]) =>
      columnOf(
        members.map(number => boxes[number]!),
        top,
        bottom,
      ),
    )
    for (const [index, [, members]] of sorted.entries()) {
      for (const number of members) stands[number] = { columns, index }
    }
  }
  return stands
}

function columnOf(boxes: readonly Box[], top: number, bottom: number): Column {
  const sorted = [...boxes].sort((a, b) => a.y - b.y)
  const starts = [top, ...sorted.map(({ y, height }) => y + height + clearance)]
  const ends = [...sorted.map(({ y }) => y - clearance), bottom]
  return {
    left: sorted[0]!.x,
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    gaps: starts.map((start, place) => [start, ends[place]!] as const),
  }
}

/** Gives the free height of a column that is nearest to a wanted one; `share` of 0 to 1 keeps lines apart that want the same. */
export function freeIn({ gaps }: Column, wanted: number, share: number): number {
  let [best, distance] = [wanted, Number.POSITIVE_INFINITY]
  for (const [top, bottom] of gaps) {
    if (wanted >= top && wanted <= bottom) return Math.round(wanted)
    const inside = share * Math.min(spread, bottom - top)
    const edge = wanted < top ? top : bottom
    const away = Math.abs(wanted - edge)
    if (away < distance) [best, distance] = [wanted < top ? top + inside : bottom - inside, away]
  }
  return Math.round(best)
}
