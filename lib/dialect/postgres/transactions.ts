/** Tells knex how a transaction begins here, and what its errors mean. Sends nothing for a transaction. */

import type { Isolation } from '../../../types/transaction.js'
import type { Transactions } from '../contract.js'
import { run } from './run.js'

const levels = {
  readUncommitted: 'read uncommitted',
  readCommitted: 'read committed',
  repeatableRead: 'repeatable read',
  serializable: 'serializable',
} as const satisfies Record<Isolation, string>

/** serialization_failure and deadlock_detected. */
const conflicts: ReadonlySet<string> = new Set(['40001', '40P01'])

/** All is part of BEGIN, so nothing is left on the connection. */
export const transactions: Transactions = {
  begin: async (_lease, { isolation, readOnly }) => ({
    config: { ...(isolation !== null && { isolationLevel: levels[isolation] }), readOnly },
    end: null,
  }),
  isConflict: error => conflicts.has(codeOf(error)),
  // Class 08 is a connection that failed, 57P0x a server that goes down, E what Node says of the network.
  isAnswer: error => /^(?!08|57P0|E)[0-9A-Z]{5}$/.test(codeOf(error)),
  forbidWrites: async lease => void (await run(lease, 'set default_transaction_read_only = on', [])),
  limitTime: async (lease, milliseconds) => void (await run(lease, limits, [String(milliseconds)])),
}

/** Where the server can tell, it looks every second whether the client is still there. */
const limits = `
  select pg_catalog.set_config(name, case name when 'statement_timeout' then ? else '1000' end, false)
  from pg_catalog.pg_settings
  where name = 'statement_timeout'
    or (name = 'client_connection_check_interval' and pg_catalog.version() ~ 'linux')`

/** The SQLSTATE, where it was the server who spoke. */
function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code)
}
