/** Makes the errors of statements that could not be sent, or were refused. Sends none. */

import { AutomapError, QueryError, TransactionError } from '../errors.js'

/** Gives the error of a statement after the automap was closed. */
export function closed(doing: string): TransactionError {
  return new TransactionError('CLOSED', `Cannot ${doing}: this automap was closed`)
}

/** Gives the error of a statement whose transaction has ended. */
export function finished(doing: string, caller = 'transaction()'): TransactionError {
  return new TransactionError(
    'TRANSACTION_FINISHED',
    `Cannot ${doing}: the transaction that this belongs to has ended; await it inside the function given to ${caller}`,
  )
}

/** Gives the error of a statement that would wait for a connection of a pool of this size, perhaps for ever. */
export function waiting(size: number, doing: string): TransactionError {
  return new TransactionError(
    'POOL_EXHAUSTED',
    `Cannot ${doing}: it is no part of the transaction that it was called in, and open transactions hold every ` +
      `connection of knex's pool, of ${size}, so that it could wait for ever; let it join with within(transaction, …), ` +
      'or enlarge the pool',
  )
}

/** Tells what failed, with the driver's error as cause. */
export function failureOf(error: unknown, doing: string): Error {
  if (error instanceof AutomapError) return error
  return new QueryError('QUERY_FAILED', `Cannot ${doing}: ${(error as Error).message}`, { cause: error })
}
