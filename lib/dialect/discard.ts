/** Marks connections that must not be used again, and tells which are. Closes none: knex's pool does. */

import type { Lease } from './contract.js'

/** What knex keeps on a connection that failed; its pool gives no such connection to anybody. */
interface Marked {
  __knex__disposed?: unknown
}

/** Lets knex's pool close the connection instead of lending it again. */
export function discard({ connection }: Lease, reason: unknown): void {
  ;(connection as Marked).__knex__disposed = reason
}

/** True where the connection is known to have failed. */
export function isDiscarded({ connection }: Lease): boolean {
  return (connection as Marked).__knex__disposed !== undefined
}
