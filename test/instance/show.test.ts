import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'showing an instance gives its columns and what is loaded, and starts no query',
  async (t, database) => {
    const { Order } = (await openShop(database)).models
    const order = await Order.get(1)
    const statements = await database.count(() => {
      t.equal(
        inspect(order),
        'Order {\n  id: 1,\n  customerId: 2,\n  placedAt: 2024-03-02T10:30:00.000Z,\n  note: null\n}',
      )
    })
    t.same(statements, [])
    const loaded = await Order.with('customer').get(1)
    t.match(inspect(loaded), /customer: Customer \{\n {4}id: 2,/)
    t.ok(inspect(loaded, { colors: true }).includes(`id: ${inspect(1, { colors: true })}`))
  },
)

eachDatabase(t, 'showing ends on cycles and at the depth', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const customer = await Customer.with('orders.orderLines.item').get(2)
  const text = inspect(customer, { depth: Number.POSITIVE_INFINITY })
  t.match(text, /customer: \[Circular Customer\]/)
  t.match(text, /item: Item \{/)
  t.match(inspect(customer, { depth: 0 }), /orders: \[Array\]/)
  t.match(inspect(customer, { depth: 1 }), /orders: \[ \[Order\], \[Order\], \[Order\], \[Order\] \]/)
  t.match(inspect(customer, { depth: null }), /item: Item \{/)
  const twice = inspect([customer.orders[0], customer.orders[0]], { depth: 1 })
  t.equal(twice.split('Order {').length, 3, 'what is beside is no cycle')
})

eachDatabase(t, 'showing names a value that cannot be read, and never throws', async (t, database) => {
  await database.exec(
    'create table t (id integer primary key, n bigint); insert into t values (1, 9007199254740993);',
  )
  const { T } = (await automap(database.knex)).models
  t.equal(inspect(await T!.get(1)), 'T { id: 1, n: [VALUE_UNSAFE] }')
})
