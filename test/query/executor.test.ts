import knex from 'knex'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

const quiet = { warn: () => undefined, error: () => undefined }

t.test('a pool that has no connection left is told as such', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  await openShop(database!)
  const single = knex({ ...database!.config, acquireConnectionTimeout: 40, log: quiet })
  t.teardown(() => single.destroy())
  const { models } = await automap(single)
  const held: unknown = await single.client.acquireConnection()
  t.equal(
    await errorOf(() => models.Tag!.count()),
    'ConnectionError CONNECTION_TIMEOUT: Cannot query model "Tag": knex\'s pool gave no connection in time. Is the pool too small, or a connection never given back?',
  )
  await single.client.releaseConnection(held)
  t.equal(await models.Tag!.count(), 5)
})

t.test('a knex that its owner destroyed has no connection', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  await openShop(database!)
  const own = knex({ ...database!.config, log: quiet })
  const db = await automap(own)
  await own.destroy()
  const failed = 'ConnectionError CONNECTION_FAILED: Cannot'
  const reason = 'no connection: Unable to acquire a connection'
  t.equal(await errorOf(() => db.models.Tag!.count()), `${failed} query model "Tag": ${reason}`)
  t.equal(await errorOf(() => db.transaction(() => 1)), `${failed} begin a transaction: ${reason}`)
  t.match(await db.models.Tag!.all().catch((error: Error) => error.cause), { message: /^Unable to acquire/ })
})

t.test('a value that cannot be read stays an error of its own', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  await database!.exec(
    'create table big (id integer primary key, n bigint); insert into big values (1, 9007199254740993)',
  )
  const { Big } = (await automap(database!.knex)).models
  t.match(await errorOf(() => Big!.max('n')), /^ValueError VALUE_UNSAFE: /)
  t.equal(
    await errorOf(() => Big!.where('n', 2n ** 63n)),
    'ValueError VALUE_INVALID: Cannot use a value for "big.n": expected an integer of 64 bits, got a bigint',
  )
})

t.test('no message shows a value', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { Customer } = (await openShop(database!)).models
  await database!.knex.schema.dropTable('profile')
  const canary = 'hunter2'
  const errors = [
    await errorOf(() => Customer.with('profile').where('name', canary)),
    await errorOf(() => Customer.whereHas('profile', q => q.where('bio', canary))),
    await errorOf(() => Customer.get(canary)),
    await errorOf(() => Customer.where('createdAt', canary as never)),
    await errorOf(() => Customer.where('name', 'between', canary as never)),
  ]
  for (const error of errors) {
    t.match(error, /^(Query|Value)Error /)
    t.notMatch(error, canary)
  }
})
