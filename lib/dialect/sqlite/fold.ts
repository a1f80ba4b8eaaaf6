/** Compares names as SQLite does. Knows nothing of any table. */

/** Folds A to Z alone: to SQLite `É` and `é` are two names, `E` and `e` one. */
export function fold(name: string): string {
  return name.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}

/** Finds by a name that may be spelt otherwise; the first of two that fold alike wins. */
export function foldedMap<T>(items: Iterable<T>, nameOf: (item: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const item of items) {
    const name = fold(nameOf(item))
    if (!found.has(name)) found.set(name, item)
  }
  return found
}
