import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'plain data holds the columns and what is loaded, and starts no query',
  async (t, database) => {
    const { Order } = (await openShop(database)).models
    const order = await Order.get(1)
    const statements = await database.count(() => {
      t.same(order.toJSON(), { id: 1, customerId: 2, placedAt: new Date('2024-03-02T10:30:00Z'), note: null })
      t.equal(
        JSON.stringify(order),
        '{"id":1,"customerId":2,"placedAt":"2024-03-02T10:30:00.000Z","note":null}',
      )
    })
    t.same(statements, [])
    const loading = Promise.resolve(order.customer)
    t.notOk('customer' in order.toJSON(), 'not even while it is under way')
    await loading
    t.same(Object(order.toJSON().customer).name, 'Customer 2')
  },
)

eachDatabase(t, 'what leads back to its owner is left out', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const customer = await Customer.with('orders.orderLines', 'profile').get(2)
  const plain = JSON.parse(JSON.stringify(customer))
  t.same(Object.keys(plain.orders[0]), ['id', 'customerId', 'placedAt', 'note', 'orderLines'])
  t.same(Object.keys(plain.orders[0].orderLines[0]), ['orderId', 'lineNo', 'itemId', 'quantity'])
  t.same(plain.profile, { customerId: 2, bio: 'Bio 2' })
})

eachDatabase(t, 'an instance met again is written without its relationships', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const customer = await Customer.with('orders.orderLines.item.category').get(2)
  const { orders } = JSON.parse(JSON.stringify(customer))
  const items: { id: number; category?: object }[] = orders.flatMap(
    (order: { orderLines: { item: object }[] }) => order.orderLines.map(line => line.item),
  )
  t.same(
    items.map(item => [item.id, 'category' in item]),
    [
      [2, true],
      [3, true],
      [8, true],
      [9, true],
      [2, false],
      [3, false],
      [8, false],
      [9, false],
    ],
  )
})

eachDatabase(t, 'a self reference ends', async (t, database) => {
  const db = await openShop(database)
  const category = await db.load(await db.models.Category.get(2), 'parent.children', 'children.parent')
  t.same(JSON.parse(JSON.stringify(category)), {
    id: 2,
    parentId: 1,
    name: 'Category 2',
    children: [
      { id: 4, parentId: 2, name: 'Category 4' },
      { id: 5, parentId: 2, name: 'Category 5' },
    ],
    parent: {
      id: 1,
      parentId: null,
      name: 'Category 1',
      children: [
        { id: 2, parentId: 1, name: 'Category 2' },
        { id: 3, parentId: 1, name: 'Category 3' },
      ],
    },
  })
})

eachDatabase(t, 'a bigint becomes its digits, in arrays too', async (t, database) => {
  await database.exec({
    sqlite:
      "create table t (id integer primary key, n bigint, list text); insert into t values (1, 9007199254740993, '{1,2}');",
    postgres:
      "create table t (id integer primary key, n bigint, list bigint[]); insert into t values (1, 9007199254740993, '{1,2}');",
  })
  const { T } = (await automap(database.knex, { values: { int8: 'bigint' } })).models
  const one = await T!.get(1)
  t.equal(one.n, 9007199254740993n)
  t.same(one.toJSON(), {
    id: 1,
    n: '9007199254740993',
    list: { sqlite: '{1,2}', postgres: ['1', '2'] }[database.dialect],
  })
})

eachDatabase(
  t,
  'a value that JavaScript cannot hold is refused, never written wrong',
  async (t, database) => {
    await database.exec(
      'create table t (id integer primary key, n bigint); insert into t values (1, 9007199254740993);',
    )
    const { T } = (await automap(database.knex)).models
    const one = await T!.get(1)
    t.throws(() => JSON.stringify(one), { name: 'ValueError', code: 'VALUE_UNSAFE' })
  },
)
