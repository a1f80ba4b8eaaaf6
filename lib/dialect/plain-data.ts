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

/** Sorts a list that is nobody else's yet, and gives it back; one that is in order already costs a look. */
export function inOrder<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  for (let place = 1; place < list.length; place++) {
    // To sort two by the engine's own way takes many times as long as to exchange them.
    if (compare(list[place - 1]!, list[place]!) > 0)
      return list.length === 2 ? list.reverse() : list.sort(compare)
  }
  return list
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
