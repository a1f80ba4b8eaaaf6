import type { Knex } from 'knex'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })

eachDatabase(t, 'what the function gives is given, once it is committed', async (t, database) => {
  const db = await openShop(database)
  const { Tag } = db.models
  const statements = await database.count(
    async () => {
      const given = await db.transaction(async transaction => {
        await newTag(transaction, 6)
        t.equal(await Tag.count(), 6)
        return 'given'
      })
      t.equal(given, 'given')
    },
    { all: true },
  )
  t.same(
    statements.map(sql => sql.split(' ')[0]),
    ['BEGIN;', 'insert', 'select', 'COMMIT;'],
  )
  t.equal(await Tag.count(), 6)
  const query = await db.transaction(() => Tag.where('id', '>', 4))
  t.same(
    query.map(tag => tag.id),
    [5, 6],
    'a query that is given back runs inside',
  )
})

eachDatabase(t, 'what the function throws is thrown, once it is rolled back', async (t, database) => {
  const db = await openShop(database)
  const mine = new Error('mine')
  const statements = await database.count(
    () =>
      t.rejects(
        db.transaction(async transaction => {
          await newTag(transaction, 6)
          throw mine
        }),
        mine,
      ),
    { all: true },
  )
  t.equal(statements.at(-1), 'ROLLBACK')
  t.equal(await db.models.Tag.count(), 5)
  t.equal(
    await errorOf(() =>
      db.transaction(() => {
        throw mine
      }),
    ),
    'Error: mine',
  )
  t.equal(await db.transaction(() => 5), 5, 'the connection is free again')
})

eachDatabase(t, 'everything inside joins, and nothing outside does', async (t, database) => {
  const db = await openShop(database)
  const { Order, Tag } = db.models
  const ids = new Set<unknown>()
  const note = (query: { readonly __knexTxId?: unknown }): void => void ids.add(query.__knexTxId)
  database.knex.on('query', note)
  const statements = await database.count(() =>
    db.transaction(async transaction => {
      await newTag(transaction, 6)
      const orders = await Order.where('id', '<', 20)
      for (const order of orders) {
        await order.customer
        await order.orderLines
      }
      await db.load(orders, 'customer.profile')
      for await (const tag of Tag.with('items')) t.ok(tag.items)
      await Promise.all([Tag.count(), Tag.exists(), Tag.pluck('id'), Tag.find(6), Tag.query()])
    }),
  )
  database.knex.removeListener('query', note)
  t.equal(statements.length, 12)
  t.equal(ids.size, 1, 'they are all of one transaction')
  t.notOk(ids.has(undefined))
  ids.clear()
  database.knex.on('query', note)
  await Tag.count()
  database.knex.removeListener('query', note)
  t.same([...ids], [undefined])
})

eachDatabase(
  t,
  'statements at once wait for each other, and those too late are not sent',
  async (t, database) => {
    const db = await openShop(database)
    const warnings: unknown[] = []
    const note = (warning: unknown): void => void warnings.push(warning)
    process.on('warning', note)
    t.teardown(() => process.removeListener('warning', note))
    const tasks: Promise<string>[] = []
    const statements = await database.count(() =>
      db.transaction(async () => {
        const counts = await Promise.all(Array.from({ length: 5 }, () => db.models.Tag.count()))
        t.same(counts, [5, 5, 5, 5, 5])
        for (let i = 0; i < 5; i++) tasks.push(errorOf(() => db.models.Tag.count()))
      }),
    )
    const finished =
      'TransactionError TRANSACTION_FINISHED: Cannot query model "Tag": the transaction that this belongs to has ended; await it inside the function given to transaction()'
    const outcomes = await Promise.all(tasks)
    t.equal(outcomes.filter(outcome => outcome === 'no error').length, statements.length - 5)
    t.equal(outcomes.at(-1), finished)
    await new Promise(resolve => setImmediate(resolve))
    t.same(warnings, [], 'the driver does not complain')
  },
)

