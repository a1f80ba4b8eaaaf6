import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase, type PerDialect } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'single values are asked of the database', async (t, database) => {
  const { Item, Order, OrderLine } = (await openShop(database)).models
  const statements = await database.count(async () => {
    t.equal(await Order.count(), 30)
    t.equal(await Order.where('id', '>', 20).count(), 10)
    t.equal(await OrderLine.sum('quantity'), 180)
    t.equal(await OrderLine.avg('quantity'), 3)
    t.equal(await Item.avg('id'), 6.5)
    t.equal(await Item.min('name'), 'Item 1')
    t.equal(await Item.max('id'), 12)
    t.equal(await Item.min('active'), false)
    t.equal(await Item.max('active'), true)
    t.same(await Order.min('placedAt'), new Date('2024-03-01T10:30:00Z'))
    t.equal(await Item.where('id', '>', 10).max('categoryId'), 6)
  })
  t.equal(statements.length, 11)
  const exact = database.dialect === 'sqlite' ? Number : String
  t.equal(await Item.sum('price'), exact('195.00'))
  t.equal(Number(await Item.avg('price')), 16.25)
  t.equal(await Item.max('price'), exact('30.00'))
})

eachDatabase(t, 'nothing counts as 0 and adds up to null', async (t, database) => {
  const { Customer, Item } = (await openShop(database)).models
  const none = Item.where('id', 99)
  t.equal(await none.count(), 0)
  t.equal(await none.exists(), false)
  t.equal(await none.sum('price'), null)
  t.equal(await none.avg('price'), null)
  t.equal(await none.min('name'), null)
  t.equal(await none.max('id'), null)
  t.same(await none.pluck('id'), [])
  t.equal(await Customer.whereNull('shippingAddressId').sum('shippingAddressId'), null)
  t.equal(await Customer.whereNull('shippingAddressId').max('shippingAddressId'), null)
  t.equal(await Customer.max('shippingAddressId'), 7, 'NULL is neither the largest')
  t.equal(await Customer.min('shippingAddressId'), 1, 'nor the smallest')
})

eachDatabase(t, 'a limit is applied before anything is added up', async (t, database) => {
  const { Order, OrderLine } = (await openShop(database)).models
  t.equal(await Order.limit(7).count(), 7)
  t.equal(await Order.offset(25).count(), 5)
  t.equal(await Order.limit(7).offset(28).count(), 2)
  t.equal(await Order.limit(0).count(), 0)
  t.equal(await Order.orderBy('id', 'desc').limit(2).sum('id'), 59)
  t.equal(await Order.orderBy('id', 'desc').limit(2).min('id'), 29)
  t.equal(await Order.limit(3).max('id'), 3)
  t.equal(await Order.limit(3).avg('id'), 2)
  t.same(await Order.orderBy('id', 'desc').limit(2).pluck('id'), [30, 29])
  t.equal(
    await OrderLine.where('orderId', 1).orWhere('orderId', 2).max('itemId'),
    5,
    'alternatives stay together',
  )
  t.equal(await OrderLine.whereHas('item', q => q.where('id', 1)).sum('quantity'), 15)
})

eachDatabase(t, 'what is loaded with a query does not change its numbers', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const query = Item.with('tags', { lazy: 'joined' }).with('category')
  const statements = await database.count(async () => {
    t.equal(await query.count(), 12)
    t.equal(await query.limit(5).count(), 5)
    t.equal(await query.sum('id'), 78)
    t.equal(await query.exists(), true)
    t.equal((await query.pluck('id')).length, 12)
  })
  for (const sql of statements) t.notMatch(sql, / join /)
})

eachDatabase(t, 'pluck gives values of one property, or tuples of several', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const two = Order.where('id', '>', 28).orderBy('id', 'desc')
  t.same(await two.pluck('placedAt'), [new Date('2024-03-03T10:30:00Z'), new Date('2024-03-02T10:30:00Z')])
  t.same(await two.pluck('id', 'note'), [
    [30, null],
    [29, null],
  ])
  t.same(await Order.where('id', 4).pluck('note', 'id', 'note'), [['note 4', 4, 'note 4']])
})

const wide: PerDialect<string> = {
  sqlite: `create table wide (id integer primary key, big bigint not null, small integer not null, exact decimal(20,2), ratio real, anything);
    insert into wide values (1, 9007199254740991, 9007199254740991, 0.25, 0.5, 1), (2, 2, 9007199254740991, 0.5, 1.5, 2)`,
  postgres: `create table wide (id int primary key, big bigint not null, small int not null, exact numeric(20,2), ratio float8, anything money);
    insert into wide values (1, 9007199254740991, 2147483647, 0.25, 0.5, 1), (2, 2, 2147483647, 0.5, 1.5, 2)`,
}

