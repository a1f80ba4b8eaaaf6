import knex, { type Knex } from 'knex'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { connect } from '../../lib/dialect/dialect.js'
import type { Automap } from '../../types/automap.js'
import type { DialectName } from '../../types/schema.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })

/** What the databases say of a write where none may be. */
const refusals: Readonly<Record<DialectName, RegExp>> = {
  sqlite: /attempt to write a readonly database$/,
  postgres: /cannot execute INSERT in a read-only transaction$/,
}

const refusal = (doing: string) =>
  `WriteError READ_ONLY: Cannot ${doing}: this automap only reads, as its option "readOnly" says; use one without that option`

eachDatabase(t, 'an automap that only reads has the database refuse every write', async (t, database) => {
  await openShop(database)
  const db = await automap(database.url, { readOnly: true })
  t.teardown(() => db.close())
  const { Customer, Tag } = db.models
  const refusal = refusals[database.dialect]
  t.match(await errorOf(() => newTag(db.knex, 6)), refusal)
  t.match(await errorOf(() => db.transaction(transaction => newTag(transaction, 6))), refusal)
  t.match(await errorOf(() => db.knex.transaction(transaction => newTag(transaction, 6))), refusal)
  t.equal(await Tag!.count(), 5)
  const customer = await Customer!.get(1)
  t.equal(((await customer.orders) as unknown[]).length > 0, true, 'reads go on')
  let seen = 0
  for await (const tag of Tag!.query()) seen += Number(tag.id)
  t.equal(seen, 15)
  const inside = db.transaction(
    async () => {
      await db.transaction(() => Tag!.count())
      return Tag!.count()
    },
    { isolation: 'serializable', readOnly: false, retry: 2 },
  )
  t.equal(await inside, 5)
  await db.reflect()
  await newTag(database.knex, 6)
  t.equal(await Tag!.count(), 6, 'others write beside it')
})

eachDatabase(t, 'so it is on every connection, after what the caller does to it', async (t, database) => {
  await openShop(database)
  const setUp: Readonly<Record<DialectName, string>> = {
    postgres: 'create temporary table mine (id int)',
    sqlite: 'create temporary table mine (id integer)',
  }
  let made = 0
  const pool = {
    min: 0,
    max: database.dialect === 'sqlite' ? 1 : 3,
    afterCreate(connection: never, done: (error: unknown, connection: never) => void) {
      made++
      const { client } = connect(database.knex).knex
      client.query(connection, setUp[database.dialect]).then(() => done(null, connection), done)
    },
  }
  const db = await automap({ ...database.config, pool }, { readOnly: true })
  t.teardown(() => db.close())
  const { Tag } = db.models
  const { client } = db.knex
  const connections = await Promise.all(Array.from({ length: pool.max }, () => client.acquireConnection()))
  for (const connection of connections) {
    const insert = newTag(db.knex, 6).connection(connection)
    t.match(await errorOf(() => insert), refusals[database.dialect])
    await client.releaseConnection(connection)
  }
  t.equal(made, pool.max)
  t.equal(await Tag!.count(), 5)
})

eachDatabase(t, 'a connection that cannot be made such is none', async (t, database) => {
  await openShop(database)
  const pool = { afterCreate: (_: unknown, done: (error: Error) => void) => done(new Error('mine')) }
  const failed = await errorOf(() => automap({ ...database.config, pool }, { readOnly: true }))
  t.match(failed, /^ConnectionError CONNECTION_FAILED: Cannot .*: mine$/)
})

eachDatabase(t, 'nothing is left on the connections of a knex of the caller’s', async (t, database) => {
  await openShop(database)
  const single = knex({ ...database.config, pool: { min: 0, max: 1 } })
  t.teardown(() => single.destroy())
  const db = await automap(single, { readOnly: true })
  const { Tag } = db.models
  const refused = await errorOf(() => db.transaction(transaction => newTag(transaction, 6)))
  t.match(refused, refusals[database.dialect], 'the database knows of transactions')
  const nested = db.transaction(() => db.transaction(transaction => newTag(transaction, 6)))
  t.match(await errorOf(() => nested), refusals[database.dialect])
  await newTag(single, 6)
  await single.transaction(async transaction => {
    await newTag(transaction, 7)
    await db.within(transaction, async () => {
      t.equal(await Tag!.count(), 7)
      await db.transaction(inner => newTag(inner, 8))
    })
    const own = await automap(transaction, { readOnly: true })
    t.equal(await own.transaction(() => own.models.Tag!.count()), 8)
  })
  t.equal(await Tag!.count(), 8, 'what is the caller’s stays writable')
})

eachDatabase(t, 'what the library would write is refused before anything is sent', async (t, database) => {
  await openShop(database)
  const db: Automap<{ [K in keyof ShopModels]: ShopModels[K] }> = await automap(database.knex, {
    readOnly: true,
  })
  const { Customer, Order, Tag } = db.models
  const tag = await Tag.get(1)
  const order = await Order.with('orderLines').get(1)
  tag.label = 'changed'
  const calls: readonly (readonly [doing: string, call: () => unknown])[] = [
    ['save an instance of "Tag"', () => tag.save()],
    ['save an instance of "Order"', () => new Order({ customerId: 1, placedAt: new Date() }).save()],
    ['delete an instance of "Tag"', () => tag.delete()],
    ['delete an instance of "Order"', () => order.delete()],
    ['insert rows of model "Tag"', () => Tag.insert({ label: 'a' })],
    ['insert rows of model "Tag"', () => Tag.insert([{ label: 'a' }], { returning: false })],
    ['upsert rows of model "Tag"', () => Tag.upsert({ id: 1, label: 'a' })],
    ['update rows of model "Tag"', () => Tag.where('id', 1).update({ label: 'a' })],
    ['delete rows of model "Customer"', () => Customer.everything().delete()],
  ]
  for (const [doing, call] of calls) {
    const attempt = async (): Promise<void> => void t.equal(await errorOf(call), refusal(doing))
    t.strictSame(await database.count(attempt, { all: true }), [], doing)
  }
  const session = db.session(async session => void session.add(new Tag({ label: 'new' })))
  t.equal(await errorOf(() => session), refusal('flush'))
  t.strictSame({ ...tag.changes }, { label: { from: 'tag 1', to: 'changed' } })
  await tag.refresh()
  t.strictSame({ ...tag.changes }, {})
  const writable = await automap(database.knex)
  t.equal(await writable.models.Tag!.count(), 5)
})

const waiting = (database: Database) => automap(database.url, { readOnly: true })

eachDatabase(
  t,
  'a file with a write-ahead log is read while others write to it',
  async (t, database) => {
    await openShop(database)
    await database.exec('pragma journal_mode = wal')
    await newTag(database.knex, 6)
    const db = await waiting(database)
    t.equal(await db.models.Tag!.count(), 6)
    await newTag(database.knex, 7)
    t.equal(await db.models.Tag!.count(), 7)
    t.match(await errorOf(() => newTag(db.knex, 8)), refusals.sqlite)
    await database.knex.destroy()
    await db.close()
    const again = await waiting(database)
    t.equal(await again.models.Tag!.count(), 7)
    await again.close()
  },
  'sqlite',
)