eachDatabase(t, 'a transaction inside another is a savepoint', async (t, database) => {
  const db = await openShop(database)
  const { Tag } = db.models
  const statements = await database.count(
    () =>
      db.transaction(async outer => {
        await newTag(outer, 6)
        const failed = db.transaction(async inner => {
          await newTag(inner, 7)
          t.equal(await Tag.count(), 7)
          throw new Error('inner')
        })
        t.equal(await errorOf(() => failed), 'Error: inner')
        t.equal(await Tag.count(), 6)
        await db.transaction(inner => newTag(inner, 8))
        t.equal(await Tag.find(8).then(tag => tag?.label), 'tag 8')
      }),
    { all: true },
  )
  const words = statements.map(sql => sql.replace(/ trx\d+;?/, '').replace(/^(insert|select).*/, '$1'))
  t.same(words, [
    'BEGIN;',
    'insert',
    'SAVEPOINT',
    'insert',
    'select',
    'ROLLBACK TO SAVEPOINT',
    'select',
    'SAVEPOINT',
    'insert',
    'RELEASE SAVEPOINT',
    'select',
    'COMMIT;',
  ])
  t.same(await Tag.pluck('id'), [1, 2, 3, 4, 5, 6, 8])
})

eachDatabase(t, 'savepoints that begin at once wait for each other', async (t, database) => {
  const db = await openShop(database)
  const { Tag } = db.models
  await db.transaction(async () => {
    const outcomes = await Promise.allSettled([
      db.transaction(async inner => {
        await newTag(inner, 6)
        await new Promise(resolve => setTimeout(resolve, 10))
        throw new Error('first')
      }),
      db.transaction(inner => newTag(inner, 7)),
    ])
    t.same(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    )
  })
  t.same(await Tag.pluck('id'), [1, 2, 3, 4, 5, 7])
})

eachDatabase(t, 'a failed savepoint leaves the transaction around it whole', async (t, database) => {
  const db = await openShop(database)
  await db.transaction(async outer => {
    await newTag(outer, 6)
    await db.transaction(inner => newTag(inner, 6)).catch(() => undefined)
    await newTag(outer, 7)
  })
  t.equal(await db.models.Tag.count(), 7)
})

eachDatabase(t, "an automap of the caller's own transaction ends with it", async (t, database) => {
  await openShop(database)
  const warnings: unknown[] = []
  const note = (warning: unknown): void => void warnings.push(warning)
  process.on('warning', note)
  t.teardown(() => process.removeListener('warning', note))
  const db = await database.knex.transaction(async own => {
    const inside = await automap(own)
    const { Tag } = inside.models
    const counts = await Promise.all([Tag!.count(), Tag!.count(), inside.transaction(() => Tag!.count())])
    t.same(counts, [5, 5, 5])
    t.match(await errorOf(() => Tag!.modify(builder => builder.whereRaw('nope.nope'))), /^QueryError /)
    return inside
  })
  const ended =
    'the transaction that this belongs to has ended; await it inside the function given to transaction()'
  const late = [await errorOf(() => db.models.Tag!.count()), await errorOf(() => db.transaction(() => 1))]
  t.same(late, [
    `TransactionError TRANSACTION_FINISHED: Cannot query model "Tag": ${ended}`,
    `TransactionError TRANSACTION_FINISHED: Cannot begin a transaction: ${ended}`,
  ])
  await new Promise(resolve => setImmediate(resolve))
  t.same(warnings, [], 'the driver does not complain')
})

eachDatabase(t, 'savepoints that the end of their transaction overtakes are refused', async (t, database) => {
  const db = await openShop(database)
  const late: Promise<string>[] = []
  await db.transaction(() => {
    for (const id of [6, 7]) late.push(errorOf(() => db.transaction(inner => newTag(inner, id))))
  })
  const ended =
    'TransactionError TRANSACTION_FINISHED: Cannot begin a transaction: the transaction that this belongs to has ended; await it inside the function given to transaction()'
  t.same(await Promise.all(late), [ended, ended])
  t.equal(await db.models.Tag.count(), 5)
})
