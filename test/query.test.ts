import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import type { Automap } from '../types/automap.js'
import type { Query } from '../types/query.js'
import { type Database, freshDatabase } from './fixtures/databases.js'
import { errorOf } from './fixtures/error-of.js'
import { type Order, openShop, type ShopModels } from './fixtures/shop-models.js'

async function shop(t: Test): Promise<Automap<ShopModels> & { database: Database }> {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  return Object.assign(await openShop(database), { database })
}

t.test('every method leaves the query as it is', async t => {
  const { Order } = (await shop(t)).models
  const query = Order.where('id', '>', 3)
  const before = query.toSQL()
  const changed: Query<Order>[] = [
    query.where('id', 5),
    query.orWhere('id', 5),
    query.whereNot('id', 5),
    query.whereIn('id', [5]),
    query.whereNotIn('id', [5]),
    query.whereNull('note'),
    query.whereNotNull('note'),
    query.whereHas('customer'),
    query.whereHasNot('customer'),
    query.orderBy('note'),
    query.limit(1),
    query.offset(1),
    query.with('customer') as Query<Order>,
    query.modify(builder => builder.where('t0.id', 5)),
  ]
  const texts = new Set(changed.map(each => JSON.stringify(each.toSQL())))
  t.equal(texts.size, changed.length, 'each gives another query')
  t.notOk(texts.has(JSON.stringify(before)))
  t.same(query.toSQL(), before)
  t.equal(query instanceof (Order.query() as object as { constructor: new () => object }).constructor, true)
})

t.test('nothing runs before a query is awaited, and awaiting it again gives the same instances', async t => {
  const { models, database } = await shop(t)
  let first: Order[] = []
  const statements = await database.count(async () => {
    const query = models.Order.where('id', '<', 3)
    await new Promise(resolve => setImmediate(resolve))
    first = await query
    t.equal(await query, first)
    t.equal(await Promise.resolve(query), first)
    t.same(await query.then(orders => orders.length), 2)
  })
  t.equal(statements.length, 1)
  t.equal(first.length, 2)
  const again = await database.count(async () => {
    const query = models.Order.where('id', '<', 3)
    t.not(await query.all(), await query.all(), 'all() asks the database each time')
  })
  t.equal(again.length, 2)
})

t.test('a failed query fails each time it is awaited, and no rejection is left over', async t => {
  const { models, database } = await shop(t)
  await database.knex.schema.dropTable('delivery')
  const query = models.Delivery.query()
  const failure = 'QueryError QUERY_FAILED: Cannot query model "Delivery": no such table: main.delivery'
  const statements = await database.count(async () => {
    t.equal(await errorOf(() => query), failure)
    t.equal(await errorOf(() => query), failure)
    t.equal(await query.then(undefined, () => 'handled'), 'handled')
  })
  t.equal(statements.length, 1)
  t.match(await query.then(undefined, (error: Error) => error.cause), { code: 'SQLITE_ERROR' })
})

t.test('a query shows itself as its statement', async t => {
  const { Tag } = (await shop(t)).models
  t.equal(
    inspect(Tag.where('id', 1)),
    'Query of Tag: select t0.`id` as c0, t0.`label` as c1 from `main`.`tag` t0 where t0.`id` = ? order by t0.`id`',
  )
})

t.test('first and exists ask for one row, within what the query asked for', async t => {
  const { models, database } = await shop(t)
  const { Order } = models
  const statements = await database.count(async () => {
    t.equal((await Order.orderBy('id', 'desc').first())?.id, 30)
    t.equal((await Order.offset(3).first())?.id, 4)
    t.equal((await Order.limit(5).first())?.id, 1)
    t.equal(await Order.limit(0).first(), null)
    t.equal(await Order.where('id', 99).first(), null)
  })
  for (const sql of statements) t.match(sql, / limit \?( offset \?)?$/)
  const asked = await database.count(async () => {
    t.equal(await Order.exists(), true)
    t.equal(await Order.limit(0).exists(), false)
    t.equal(await Order.limit(7).offset(29).exists(), true)
    t.equal(await Order.offset(30).exists(), false)
    t.equal(await Order.whereNull('customerId').exists(), false)
  })
  for (const sql of asked) t.match(sql, /^select 1 as c0 from `main`.`orders` t0.* limit \?( offset \?)?$/)
})