eachDatabase(t, 'a sum reads as the values that it adds up', async (t, database) => {
  await database.exec(wide)
  const { Wide } = (await automap(database.knex)).models
  const { Wide: Exact } = (await automap(database.knex, { values: { int8: 'bigint', numeric: 'string' } }))
    .models
  const { Wide: Text } = (await automap(database.knex, { values: { int8: 'string', numeric: 'number' } }))
    .models
  t.equal(await Wide!.where('id', 2).sum('big'), 2)
  t.equal(await Exact!.sum('big'), 9007199254740993n)
  t.equal(await Text!.sum('big'), '9007199254740993')
  t.equal(await Exact!.where('id', 2).sum('id'), 2, 'a sum of integers is a number, as they are')
  t.equal(await Wide!.sum('ratio'), 2)
  t.equal(Number(await Exact!.sum('exact')), 0.75)
  t.equal(typeof (await Exact!.sum('exact')), 'string')
  t.equal(await Text!.sum('exact'), 0.75)
  t.same(await Wide!.sum('anything'), database.dialect === 'sqlite' ? 3 : '$3.00')
  t.equal(await Exact!.max('big'), 9007199254740991n)
  t.equal(await Text!.min('big'), '2')
  t.same(await Exact!.where('id', 2).pluck('big'), [2n])
})

eachDatabase(t, 'an average is a number, or a string where values are', async (t, database) => {
  await database.exec(wide)
  const { Wide: Exact } = (await automap(database.knex, { values: { int8: 'bigint', numeric: 'string' } }))
    .models
  const { Wide: Text } = (await automap(database.knex, { values: { int8: 'string', numeric: 'number' } }))
    .models
  t.equal(await Exact!.where('id', 2).avg('big'), 2)
  t.equal(await Exact!.avg('big'), 4503599627370496)
  t.equal(await Exact!.avg('id'), 1.5)
  t.equal(await Exact!.avg('ratio'), 1)
  t.equal(typeof (await Text!.avg('big')), 'string')
  t.equal(Number(await Text!.where('id', 2).avg('big')), 2)
  t.equal(typeof (await Exact!.avg('exact')), 'string')
  t.equal(Number(await Exact!.avg('exact')), 0.375)
  t.equal(await Text!.avg('exact'), 0.375)
})

eachDatabase(t, 'a sum that no number holds is refused', async (t, database) => {
  await database.exec(wide)
  const { Wide } = (await automap(database.knex)).models
  const cure = {
    sqlite:
      "Cannot read \"wide.big\" as a number: an integer in it has more digits than a number holds; choose values: { int8: 'bigint' } or { int8: 'string' }",
    postgres:
      'Cannot read "wide.big": its value is beyond what a number holds exactly; read it with option values: { int8: \'bigint\' }',
  }
  t.equal(await errorOf(() => Wide!.sum('big')), `ValueError VALUE_UNSAFE: ${cure[database.dialect]}`)
})

eachDatabase(
  t,
  'a sum of integers that no number holds is refused',
  async (t, database) => {
    await database.exec(wide)
    const { Wide } = (await automap(database.knex)).models
    t.equal(
      await errorOf(() => Wide!.sum('small')),
      'ValueError VALUE_UNSAFE: Cannot add up property "small" of model "Wide": the sum is beyond what a number holds exactly; add it up through knex',
    )
    t.equal(await Wide!.avg('small'), 9007199254740991)
    await database.exec('insert into wide values (3, 1, 1.5, 0, 0, null)')
    t.equal(await Wide!.where('id', 3).sum('small'), 1.5, 'as it is stored')
  },
  'sqlite',
)

eachDatabase(t, 'only numbers add up', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const refusal = (property: string, type: string) =>
    `QueryError QUERY_INVALID: Cannot add up property "${property}" of model "Customer": its type is ${type}, not a number`
  const type = {
    sqlite: ['varchar(80)', 'datetime'],
    postgres: ['character varying(80)', 'timestamp with time zone'],
  }[database.dialect]
  t.equal(await errorOf(() => Customer.sum('name' as never)), refusal('name', type[0]!))
  t.equal(await errorOf(() => Customer.avg('createdAt' as never)), refusal('createdAt', type[1]!))
  t.equal(
    await errorOf(() => Customer.sum('orders' as never)),
    'MappingError PROPERTY_UNKNOWN: "orders" is a relationship of model "Customer", not a column; filter by it with whereHas("orders", …), load it with with("orders")',
  )
})
