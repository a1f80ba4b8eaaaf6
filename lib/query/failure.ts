/** Makes the errors of statements that could not be sent, or were refused. Sends none. */

import { AutomapError, ConnectionError, QueryError, TransactionError } from '../errors.js'

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

/** Gives the error of a statement that no connection could be had for; `since` is in milliseconds since 1970. */
export function unconnected(
  error: unknown,
  doing: string,
  open: readonly { readonly since: number }[],
): ConnectionError {
  const { name, message } = error as Error
  const options = { cause: error }
  if (name !== 'KnexTimeoutError') {
    return new ConnectionError('CONNECTION_FAILED', `Cannot ${doing}: no connection: ${message}`, options)
  }
  const text = `Cannot ${doing}: knex's pool gave no connection in time. ${heldBy(open)}`
  return new ConnectionError('CONNECTION_TIMEOUT', text, options)
}

/** A load outside a transaction that waits for the connection which the transaction holds never ends by itself. */
function heldBy(open: readonly { readonly since: number }[]): string {
  if (open.length === 0) return 'Is the pool too small, or a connection never given back?'
  const seconds = Math.round((Date.now() - Math.min(...open.map(({ since }) => since))) / 1000)
  return (
    `Transactions open on this automap: ${open.length}, the oldest for ${seconds} s. If this was called ` +
    'from inside one, it ran outside its asynchronous context; await it inside the function given to transaction()'
  )
}

/** Tells what failed, with the driver's error as cause. */
export function failureOf(error: unknown, doing: string): Error {
  if (error instanceof AutomapError) return error
  return new QueryError('QUERY_FAILED', `Cannot ${doing}: ${(error as Error).message}`, { cause: error })
}