t.test('find looks inside of the query, whatever joins its conditions', async t => {
  const { Order } = (await shop(t)).models
  const either = Order.where('id', 1).orWhere('id', 2)
  t.equal((await either.find(2))?.id, 2)
  t.equal(await either.find(3), null)
  t.equal((await either.get(1)).id, 1)
  t.equal((await either.findBy({ customerId: 3 }))?.id, 2)
  t.equal(await either.findBy({ customerId: 9 }), null)
  t.equal((await Order.findBy({ customerId: 9 }))?.id, 8)
  t.equal(await Order.limit(2).offset(1).find(1), null, 'it is not among the rows that are left')
})

t.test('a key is looked up by the same text each time', async t => {
  const { models, database } = await shop(t)
  const statements = await database.count(async () => {
    await models.Tag.find(1)
    await models.Tag.query().find(2)
  })
  const sql = 'select t0.`id` as c0, t0.`label` as c1 from `main`.`tag` t0 where t0.`id` = ?'
  t.same(statements, [sql, sql])
})

t.test('pages are those of what the query gives', async t => {
  const { models, database } = await shop(t)
  const { Order } = models
  const statements = await database.count(async () => {
    const { items, ...page } = await Order.orderBy('id', 'desc').paginate({ page: 2, perPage: 12 })
    t.same(page, { total: 30, page: 2, pages: 3, perPage: 12 })
    t.same([items.length, items[0]?.id], [12, 18])
  })
  t.equal(statements.length, 2)
  const ids = async (query: Query<Order>, page: number): Promise<readonly unknown[]> => {
    const { items, total, pages } = await query.paginate({ page, perPage: 4 })
    return [total, pages, ...items.map(order => order.id)]
  }
  const ten = Order.offset(20).limit(9)
  t.same(await ids(ten, 1), [9, 3, 21, 22, 23, 24])
  t.same(await ids(ten, 3), [9, 3, 29])
  t.same(await ids(ten, 4), [9, 3])
  t.same(await ids(ten, 400), [9, 3])
  t.same(await ids(Order.where('id', 99), 1), [0, 0])
  t.equal(
    await errorOf(() => Order.paginate({ page: Number.MAX_SAFE_INTEGER, perPage: 1000 })),
    'QueryError QUERY_INVALID: Expected page * perPage to be a whole number of at least 0, got 9007199254740990000',
  )
  t.equal(
    await errorOf(() => Order.paginate({ page: 0, perPage: 10 })),
    'QueryError QUERY_INVALID: Expected page to be a whole number of at least 1, got 0',
  )
})

t.test('calls that mean nothing are refused', async t => {
  const { Order } = (await shop(t)).models
  const call = (name: keyof typeof Order, ...inputs: readonly unknown[]) =>
    errorOf(() => Reflect.apply(Order[name] as () => unknown, Order, inputs))
  const invalid = 'QueryError QUERY_INVALID: '
  const form = `${invalid}Cannot load with model "Order": expected with(path, …), with(path, { lazy }) or with(path, query => …)`
  t.equal(await call('with'), form)
  t.equal(await call('with', (query: unknown) => query), form)
  t.equal(await call('with', { lazy: 'joined' }), form)
  t.equal(await call('with', 'customer', 'orderLines', { lazy: 'joined' }), form)
  t.equal(await call('with', 'customer', 'orderLines', (query: unknown) => query), form)
  t.equal(
    await call('with', 'customer', undefined),
    `${invalid}Expected the options of with() to be { lazy: 'joined' | 'selectin' | 'select' | 'raise' }`,
  )
  t.equal(
    await call('with', 'customer', () => Order.query()),
    `${invalid}Expected the function to return the query of model "Customer" that it was given, changed; got an instance of Query`,
  )
  t.equal(await call('modify', 'limit 1'), `${invalid}Expected modify(builder => …), got a string`)
  t.equal(await call('pluck'), `${invalid}Expected pluck(property, …) of model "Order"`)
})

t.test('a query of another database is not this one', async t => {
  const [one, other] = [await shop(t), await shop(t)]
  t.equal(
    await errorOf(() => one.models.Order.where(() => other.models.Order.query())),
    'QueryError QUERY_INVALID: Expected the function to return the query of model "Order" that it was given, changed; got an instance of Query',
  )
})
