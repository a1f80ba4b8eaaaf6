/** Orders texts the same way on every machine. Knows no language and no collation. */

/** Compares by code point: negative where `a` comes first, 0 only where they are equal. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let index = 0
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++
  // Past a shared first half of a surrogate pair, the second halves order as the code points do.
  return (a.codePointAt(index) ?? -1) - (b.codePointAt(index) ?? -1)
}

/** Compares lists text by text; a list comes before its continuations. */
export function byCodePoints(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const order = byCodePoint(a[index]!, b[index]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}
