import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import type { Lease } from '../../lib/dialect/contract.js'
import { connect } from '../../lib/dialect/dialect.js'
import { automap } from '../../lib/index.js'
import { Executor } from '../../lib/query/executor.js'
import { writing } from '../../lib/query/purpose.js'
import { Spare } from '../../lib/query/spare.js'
import { transact } from '../../lib/query/transaction.js'
import { eachDatabase } from '../fixtures/databases.js'

/** A connection whose way back to its pool can be watched; the pool tells what it is made to tell. */
function leaseOf(pool: object, released: unknown[], connection: unknown = 'a'): Lease {
  const client = { pool, releaseConnection: (given: unknown) => void released.push(given) }
  return { client: client as unknown as Lease['client'], connection }
}

const idle = { numPendingAcquires: () => 0 }

t.test(
  'a connection that was given back is taken again, and goes to the pool when the turn ends',
  async t => {
    const spare = new Spare()
    const released: unknown[] = []
    const lease = leaseOf(idle, released)
    t.equal(spare.take(), null)
    spare.giveBack(lease)
    t.equal(spare.take(), lease)
    t.equal(spare.take(), null, 'by one at a time')
    spare.giveBack(lease)
    t.same(released, [])
    await turn()
    t.same(released, ['a'])
    t.equal(spare.take(), null)
  },
)

t.test('a connection in use at the end of the turn stays with its user, and is kept again after', async t => {
  const spare = new Spare()
  const released: unknown[] = []
  const lease = leaseOf(idle, released)
  spare.giveBack(lease)
  spare.take()
  await turn()
  t.same(released, [])
  spare.giveBack(lease)
  await turn()
  t.same(released, ['a'])
})

t.test('a second connection goes to the pool at once, and so does one that somebody waits for', async t => {
  const spare = new Spare()
  const released: unknown[] = []
  spare.giveBack(leaseOf({ numPendingAcquires: () => 1 }, released, 'waited for'))
  spare.giveBack(leaseOf({}, released, 'of a pool that does not tell'))
  spare.giveBack(leaseOf(idle, released, 'kept'))
  spare.giveBack(leaseOf(idle, released, 'second'))
  t.same(released, ['waited for', 'of a pool that does not tell', 'second'])
  await turn()
  t.equal(released.at(-1), 'kept')
})

eachDatabase(
  t,
  'statements in a row share a connection, and none stays with the library',
  async (t, database) => {
    await database.exec('create table a (id integer primary key); insert into a values (1)')
    const db = await automap(database.knex)
    const model = db.model('a')
    const { pool } = database.knex.client
    let acquired = 0
    pool.on('acquireSuccess', () => acquired++)
    for (let i = 0; i < 3; i++) await model.get(1)
    t.equal(acquired, 1)
    await turn()
    t.equal(pool.numUsed(), 0)
    const [count, rows] = await Promise.all([model.count(), database.knex('a').select('id')])
    t.equal(count, 1)
    t.same(rows, [{ id: 1 }], 'a query of knex beside it is served')
  },
)

t.test('a connection that is held serves all that a function runs, and nobody else', async t => {
  const spare = new Spare()
  const released: unknown[] = []
  const lease = leaseOf(idle, released)
  const other = leaseOf(idle, released, 'b')
  let late: Promise<Lease | null> | undefined
  const ended = spare.hold(lease, async () => {
    t.equal(spare.held, lease)
    t.equal(spare.take(), lease)
    spare.giveBack(lease)
    t.equal(spare.take(), lease)
    spare.giveUp(lease)
    spare.giveUp(other)
    await turn()
    late = turn()
      .then(() => turn())
      .then(() => spare.take())
    return 5
  })
  t.equal(spare.held, null)
  t.equal(spare.take(), null)
  t.equal(await ended, 5)
  t.same(released, ['b'])
  t.equal(spare.take(), lease, 'it is kept like any other')
  const again = spare.hold(leaseOf(idle, released, 'c'), () => Promise.resolve(6))
  t.equal(await late, null, 'what is left running holds it no longer')
  t.equal(await again, 6)
})

t.test('a connection goes to the pool with the failure of the function that holds it', async t => {
  const spare = new Spare()
  const released: unknown[] = []
  const failed = spare.hold(leaseOf(idle, released), () => Promise.reject(new Error('mine')))
  await t.rejects(failed, { message: 'mine' })
  t.same(released, ['a'])
  t.equal(spare.take(), null)
})

eachDatabase(t, 'statements of one function share the connection that it waited for', async (t, database) => {
  await database.exec('create table thing (id integer primary key)')
  const { knex, dialect } = connect(database.knex)
  const executor = new Executor(knex, dialect)
  const purpose = writing('look', null)
  const look = () => executor.run({ sql: 'select 1', bindings: [] }, purpose)
  const bad = () => executor.run({ sql: 'select nothing', bindings: [] }, purpose)
  const used = () => Number(knex.client.pool.numUsed())
  await executor.connected('look', async () => {
    await look()
    await turn()
    t.equal(used(), 1)
    await bad().catch(() => undefined)
    await turn()
    t.equal(used(), 1, 'also when one of them fails')
    t.equal(await executor.connected('look', async () => used()), 1)
  })
  await transact(executor, () => executor.connected('look', async () => t.equal(used(), 1)))
  await t.rejects(executor.connected('look', bad), { code: 'QUERY_FAILED' })
  await turn()
  t.equal(used(), 0)
})
