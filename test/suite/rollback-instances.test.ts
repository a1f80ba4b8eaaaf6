import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'
import { type Ending, eachEnding, type Shop, subjectOf } from '../fixtures/subject.js'

const mine = new Error('mine')

const committed: Readonly<Record<string, Ending>> = {
  'a function that ends': ({ db, use }) => db.transaction(use),
  'a COMMIT of the function’s own': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.commit()
    }),
  'a COMMIT of the function’s own before an error': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.commit()
      await transaction.commit().catch(() => undefined)
      await transaction.rollback().catch(() => undefined)
      throw mine
    }),
  'a savepoint': ({ db, use }) => db.transaction(() => db.transaction(use)),
  'a function of knex’s': ({ db, knex, use }) => knex.transaction(transaction => db.within(transaction, use)),
  'a savepoint of knex’s': ({ db, knex, use }) =>
    knex.transaction(transaction => transaction.transaction(savepoint => db.within(savepoint, use))),
  'a transaction of knex’s that is left and joined again': async ({ db, knex, use }) => {
    const transaction = await knex.transaction()
    await db.within(transaction, use)
    await db.within(transaction, () => 1)
    await transaction.commit()
  },
  'a transaction of knex’s that never ends': async ({ db, knex, use }) => {
    const transaction = await knex.transaction()
    await db.within(transaction, use)
    knex.client.releaseConnection(await transaction.client.acquireConnection())
  },
}

const rolledBack: Readonly<Record<string, Ending>> = {
  'a function that throws': ({ db, use }) =>
    db.transaction(async () => {
      await use()
      throw mine
    }),
  'a ROLLBACK of the function’s own': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.rollback()
    }),
  'a COMMIT that comes after a ROLLBACK': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.rollback()
      await transaction.commit()
    }),
  'a savepoint that throws': ({ db, use }) =>
    db.transaction(async () => {
      const inner = db.transaction(async () => {
        await use()
        throw mine
      })
      await inner.catch(() => undefined)
    }),
  'a transaction that throws after a savepoint in it': ({ db, use }) =>
    db.transaction(async () => {
      await db.transaction(use)
      throw mine
    }),
  'a transaction that is rolled back by a savepoint in it': ({ db, use }) =>
    db.transaction(outer =>
      db.transaction(async () => {
        await use()
        await outer.rollback()
      }),
    ),
  'a function of knex’s that throws': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await db.within(transaction, use)
      throw mine
    }),
  'a transaction of knex’s that is rolled back': async ({ db, knex, use }) => {
    const transaction = await knex.transaction()
    await db.within(transaction, use)
    await db.within(transaction, () => 1)
    await transaction.rollback()
  },
  'a savepoint of knex’s that is rolled back': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      const savepoint = await transaction.transaction()
      await db.within(savepoint, use)
      await savepoint.rollback()
    }),
  'a transaction of knex’s around a savepoint': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await transaction.transaction(savepoint => db.within(savepoint, use))
      throw mine
    }),
  'a transaction of knex’s around a savepoint that never ends': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await db.within(await transaction.transaction(), use)
      throw mine
    }),
  'a transaction of knex’s around one of ours': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await db.within(transaction, () => db.transaction(use))
      throw mine
    }),
  'a transaction of ours around a savepoint of knex’s': ({ db, use }) =>
    db.transaction(async transaction => {
      await transaction.transaction(savepoint => db.within(savepoint, use))
      throw mine
    }),
}

eachDatabase(t, 'instances keep what a committed transaction did', async (t, database) => {
  const db: Shop = await openShop(database)
  await eachEnding(t, committed, () => subjectOf(db), true)
})

eachDatabase(
  t,
  'instances are as they were before a transaction that was rolled back',
  async (t, database) => {
    const db: Shop = await openShop(database)
    await eachEnding(t, rolledBack, () => subjectOf(db), false)
  },
)

eachDatabase(t, 'a transaction that is run again finds them as they were', async (t, database) => {
  const db: Shop = await openShop(database)
  const { use, isUsed } = await subjectOf(db)
  const busy = Object.assign(new Error('busy'), {
    code: database.dialect === 'sqlite' ? 'SQLITE_BUSY' : '40001',
  })
  const seen: boolean[] = []
  await db.transaction(
    async () => {
      seen.push(isUsed())
      await use()
      if (seen.length < 3) throw busy
    },
    { retry: { attempts: 3, delay: 0 } },
  )
  t.strictSame(seen, [false, false, false])
  t.equal(isUsed(), true)
})

eachDatabase(
  t,
  'an automap of the caller’s own transaction goes by what becomes of that',
  async (t, database) => {
    await openShop(database)
    for (const isCommitted of [true, false]) {
      const transaction = await database.knex.transaction()
      const db: Shop = await automap(transaction)
      const [alone, nested, undone] = [await subjectOf(db), await subjectOf(db), await subjectOf(db)]
      await alone.use()
      await db.transaction(nested.use)
      await errorOf(() =>
        db.transaction(async () => {
          await undone.use()
          throw mine
        }),
      )
      t.strictSame(
        [alone, nested, undone].map(({ isUsed }) => isUsed()),
        [true, true, false],
      )
      await (isCommitted ? transaction.commit() : transaction.rollback())
      t.strictSame(
        [alone, nested].map(({ isUsed }) => isUsed()),
        [isCommitted, isCommitted],
      )
    }
  },
)

eachDatabase(t, 'what was assigned meanwhile outside of the transaction goes, too', async (t, database) => {
  const db: Shop = await openShop(database)
  const order = await db.models.Order.get(1)
  const transaction = await database.knex.transaction()
  await db.within(transaction, async () => void (await order.customer))
  order.note = 'beside a load'
  await transaction.rollback()
  t.equal(order.note, 'beside a load', 'but not where the transaction changed nothing')
  const another = await database.knex.transaction()
  await db.within(another, () => {
    order.note = 'inside'
  })
  order.note = 'outside'
  await another.rollback()
  t.equal(order.note, 'beside a load')
})
