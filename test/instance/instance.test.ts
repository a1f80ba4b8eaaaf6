import t from 'tap'
import { isInstance } from '../../lib/instance/instance.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'an instance is awaited as itself', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.get(1)
  t.equal(await order, order)
  t.equal(await Promise.resolve(order), order)
})

eachDatabase(t, 'an instance is of its model, and of no other', async (t, database) => {
  const { Order, Customer } = (await openShop(database)).models
  const order = await Order.get(1)
  t.ok(order instanceof Order)
  t.notOk(order instanceof Customer)
  t.equal(order.constructor, Order)
  t.ok(isInstance(order))
  for (const other of [Order.prototype, Order, {}, Object.create(order), null, undefined, 1, 'order']) {
    t.notOk(isInstance(other))
  }
})

eachDatabase(t, 'the hidden state is not there for anybody to copy, spread or clone', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.with('customer').get(1)
  t.same(Reflect.ownKeys(order), [])
  t.same({ ...order }, {})
  t.same(Object.assign({}, order), {})
  t.same(structuredClone(order), {})
  const copy = Object.create(Order.prototype) as typeof order
  t.equal(Object.assign(copy, order).id, undefined, 'a copy has no state to read')
  t.equal(order.id, 1)
  t.equal(order.customer.id, 2)
})

eachDatabase(t, 'text and comparisons of an instance start no query', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.get(1)
  const statements = await database.count(() => {
    t.equal(String(order), '[object Object]')
    t.notOk(order === (Order.prototype as unknown))
    t.ok('customer' in order)
    const names: string[] = []
    for (const name in order) names.push(name)
    t.same(names.sort(), ['customer', 'customerId', 'id', 'note', 'orderLines', 'placedAt'])
  })
  t.same(statements, [])
})
