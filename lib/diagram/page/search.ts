/** Searches as you type, and goes to what was found. Runs in the page. */
/// <reference lib="dom" />

import { choose, element } from './panel.js'
import { type Found, findIn } from './state.js'
import { byId, type Page } from './view.js'

/* c8 ignore start: runs in a browser alone, where test/diagram/page.test.ts drives all of it */

/** The field that is typed into. */
export function searchField(): HTMLInputElement {
  return byId('search') as HTMLInputElement
}

/** Lists what is found, and marks it in the drawing. */
export function search(page: Page): void {
  const found = findIn(page.data, searchField().value, 400)
  const hits = new Set(found.map(({ table }) => table))
  byId('canvas').classList.toggle('searched', hits.size > 0)
  for (const [number, table] of page.tables.entries()) table.classList.toggle('hit', hits.has(number))
  const shown = found.slice(0, 40).map(each => resultItem(page, each))
  const isEmpty = searchField().value.trim() !== '' && found.length === 0
  byId('results').replaceChildren(...(isEmpty ? [element('li', 'empty', 'Nothing found')] : shown))
  byId('results').hidden = !isEmpty && found.length === 0
  searchField().setAttribute('aria-expanded', String(!byId('results').hidden))
  select(0)
}

/** One line of the list. */
export function resultItem(page: Page, { table, column }: Found): HTMLElement {
  const { label, models, columns } = page.data.tables[table]!
  const second =
    column === null ? `${models.join(', ')} · ${columns.length} columns`.replace(/^ · /, '') : label
  const item = element('li', '', [element('b', '', column ?? label), element('small', '', second)])
  item.setAttribute('role', 'option')
  // On pointerdown the field still has the focus, and the list is still there.
  item.addEventListener('pointerdown', event => {
    event.preventDefault()
    arrive(page, table)
  })
  item.dataset.table = String(table)
  return item
}

/** Marks one line of the list as the next to be gone to; beyond an end it begins at the other. */
export function select(index: number): void {
  const items = [...byId('results').querySelectorAll('[role=option]')]
  const wanted = items.length === 0 ? -1 : (index + items.length) % items.length
  for (const [number, item] of items.entries()) item.setAttribute('aria-selected', String(number === wanted))
  items[wanted]?.scrollIntoView({ block: 'nearest' })
}

/** The marked line's number. */
export function selected(): number {
  return [...byId('results').children].findIndex(item => item.getAttribute('aria-selected') === 'true')
}

/** Goes to a table; the list closes, what was found stays marked until the field is emptied. */
export function arrive(page: Page, table: number): void {
  byId('results').hidden = true
  searchField().setAttribute('aria-expanded', 'false')
  searchField().blur()
  choose(page, table, true)
}

/** Keys that are typed into the field. */
export function onSearchKey(page: Page, event: KeyboardEvent): void {
  event.stopPropagation()
  const item = [...byId('results').children][selected()] as HTMLElement | undefined
  if (event.key === 'ArrowDown') select(selected() + 1)
  else if (event.key === 'ArrowUp') select(selected() - 1)
  else if (event.key === 'Enter' && item?.dataset.table !== undefined)
    arrive(page, Number(item.dataset.table))
  else if (event.key === 'Escape') leave(page)
  else return
  event.preventDefault()
}

/** Empties the field. */
export function leave(page: Page): void {
  searchField().value = ''
  search(page)
  searchField().blur()
}
