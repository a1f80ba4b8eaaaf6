import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'load brings what is lacking, a statement for each step, and keeps what is there',
  async (t, database) => {
    const db = await openShop(database)
    const orders = await db.models.Order.orderBy('id').limit(5)
    const customer = await orders[0]?.customer
    const lines = await orders[1]?.orderLines
    const statements = await database.count(async () => {
      const loaded = await db.load(orders, 'customer.billingAddress', 'orderLines.item')
      t.equal(loaded, orders, 'the very instances are given back')
      t.equal(loaded[0]?.customer, customer)
      t.equal(loaded[1]?.orderLines, lines)
      t.equal(loaded[4]?.customer.billingAddress.city, 'Oslo')
      t.same(
        loaded[2]?.orderLines.map(line => line.item.id),
        [6, 7],
      )
    })
    t.equal(statements.length, 2, 'customers and lines were lacking nowhere: the group had them')
    t.same(await database.count(() => db.load(orders, 'customer.billingAddress', 'orderLines.item')), [])
  },
)

eachDatabase(t, 'load takes one instance, and none', async (t, database) => {
  const db = await openShop(database)
  const order = await db.models.Order.get(1)
  t.equal((await db.load(order, 'customer')).customer.name, 'Customer 2')
  const none: (typeof order)[] = []
  t.same(await database.count(async () => t.equal(await db.load(none, 'customer'), none)), [])
})

eachDatabase(t, 'load ends where a relationship is empty', async (t, database) => {
  const db = await openShop(database)
  const category = await db.models.Category.get(1)
  const statements = await database.count(async () => {
    const loaded = await db.load(category, 'parent.parent')
    t.equal(loaded.parent, null)
  })
  t.same(statements, [])
})

eachDatabase(t, 'load takes over from a lazy load that is under way', async (t, database) => {
  const db = await openShop(database)
  const order = await db.models.Order.get(1)
  const lazy = Promise.resolve(order.customer)
  const loaded = await db.load(order, 'customer')
  t.equal(loaded.customer.id, 2)
  t.equal((await lazy).id, 2)
})

eachDatabase(t, 'load refuses what is no instance, a mixture, and an unknown path', async (t, database) => {
  const db = await openShop(database)
  const other = await automap(database.knex)
  const order = await db.models.Order.get(1)
  const customer = await db.models.Customer.get(1)
  const refused = {
    name: 'QueryError',
    code: 'QUERY_INVALID',
    message: 'Cannot load relationships: expected instances of one model of this automap',
  }
  const load = db.load as (instances: unknown, ...paths: string[]) => Promise<unknown>
  for (const wrong of [
    undefined,
    null,
    1,
    {},
    [undefined],
    [order, null],
    [order, customer],
    db.models.Order,
  ]) {
    await t.rejects(load.call(db, wrong, 'customer'), refused)
  }
  await t.rejects(load.call(db, await other.models.Order!.get(1), 'customer'), refused, 'of another automap')
  await t.rejects(load.call(db, order, 'custommer'), {
    name: 'MappingError',
    code: 'RELATIONSHIP_UNKNOWN',
    message: 'Model "Order" has no relationship "custommer". Did you mean "customer"?',
  })
})
