import { inspect } from 'node:util'
import t from 'tap'
import { Model } from '../../lib/model/model.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'a model starts every kind of query', async (t, database) => {
  const { Order, Item } = (await openShop(database)).models
  t.equal((await Order.query()).length, 30)
  t.equal((await Order.where('id', '<', 4)).length, 3)
  t.equal((await Order.whereNot('id', '<', 4)).length, 27)
  t.equal((await Order.whereIn('id', [1, 2])).length, 2)
  t.equal((await Order.whereNotIn('id', [1, 2])).length, 28)
  t.equal((await Order.whereNull('note')).length + (await Order.whereNotNull('note')).length, 30)
  t.equal((await Order.whereHas('orderLines')).length + (await Order.whereHasNot('orderLines')).length, 30)
  t.equal((await Order.orderBy('id', 'desc').first())?.id, 30)
  t.equal((await Order.limit(2)).length, 2)
  t.equal((await Order.offset(28)).length, 2)
  t.equal((await Order.with('customer').get(1)).customer.id, 2)
  t.equal((await Order.modify(builder => builder.limit(1))).length, 1)
  t.equal((await Order.all()).length, 30)
  t.equal((await Order.first())?.id, 1)
  t.equal((await Order.get(4)).id, 4)
  t.equal(await Order.find(400), null)
  t.equal((await Order.findBy({ note: 'note 4' }))?.id, 4)
  t.equal(await Order.count(), 30)
  t.equal(await Order.exists(), true)
  t.same((await Order.pluck('id')).length, 30)
  t.equal(Number(await Item.sum('price')), 195)
  t.equal(Number(await Item.avg('price')), 16.25)
  t.equal(await Item.min('name'), 'Item 1')
  t.equal(await Item.max('name'), 'Item 9')
  t.equal((await Order.paginate({ page: 2, perPage: 20 })).items.length, 10)
})

eachDatabase(t, 'a model is shown by its name, its prototype without a state', async (t, database) => {
  const { Order } = (await openShop(database)).models
  t.equal(Order.name, 'Order')
  t.equal(inspect(Order), '[class Order extends OrderAccessors]')
  t.equal(inspect(Order.prototype), 'OrderAccessors {}')
  t.equal(inspect(Object.create(Order.prototype)), 'Order {}')
})

eachDatabase(t, 'an instance can be made by hand, and tells what it is', async (t, database) => {
  const { Order, Customer } = (await openShop(database)).models
  const customer = await Customer.get(1)
  const order = new Order({ note: 'new', customer })
  t.same([order.isNew, order.note, order.customerId, order.id], [true, 'new', 1, null])
  t.ok(order instanceof Order)
  t.same({ ...order.changes }, { note: { from: null, to: 'new' }, customerId: { from: null, to: 1 } })
  t.equal(
    inspect(new Order({ note: 'x' })),
    "Order (new) { id: null, customerId: null, placedAt: null, note: 'x' }",
  )
  t.same(new Order().toJSON(), { id: null, customerId: null, placedAt: null, note: null })
  const read = await Order.get(1)
  t.same([read.isNew, read.changes], [false, {}])
  read.note = 'y'
  t.match(inspect(read), /^Order \(changed\) \{ id: 1, .* note: 'y' \}$/su)
  t.equal(read.toJSON().note, 'y')
  t.same([Order.prototype.isNew, Order.prototype.changes], [false, {}], 'its prototype is no instance')
})

t.test('a class that is not mapped says how it would be', async t => {
  class Loose extends Model {}
  const expected = {
    name: 'MappingError',
    code: 'MODEL_UNKNOWN',
    message: 'Class "Loose" is not mapped yet: pass it to automap(connection, { models: [Loose] })',
  }
  t.throws(() => Loose.query(), expected)
  t.throws(() => new Loose(), expected)
})
