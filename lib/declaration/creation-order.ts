/** Orders tables so that each comes after those it refers to, where that can be. Knows no database. */

/** What is ordered, and what it refers to. */
export type Targets<T> = (table: T) => Iterable<T>

/** Gives the tables, each after its targets; in a cycle the one that was given first comes last. */
export function inCreationOrder<T>(tables: Iterable<T>, targetsOf: Targets<T>): readonly T[] {
  const ordered = new Set<T>()
  const met = new Set<T>()
  const place = (table: T): void => {
    if (met.has(table)) return
    met.add(table)
    for (const target of targetsOf(table)) place(target)
    ordered.add(table)
  }
  for (const table of tables) place(table)
  return [...ordered]
}
