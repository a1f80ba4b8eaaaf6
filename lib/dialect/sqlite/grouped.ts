/** Brings rows of the catalog to the table that they belong to. Changes no order. */

/** A list that is never empty. */
export type Group<T> = readonly [T, ...T[]]

/** Gives the runs of neighbours that are the same; what is the same but lies apart stays apart. */
export function runsOf<T>(items: readonly T[], isSame: (a: T, b: T) => boolean): Group<T>[] {
  const runs: Group<T>[] = []
  for (let from = 0, to = 0; from < items.length; from = to) {
    const first = items[from]!
    do to++
    while (to < items.length && isSame(first, items[to]!))
    runs.push(items.slice(from, to) as [T, ...T[]])
  }
  return runs
}

/** What is known by schema and name. */
export class Named<T> {
  readonly #schemas = new Map<string, Map<string, T>>()

  get(schema: string, name: string): T | undefined {
    return this.#schemas.get(schema)?.get(name)
  }

  set(schema: string, name: string, value: T): void {
    let names = this.#schemas.get(schema)
    if (!names) {
      names = new Map()
      this.#schemas.set(schema, names)
    }
    names.set(name, value)
  }
}

/** Gives the rows of each relation by its place, with which rows begin. */
export function byPlace<R extends readonly [relation: number, ...unknown[]]>(
  rows: readonly R[],
  places: number,
): readonly (readonly R[])[] {
  const groups: (readonly R[])[] = Array.from({ length: places }, () => none)
  for (const run of runsOf(rows, (a, b) => a[0] === b[0])) groups[run[0][0]] = run
  return groups
}

const none: readonly never[] = []
