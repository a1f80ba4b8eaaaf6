/** Orders and freezes what a dialect read, so that the same database always gives the same bytes. Reads nothing itself. */

import { byCodePoints } from '../schema/compare.js'

/** Gives a sorted copy; `keyOf` names what each item is ordered by, first things first. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => readonly string[]): T[] {
  return Array.from(items, item => ({ item, key: keyOf(item) }))
    .sort((a, b) => byCodePoints(a.key, b.key))
    .map(({ item }) => item)
}

/** Freezes plain data to its last leaf and gives it back. */
export function deepFreeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data
  for (const part of Object.values(data)) deepFreeze(part)
  return Object.freeze(data)
}
