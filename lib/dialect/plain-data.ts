/** Orders and freezes what a dialect read, so that the same database always gives the same bytes. Reads nothing itself. */

import { byCodePoints } from '../schema/compare.js'

/** Gives a sorted copy; `keyOf` names what each item is ordered by, first things first. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => readonly string[]): T[] {
  const list = Array.from(items)
  // Most lists of a schema are this short, and there are tens of thousands of them.
  if (list.length < 2) return list
  return list
    .map(item => ({ item, key: keyOf(item) }))
    .sort((a, b) => byCodePoints(a.key, b.key))
    .map(({ item }) => item)
}

/** Freezes plain data to its last leaf and gives it back. What is frozen already is so to its last leaf. */
export function deepFreeze<T>(data: T): T {
  freezeObject(data)
  return data
}

/** Lists and other objects are walked apart, as one loop for both takes more than twice as long. */
function freezeObject(data: unknown): void {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return
  if (Array.isArray(data)) for (const part of data) freezeObject(part)
  else for (const key in data) freezeObject(data[key as keyof typeof data])
  Object.freeze(data)
}
