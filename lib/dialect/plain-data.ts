/** Orders and freezes what a dialect read, so that the same database always gives the same bytes. Reads nothing itself. */

/** Compares two texts by code point, which is neither the server's collation nor JavaScript's order of UTF-16 units. */
export function compareText(a: string, b: string): number {
  let place = 0
  while (place < a.length && a.charCodeAt(place) === b.charCodeAt(place)) place++
  // The place may be inside of a surrogate pair; units sort rightly once surrogates are moved to the end.
  return rank(a.charCodeAt(place)) - rank(b.charCodeAt(place))
}

function rank(unit: number): number {
  if (Number.isNaN(unit)) return -1
  if (unit < 0xd800) return unit
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000
}

/** Compares two lists of texts, place by place; a list that begins another goes first. */
export function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [place, text] of a.entries()) {
    const other = b[place]
    if (other === undefined) return 1
    const order = compareText(text, other)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Gives a sorted copy; `keyOf` names what each item is ordered by, first things first. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => readonly string[]): T[] {
  return Array.from(items, item => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareLists(a.key, b.key))
    .map(({ item }) => item)
}

/** Freezes plain data to its last leaf and gives it back. */
export function deepFreeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data
  for (const part of Object.values(data)) deepFreeze(part)
  return Object.freeze(data)
}
