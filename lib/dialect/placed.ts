/** Tells which row of an answer belongs to which row of a request, by values or by order. Reads nothing else of them. */

import { revealed } from './concealed.js'
import type { InsertRequest, Row } from './contract.js'
import type { Rows } from './write-text.js'

/** Gives, for each of the inserted rows, what the answer holds of it; null where it holds nothing. */
export function placed(
  { returning, match = [] }: InsertRequest,
  rows: Rows,
  answer: readonly Row[],
): (Row | null)[] {
  if (returning === null) return rows.map(() => [])
  if (returning.length === 0)
    return placedByOrder(
      rows.length,
      answer.map(() => []),
    )
  if (match.length === 0) return placedByOrder(rows.length, answer)
  const given = rows.map(values => match.map(column => values[column.given]))
  const returned = answer.map(values => match.map(column => values[column.returned]))
  return placedByValue({ given, returned }, answer)
}

function placedByOrder(count: number, answer: readonly Row[]): (Row | null)[] {
  return Array.from({ length: count }, (_, i) => answer[i] ?? null)
}

/** What rows are told apart by: the values that were given, and those that came back, in the same order. */
export interface Matching {
  readonly given: readonly (readonly unknown[])[]
  readonly returned: readonly (readonly unknown[])[]
}

/**
 * Gives, for each of the given, the row of the answer with the same values: first those that are equal as texts, then
 * those that a database may hold for equal, such as `1.50` and `1.5` or `A` and `a`. What is then left goes by order where
 * as many are left on both sides; otherwise nobody knows.
 */
export function placedByValue({ given, returned }: Matching, answer: readonly Row[]): (Row | null)[] {
  const placed: (Row | null)[] = given.map(() => null)
  let open = { given: [...given.keys()], returned: [...returned.keys()] }
  for (const textOf of [exactText, looseText]) {
    if (open.given.length === 0 || open.returned.length === 0) break
    const waiting = new Map<string, number[]>()
    for (const i of open.given) {
      const text = tupleText(given[i] as readonly unknown[], textOf)
      const same = waiting.get(text)
      if (same === undefined) waiting.set(text, [i])
      else same.push(i)
    }
    const returnedLeft = open.returned.filter(j => {
      const i = waiting.get(tupleText(returned[j] as readonly unknown[], textOf))?.shift()
      if (i !== undefined) placed[i] = answer[j] as Row
      return i === undefined
    })
    open = { given: open.given.filter(i => placed[i] === null), returned: returnedLeft }
  }
  if (open.given.length === open.returned.length)
    for (const [place, i] of open.given.entries()) placed[i] = answer[open.returned[place] as number] as Row
  return placed
}

function tupleText(values: readonly unknown[], textOf: (value: unknown) => string): string {
  return values.length === 1 ? textOf(values[0]) : JSON.stringify(values.map(textOf))
}

/** Null is a text that no other value has. */
function exactText(value: unknown): string {
  const plain = revealed(value)
  if (plain instanceof Uint8Array) return `\\x${Buffer.from(plain).toString('hex')}`
  if (typeof plain === 'boolean') return plain ? 't' : 'f'
  return plain === null ? '\0' : String(plain)
}

/** Numbers by their value, all else without case, and without blanks at its end. */
function looseText(value: unknown): string {
  const text = exactText(value)
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? text.trimEnd().toLowerCase() : String(number)
}
