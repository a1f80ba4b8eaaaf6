/** Turns foreign keys on, and tells whether they are: a connection does not hold to them unless it is told to. */

import type { Lease } from '../contract.js'
import { runAsync, runSync } from './drivers.js'

/** One of the drivers does so by itself; rows must not depend on which one is installed. */
export async function holdToKeys({ client, connection }: Lease): Promise<void> {
  // Through knex, which prepares anew: a pragma takes effect when it is prepared.
  await client.raw('pragma foreign_keys = on').connection(connection)
}

/** Beside knex, as it asks nothing of the data. The pragma can be changed at any time, outside transactions. */
export async function holdsToKeys({ client, connection }: Lease): Promise<boolean> {
  const send = client.driverName === 'better-sqlite3' ? runSync : runAsync
  const [row] = await send(connection as object, 'select foreign_keys from pragma_foreign_keys', [])
  return row?.[0] === 1
}
