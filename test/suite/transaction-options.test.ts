import type { Knex } from 'knex'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })

const isolations = {
  readUncommitted: 'read uncommitted',
  readCommitted: 'read committed',
  repeatableRead: 'repeatable read',
  serializable: 'serializable',
} as const

eachDatabase(t, 'a transaction is as isolated as is asked for, at least', async (t, database) => {
  const db = await openShop(database)
  const warnings: unknown[] = []
  database.knex.client.logger.warn = (warning: unknown) => void warnings.push(warning)
  for (const [isolation, level] of Object.entries(isolations) as [keyof typeof isolations, string][]) {
    const statements = await database.count(
      () => db.transaction(() => db.models.Tag.count(), { isolation }),
      { all: true },
    )
    const begin = { sqlite: 'BEGIN;', postgres: `BEGIN TRANSACTION ISOLATION LEVEL ${level};` }
    t.equal(statements[0], begin[database.dialect])
    t.equal(statements.length, 3)
  }
  t.same(warnings, [], 'knex has nothing to say about it')
})

eachDatabase(
  t,
  'repeatable reads see what the first one saw, and committed ones see more',
  async (t, database) => {
    const db = await openShop(database)
    const { Tag } = db.models
    const around = (isolation: 'repeatableRead' | 'readCommitted', id: number) =>
      db.transaction(
        async () => {
          const before = await Tag.count()
          await newTag(database.knex, id)
          return (await Tag.count()) - before
        },
        { isolation },
      )
    t.equal(await around('repeatableRead', 6), 0)
    t.equal(await around('readCommitted', 7), 1)
  },
  'postgres',
)

const refusal = {
  sqlite3: 'SQLITE_READONLY: attempt to write a readonly database',
  'better-sqlite3': 'attempt to write a readonly database',
  pg: 'cannot execute INSERT in a read-only transaction',
}

eachDatabase(t, 'a transaction that only reads is held to it by the database', async (t, database) => {
  const db = await openShop(database)
  const { Order, Tag } = db.models
  const readOnly = { readOnly: true }
  const mine = new Error('mine')
  const given = await db.transaction(async () => {
    const order = await Order.get(1)
    const inside = await db.transaction(async () => (await order.orderLines).length)
    for await (const tag of Tag.query()) t.ok(tag.label)
    const refused = await errorOf(() => db.transaction(inner => newTag(inner, 6)))
    t.ok(refused.endsWith(refusal[database.driver]), refused)
    return inside
  }, readOnly)
  t.equal(given, 2)
  t.equal(await Tag.count(), 5)
  await t.rejects(
    db.transaction(() => Promise.reject(mine), readOnly),
    mine,
  )
  const failed = await errorOf(() => db.transaction(transaction => newTag(transaction, 6), readOnly))
  t.ok(failed.endsWith(refusal[database.driver]), failed)
  await db.transaction(async transaction => void (await transaction.commit()), readOnly)
  await db.transaction(async transaction => void (await transaction.rollback()), readOnly)
  await db.transaction(transaction => newTag(transaction, 6))
  await newTag(database.knex, 7)
  t.equal(await Tag.count(), 7, 'the connection takes writes again')
})

eachDatabase(
  t,
  'a connection that only reads anyway stays so',
  async (t, database) => {
    const db = await openShop(database)
    await database.exec('pragma query_only = 1')
    t.equal(await db.transaction(() => db.models.Tag.count(), { readOnly: true }), 5)
    t.match(await errorOf(() => newTag(database.knex, 6)), refusal[database.driver])
    await database.exec('pragma query_only = 0')
  },
  'sqlite',
)

eachDatabase(
  t,
  'a connection that cannot be set back is given up',
  async (t, database) => {
    const db = await openShop(database)
    const warnings: unknown[] = []
    database.knex.client.logger.warn = (warning: unknown) => void warnings.push(warning)
    const close = {
      'better-sqlite3': (connection: { close(): void }) => connection.close(),
      sqlite3: (connection: { close(done: () => void): void }) =>
        new Promise<void>(resolve => {
          connection.close(resolve)
        }),
    }[database.driver as 'sqlite3']
    await t.rejects(
      db.transaction(
        async transaction => {
          await transaction.commit()
          await close(await transaction.client.acquireConnection())
          throw new Error('mine')
        },
        { readOnly: true },
      ),
      { message: 'mine' },
    )
    database.knex.client.destroyRawConnection = async () => undefined
    await newTag(database.knex, 6)
    t.equal(await db.models.Tag.count(), 6)
    t.equal(warnings.length, 1)
    t.match(warnings[0], /^Connection Error: /)
  },
  'sqlite',
)

eachDatabase(
  t,
  'a connection that cannot be made ready begins nothing',
  async (t, database) => {
    const db = await openShop(database)
    const lent = await database.knex.client.acquireConnection()
    const { prepare } = lent
    lent.prepare = () => {
      throw new Error('out of order')
    }
    database.knex.client.releaseConnection(lent)
    t.equal(
      await errorOf(() => db.transaction(() => 1, { readOnly: true })),
      'QueryError QUERY_FAILED: Cannot begin a transaction: out of order',
    )
    lent.prepare = prepare
    t.equal(await db.transaction(() => 1, { readOnly: true }), 1)
  },
  'sqlite',
)

eachDatabase(t, 'a savepoint takes no options', async (t, database) => {
  const db = await openShop(database)
  const refused =
    'OptionError OPTION_INVALID: Cannot take option "retry" of transaction() inside another transaction, as it is a savepoint of that one: give the option to the outermost transaction'
  const retry = { retry: 2 }
  await db.transaction(async () => {
    t.equal(await errorOf(() => db.transaction(() => 1, retry)), refused)
    t.equal(await db.transaction(() => 1, {}), 1)
  })
  await database.knex.transaction(async transaction => {
    t.equal(await errorOf(() => db.within(transaction, () => db.transaction(() => 1, retry))), refused)
    const inside = await automap(transaction)
    t.equal(await errorOf(() => inside.transaction(() => 1, retry)), refused)
  })
})
