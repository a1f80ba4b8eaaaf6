/** Starts the page and ties it to pointer, wheel, keyboard, address and printer. Runs in the page. */
/// <reference lib="dom" />

import { choose, focusPanel } from './panel.js'
import { leave, onSearchKey, search, searchField } from './search.js'
import { type PageData, readHash, zoomed } from './state.js'
import { byId, draw, dress, fit, look, type Page, turn } from './view.js'

/* c8 ignore start: runs in a browser alone, where test/diagram/page.test.ts drives all of it */

/** Reads what was embedded, ties everything, shows what the address says. */
export function start(): void {
  const data = JSON.parse(byId('data').textContent!) as PageData
  const canvas = byId('canvas')
  const page: Page = {
    data,
    tables: [...document.querySelectorAll<SVGGElement>('#tables > g')],
    keys: [...document.querySelectorAll<SVGGElement>('#lines > g')],
    byLabel: new Map(data.tables.map(({ label }, number) => [label, number])),
    camera: { x: 0, y: 0, scale: 1 },
    theme: null,
    chosen: null,
    drawing: false,
    paper: canvas.getAttribute('viewBox')!,
  }
  canvas.removeAttribute('viewBox')
  tieButtons(page)
  tiePointer(page)
  addEventListener('keydown', event => onKey(page, event))
  addEventListener('popstate', () => recall(page))
  addEventListener('resize', () => look(page, page.camera))
  addEventListener('beforeprint', () => canvas.setAttribute('viewBox', page.paper))
  addEventListener('afterprint', () => canvas.removeAttribute('viewBox'))
  recall(page)
  draw(page)
  document.documentElement.classList.add('ready')
}

/** Shows what the address says. */
export function recall(page: Page): void {
  const { table, theme, camera } = readHash(location.hash)
  dress(page, theme)
  choose(page, table === null ? null : (page.byLabel.get(table) ?? null), camera === null, false)
  if (camera !== null) look(page, camera)
  else if (page.chosen === null) fit(page)
}

/** Ties what can be pressed and typed into. */
export function tieButtons(page: Page): void {
  byId('in').addEventListener('click', () => zoomBy(page, 1.25))
  byId('out').addEventListener('click', () => zoomBy(page, 0.8))
  byId('fit').addEventListener('click', () => fit(page))
  byId('theme').addEventListener('click', () => turn(page))
  const field = searchField()
  field.addEventListener('input', () => search(page))
  field.addEventListener('focus', () => search(page))
  field.addEventListener('blur', () => {
    byId('results').hidden = true
  })
  field.addEventListener('keydown', event => onSearchKey(page, event))
}

/** Zooms around the middle. */
export function zoomBy(page: Page, factor: number): void {
  look(page, zoomed(page.camera, factor, innerWidth / 2, innerHeight / 2))
}

/** A wheel zooms, what is dragged is moved, two fingers do both. */
export function tiePointer(page: Page): void {
  const stage = byId('stage')
  const held = new Map<number, PointerEvent>()
  let moved = 0
  stage.addEventListener(
    'wheel',
    event => {
      event.preventDefault()
      const { x, y, scale } = page.camera
      const lines = event.deltaMode === 1 ? 20 : 1
      if (event.shiftKey) look(page, { x: x - (event.deltaX + event.deltaY) * lines, y, scale })
      else {
        const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016))
        look(page, zoomed(page.camera, factor, event.clientX, event.clientY))
      }
    },
    { passive: false },
  )
  stage.addEventListener('pointerdown', event => {
    // A menu of the browser takes the end of what another button begins.
    if (event.button !== 0) return
    if (held.size === 0) moved = 0
    held.set(event.pointerId, event)
  })
  addEventListener('pointermove', event => {
    if (event.buttons === 0) held.delete(event.pointerId)
    const before = held.get(event.pointerId)
    if (before === undefined) return
    moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY)
    drag(page, [...held.values()], event)
    held.set(event.pointerId, event)
    stage.classList.toggle('dragged', moved > 4)
  })
  for (const end of ['pointerup', 'pointercancel'] as const) {
    addEventListener(end, event => {
      held.delete(event.pointerId)
      stage.classList.remove('dragged')
    })
  }
  stage.addEventListener('click', event => {
    if (moved > 4) return
    choose(page, tableAt(event.target), false)
  })
}

/** One pointer moves the drawing; a second one zooms it by how their distance changes. */
export function drag(page: Page, held: readonly PointerEvent[], event: PointerEvent): void {
  const before = held.find(({ pointerId }) => pointerId === event.pointerId)!
  const still = held.find(({ pointerId }) => pointerId !== event.pointerId)
  const { x, y, scale } = page.camera
  if (still === undefined) {
    look(page, { x: x + event.clientX - before.clientX, y: y + event.clientY - before.clientY, scale })
    return
  }
  const distance = (other: PointerEvent): number =>
    Math.hypot(other.clientX - still.clientX, other.clientY - still.clientY)
  look(
    page,
    zoomed(page.camera, distance(event) / Math.max(1, distance(before)), still.clientX, still.clientY),
  )
}

/** Chooses a table by the keyboard, which goes on in its panel; what ends the choice leads back to the table. */
export function enter(page: Page, table: number): void {
  choose(page, table, true)
  focusPanel()
}

/** The number of the table that an element belongs to. */
export function tableAt(target: EventTarget | null): number | null {
  const table = target instanceof Element ? target.closest<SVGGElement>('.table') : null
  return table === null ? null : Number(table.dataset.table)
}

/** Keys, while nothing is typed into. */
export function onKey(page: Page, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const { x, y, scale } = page.camera
  const focused = tableAt(document.activeElement)
  const actions = new Map<string, () => void>([
    ['/', () => searchField().focus()],
    ['+', () => zoomBy(page, 1.25)],
    ['=', () => zoomBy(page, 1.25)],
    ['-', () => zoomBy(page, 0.8)],
    ['0', () => fit(page)],
    ['t', () => turn(page)],
    ['ArrowLeft', () => look(page, { x: x + 80, y, scale })],
    ['ArrowRight', () => look(page, { x: x - 80, y, scale })],
    ['ArrowUp', () => look(page, { x, y: y + 80, scale })],
    ['ArrowDown', () => look(page, { x, y: y - 80, scale })],
    ['Escape', () => (page.chosen === null ? leave(page) : choose(page, null, false))],
    ...(focused === null ? [] : ([['Enter', () => enter(page, focused)]] as const)),
  ])
  const action = actions.get(event.key)
  if (action === undefined) return
  event.preventDefault()
  action()
}
