/** Lists what no two rows of a table share. Looks at what is declared, never at rows. */

import type { Table } from '../../types/schema.js'

/** Columns of which no two rows share all values; null apart. */
export interface UniqueKey {
  readonly columns: readonly string[]
  /** The constraint's name; null where it is only an index, or has none. */
  readonly name: string | null
  readonly deferrable: boolean
}

/**
 * Gives the primary key, the unique constraints, and the unique indexes that are valid, total and free of expressions; each
 * list of columns once.
 */
export function uniqueKeys({ primaryKey, uniqueConstraints, indexes }: Table): readonly UniqueKey[] {
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniqueConstraints].map(
    ({ name, columns, deferrable }) => ({ name, columns, deferrable }),
  )
  for (const { unique, valid, partial, parts } of indexes) {
    const columns = parts.flatMap(({ column }) => column ?? [])
    const isTotal = unique && valid && !partial && columns.length === parts.length
    if (isTotal && !keys.some(key => isSame(key.columns, columns))) {
      keys.push({ name: null, columns, deferrable: false })
    }
  }
  return keys
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(name => b.includes(name))
}
