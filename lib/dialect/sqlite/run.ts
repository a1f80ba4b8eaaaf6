/** Runs statements through the driver itself, beside knex, which would prepare each one anew. */

import { announced } from '../announced.js'
import type { Lease, Row } from '../contract.js'
import { changeAsync, changeSync, runAsync, runSync } from './drivers.js'

/** Runs one statement and gives its rows as arrays. */
export function run(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<Row[]> {
  const send = lease.client.driverName === 'better-sqlite3' ? runSync : runAsync
  return announced(lease, sql, bindings, values => send(lease.connection as object, sql, values))
}

/** Runs one statement that gives no rows, and gives how many it changed. */
export function change(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<number> {
  const send = lease.client.driverName === 'better-sqlite3' ? changeSync : changeAsync
  return announced(lease, sql, bindings, values => send(lease.connection as object, sql, values))
}
