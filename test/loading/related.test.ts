import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'instances that share a key share what it finds, each key is asked for once',
  async (t, database) => {
    const { Order, Customer } = (await openShop(database)).models
    const orders = await Order.orderBy('id').with('customer', { lazy: 'selectin' })
    t.equal(orders[0]?.customer, orders[9]?.customer)
    t.equal(new Set(orders.map(({ customer }) => customer)).size, 9)
    t.equal(await Customer.count(), 10)
  },
)

eachDatabase(t, 'a member that several owners share is one instance', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const items = await Item.orderBy('id').with('tags')
  const members = items.flatMap(({ tags }) => tags)
  t.ok(members.length > 5)
  t.equal(new Set(members).size, 5)
})

eachDatabase(t, 'where no instance has a key, no statement runs', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const statements = await database.count(async () => {
    const items = await Item.whereNull('categoryId').with('category.parent', { lazy: 'selectin' })
    t.same(
      items.map(({ category }) => category),
      [null, null],
    )
  })
  t.equal(statements.length, 1)
})

eachDatabase(t, 'owners that find nothing get an empty array of their own', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const customers = await Customer.whereHasNot('orders').with('orders')
  t.same(
    customers.map(({ id, orders }) => [id, orders]),
    [[10, []]],
  )
  const nobody = await Customer.where('id', '>', 1000).with('orders.orderLines')
  t.same(nobody, [])
})

eachDatabase(t, 'an owner without a key has an empty collection', async (t, database) => {
  await database.exec(`create table u (id integer primary key, code text unique);
    create table m (id integer primary key, code text references u (code));
    insert into u values (1, 'a'), (2, null); insert into m values (1, 'a'), (2, null);`)
  const db = await automap(database.knex)
  const name = db.relationships.find(({ model }) => model === 'U')?.name as string
  const us = await db.model('U').orderBy('id')
  const statements = await database.count(async () => {
    t.same(us[1]?.[name], [], 'known at once')
    t.equal(((await us[0]![name]) as unknown[]).length, 1)
  })
  t.equal(statements.length, 1)
  t.equal(us[1]?.[name], us[1]?.[name], 'it is the same array from then on')
})
