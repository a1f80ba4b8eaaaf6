/**
 * Runs functions in transactions that every statement inside them joins; a nested one is a savepoint. Never tells of a
 * success that the database did not confirm.
 */

import type { Knex } from 'knex'
import type { Lease } from '../dialect/contract.js'
import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import { type Executor, failureOf } from './executor.js'
import { release } from './spare.js'

/** What runs in a transaction; it is given knex's own, for statements of its own. */
export type Work<R> = (transaction: Knex.Transaction) => R | PromiseLike<R>

/** A transaction that has begun. */
interface Begun {
  readonly lease: Lease
  readonly transaction: Knex.Transaction
  /** Gives the error that ended it, or null; knex resolves `commit` and `rollback` whatever comes of them. */
  readonly ended: Promise<Ended | null>
}

/** What ended a transaction before its time. */
interface Ended {
  readonly error: unknown
}

/** What knex gives for a statement of its own. */
interface Answer {
  readonly response?: { readonly command?: string }
}

const beginning = 'begin a transaction'

/** Commits when the function has ended, rolls back and throws on when it throws. Throws `QueryError` QUERY_FAILED. */
export async function transact<R>(executor: Executor, work: Work<R>): Promise<R> {
  if (typeof work !== 'function') {
    throw new QueryError('QUERY_INVALID', `Expected transaction(async () => …), got ${typeOf(work)}`)
  }
  const lease = await executor.acquire(beginning)
  const connection = lease.connection as { __knexTxId?: unknown }
  const outer = connection.__knexTxId
  try {
    return await carryOut(executor, await begin(executor, lease), work)
  } finally {
    connection.__knexTxId = outer
    release(lease)
  }
}

/** The connection stays ours, as knex would give it back before it is known to be out of the transaction. */
async function begin(executor: Executor, lease: Lease): Promise<Begun> {
  const { connection } = lease
  const transaction = await (executor.scope ?? executor.knex).transaction(null, { connection })
  const ended = transaction.executionPromise.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  // knex gives a transaction that could not begin, too, and it is over.
  if (transaction.isCompleted()) throw failureOf(((await ended) as Ended).error, beginning)
  return { lease, transaction, ended }
}

async function carryOut<R>(executor: Executor, begun: Begun, work: Work<R>): Promise<R> {
  const { transaction } = begun
  const { result, failure } = await executor
    .within(transaction, async () => work(transaction))
    .catch(async (error: unknown) => {
      await executor.inTurn(begun.lease, async () => transaction.rollback())
      throw error
    })
  await commit(executor, begun, failure)
  return result
}

async function commit(
  executor: Executor,
  { lease, transaction, ended }: Begun,
  failure: unknown,
): Promise<void> {
  // The function may have ended it through knex's own transaction.
  const over = transaction.isCompleted()
  const answer = over ? undefined : await executor.inTurn(lease, () => answerTo(transaction))
  const failed = await ended
  if (failed !== null) {
    if (!over && executor.scope === null) await abandon(executor, lease)
    throw failureOf(failed.error, 'commit the transaction')
  }
  if (answer?.response?.command === 'ROLLBACK') throw rolledBack(failure)
}

async function answerTo(transaction: Knex.Transaction): Promise<Answer | undefined> {
  return (await transaction.commit()) as Answer | undefined
}

/** Not every database ends a transaction that it could not commit, and the next user of its connection would be in it. */
async function abandon(executor: Executor, lease: Lease): Promise<void> {
  await executor.dialect.run(lease, 'rollback', []).catch(() => undefined)
}

/** A database may answer COMMIT with ROLLBACK, and knex takes that for a success. */
function rolledBack(failure: unknown): QueryError {
  return new QueryError(
    'QUERY_FAILED',
    'Cannot commit the transaction: a statement in it failed, so the database rolled it back; let the error leave the ' +
      'function given to transaction(), or run what may fail in a transaction() inside it',
    { cause: failure },
  )
}
