/** Counts, in a database, what finds no row. Reads counts alone, and no more rows than it is allowed to. */

import type { QualifiedName } from '../../types/schema.js'
import type { Dialect, Fragment, Lease } from '../dialect/contract.js'
import { type Ground, quotedTable } from './ground.js'

/** Columns, and where their values are looked for. */
export interface Reference {
  readonly table: QualifiedName
  readonly columns: readonly string[]
  readonly target: QualifiedName
  readonly referencedColumns: readonly string[]
}

/** How many rows were looked at that refer to something, and how many of them to nothing that is there. */
export interface Counted {
  readonly looked: number
  readonly lost: number
}

/** Where rows are looked at. */
export interface Place {
  readonly lease: Lease
  readonly dialect: Dialect
  /** Milliseconds for one statement. */
  readonly timeout: number
}

/** What became of one look: what it gave, or why it gave nothing. */
export type Looked<T> = { readonly value: T } | { readonly code: string }

/** Gives the query that counts. Its only binding is how many rows are looked at. */
export function orphansOf(ground: Ground, reference: Reference, limit: number): Fragment {
  const { quote } = ground.dialect
  const { columns, referencedColumns } = reference
  const own = columns.map(name => `s.${quote(name)}`)
  const present = own.map(name => `${name} is not null`).join(' and ')
  const same = referencedColumns.map((name, place) => `t.${quote(name)} = ${own[place]}`).join(' and ')
  const target = `${quotedTable(ground, reference.target)} t`
  const rows = `select case when exists (select 1 from ${target} where ${same}) then 0 else 1 end as lost
    from ${quotedTable(ground, reference.table)} s where ${present} limit ?`
  return { sql: `select count(*), coalesce(sum(r.lost), 0) from (${rows}) r`, bindings: [limit] }
}

/** Counts orphans. Rejects as `look` does. */
export async function countOrphans(place: Place, query: Fragment): Promise<Looked<Counted>> {
  const looked = await look(place, query)
  if ('code' in looked) return looked
  const [count, lost] = looked.value
  return { value: { looked: Number(count), lost: Number(lost) } }
}

/** Gives the one row of a query, or the code of the database's refusal. Rejects where the database gave no answer. */
export async function look(
  { lease, dialect, timeout }: Place,
  { sql, bindings }: Fragment,
): Promise<Looked<readonly unknown[]>> {
  try {
    const read = async (): Promise<readonly unknown[]> =>
      (await dialect.run(lease, sql, bindings))[0] as readonly unknown[]
    return { value: await dialect.inspection.within(lease, timeout, read) }
  } catch (error) {
    if (!dialect.transactions.isAnswer(error)) throw error
    // What the database says may quote a value.
    return { code: String((error as { readonly code?: unknown }).code) }
  }
}
