/** Gives every table a place: layers of what refers to what, side by side, one group of related tables after the other. */

import { layersOf } from './layers.js'
import { settled } from './settle.js'

/** How large something is. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Where something is, and how large. */
export interface Box extends Size {
  readonly x: number
  readonly y: number
}

/** A key between two tables, by their numbers. */
export interface Link {
  readonly from: number
  readonly to: number
}

/** Tables that keys connect, placed from 0, 0. */
interface Group extends Size {
  readonly places: ReadonlyMap<number, readonly [x: number, y: number]>
}

const [columnGap, rowGap, groupGap] = [96, 30, 64]
/** A screen is wider than it is high. */
const shape = 1.7

/** Gives a box for every size, in their order; none overlap. */
export function placed(sizes: readonly Size[], links: readonly Link[]): Box[] {
  const groups = groupsOf(sizes.length, links).map(numbers => groupOf(numbers, sizes, links))
  const boxes: Box[] = sizes.map(size => ({ ...size, x: 0, y: 0 }))
  for (const [group, left, top] of shelved(groups)) {
    for (const [number, [x, y]] of group.places)
      boxes[number] = { ...boxes[number]!, x: left + x, y: top + y }
  }
  return boxes
}

/** Gives the numbers that links connect, directly or not. */
export function groupsOf(count: number, links: readonly Link[]): number[][] {
  const above = Array.from({ length: count }, (_, number) => number)
  const rootOf = (number: number): number => {
    let root = number
    while (above[root] !== root) root = above[root] = above[above[root]!]!
    return root
  }
  for (const { from, to } of links) above[rootOf(from)] = rootOf(to)
  const groups = new Map<number, number[]>()
  for (let number = 0; number < count; number++) {
    const root = rootOf(number)
    groups.set(root, [...(groups.get(root) ?? []), number])
  }
  return [...groups.values()]
}

function groupOf(numbers: readonly number[], sizes: readonly Size[], links: readonly Link[]): Group {
  const [only] = numbers as readonly [number]
  if (numbers.length === 1) return { ...sizes[only]!, places: new Map([[only, [0, 0]]]) }
  const members = new Set(numbers)
  const own = links.filter(({ from, to }) => from !== to && members.has(from))
  const columns = layersOf(numbers, own).flatMap(layer => wrapped(layer, sizes, limitOf(numbers, sizes)))
  const tops = settled(columns, sizes, own, rowGap)
  const places = new Map<number, readonly [number, number]>()
  let x = 0
  for (const column of columns) {
    const width = Math.max(...column.map(number => sizes[number]!.width))
    for (const number of column) places.set(number, [x, tops.get(number)!])
    x += width + columnGap
  }
  const bottoms = numbers.map(number => tops.get(number)! + sizes[number]!.height)
  return { places, width: x - columnGap, height: Math.max(...bottoms) }
}

/** How high a group may be, to have the shape of a screen. */
function limitOf(numbers: readonly number[], sizes: readonly Size[]): number {
  const heights = numbers.map(number => sizes[number]!.height)
  return Math.max(...heights, Math.sqrt(areaOf(numbers.map(number => sizes[number]!)) / shape))
}

function areaOf(sizes: readonly Size[]): number {
  return sizes.reduce((area, { width, height }) => area + (width + columnGap) * (height + rowGap), 0)
}

/** A layer that is too high becomes several columns of about the same height. */
function wrapped(layer: readonly number[], sizes: readonly Size[], limit: number): number[][] {
  const heightOf = (number: number): number => sizes[number]!.height + rowGap
  const whole = layer.reduce((sum, number) => sum + heightOf(number), 0)
  const each = whole / Math.ceil(whole / (limit + rowGap))
  const columns: number[][] = [[]]
  let [height, done] = [0, 0]
  for (const number of layer) {
    if (height > 0 && done + height + heightOf(number) / 2 > each * columns.length) {
      columns.push([])
      done += height
      height = 0
    }
    columns.at(-1)!.push(number)
    height += heightOf(number)
  }
  return columns
}

/** Large groups first, row by row. */
function shelved(groups: readonly Group[]): [Group, number, number][] {
  const limit = Math.max(
    ...groups.map(({ width }) => width),
    Math.sqrt(
      shape * groups.reduce((sum, { width, height }) => sum + (width + groupGap) * (height + groupGap), 0),
    ),
  )
  let [x, y, height] = [0, 0, 0]
  return [...groups]
    .sort((a, b) => b.height - a.height)
    .map(group => {
      if (x > 0 && x + group.width > limit) [x, y, height] = [0, y + height + groupGap, 0]
      const place: [Group, number, number] = [group, x, y]
      x += group.width + groupGap
      height = Math.max(height, group.height)
      return place
    })
}
