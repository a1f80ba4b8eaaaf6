import t from 'tap'
import { automap, integer, model, relationship } from '../../lib/index.js'
import type { RelationshipOptions, RelationshipTarget } from '../../types/declared.js'
import type { Untyped } from '../../types/loaded.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { createShop } from '../fixtures/shop.js'

const legacy = `
  create table client (no integer primary key, name text not null);
  create table invoice (id integer primary key, client_no integer, backup_no integer, total integer not null);
  create table badge (id integer primary key, label text not null);
  create table client_badge (client integer not null, badge integer not null);
  insert into client values (1, 'Ada'), (2, 'Bob');
  insert into invoice values (1, 1, 2, 30), (2, 1, null, 10), (3, 2, 1, 20), (4, 9, null, 5);
  insert into badge values (1, 'gold'), (2, 'blue');
  insert into client_badge values (1, 1), (1, 2), (2, 2);
`

/** One class with one relationship. */
const linked = (
  table: string,
  target: RelationshipTarget,
  options: RelationshipOptions = {},
): { new (): object; get(key: unknown): Promise<Untyped> } =>
  class extends model(table) {
    static override readonly name = 'Linked'
    static relationships = { link: relationship(target, options) }
  } as never

const linkError = (
  database: Database,
  table: string,
  ...rest: [RelationshipTarget, RelationshipOptions?]
): Promise<string> =>
  errorOf(() => automap(database.knex, { models: { Linked: linked(table, ...rest) as never } }))

eachDatabase(t, 'keys that the database does not have are related by columns', async (t, database) => {
  await database.exec(legacy)
  class Client extends model('client') {
    static relationships = {
      invoices: relationship('Invoice', {
        primaryJoin: { no: 'clientNo' },
        orderBy: { total: 'desc' },
        backPopulates: 'client',
      }),
      badges: relationship('badge', {
        secondary: { table: 'client_badge', source: { no: 'client' }, target: { id: 'badge' } },
        backPopulates: 'holders',
      }),
    }
  }
  class Invoice extends model('invoice') {
    static relationships = {
      client: relationship(() => Client, { lazy: 'joined' }),
      backup: relationship(Client, { foreignKey: 'backup_no' }),
    }
  }
  const db = await automap(database.knex, { models: [Client, Invoice], strict: true })
  const ada = (await Client.get(1 as never)) as unknown as Untyped
  t.same(
    ((await ada.invoices) as Untyped[]).map(each => each.total),
    [30, 10],
  )
  t.same(
    ((await ada.badges) as Untyped[]).map(each => each.label),
    ['gold', 'blue'],
  )
  const holders = (await ((await db.models.Badge!.get(2)) as Untyped).holders) as Untyped[]
  t.same(
    holders.map(each => each.name),
    ['Ada', 'Bob'],
  )
  const all = (await db.models.Invoice!.orderBy('id').all()) as unknown as Untyped[]
  t.same(
    all.map(each => (each.client as Untyped | null)?.name ?? null),
    ['Ada', 'Ada', 'Bob', null],
  )
  t.same(await Promise.all(all.map(async each => ((await each.backup) as Untyped | null)?.name ?? null)), [
    'Bob',
    null,
    'Ada',
    null,
  ])
  t.match(
    db.relationships.find(each => each.model === 'Client' && each.name === 'invoices'),
    { kind: 'oneToMany', inverse: 'client', key: 'invoice(client_no) -> client(no)', passiveDeletes: false },
  )
  t.same(
    db.relationships.filter(each => each.model === 'Client').map(each => each.name),
    ['badges', 'invoices', 'invoicesByBackupNo'],
    'the other side of a declared one is generated',
  )
})

