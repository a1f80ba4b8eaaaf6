/** Shows the drawing as the page's state says: camera, theme, choice. Runs in the page; asks nothing of a server. */
/// <reference lib="dom" />

import type { Camera, PageData } from './state.js'
import { fitted, hashText, isSeen, nearOf } from './state.js'

/* c8 ignore start: runs in a browser alone, where test/diagram/page.test.ts drives all of it */

/** Everything that the page remembers. */
export interface Page {
  readonly data: PageData
  /** The elements of the tables and of the keys, by number. */
  readonly tables: readonly SVGGElement[]
  readonly keys: readonly SVGGElement[]
  readonly byLabel: ReadonlyMap<string, number>
  camera: Camera
  theme: string | null
  chosen: number | null
  /** A frame is on its way. */
  drawing: boolean
  /** What is on paper, without a camera. */
  readonly paper: string
}

/** Gives the element; the page is written with all of them. */
export function byId(id: string): HTMLElement {
  return document.getElementById(id)!
}

/** The room that the drawing has: the panel and the bars cover the rest. */
export function roomOf(page: Page): { left: number; top: number; width: number; height: number } {
  const covered = page.chosen === null || innerWidth < 720 ? 0 : byId('panel').offsetWidth
  const [side, top] = [24, 72]
  const width = Math.max(120, innerWidth - covered - 2 * side)
  return { left: side, top, width, height: Math.max(120, innerHeight - top - 64) }
}

/** Shows what the camera sees, in the next frame; the address follows once it rests. */
export function look(page: Page, camera: Camera): void {
  page.camera = camera
  if (page.drawing) return
  page.drawing = true
  requestAnimationFrame(() => {
    page.drawing = false
    draw(page)
  })
}

/** Tables out of sight are left out, and so are columns that are too small to read: both cost every frame. */
export function draw(page: Page): void {
  const { x, y, scale } = page.camera
  byId('world').style.transform = `translate(${x}px, ${y}px) scale(${scale})`
  byId('scale').textContent = `${Math.round(scale * 100)}%`
  byId('canvas').classList.toggle('afar', scale < 0.42)
  page.data.tables.forEach((box, number) => {
    page.tables[number]!.classList.toggle('away', !isSeen(box, page.camera, innerWidth, innerHeight))
  })
  keep(page, false)
}

/** Writes the address. Pages of a file system may be told not to. */
export function keep(page: Page, isStep: boolean): void {
  const table = page.chosen === null ? null : page.data.tables[page.chosen]!.label
  const hash = hashText({ table, theme: page.theme, camera: page.camera })
  clearTimeout(Number(document.body.dataset.keeping))
  if (isStep) history.pushState(null, '', hash)
  else document.body.dataset.keeping = String(setTimeout(() => history.replaceState(null, '', hash), 200))
}

/** Shows these tables, or all. */
export function fit(page: Page, numbers: Iterable<number> = page.data.tables.keys(), most = 1): void {
  const boxes = [...numbers].map(number => page.data.tables[number]!)
  const { left, top, width, height } = roomOf(page)
  const { x, y, scale } = fitted(boxes, width, height, most)
  look(page, { x: x + left, y: y + top, scale })
}

/** Moves as little as shows the whole table, where it is out of the room that is left for the drawing. */
export function bring(page: Page, table: number): void {
  const box = page.data.tables[table]!
  const { x, y, scale } = page.camera
  const room = roomOf(page)
  const shift = (from: number, size: number, start: number, space: number): number =>
    Math.max(start - from, 0) || Math.min(start + space - from - size, 0)
  look(page, {
    x: x + shift(x + box.x * scale, box.width * scale, room.left, room.width),
    y: y + shift(y + box.y * scale, box.height * scale, room.top, room.height),
    scale,
  })
}

/** Fades all but a table and its neighbours; null shows everything alike. */
export function emphasise(page: Page, table: number | null): void {
  const near = table === null ? new Set<number>() : nearOf(page.data.keys, table)
  byId('canvas').classList.toggle('chosen', table !== null)
  page.tables.forEach((element, number) => {
    element.classList.toggle('near', near.has(number))
    element.classList.toggle('self', number === table)
  })
  page.keys.forEach((element, number) => {
    const { from, to } = page.data.keys[number]!
    element.classList.toggle('near', from === table || to === table)
  })
}

/** Null follows the system. */
export function dress(page: Page, theme: string | null): void {
  page.theme = theme
  if (theme === null) delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** From what is seen to the other. */
export function turn(page: Page): void {
  const isDark =
    page.theme === null ? matchMedia('(prefers-color-scheme: dark)').matches : page.theme === 'dark'
  dress(page, isDark ? 'light' : 'dark')
  keep(page, false)
}
