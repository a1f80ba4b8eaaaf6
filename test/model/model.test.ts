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

eachDatabase(t, 'a model cannot be made by hand', async (t, database) => {
  const { Order } = (await openShop(database)).models
  t.throws(() => Reflect.construct(Order as unknown as new () => object, []), {
    name: 'MappingError',
    code: 'READ_ONLY',
    message: 'Cannot make a new "Order": instances come from queries. Insert rows through knex',
  })
})

t.test('a class that is not mapped says how it would be', async t => {
  class Loose extends Model {}
  t.throws(() => Loose.query(), {
    name: 'MappingError',
    code: 'MODEL_UNKNOWN',
    message: 'Class "Loose" is not mapped yet: pass it to automap(connection, { models: [Loose] })',
  })
})