eachDatabase(
  t,
  'a declared relationship is the key of its columns, whatever it is called',
  async (t, database) => {
    await createShop(database)
    class Customer extends model('customer') {
      static relationships = {
        home: relationship('Address', { foreignKey: ['shippingAddressId'], backPopulates: 'residents' }),
        latest: relationship('Order', {
          viewOnly: true,
          where: query => query.where('id', '>', 20),
        }),
      }
    }
    class Category extends model('category') {
      static relationships = {
        above: relationship('Category', { uselist: false, backPopulates: 'below' }),
        below: relationship('Category'),
      }
    }
    const db = await automap(database.knex, { models: [Customer, Category] })
    const shown = (name: string): string[] =>
      db.relationships
        .filter(each => each.model === name)
        .map(each => `${each.name} ${each.kind} ${each.inverse}`)
    t.same(shown('Customer'), [
      'billingAddress manyToOne customersByBillingAddress',
      'home manyToOne residents',
      'latest oneToMany customer',
      'orders oneToMany customer',
      'profile oneToOne customer',
    ])
    t.same(shown('Address'), [
      'customersByBillingAddress oneToMany billingAddress',
      'residents oneToMany home',
    ])
    t.same(shown('Category').slice(0, 2), ['above manyToOne below', 'below oneToMany above'])
    t.equal(db.relationships.find(each => each.name === 'latest')?.viewOnly, true)
    const customer = (await Customer.get(2 as never)) as unknown as Untyped
    t.same(
      ((await customer.latest) as Untyped[]).map(each => each.id),
      [28],
    )
    t.same(
      ((await customer.orders) as Untyped[]).map(each => each.id),
      [1, 10, 19, 28],
    )
    t.match(db.explain('Customer.home'), {
      rule: 'Declared by class "Customer"',
      override: 'rename "home" in class "Customer"',
    })
    t.match(db.explain('Address.residents'), { rule: 'Named by backPopulates of "Customer.home"' })
  },
)

eachDatabase(t, 'a relationship that fits several keys or none is refused', async (t, database) => {
  await createShop(database)
  t.equal(
    await linkError(database, 'customer', 'Address'),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot tell which key "Linked.link" is: it fits relationship "customer(billing_address_id) -> address(id)", relationship "customer(shipping_address_id) -> address(id)"; say which with foreignKey, uselist, secondary or primaryJoin',
  )
  t.equal(
    await linkError(database, 'category', 'category'),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot tell which key "Linked.link" is: it fits relationship "category(parent_id) -> category(id)", the other side of "category(parent_id) -> category(id)"; say which with foreignKey, uselist, secondary or primaryJoin',
  )
  t.equal(
    await linkError(database, 'customer', 'Tag'),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Linked.link": it fits no key between tables "customer" and "tag"; name the columns with foreignKey or primaryJoin, or the association table with secondary',
  )
  t.equal(
    await linkError(database, 'profile', 'Customer', { uselist: true }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Linked.link" with uselist: true: relationship "profile(customer_id) -> customer(id)" gives one; leave uselist out, or name other columns with foreignKey',
  )
  t.equal(
    await linkError(database, 'item', 'Tagg'),
    'DeclarationError DECLARATION_INVALID: Cannot relate relationship "Linked.link": no model or table is called "Tagg". Did you mean "Tag"?',
  )
  t.equal(
    await linkError(database, 'customer', 'Address', { foreignKey: 'shiping_address_id' }),
    'DeclarationError DECLARATION_INVALID: Cannot relate "Linked.link" by columns "shiping_address_id": no such columns in table "customer" or table "address". Did you mean "shippingAddressId"?',
  )
})

eachDatabase(t, 'many to many goes through the association that is named', async (t, database) => {
  await createShop(database)
  class Item extends model('item') {
    static relationships = { labels: relationship('Tag', { secondary: 'item_tag', backPopulates: 'things' }) }
  }
  class ItemTag extends model('item_tag', { itemId: integer(), tagId: integer() }) {}
  class Order extends model('orders') {
    static relationships = { items: relationship('Item', { secondary: 'OrderLine' }) }
  }
  const db = await automap(database.knex, { models: [Item, ItemTag, Order] })
  const item = (await db.models.Item!.with('labels').get(8)) as unknown as Untyped
  t.same(
    (item.labels as Untyped[]).map(each => each.id),
    [1, 3],
  )
  t.equal(
    ((await item.itemTags) as Untyped[])[0] instanceof (ItemTag as never),
    true,
    'its table is a model, too',
  )
  const order = (await db.models.Order!.get(1)) as Untyped
  t.same(
    ((await order.items) as Untyped[]).map(each => each.id),
    [2, 3],
    'through a table with more in it',
  )
  t.same(
    db.relationships.find(each => each.model === 'Item' && each.target === 'Order'),
    {
      model: 'Item',
      name: 'orders',
      kind: 'manyToMany',
      target: 'Order',
      columns: ['id'],
      referencedColumns: ['id'],
      through: {
        schema: db.schema.defaultSchema,
        table: 'order_line',
        sourceColumns: ['item_id'],
        targetColumns: ['order_id'],
      },
      inverse: 'items',
      key: 'order_line: (item_id) -> item(id), (order_id) -> orders(id)',
      lazy: 'select',
      nullable: true,
      cascade: ['saveUpdate', 'merge'],
      passiveDeletes: false,
      viewOnly: false,
    },
  )
})
