/** Writes a snapshot as a Mermaid entity-relationship diagram. Lays nothing out: who shows it does. */

import type { Snapshot } from '../../types/snapshot.js'
import { type OutlineColumn, type OutlineKey, outlineOf } from './outline.js'
import { shortened, shown } from './shown.js'

/** The longest comment that is carried along. */
const commentLength = 200

/** Gives the text of an `erDiagram`. A key that only a class knows of is dotted. */
export function mermaidOf(snapshot: Snapshot): string {
  const { tables, keys } = outlineOf(snapshot)
  const names = namesOf(tables.map(({ label }) => label))
  const entities = tables.flatMap(({ columns }, number) => [
    `  ${names[number]} {`,
    ...columns.map(column => `    ${attribute(column)}`),
    '  }',
  ])
  return `${['erDiagram', ...entities, ...keys.map(key => `  ${relation(key, names)}`)].join('\n')}\n`
}

/** Quoted; two tables never share one, not even where they look the same. */
function namesOf(labels: readonly string[]): string[] {
  const taken = new Set<string>()
  return labels.map(label => {
    const wanted = label === '' ? '-' : label
    let name = wanted
    for (let count = 2; taken.has(quoted(name)); count++) name = `${wanted} ${count}`
    taken.add(quoted(name))
    return quoted(name)
  })
}

/**
 * Characters that the language, or Markdown in it, reads itself become its entity codes. The first letter of a direction is one of them: a line
 * that says `direction LR` anywhere is taken for that statement.
 */
function quoted(text: string): string {
  return `"${shown(text).replace(/["%\\#<>&;`*]|(?<![a-z\d])_|_(?![a-z\d])|[ds](?=irection|tyle)|c(?=lassdef)/gi, found => `#${found.charCodeAt(0)};`)}"`
}

function attribute({ name, type, marks, comment }: OutlineColumn): string {
  const told = [...(word(name) === name ? [] : [name]), ...(comment === null ? [] : [comment])]
  const parts = [word(type === '' ? 'any' : type), word(name)]
  if (marks.length > 0) parts.push(marks.join(', '))
  if (told.length > 0) parts.push(quoted(shortened(told.join(': '), commentLength)))
  return parts.join(' ')
}

/** A word of the language, which cannot be quoted: what does not fit becomes `_`, and a mark is no name. */
function word(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}_()[\]-]|[\u00a0-\u00bf\u{10000}-\u{10ffff}]/gu, '_')
  return /^[\p{L}_]/u.test(plain) && !/^[pfu]k\b/i.test(plain) ? plain : `_${plain}`
}

function relation(
  { from, to, nullable, unique, declared, property, constraint }: OutlineKey,
  names: string[],
): string {
  const line = `${nullable ? '|o' : '||'}${declared ? '..' : '--'}${unique ? 'o|' : 'o{'}`
  return `${names[to]} ${line} ${names[from]} : ${quoted(property ?? constraint ?? '')}`
}
