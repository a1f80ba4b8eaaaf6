/** Writes a snapshot in the language of Graphviz. Renders nothing. */

import type { Snapshot } from '../../types/snapshot.js'
import { type OutlineKey, type OutlineTable, outlineOf } from './outline.js'
import { escaped, shortened } from './shown.js'

/** The longest name or type that a cell shows. */
const cellLength = 60

/** Above this Graphviz is asked to look for good places less long: measured, a third of the time at 1,000 tables. */
const manyTables = 200

const head = `digraph {
  graph [rankdir=LR, nodesep=0.4, ranksep=1.2, pad=0.3, fontname="Helvetica"]
  node [shape=plain, fontname="Helvetica", fontsize=11, fontcolor="#1f2430"]
  edge [color="#5b6472", arrowsize=0.7, dir=both]
`

/** Gives the text: a node `t0`, `t1`… for every table with a port `c0`, `c1`… for every column, and lines between those. */
export function dotOf(snapshot: Snapshot): string {
  const { tables, keys } = outlineOf(snapshot)
  const nodes = tables.map(
    (table, number) => `  t${number} [label=<${label(table)}>, tooltip=${quoted(table.label)}]\n`,
  )
  const haste = tables.length > manyTables ? '  graph [mclimit=0.3, nslimit=2, nslimit1=2]\n' : ''
  return `${head}${haste}${nodes.join('')}${keys.flatMap(edges).join('')}}\n`
}

function label({ label, kind, columns }: OutlineTable): string {
  const name = `<B>${cell(label)}</B>${kind === 'table' ? '' : ` <I>${cell(kind)}</I>`}`
  const rows = columns.map(
    ({ name, type, marks, nullable }, number) =>
      `<TR><TD ALIGN="LEFT" PORT="c${number}">${mark(marks.join(' '))}${cell(name)}${nullable ? '?' : ''}</TD>` +
      `<TD ALIGN="LEFT" PORT="d${number}"><FONT COLOR="#5b6472">${cell(type)}</FONT></TD></TR>`,
  )
  return (
    '<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="4" COLOR="#c3c9d4" BGCOLOR="#ffffff">' +
    `<TR><TD COLSPAN="2" BGCOLOR="#e8ecf4" PORT="head">${name}</TD></TR>${rows.join('')}</TABLE>`
  )
}

/** An empty cell would be left out, and its row with it. */
function cell(text: string): string {
  return text === '' ? ' ' : escaped(shortened(text, cellLength))
}

function mark(marks: string): string {
  return marks === '' ? '' : `<FONT COLOR="#8a4b00" POINT-SIZE="8">${marks}</FONT> `
}

function edges({ from, to, pairs, nullable, unique, declared, property, constraint }: OutlineKey): string[] {
  const attributes = [
    `arrowhead=${nullable ? 'teeodot' : 'teetee'}`,
    `arrowtail=${unique ? 'teeodot' : 'crowodot'}`,
    `tooltip=${quoted(property ?? constraint ?? '')}`,
    ...(declared ? ['style=dashed'] : []),
  ].join(', ')
  const ends = pairs.length === 0 ? [['head', 'head']] : pairs.map(([a, b]) => [`c${a}`, `c${b}`])
  return ends.map(([a, b]) => `  t${from}:${a} -> t${to}:${b} [${attributes}]\n`)
}

/** In the language a backslash before a quote hides it, and before a letter it asks for something. */
function quoted(text: string): string {
  return `"${escaped(text).replaceAll('\\', '&#92;')}"`
}
