/** Writes a snapshot as one page that needs nothing else: no server, no network, no other file. */

import { createHash } from 'node:crypto'
import type { Snapshot } from '../../types/snapshot.js'
import { placed } from './layout.js'
import { type Outline, outlineOf } from './outline.js'
import type { PageData } from './page/state.js'
import { pictureOf } from './picture.js'
import { scriptText } from './script.js'
import { escaped } from './shown.js'
import { cardOf } from './size.js'
import { styleText } from './style.js'

/** Gives the page's text. What it may load is said in the page itself: nothing. */
export function htmlOf(snapshot: Snapshot): Promise<string> {
  const outline = outlineOf(snapshot)
  const cards = outline.tables.map(cardOf)
  const boxes = placed(cards, outline.keys)
  const data: PageData = {
    tables: outline.tables.map((table, number) => ({ ...table, ...boxes[number]! })),
    keys: outline.keys,
  }
  const script = scriptText()
  return Promise.resolve(
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${countText(outline)}</title>
<link rel="icon" href="data:,">
<style>${styleText}</style>
</head>
<body>
${chrome(outline)}
<main id="stage">${pictureOf(outline, cards, boxes)}</main>
<aside id="panel" aria-label="The chosen table" hidden></aside>
<script type="application/json" id="data">${jsonText(data)}</script>
<script>${script}</script>
</body>
</html>
`,
  )
}

/** By hash: what a name or a comment could smuggle in would neither run nor be applied. */
function policy(script: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(styleText)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** No character of it can end the element that it stands in, begin a comment there, or turn what is read. */
function jsonText(data: PageData): string {
  return JSON.stringify(data).replace(/[<>&\p{Cf}\p{Zl}\p{Zp}]/gu, found =>
    found
      .split('')
      .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

function countText({ tables, keys }: Outline): string {
  return escaped(`${counted(tables.length, 'table')}, ${counted(keys.length, 'key')}`)
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`
}

function chrome(outline: Outline): string {
  const declared = outline.keys.some(key => key.declared)
  return `<header id="bar">
<div id="find"><input id="search" type="search" placeholder="Search tables and columns" aria-label="Search tables and columns" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="results"><kbd>/</kbd>
<ul id="results" role="listbox" aria-label="Found" hidden></ul></div>
<p id="count">${countText(outline)}</p>
</header>
<div id="tools" role="toolbar" aria-label="View">
<button id="out" title="Zoom out (-)" aria-label="Zoom out">&minus;</button>
<output id="scale">100%</output>
<button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button>
<button id="fit" title="Show everything (0)">Fit</button>
<button id="theme" title="Light or dark (t)" aria-label="Light or dark">&#9680;</button>
</div>
<p id="legend"><span><i class="many"></i>many</span><span><i class="one"></i>one</span><span><i class="none"></i>one or none</span>${
    declared ? '<span><i class="dashed"></i>known to classes alone</span>' : ''
  }</p>`
}
