/** Runs functions in transactions that every statement inside them joins; a nested one is a savepoint. */

import type { Knex } from 'knex'
import type { Executor } from './executor.js'

/** What runs in a transaction; it is given knex's own, for statements of its own. */
export type Work<R> = (transaction: Knex.Transaction) => R | PromiseLike<R>

/** Commits when the function has ended, rolls back and throws on when it throws. */
export async function transact<R>(executor: Executor, work: Work<R>): Promise<R> {
  const transaction = await executor.begin()
  try {
    const result = await executor.within(transaction, () => Promise.resolve(work(transaction)))
    await transaction.commit()
    return result
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}
