/** Draws an outline as the SVG of the page: a card for every table, lines from column to column. Chooses no colour. */

import { standsOf } from './lanes.js'
import type { Box } from './layout.js'
import { type Ground, linesOf } from './lines.js'
import type { Outline, OutlineKey, OutlineTable } from './outline.js'
import { escaped } from './shown.js'
import { type Card, headHeight, type Row, rowHeight } from './size.js'

/** What is around the drawing on paper. */
const margin = 24

/** Gives the `svg` element; `boxes` and `cards` are the tables'. */
export function pictureOf({ tables, keys }: Outline, cards: readonly Card[], boxes: readonly Box[]): string {
  const width = Math.max(0, ...boxes.map(box => box.x + box.width))
  const height = Math.max(0, ...boxes.map(box => box.y + box.height))
  const ground = { boxes, stands: standsOf(boxes, keys) }
  const view = [-margin, -margin, width + 2 * margin, height + 2 * margin].join(' ')
  return (
    `<svg id="canvas" viewBox="${view}" xmlns="http://www.w3.org/2000/svg" role="group" aria-label="Tables and their keys">` +
    `<g id="world"><g id="lines">${keys.map((key, number) => lines(key, number, ground)).join('')}</g>` +
    `<g id="tables">${tables.map((table, number) => drawn(table, number, cards[number]!, boxes[number]!)).join('')}</g></g></svg>`
  )
}

function lines(key: OutlineKey, number: number, ground: Ground): string {
  const paths = linesOf(key, number, ground).map(
    ({ way, ends }) => `<path class="way" d="${way}"/><path class="ends" d="${ends}"/>`,
  )
  return `<g class="key${key.declared ? ' declared' : ''}" data-key="${number}">${paths.join('')}</g>`
}

function drawn(
  { label, kind, comment, columns }: OutlineTable,
  number: number,
  card: Card,
  { x, y }: Box,
): string {
  const { width, height, title, rows } = card
  const told = `${escaped(label)}, ${columns.length} columns`
  return (
    `<g class="table ${kind}" data-table="${number}" transform="translate(${x} ${y})" tabindex="0" role="button" aria-label="${told}">` +
    `<title>${escaped(label)}${comment === null ? '' : `: ${escaped(comment)}`}</title>` +
    `<rect class="card" width="${width}" height="${height}" rx="8"/>` +
    `<path class="head" d="M0 ${headHeight}V8a8 8 0 0 1 8 -8H${width - 8}a8 8 0 0 1 8 8V${headHeight}z"/><rect class="frame" width="${width}" height="${height}" rx="8"/>` +
    `<text class="title" x="14" y="23">${escaped(title)}</text>${farTitle(title, width, height)}` +
    `<g class="rows">${rules(rows.length, width)}${rows.map((row, index) => rowText(row, index, card)).join('')}</g></g>`
  )
}

/** The name that is shown from afar, as large as the card lets it be. */
function farTitle(title: string, width: number, height: number): string {
  const lines = broken(title)
  const longest = Math.max(6, ...lines.map(line => [...line].length))
  const size = Math.round(Math.min(64, (1.38 * width) / longest, height / (1.25 * lines.length + 0.4)))
  const first = height / 2 - ((lines.length - 1) / 2) * size * 1.2 + size * 0.36
  const texts = lines.map(
    (line, index) =>
      `<tspan x="${width / 2}" y="${Math.round(first + index * size * 1.2)}">${escaped(line)}</tspan>`,
  )
  return `<text class="far" font-size="${size}">${texts.join('')}</text>`
}

/** At most three lines of about the same length, parted where words of a name are. */
function broken(title: string): string[] {
  const words = title.split(/(?<=[._\s-])(?=[^._\s-])/u)
  const most = Math.max(10, Math.ceil([...title].length / 3))
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || (lines.length < 3 && last.length + word.length > most)) lines.push(word)
    else lines[lines.length - 1] = last + word
  }
  return lines
}

function rules(count: number, width: number): string {
  const each = Array.from(
    { length: Math.max(0, count - 1) },
    (_, index) => headHeight + (index + 1) * rowHeight,
  )
  return each.length === 0
    ? ''
    : `<path class="rule" d="${each.map(y => `M12 ${y}H${width - 12}`).join('')}"/>`
}

function rowText({ marks, name, type, nullable }: Row, index: number, { width, indent }: Card): string {
  const y = headHeight + index * rowHeight + 15
  const before = marks.map(
    (mark, number) => `<text class="mark ${mark}" x="${14 + number * 18}" y="${y}">${mark}</text>`,
  )
  return (
    `${before.join('')}<text class="name" x="${indent}" y="${y}">${escaped(name)}</text>` +
    `<text class="type" x="${width - 14}" y="${y}">${escaped(type)}${nullable ? '?' : ''}</text>`
  )
}
