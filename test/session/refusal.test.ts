import t from 'tap'
import { TransactionError } from '../../lib/errors.js'
import { ended, failed, outside } from '../../lib/session/refusal.js'

t.test('a session that cannot be used says why', async t => {
  const cause = new Error('first')
  const errors = [ended('flush'), failed('flush', cause), outside('flush')]
  for (const error of errors) {
    t.ok(error instanceof TransactionError)
    t.equal(error.code, 'SESSION_FAILED')
  }
  t.equal(errors[1]?.cause, cause)
  t.same(
    errors.map(({ message }) => message),
    [
      'Cannot flush: the session has ended; use it inside the function given to session(), and await what is done there',
      'Cannot flush: a flush of the session failed, so nothing of its transaction is kept; let that error, which is the cause, leave the function given to session()',
      'Cannot flush: this is called outside the function given to session(), or within another transaction; await it inside',
    ],
  )
})
