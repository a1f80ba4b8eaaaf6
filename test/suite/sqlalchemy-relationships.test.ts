/** What SQLAlchemy's tests of automap demand of relationships; `docs/sqlalchemy.md` tells which is which. */

import t from 'tap'
import { automap, integer, model, relationship } from '../../lib/index.js'
import { told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'
import { createUsers, many, one } from '../fixtures/sqlalchemy.js'

eachDatabase(t, 'a key gives both sides, and what one brings has the other', async (t, database) => {
  await createUsers(database)
  const db = await automap(database.knex)
  const [, bruno] = await db.model('User').query()
  const statements = await database.count(async () => {
    const addresses = await many(bruno?.addresses)
    t.same(
      addresses.map(({ emailAddress }) => emailAddress),
      ['bruno@example.org', 'b@example.org'],
    )
    for (const address of addresses) t.equal(await address.user, bruno)
    for (const address of addresses) t.equal(address.user, bruno, 'known without a load')
  })
  t.equal(statements.length, 1)
})

eachDatabase(t, 'a declared collection is kept, and its other side made', async (t, database) => {
  await createUsers(database)
  class Person extends model('users', { id: integer().primaryKey() }) {
    static relationships = { mail: relationship('Address', { orderBy: { emailAddress: 'asc' } }) }
  }
  const db = await automap(database.knex, { models: [Person] })
  t.same(
    told(db).filter(text => text.endsWith('Person') || text.endsWith(' Address')),
    [
      'Dingaling.address manyToOne Address',
      'EmailBounce.address manyToOne Address',
      'Order.address manyToOne Address',
      'Address.user manyToOne Person',
      'Order.user manyToOne Person',
      'Person.mail oneToMany Address',
    ].sort(),
    'one relationship on each side, and nothing twice',
  )
  const bruno = await Person.get(2)
  const mail = await many(Reflect.get(bruno, 'mail'))
  t.same(
    mail.map(({ emailAddress }) => emailAddress),
    ['b@example.org', 'bruno@example.org'],
  )
  for (const address of mail) t.equal(address.user, bruno)
})

eachDatabase(t, 'a declared relationship to one is kept, and its other side made', async (t, database) => {
  await createUsers(database)
  class Mailbox extends model('addresses', { id: integer().primaryKey() }) {
    static relationships = { owner: relationship('User') }
  }
  const db = await automap(database.knex, { models: [Mailbox] })
  t.same(
    told(db).filter(text => /^(User|Mailbox)\./.test(text)),
    [
      'Mailbox.dingalings oneToMany Dingaling',
      'Mailbox.emailBounces oneToMany EmailBounce',
      'Mailbox.orders oneToMany Order',
      'Mailbox.owner manyToOne User',
      'User.mailboxes oneToMany Mailbox',
      'User.orders oneToMany Order',
    ],
    'the collection is named after the class',
  )
  const bruno = await db.model('User').get(2)
  const mailboxes = await many(bruno.mailboxes)
  t.same(
    mailboxes.map(({ id }) => id),
    [2, 3],
  )
  for (const mailbox of mailboxes) {
    t.ok(mailbox instanceof Mailbox)
    t.equal(mailbox.owner, bruno)
  }
  t.equal(await Reflect.get(await Mailbox.get(4), 'owner'), null)
})

eachDatabase(t, 'a key to its own table is told apart by direction', async (t, database) => {
  await createUsers(database)
  const db = await automap(database.knex)
  t.same(
    told(db).filter(text => text.startsWith('Node.')),
    ['Node.children oneToMany Node', 'Node.parent manyToOne Node'],
  )
  const root = await db.model('Node').get(1)
  const children = await many(root.children)
  t.same(
    children.map(({ data }) => data),
    ['left', 'right'],
  )
  for (const child of children) t.equal(child.parent, root)
  t.equal(await root.parent, null)
  t.same(await many((await db.model('Node').get(4)).children), [])
})

eachDatabase(t, 'an association table is many-to-many on both of its ends', async (t, database) => {
  await createUsers(database)
  const db = await automap(database.knex)
  const order = await db.model('Order').get(1)
  const items = await many(order.items)
  t.same(
    items.map(({ description }) => description),
    ['kite', 'string'],
  )
  const back = await Promise.all(items.map(item => many(item.orders)))
  t.same(
    back.map(orders => orders.map(({ id }) => id)),
    [[1, 2], [1]],
  )
  t.same(
    (await many((await db.model('Keyword').get(2)).items)).map(({ id }) => id),
    [2, 3],
  )
})

eachDatabase(
  t,
  'a declared many-to-many is kept, and its other side made as a plain list',
  async (t, database) => {
    await createUsers(database)
    class Purchase extends model('orders', { id: integer().primaryKey() }) {
      static relationships = {
        goods: relationship('Item', { secondary: 'order_items', orderBy: { description: 'desc' } }),
      }
    }
    const db = await automap(database.knex, { models: [Purchase] })
    t.same(
      db.relationships
        .filter(({ kind, through }) => kind === 'manyToMany' && through?.table === 'order_items')
        .map(({ model, name, inverse }) => `${model}.${name} ${inverse}`),
      ['Item.purchases goods', 'Purchase.goods purchases'],
    )
    const goods = await many(Reflect.get(await Purchase.get(1), 'goods'))
    t.same(
      goods.map(({ description }) => description),
      ['string', 'kite'],
    )
    const purchases = await many((await db.model('Item').get(1)).purchases)
    t.same(
      purchases.map(({ id }) => id),
      [1, 2],
    )
    t.ok(purchases.every(each => each instanceof Purchase))
  },
)

eachDatabase(
  t,
  'an association table that is declared is a model, and many-to-many all the same',
  async (t, database) => {
    await createUsers(database)
    class OrderItem extends model(
      'order_items',
      { itemId: integer(), orderId: integer() },
      { primaryKey: ['itemId', 'orderId'] },
    ) {}
    const db = await automap(database.knex, { models: [OrderItem] })
    const order = await db.model('Order').get(2)
    const [item] = await many(order.items)
    t.equal(item?.id, 1)
    const [row] = await many(order.orderItems)
    t.ok(row instanceof OrderItem)
    t.equal((await one(row?.item)).id, 1)
    t.equal(row?.order, order)
    t.same((await OrderItem.get([1, 2])).orderId, 2, 'by the key that the class gives it')
    t.same(
      db.report.declarations.map(({ code }) => code),
      ['nullabilityMismatch', 'nullabilityMismatch'],
      'what the class says against the database is told, and nothing else',
    )
  },
)
