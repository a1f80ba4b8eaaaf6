import t from 'tap'
import { transactions } from '../../../lib/dialect/sqlite/transactions.js'
import { eachMemory } from '../../fixtures/sqlite.js'

const coded = (code: string) => Object.assign(new Error('failed'), { code })
const mode = { isolation: null, readOnly: true }

t.test('a lock that was not to be had may be there the next time', async t => {
  for (const code of ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']) t.ok(transactions.isConflict(coded(code)), code)
  for (const code of ['SQLITE_CONSTRAINT', 'SQLITE_READONLY', 'SQLITE_FULL'])
    t.notOk(transactions.isConflict(coded(code)), code)
  t.notOk(transactions.isConflict(new Error('SQLITE_BUSY')))
})

t.test('every error is an answer, as the library runs in this process', async t => {
  t.ok(transactions.isAnswer(coded('SQLITE_IOERR')))
  t.ok(transactions.isAnswer(new Error('failed')))
})

eachMemory(t, 'a connection refuses writes until it is set back', async (t, rows, db) => {
  const client = db.client
  const connection: unknown = await client.acquireConnection()
  client.releaseConnection(connection)
  const lease = { client, connection }
  for (let i = 0; i < 3; i++) {
    const { config, end } = await transactions.begin(lease, mode)
    t.same(config, {})
    await t.rejects(rows('create table t (id integer)'), { message: /readonly database/ })
    const inner = await transactions.begin(lease, mode)
    t.equal(inner.end, null, 'whoever finds it so leaves it so')
    await end?.()
    await rows('create table if not exists made (id integer)')
  }
  t.same(await transactions.begin(lease, { isolation: 'serializable', readOnly: false }), {
    config: {},
    end: null,
  })
})
