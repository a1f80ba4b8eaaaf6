/** Asks a database's catalog what its structure does not tell, and findings turn on. */

import type { ForeignKey, QualifiedName } from '../../types/schema.js'
import type { Fragment } from '../dialect/contract.js'
import type { Ground } from './ground.js'
import type { OrdersOf } from './indexes.js'
import type { Place } from './look.js'

/** Milliseconds for a look at the catalog, whose size does not turn on how many rows there are. */
const least = 10_000

/** What the catalog told. */
export interface Told {
  /** True where rows may be there that the database has never looked at. */
  readonly isUnvalidated: (table: QualifiedName, key: ForeignKey) => boolean
  readonly ordersOf: OrdersOf
}

/** Asks once for all tables. Rejects with the driver's own error. */
export async function catalogOf({ schema: { schemas } }: Ground, place: Place): Promise<Told> {
  const { inspection } = place.dialect
  const keys = inspection.unvalidatedKeys(schemas)
  const unvalidated = keys === null ? null : new Set((await rowsOf(place, [keys])).map(idOf))
  const orders = new Map(
    (await rowsOf(place, inspection.indexOrders(schemas))).map(row => [
      idOf(row.slice(0, 3)),
      String(row[3]).split(' '),
    ]),
  )
  return {
    isUnvalidated: ({ schema, name }, key) =>
      unvalidated === null ? !key.validated : unvalidated.has(idOf([schema, name, key.name])),
    ordersOf: ({ schema, name }, index) => orders.get(idOf([schema, name, index])),
  }
}

async function rowsOf(
  { lease, dialect, timeout }: Place,
  queries: readonly Fragment[],
): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for (const { sql, bindings } of queries) {
    rows.push(
      ...(await dialect.inspection.within(lease, Math.max(timeout, least), () =>
        dialect.run(lease, sql, bindings),
      )),
    )
  }
  return rows
}

function idOf(names: readonly unknown[]): string {
  return JSON.stringify(names)
}
