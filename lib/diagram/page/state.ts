/** What the page knows and works out without a document: its data, what is searched, seen, near, and in the address. */

import type { Box } from '../layout.js'
import type { OutlineKey, OutlineTable } from '../outline.js'

/** What the page is given. */
export interface PageData {
  readonly tables: readonly (OutlineTable & Box)[]
  readonly keys: readonly OutlineKey[]
}

/** What is seen: a point of the drawing is shown at `x + point * scale`. */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** What the address keeps. */
export interface Kept {
  /** The label of the chosen table. */
  readonly table: string | null
  readonly theme: string | null
  readonly camera: Camera | null
}

/** One thing that was found. */
export interface Found {
  readonly table: number
  /** The column that was found; null for the table itself. */
  readonly column: string | null
  /** Small is near. */
  readonly order: number
}

/** Reads the part of an address after `#`; what makes no sense is left out. */
export function readHash(hash: string): Kept {
  const read = new URLSearchParams(hash.replace(/^#/, ''))
  const [x = Number.NaN, y = Number.NaN, scale = Number.NaN] = (read.get('view') ?? '').split(',').map(Number)
  const theme = read.get('theme')
  return {
    table: read.get('table'),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    camera: [x, y, scale].every(Number.isFinite) && scale > 0 ? limited({ x, y, scale }) : null,
  }
}

/** Writes it. */
export function hashText({ table, theme, camera }: Kept): string {
  const written = new URLSearchParams()
  if (table !== null) written.set('table', table)
  if (theme !== null) written.set('theme', theme)
  if (camera !== null) {
    const { x, y, scale } = camera
    written.set('view', [Math.round(x), Math.round(y), Number(scale.toFixed(4))].join(','))
  }
  return `#${written}`
}

/** Keeps a scale within what is of use. */
export function limited({ x, y, scale }: Camera): Camera {
  return { x, y, scale: Math.min(3, Math.max(0.01, scale)) }
}

/** Zooms while the point that is shown at `x`, `y` stays where it is. */
export function zoomed(camera: Camera, factor: number, x: number, y: number): Camera {
  const { scale } = limited({ ...camera, scale: camera.scale * factor })
  const change = scale / camera.scale
  return { x: x - (x - camera.x) * change, y: y - (y - camera.y) * change, scale }
}

/** Shows all of the boxes in the middle of a room of this size, never larger than `most`. */
export function fitted(boxes: readonly Box[], width: number, height: number, most: number): Camera {
  const [left, top, right, bottom] = boxes.reduce(
    ([a, b, c, d], box) => [
      Math.min(a, box.x),
      Math.min(b, box.y),
      Math.max(c, box.x + box.width),
      Math.max(d, box.y + box.height),
    ],
    [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number],
  )
  if (boxes.length === 0) return { x: 0, y: 0, scale: 1 }
  const wanted = Math.min(most, width / (right - left), height / (bottom - top))
  const { scale } = limited({ x: 0, y: 0, scale: wanted })
  return { x: (width - (left + right) * scale) / 2, y: (height - (top + bottom) * scale) / 2, scale }
}

/** True where a part of the box is seen in a room of this size. */
export function isSeen(box: Box, { x, y, scale }: Camera, width: number, height: number): boolean {
  const [left, top] = [x + box.x * scale, y + box.y * scale]
  return left < width && top < height && left + box.width * scale > 0 && top + box.height * scale > 0
}

/** The numbers of a table and of those that a key leads to or from. */
export function nearOf(keys: readonly OutlineKey[], table: number): Set<number> {
  const near = new Set([table])
  for (const { from, to } of keys) {
    if (from === table) near.add(to)
    if (to === table) near.add(from)
  }
  return near
}

/** What holds the query, in names of tables, models and columns; the best first, `most` of them. */
export function findIn({ tables }: PageData, query: string, most: number): Found[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  const orderOf = (name: string): number => {
    const text = name.toLowerCase()
    const index = text.indexOf(wanted)
    if (index < 0) return Number.POSITIVE_INFINITY
    return (text === wanted ? 0 : index === 0 ? 1 : 2) + text.length / 10_000
  }
  const found = tables.flatMap(({ label, models, columns }, table) => [
    { table, column: null, order: Math.min(...[label, ...models].map(orderOf)) },
    ...columns.map(({ name, property }) => ({
      table,
      column: name,
      order: 3 + Math.min(orderOf(name), orderOf(property ?? name)),
    })),
  ])
  return found
    .filter(({ order }) => order < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
}
