/**
 * Lets a transaction only read by a setting of its connection, which is as it was afterwards. Asks for no isolation: every
 * transaction is serializable here.
 */

import type { Lease, Transactions } from '../contract.js'
import { discard } from '../discard.js'
import { run } from './run.js'

/** What a transaction can be on either driver. */
export const transactions: Transactions = {
  begin: async (lease, { readOnly }) => {
    if (!readOnly || (await isReadOnly(lease))) return { config: {}, end: null }
    await pragma(lease, 'query_only = 1')
    return { config: {}, end: () => allowWrites(lease) }
  },
  // One driver gives the extended codes, such as SQLITE_BUSY_SNAPSHOT.
  isConflict: error => /^SQLITE_BUSY/.test(String((error as { readonly code?: unknown }).code)),
  // The library runs in this process, and there is no way for its answer to get lost.
  isAnswer: () => true,
  // Not by opening the file for reading alone, which a database with a write-ahead log does not always take.
  forbidWrites: lease => pragma(lease, 'query_only = 1'),
  // A driver that answers at once cannot be interrupted from the same process.
  limitTime: async () => undefined,
}

/** As a table: the pragma itself would tell again what was so when it was prepared. */
async function isReadOnly(lease: Lease): Promise<boolean> {
  const [row] = await run(lease, 'select query_only from pragma_query_only', [])
  return row?.[0] === 1
}

/** A connection that cannot be set back is of no use to anybody, and knex's pool drops one that is marked so. */
async function allowWrites(lease: Lease): Promise<void> {
  try {
    await pragma(lease, 'query_only = 0')
  } catch (error) {
    discard(lease, error)
  }
}

/** Through knex, which prepares anew: this pragma takes effect when it is prepared. */
async function pragma({ client, connection }: Lease, text: string): Promise<void> {
  await client.raw(`pragma ${text}`).connection(connection)
}
