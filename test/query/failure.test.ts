import t from 'tap'
import { QueryError } from '../../lib/errors.js'
import { closed, failureOf, finished, waiting } from '../../lib/query/failure.js'
import { errorOf } from '../fixtures/error-of.js'

const shown = (error: Error): Promise<string> => errorOf(() => Promise.reject(error))

t.test('errors say what was attempted, and what to do', async t => {
  t.equal(
    await shown(closed('query model "A"')),
    'TransactionError CLOSED: Cannot query model "A": this automap was closed',
  )
  t.equal(
    await shown(finished('query model "A"')),
    'TransactionError TRANSACTION_FINISHED: Cannot query model "A": the transaction that this belongs to has ended; await it inside the function given to transaction()',
  )
  t.equal(
    await shown(finished('query model "A"', 'session()')),
    'TransactionError TRANSACTION_FINISHED: Cannot query model "A": the transaction that this belongs to has ended; await it inside the function given to session()',
  )
  t.equal(
    await shown(waiting(2, 'query model "A"')),
    'TransactionError POOL_EXHAUSTED: Cannot query model "A": it is no part of the transaction that it was called in, and open transactions hold every connection of knex\'s pool, of 2, so that it could wait for ever; let it join with within(transaction, …), or enlarge the pool',
  )
})

t.test("a driver's error is the cause, and one of the library's stays as it is", async t => {
  const cause = new Error('no such column')
  const failure = failureOf(cause, 'query model "A"')
  t.equal(await shown(failure), 'QueryError QUERY_FAILED: Cannot query model "A": no such column')
  t.equal(failure.cause, cause)
  const own = new QueryError('QUERY_INVALID', 'no')
  t.equal(failureOf(own, 'query model "A"'), own)
})
