import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import type { Lease } from '../../lib/dialect/contract.js'
import { automap } from '../../lib/index.js'
import { Spare } from '../../lib/query/spare.js'
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
