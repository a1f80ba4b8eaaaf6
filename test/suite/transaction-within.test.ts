import { AsyncResource } from 'node:async_hooks'
import knex, { type Knex } from 'knex'
import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import type { Automap } from '../../types/automap.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

type Shop = Automap<{ [K in keyof ShopModels]: ShopModels[K] }>

const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })

eachDatabase(
  t,
  'everything joins a transaction that knex began, and it stays its owner’s',
  async (t, database) => {
    const db = await openShop(database)
    const { Order, Tag } = db.models
    const statements = await database.count(
      () =>
        database.knex.transaction(async transaction => {
          await newTag(transaction, 6)
          const given = await db.within(transaction, async () => {
            const order = await Order.get(1)
            await order.orderLines
            for await (const tag of Tag.where('id', 6)) t.equal(tag.label, 'tag 6')
            await db.transaction(inner => newTag(inner, 7))
            await errorOf(() => db.transaction(inner => newTag(inner, 7)))
            return Tag.count()
          })
          t.equal(given, 7)
          t.equal(await db.within(transaction, () => 5), 5, 'a function need not be asynchronous')
          await newTag(transaction, 8)
        }),
      { all: true },
    )
    const words = statements.map(sql => sql.split(' ')[0])
    t.equal(words.filter(word => word === 'BEGIN;').length, 1)
    t.equal(words.filter(word => word === 'SAVEPOINT').length, 2)
    t.equal(words.at(-1), 'COMMIT;')
    t.equal(await Tag.count(), 8)

    const transaction = await database.knex.transaction()
    await newTag(transaction, 9)
    await t.rejects(
      db.within(transaction, () => Promise.reject(new Error('mine'))),
      { message: 'mine' },
    )
    t.equal(await db.within(transaction, () => Tag.count()), 9, 'an error ends nothing')
    await transaction.rollback()
    t.equal(await Tag.count(), 8)
  },
)

eachDatabase(
  t,
  'a savepoint of knex inside a transaction can be joined, and left again',
  async (t, database) => {
    const db = await openShop(database)
    const { Tag } = db.models
    await db.transaction(async outer => {
      await db.within(outer, () => Tag.count())
      const savepoint = await outer.transaction()
      await db.within(savepoint, async () => {
        await newTag(savepoint, 6)
        t.equal(await Tag.count(), 6)
      })
      await savepoint.rollback()
      t.equal(await Tag.count(), 5, 'the transaction around it is still open')
    })
  },
)

eachDatabase(
  t,
  'what comes after the function, or after the transaction, is refused',
  async (t, database) => {
    const db = await openShop(database)
    const { Tag } = db.models
    const ended =
      'TransactionError TRANSACTION_FINISHED: Cannot query model "Tag": the transaction that this belongs to has ended; await it inside the function given to within()'
    const transaction = await database.knex.transaction()
    let late: Promise<string> | undefined
    await db.within(transaction, () => {
      late = new Promise(resolve => setTimeout(resolve, 5)).then(() => errorOf(() => Tag.count()))
    })
    t.equal(await late, ended)
    await db.within(transaction, async () => {
      await transaction.commit()
      t.equal(await errorOf(() => Tag.count()), ended)
    })
    t.equal(
      await errorOf(() => db.within(transaction, () => 1)),
      'TransactionError TRANSACTION_FINISHED: Cannot run within the transaction: it has ended; call within() before its commit',
    )
  },
)

eachDatabase(t, 'only a transaction of the same knex can be joined', async (t, database) => {
  const db = await openShop(database)
  const expected = 'QueryError QUERY_INVALID: Expected within(transaction, async () => …) to be given'
  const refused = (transaction: unknown, work: unknown) =>
    errorOf(() => db.within(transaction as Knex.Transaction, work as () => void))
  const one = () => 1
  t.equal(await refused(undefined, one), `${expected} a transaction of knex, got undefined`)
  t.equal(await refused({}, one), `${expected} a transaction of knex, got an object`)
  t.equal(await refused(one, one), `${expected} a transaction of knex, got a function`)
  t.equal(await refused(database.knex, one), `${expected} a transaction of knex, got a function`)
  const transaction = await database.knex.transaction()
  t.equal(
    await refused(transaction, undefined),
    `${expected} a function as the second argument, got undefined`,
  )
  await transaction.rollback()
  const other = knex(database.config)
  t.teardown(() => other.destroy())
  const foreign = await other.transaction()
  t.equal(await refused(foreign, one), `${expected} a transaction of this automap's knex, got one of another`)
  await foreign.rollback()
})

