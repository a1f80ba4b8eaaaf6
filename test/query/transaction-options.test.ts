import t from 'tap'
import { type CheckedTransaction, checkTransaction } from '../../lib/query/transaction-options.js'
import { errorOf } from '../fixtures/error-of.js'

const check = (options: unknown, nested: boolean): CheckedTransaction =>
  checkTransaction(options, nested, { name: 'transaction()', options: [] })

const plain = { mode: { isolation: null, readOnly: false }, attempts: 1, delay: 20 }

t.test('what is not given has its default', async t => {
  t.strictSame(check(undefined, false), plain)
  t.strictSame(check({}, true), plain)
  const none = { isolation: undefined, readOnly: undefined, retry: undefined }
  t.strictSame(check(none, true), plain, 'also where it is given as undefined')
})

t.test('what is given is taken', async t => {
  for (const isolation of ['readUncommitted', 'readCommitted', 'repeatableRead', 'serializable'])
    t.strictSame(check({ isolation }, false).mode, { isolation, readOnly: false })
  t.strictSame(check({ readOnly: true }, false).mode, { isolation: null, readOnly: true })
  t.strictSame(check({ retry: 3 }, false), { ...plain, attempts: 3 })
  t.strictSame(check({ retry: { attempts: 2 } }, false), { ...plain, attempts: 2 })
  t.strictSame(check({ retry: { attempts: 2, delay: 0 } }, false), {
    ...plain,
    attempts: 2,
    delay: 0,
  })
})

const invalid = 'OptionError OPTION_INVALID: Expected option'
const levels = 'to be "readUncommitted" or "readCommitted" or "repeatableRead" or "serializable"'
const delay = '"retry.delay" to be a number of milliseconds from 0 to 60000'
const count = 'to be a whole number of at least 1'
const wrong: readonly (readonly [unknown, string])[] = [
  [5, 'OptionError OPTION_INVALID: Expected the options of transaction() to be an object, got 5'],
  [
    () => 1,
    'OptionError OPTION_INVALID: Expected the options of transaction() to be an object, got a function',
  ],
  [
    { isolaton: 'serializable' },
    'OptionError OPTION_UNKNOWN: Unknown option "isolaton" of transaction(). Did you mean "isolation"?',
  ],
  [
    { readonly: true },
    'OptionError OPTION_UNKNOWN: Unknown option "readonly" of transaction(). Did you mean "readOnly"?',
  ],
  [{ isolation: 'snapshot' }, `${invalid} "isolation" ${levels}, got "snapshot"`],
  [{ readOnly: 1 }, `${invalid} "readOnly" to be true or false, got 1`],
  [{ retry: 0 }, `${invalid} "retry" ${count}, got 0`],
  [{ retry: 1.5 }, `${invalid} "retry" ${count}, got 1.5`],
  [{ retry: true }, `${invalid} "retry" ${count} or an object, got true`],
  [{ retry: null }, `${invalid} "retry" ${count} or an object, got null`],
  [{ retry: {} }, `${invalid} "retry.attempts" ${count}, got undefined`],
  [{ retry: { attempts: '3' } }, `${invalid} "retry.attempts" ${count}, got "3"`],
  [
    { retry: { attempts: 3, delays: 5 } },
    'OptionError OPTION_UNKNOWN: Unknown option "retry.delays" of transaction(). Did you mean "retry.delay"?',
  ],
  [{ retry: { attempts: 3, delay: '5' } }, `${invalid} ${delay}, got "5"`],
  [{ retry: { attempts: 3, delay: -1 } }, `${invalid} ${delay}, got -1`],
  [{ retry: { attempts: 3, delay: Number.NaN } }, `${invalid} ${delay}, got NaN`],
  [{ retry: { attempts: 3, delay: 60_001 } }, `${invalid} ${delay}, got 60001`],
]

t.test('what is wrong is refused with what was expected', async t => {
  for (const [options, message] of wrong) t.equal(await errorOf(() => check(options, false)), message)
})

t.test('a savepoint takes no options, as the transaction around it has begun', async t => {
  const given = { isolation: 'serializable', readOnly: false, retry: 2 }
  for (const [option, value] of Object.entries(given)) {
    t.equal(
      await errorOf(() => check({ [option]: value }, true)),
      `OptionError OPTION_INVALID: Cannot take option "${option}" of transaction() inside another transaction, as it is a savepoint of that one: give the option to the outermost transaction`,
    )
  }
})

t.test('whoever takes the options has its own name, and leaves its own to itself', async t => {
  const taker = { name: 'session()', options: ['autoflush'] }
  t.strictSame(checkTransaction({ autoflush: 5 }, true, taker), plain)
  t.equal(
    await errorOf(() => checkTransaction({ autoflash: true }, false, taker)),
    'OptionError OPTION_UNKNOWN: Unknown option "autoflash" of session(). Did you mean "autoflush"?',
  )
  t.equal(
    await errorOf(() => checkTransaction({ retry: { delay: 1, attempt: 2 } }, false, taker)),
    'OptionError OPTION_UNKNOWN: Unknown option "retry.attempt" of session(). Did you mean "retry.attempts"?',
  )
})
