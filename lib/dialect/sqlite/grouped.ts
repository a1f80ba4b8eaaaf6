/** Puts rows that belong together side by side. Changes no order. */

/** A list that is never empty. */
export type Group<T> = readonly [T, ...T[]]

/** Groups items by key; groups come in the order of their first items. */
export function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, Group<T>> {
  const groups = new Map<K, [T, ...T[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
