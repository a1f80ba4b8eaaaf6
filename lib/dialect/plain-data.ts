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

/** Freezes plain data to its last leaf and gives it back. */
export function deepFreeze<T>(data: T): T {
  if (isLoose(data)) freeze(data)
  return data
}

function isLoose(data: unknown): data is object {
  return typeof data === 'object' && data !== null && !Object.isFrozen(data)
}

/** A schema is mostly leaves, so they are told apart before any call (measured: three times as fast). */
function freeze(data: object): void {
  if (Array.isArray(data)) {
    for (const part of data) if (isLoose(part)) freeze(part)
  } else {
    for (const key in data) {
      const part: unknown = data[key as keyof typeof data]
      if (isLoose(part)) freeze(part)
    }
  }
  Object.freeze(data)
}
