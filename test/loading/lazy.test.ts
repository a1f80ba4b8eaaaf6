import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import type { Automap } from '../../types/automap.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

async function open(t: Test): Promise<{ database: Database; db: Automap<ShopModels> }> {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  return { database, db: await openShop(database) }
}

const message = "Customer.orders is not loaded: await it, or load it with the query: .with('orders')"

t.test('a relationship that is not loaded refuses every use but waiting, and says the cure', async t => {
  const { database, db } = await open(t)
  const customer = await db.models.Customer.get(1)
  const orders = customer.orders as unknown as unknown[] & Record<string, unknown>
  const uses: Record<string, () => unknown> = {
    length: () => orders.length,
    iteration: () => [...orders],
    map: () => orders.map(order => order),
    'JSON.stringify': () => JSON.stringify(orders),
    'a text': () => `${orders}`,
    in: () => 'id' in orders,
    assignment: () => {
      orders.name = 'new'
    },
    keys: () => Object.keys(orders),
    'a spread': () => ({ ...orders }),
    hasOwn: () => Object.hasOwn(orders, 'length'),
    definition: () => Object.defineProperty(orders, 'name', { value: 1 }),
    deletion: () => delete orders.then,
  }
  const statements = await database.count(() => {
    for (const [use, act] of Object.entries(uses)) {
      t.throws(act, { name: 'NotLoadedError', code: 'NOT_LOADED', message }, use)
    }
  })
  t.same(statements, [])
})

t.test('a relationship to one is refused in the same words', async t => {
  const { db } = await open(t)
  const order = await db.models.Order.get(1)
  t.throws(() => (order.customer as { name: string }).name, {
    name: 'NotLoadedError',
    code: 'NOT_LOADED',
    message: "Order.customer is not loaded: await it, or load it with the query: .with('customer')",
  })
})

t.test('showing a relationship that is not loaded says so, and loads nothing', async t => {
  const { database, db } = await open(t)
  const customer = await db.models.Customer.get(1)
  const statements = await database.count(() => {
    t.equal(inspect(customer.orders), '[not loaded: Customer.orders]')
    t.equal(inspect({ deep: [customer.orders] }), '{ deep: [ [not loaded: Customer.orders] ] }')
    t.match(inspect(customer.orders, { showProxy: true }), /^Proxy \[/)
  })
  t.same(statements, [])
})

t.test('nothing runs before a relationship is awaited', async t => {
  const { database, db } = await open(t)
  const customer = await db.models.Customer.get(1)
  const statements = await database.count(async () => {
    const { orders } = customer
    await new Promise(resolve => setTimeout(resolve, 5))
    t.type(orders, 'object')
  })
  t.same(statements, [])
})

t.test('a relationship that is not loaded is waited for like a promise', async t => {
  const { db } = await open(t)
  const { Order } = db.models
  const [one, two, three] = await Promise.all([Order.get(1), Order.get(2), Order.get(3)])
  const lazy = (order: typeof one): Promise<{ id: number }> =>
    order.customer as unknown as Promise<{ id: number }>
  t.equal(await lazy(one).then(customer => customer.id), 2)
  t.equal((await lazy(two).catch(() => ({ id: -1 }))).id, 3)
  let settled = false
  const customer = await lazy(three).finally(() => {
    settled = true
  })
  t.same([customer.id, settled], [4, true])
})

t.test("the strategy 'raise' forbids the lazy load in every way", async t => {
  const { database, db } = await open(t)
  const order = await db.models.Order.with('customer', { lazy: 'raise' }).get(1)
  const refused = {
    name: 'NotLoadedError',
    code: 'LOAD_REFUSED',
    message:
      "Order.customer is not loaded, and its strategy 'raise' forbids a lazy load: load it with the query: .with('customer')",
  }
  const statements = await database.count(async () => {
    await t.rejects(Promise.resolve(order.customer), refused)
    t.throws(() => (order.customer as { name: string }).name, refused)
  })
  t.same(statements, [])
  await db.load(order, 'customer')
  t.equal((await order.customer)?.id, 2, 'what is loaded can be read')
})
