/** What SQLAlchemy's tests of automap demand of what is assigned, and what its unit of work does; `docs/sqlalchemy.md` tells which is which. */

import t from 'tap'
import { automap, integer, model, relationship } from '../../lib/index.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { eachDatabase } from '../fixtures/databases.js'
import { createUsers } from '../fixtures/sqlalchemy.js'

/** Makes an instance that no row stands for yet. */
function made(Made: unknown, values: object): Untyped {
  return new (Made as Model<Untyped>)(values as Record<string, unknown>)
}

function listOf(instance: object, name: string): Untyped[] {
  return Reflect.get(instance, name)
}

eachDatabase(
  t,
  'a collection that is given makes the other side, and is saved with it',
  async (t, database) => {
    await createUsers(database)
    const { User, Address } = (await automap(database.knex)).models
    const address = made(Address, { id: 10, emailAddress: 'dora@example.org' })
    const user = made(User, { id: 10, name: 'Dora', addresses: [address] })
    t.equal(address.user, user, 'in memory')
    await user.save()
    t.same(await database.knex('addresses').where({ id: 10 }).select('user_id'), [{ user_id: 10 }])
  },
)

eachDatabase(t, 'a declared collection that is assigned makes the other side', async (t, database) => {
  await createUsers(database)
  class Person extends model('users', { id: integer().primaryKey() }) {
    static relationships = { mail: relationship('Address', { orderBy: { emailAddress: 'asc' } }) }
  }
  const { Address } = (await automap(database.knex, { models: [Person] })).models
  const address = made(Address, { id: 10, emailAddress: 'dora@example.org' })
  const person = made(Person, { id: 10, name: 'Dora' })
  person.mail = [address]
  t.equal(address.user, person)
  await address.save()
  t.equal(person.isNew, false, 'whichever side is saved')
  t.same(await database.knex('addresses').where({ id: 10 }).select('user_id'), [{ user_id: 10 }])
})

eachDatabase(t, 'a collection that is made for a declared side is assigned like any', async (t, database) => {
  await createUsers(database)
  class Mailbox extends model('addresses', { id: integer().primaryKey() }) {
    static relationships = { owner: relationship('User') }
  }
  const { User } = (await automap(database.knex, { models: [Mailbox] })).models
  const mailbox = made(Mailbox, { id: 10, emailAddress: 'dora@example.org' })
  const user = made(User, { id: 10, name: 'Dora', mailboxes: [mailbox] })
  t.equal(mailbox.owner, user)
  await user.save()
  t.equal(Reflect.get(mailbox, 'userId'), 10)
})

eachDatabase(t, 'a child that is appended has its parent when it is saved', async (t, database) => {
  await createUsers(database)
  const { Node } = (await automap(database.knex)).models
  const parent = made(Node, { id: 10, data: 'up' })
  const child = made(Node, { id: 11, data: 'down' })
  listOf(parent, 'children').push(child)
  await parent.save()
  t.equal(child.parent, parent)
  t.equal(child.parentId, 10)
  const other = made(Node, { id: 12, data: 'also down', parent })
  t.same(listOf(parent, 'children'), [child, other], 'and at once where the child says it')
})

eachDatabase(t, 'names of one’s own are assigned like any', async (t, database) => {
  await createUsers(database)
  const db = await automap(database.knex, {
    naming: {
      className: (_, name) => `Cls${name}`,
      scalarName: ({ targetTable }) => `scalar_${targetTable}`,
      collectionName: ({ targetTable }) => `coll_${targetTable}`,
    },
  })
  const address = made(db.models.ClsAddress, { id: 10, emailAddress: 'dora@example.org' })
  const user = made(db.models.ClsUser, { id: 10, name: 'Dora' })
  user.coll_addresses = [address]
  t.equal(address.scalar_users, user)
})

eachDatabase(t, 'many-to-many is appended to from one end, and known at the other', async (t, database) => {
  await createUsers(database)
  const { Order, Item } = (await automap(database.knex)).models
  const item = made(Item, { id: 10, description: 'tail' })
  const other = made(Item, { id: 11, description: 'reel' })
  const order = made(Order, { id: 10, description: 'tenth', items: [other] })
  t.equal(listOf(other, 'orders')[0], order, 'at once where the list was given')
  listOf(order, 'items').push(item)
  await order.save()
  const orders = (await item.orders) as Untyped[]
  t.equal(orders[0]?.id, 10, 'when it is saved where it was appended')
  t.equal((await database.knex('order_items').where({ order_id: 10 })).length, 2)
  order.items = []
  t.same(other.orders, [])
  await order.save()
  t.same(await database.knex('order_items').where({ order_id: 10 }), [])
  t.equal(await Item?.whereIn('id', [10, 11]).count(), 2, 'what they led to stays')
})

eachDatabase(
  t,
  'a declared many-to-many is assigned, and its other side is a plain list',
  async (t, database) => {
    await createUsers(database)
    class Purchase extends model('orders', { id: integer().primaryKey() }) {
      static relationships = { goods: relationship('Item', { secondary: 'order_items' }) }
    }
    const { Item } = (await automap(database.knex, { models: [Purchase] })).models
    const item = made(Item, { id: 10, description: 'tail' })
    const purchase = made(Purchase, { id: 10, goods: [item] })
    t.same(item.purchases, [purchase])
    t.ok(Array.isArray(item.purchases))
  },
)

eachDatabase(t, 'what many-to-many writes is a row of the declared association', async (t, database) => {
  await createUsers(database)
  class OrderItem extends model(
    'order_items',
    { itemId: integer(), orderId: integer() },
    { primaryKey: ['itemId', 'orderId'] },
  ) {}
  const { Order, Item } = (await automap(database.knex, { models: [OrderItem] })).models
  const item = made(Item, { id: 10, description: 'tail' })
  const order = made(Order, { id: 10, description: 'tenth', items: [item] })
  await order.save()
  const rows = await OrderItem.where('orderId', 10).with('item' as never, 'order' as never)
  t.equal(rows.length, 1)
  t.equal(Object(rows[0]).item.description, 'tail')
  t.equal(Object(rows[0]).order.id, 10)
})
