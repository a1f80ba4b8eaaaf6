/** Reduces what was read to a number that every contender must agree on; costs each of them the same. */

/** What is read of a reading that is read whole, whatever its contender calls it. */
export interface Reading {
  readonly id: number
  readonly serial: unknown
  readonly kind: string
  readonly title: string
  readonly note: string | null
  readonly quantity: number
  readonly price: unknown
  readonly weight: number
  readonly active: unknown
  readonly details: { readonly size: number }
}

/** Of three properties. */
export function sumOfThree(id: number, title: string, price: unknown): number {
  return id + title.length + cents(price)
}

/** Of all twelve; the contenders call the two dates differently. */
export function sumOfAll(row: Reading, created: Date, updated: Date | null): number {
  return (
    sumOfThree(row.id, row.title, row.price) +
    (Number(row.serial) % 1000) +
    row.kind.length +
    (row.note?.length ?? 0) +
    row.quantity +
    row.weight +
    Number(row.active) +
    (created.getTime() % 1000) +
    (updated === null ? 0 : updated.getTime() % 1000) +
    row.details.size
  )
}

/** Of money, which is a text on one database and a number on the other. */
export function cents(value: unknown): number {
  return Math.round(Number(value) * 100)
}

/** The keys that `point` reads: all over the table, the same every time. */
export function pointKey(i: number, customers: number): number {
  return ((i * 7919) % customers) + 1
}

/** Groups rows by a key, in their order. */
export function groupsOf<T>(rows: readonly T[], keyOf: (row: T) => unknown): Map<unknown, T[]> {
  const groups = new Map<unknown, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
