import t from 'tap'
import { transactions } from '../../../lib/dialect/postgres/transactions.js'

const coded = (code: string) => Object.assign(new Error('failed'), { code })

t.test('what failed for the sake of others may succeed the next time', async t => {
  for (const code of ['40001', '40P01']) t.ok(transactions.isConflict(coded(code)), code)
  for (const code of ['23505', '25P02', '40002', '55P03', 'ECONNRESET'])
    t.notOk(transactions.isConflict(coded(code)), code)
  t.notOk(transactions.isConflict(new Error('40001')))
})

t.test('an answer has a code of the server, and is not its farewell', async t => {
  for (const code of ['23503', '40001', '25P02', '57014', 'XX000', 'P0001', 'HV000'])
    t.ok(transactions.isAnswer(coded(code)), code)
  for (const code of [
    '57P01',
    '57P02',
    '57P03',
    '57P05',
    '08006',
    '08P01',
    'EPIPE',
    'ECONNRESET',
    'ETIMEDOUT',
  ])
    t.notOk(transactions.isAnswer(coded(code)), code)
  t.notOk(transactions.isAnswer(new Error('Connection terminated unexpectedly')))
})
