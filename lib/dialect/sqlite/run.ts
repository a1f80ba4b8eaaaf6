/** Runs statements beside knex's own, seen by its listeners as those are. Never runs one in a finished transaction. */

import type { Knex } from 'knex'
import { TransactionError } from '../../errors.js'
import type { Lease, Row } from '../contract.js'
import { runAsync, runSync } from './drivers.js'

interface Connection {
  readonly __knexUid?: string
  readonly __knexTxId?: string
}

const stillOpen = Symbol('stillOpen')
let statements = 0

/** Runs one statement and gives its rows as arrays. */
export async function run(
  { client, connection }: Lease,
  sql: string,
  bindings: readonly unknown[],
): Promise<Row[]> {
  if ((client as { transacting?: boolean }).transacting) await refuseFinished(client, connection)
  const { __knexUid, __knexTxId } = connection as Connection
  const query = {
    __knexUid,
    __knexTxId,
    __knexQueryUid: `automap${++statements}`,
    method: 'raw',
    sql,
    bindings,
  }
  const runStatement = client.driverName === 'better-sqlite3' ? runSync : runAsync
  client.emit('query', query)
  try {
    const rows = await runStatement(connection as object, sql, bindings)
    client.emit('query-response', rows, query)
    return rows
  } catch (error) {
    client.emit('query-error', error, query)
    throw error
  }
}

/**
 * A transaction's client tells nobody that it is finished, but for its `query`: that looks before it touches what it was
 * given. So it is given something that cannot be run, and no statement is sent.
 */
async function refuseFinished(client: Knex.Client, connection: unknown): Promise<void> {
  const unrunnable = {
    get bindings(): never {
      throw stillOpen
    },
  }
  const refusal: unknown = await client.query(connection, unrunnable).catch((error: unknown) => error)
  if (refusal === stillOpen) return
  throw new TransactionError(
    'TRANSACTION_FINISHED',
    'Cannot run a statement: its transaction is committed or rolled back; await everything inside of the transaction',
    { cause: refusal },
  )
}
