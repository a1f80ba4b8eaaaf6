/** Shows one table at the side: columns, keys, relationships. Every text is set as text; runs in the page. */
/// <reference lib="dom" />

import type { OutlineColumn, OutlineKey } from '../outline.js'
import { nearOf } from './state.js'
import { bring, byId, emphasise, fit, keep, type Page } from './view.js'

/* c8 ignore start: runs in a browser alone, where test/diagram/page.test.ts drives all of it */

/** Makes an element with a text, or with elements in it. */
export function element(name: string, className: string, content: string | readonly Node[]): HTMLElement {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  if (typeof content === 'string') made.textContent = visible(content)
  else made.append(...content)
  return made
}

/** Shows what would not be seen, as marks that turn the direction of writing. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, found =>
    found === '\n' ? ' ' : `\\u${found.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )
}

/** Chooses a table: its neighbours stay, all else fades. `isFar` moves the camera to them; `isStep` can be taken back. */
export function choose(page: Page, table: number | null, isFar: boolean, isStep = true): void {
  const isNew = page.chosen !== table
  const panel = byId('panel')
  const before = panel.contains(document.activeElement) ? page.chosen : null
  page.chosen = table
  emphasise(page, table)
  panel.hidden = table === null
  document.body.classList.toggle('beside', table !== null)
  panel.replaceChildren(...(table === null ? [] : panelOf(page, table)))
  panel.scrollTop = 0
  // What had the focus is gone with what was shown before.
  if (before !== null && table !== null) focusPanel()
  else if (before !== null) page.tables[before]!.focus({ preventScroll: true })
  if (table !== null && isFar) fit(page, nearOf(page.data.keys, table), 1)
  else if (table !== null && isStep) bring(page, table)
  if (isNew && isStep) keep(page, true)
}

/** Lets the keyboard go on in the panel. */
export function focusPanel(): void {
  byId('panel').querySelector<HTMLElement>('.close')!.focus({ preventScroll: true })
}

/** Leads to another table. */
export function linkTo(page: Page, table: number): HTMLElement {
  const link = element('button', 'link', page.data.tables[table]!.label)
  link.addEventListener('click', () => choose(page, table, true))
  return link
}

/** Everything that is known of one table. */
export function panelOf(page: Page, number: number): HTMLElement[] {
  const table = page.data.tables[number]!
  const close = element('button', 'close', '×')
  close.setAttribute('aria-label', 'Close')
  close.addEventListener('click', () => choose(page, null, false))
  const under = [table.models.join(', '), table.kind === 'table' ? '' : wordsOf(table.kind)].filter(
    text => text !== '',
  )
  return [
    element('div', 'top', [element('h1', '', table.label), close]),
    ...(under.length === 0 ? [] : [element('p', 'models', under.join(' · '))]),
    ...(table.comment === null ? [] : [element('p', 'comment', table.comment)]),
    ...section('Columns', table.columns.map(columnItem)),
    ...section(
      'Unique together',
      table.uniques.map(columns => element('li', '', columns.join(', '))),
    ),
    ...section(
      'Refers to',
      keyItems(page, key => key.from === number, true),
    ),
    ...section(
      'Referred to by',
      keyItems(page, key => key.to === number, false),
    ),
    ...section(
      'Relationships',
      table.relationships.map(({ model, property, kind, table: target, through, declared }) =>
        element('li', declared ? 'declared' : '', [
          element('b', '', table.models.length > 1 ? `${model}.${property}` : property),
          element('small', '', `${wordsOf(kind)}${through === null ? '' : ` through ${through}`}`),
          linkTo(page, target),
        ]),
      ),
    ),
  ]
}

/** A heading and its list; nothing where there is nothing to list. */
export function section(title: string, items: readonly HTMLElement[]): HTMLElement[] {
  if (items.length === 0) return []
  return [
    element('h2', '', [document.createTextNode(title), element('small', '', String(items.length))]),
    element('ul', '', items),
  ]
}

/** One column, with all that is said about it. */
export function columnItem({
  name,
  type,
  property,
  nullable,
  marks,
  generated,
  comment,
  ...rest
}: OutlineColumn): HTMLElement {
  const notes = [
    property === null || property === name ? '' : `as ${property}`,
    generated ? 'generated' : '',
    rest.default === null ? '' : `default ${rest.default}`,
  ].filter(note => note !== '')
  return element('li', 'column', [
    element(
      'span',
      'marks',
      marks.map(mark => element('i', mark, mark)),
    ),
    element('b', '', name),
    element('code', '', `${type}${nullable ? '?' : ''}`),
    ...(notes.length === 0 ? [] : [element('small', '', notes.join(', '))]),
    ...(comment === null ? [] : [element('small', 'comment', comment)]),
  ])
}

/** The keys of one direction: columns, and the table at the other end. */
export function keyItems(page: Page, isWanted: (key: OutlineKey) => boolean, isHeld: boolean): HTMLElement[] {
  return page.data.keys.filter(isWanted).map(key => {
    const [own, other] = isHeld ? [key.from, key.to] : [key.to, key.from]
    const names = (table: number, end: 0 | 1): string =>
      key.pairs.map(pair => page.data.tables[table]!.columns[pair[end]]!.name).join(', ')
    return element('li', key.declared ? 'declared' : '', [
      element('b', '', names(own, isHeld ? 0 : 1)),
      element('span', 'arrow', isHeld ? '→' : '←'),
      linkTo(page, other),
      element('code', '', names(other, isHeld ? 1 : 0)),
      element('small', '', keyNotes(key).join(' · ')),
    ])
  })
}

/** What is said about a key beside its columns. */
export function keyNotes({ constraint, onDelete, declared }: OutlineKey): string[] {
  const deletion = onDelete === null || onDelete === 'noAction' ? '' : `on delete ${wordsOf(onDelete)}`
  return [constraint ?? '', deletion, declared ? 'known to classes alone' : ''].filter(note => note !== '')
}

/** Gives `many to one` of `manyToOne`. */
export function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}