/** Two automaps on one knex, whose pool holds one connection. */
async function twoOnOne(
  t: Test,
  database: Database,
  max = 1,
): Promise<{ one: Shop; other: Shop; single: Knex }> {
  await openShop(database)
  const single = knex({ ...database.config, pool: { min: 0, max } })
  t.teardown(() => single.destroy())
  return { one: await automap(single), other: await automap(single), single }
}

const exhausted = (doing: string, size: number) =>
  `TransactionError POOL_EXHAUSTED: Cannot ${doing}: it is no part of the transaction that it was called in, and open transactions hold every connection of knex's pool, of ${size}, so that it could wait for ever; let it join with within(transaction, …), or enlarge the pool`

eachDatabase(t, 'what would wait for its own transaction’s connection fails at once', async (t, database) => {
  const { one, other, single } = await twoOnOne(t, database)
  const tag = await other.models.Tag.get(1)
  const began = Date.now()
  await one.transaction(async transaction => {
    t.equal(await errorOf(() => other.models.Tag.count()), exhausted('query model "Tag"', 1))
    t.equal(await errorOf(() => tag.items), exhausted('load Tag.items', 1))
    t.equal(await errorOf(() => other.transaction(() => 1)), exhausted('begin a transaction', 1))
    await one.transaction(async () => {
      t.equal(
        await errorOf(() => other.models.Tag.count()),
        exhausted('query model "Tag"', 1),
        'in a savepoint, too',
      )
    })
    await newTag(transaction, 6)
    t.equal(await other.within(transaction, () => other.models.Tag.count()), 6, 'it can join')
  })
  await single.transaction(async transaction => {
    await one.within(transaction, async () => {
      t.equal(
        await errorOf(() => other.models.Tag.count()),
        exhausted('query model "Tag"', 1),
        'so in one of knex’s',
      )
      await other.within(transaction, async () => t.equal(await one.models.Tag.count(), 6))
    })
  })
  t.ok(Date.now() - began < 5000)
  t.equal(await other.models.Tag.count(), 6)
})

eachDatabase(t, 'what is called from elsewhere waits for its turn', async (t, database) => {
  const { one, other } = await twoOnOne(t, database)
  const outside = new AsyncResource('another request')
  let waiting: Promise<number[]> | undefined
  let late: Promise<number> | undefined
  await Promise.all([
    one.transaction(async transaction => {
      waiting = outside.runInAsyncScope(() =>
        Promise.all([one.models.Tag.count(), other.models.Tag.count(), one.transaction(() => 1)]),
      )
      await newTag(transaction, 6)
    }),
    one.transaction(() => one.models.Tag.count()),
    other.transaction(async () => {
      late = new Promise(resolve => setTimeout(resolve, 5)).then(() => one.models.Tag.count())
    }),
  ])
  t.same(await waiting, [6, 6, 1])
  t.equal(await late, 6, 'a transaction that has ended holds nothing')
})

eachDatabase(
  t,
  'as long as the pool has a connection that no transaction holds, there is something to wait for',
  async (t, database) => {
    const { one, other, single } = await twoOnOne(t, database, 2)
    await one.transaction(async () => {
      t.equal(await other.models.Tag.count(), 5)
      const lent = await single.client.acquireConnection()
      setTimeout(() => single.client.releaseConnection(lent), 20)
      t.equal(await other.models.Tag.count(), 5)
      const apart: Shop = await automap(database.knex)
      await other.transaction(async () => {
        t.equal(await apart.models.Tag.count(), 5, 'another pool is none of its concern')
      })
    })
  },
  'postgres',
)
