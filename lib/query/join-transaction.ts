/** Runs functions in a transaction that knex began. Neither commits nor rolls back: that stays with whoever began it. */

import type { Knex } from 'knex'
import { typeOf } from '../dialect/refused-value.js'
import { QueryError, TransactionError } from '../errors.js'
import type { Executor } from './executor.js'
import { followed } from './followed.js'

/**
 * Runs a function so that every statement in it joins the transaction. Throws `QueryError` QUERY_INVALID where it is none of
 * this knex, `TransactionError` where it has ended.
 */
export async function join<R>(
  executor: Executor,
  transaction: unknown,
  work: () => R | PromiseLike<R>,
): Promise<R> {
  if (!isTransaction(transaction)) throw invalid(`a transaction of knex, got ${typeOf(transaction)}`)
  if (typeof work !== 'function') throw invalid(`a function as the second argument, got ${typeOf(work)}`)
  const client: Knex.Client = transaction.client
  // knex hands its configuration on to its transactions as it is.
  if (client.config !== executor.knex.client.config) {
    throw invalid("a transaction of this automap's knex, got one of another")
  }
  if (transaction.isCompleted()) {
    throw new TransactionError(
      'TRANSACTION_FINISHED',
      'Cannot run within the transaction: it has ended; call within() before its commit',
    )
  }
  const connection: unknown = await client.acquireConnection()
  const trouble = { first: undefined }
  const open = {
    id: executor.newId(),
    transaction,
    connection,
    since: Date.now(),
    trouble,
    caller: 'within()',
    journal: followed(transaction).journal,
    unit: executor.unitOn(connection),
  }
  return executor.within(open, async () => work())
}

function isTransaction(value: unknown): value is Knex.Transaction {
  return typeof value === 'function' && (value as Partial<Knex.Transaction>).isTransaction === true
}

function invalid(what: string): QueryError {
  return new QueryError('QUERY_INVALID', `Expected within(transaction, async () => …) to be given ${what}`)
}
