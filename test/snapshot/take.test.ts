import t from 'tap'
import { custom, integer, model, text } from '../../lib/index.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const shop = {
  customer: { columns: ['id', { name: 'name', kind: 'text' as const }] },
  orders: {
    columns: ['id', 'customer_id?', { name: 'placed_at', kind: 'timestamp' as const }],
    foreignKeys: [{ key: 'customer_id -> customer.id', name: 'orders_customer' }],
  },
  order_tag: {
    columns: ['order_id', 'tag_id'],
    primaryKey: ['order_id', 'tag_id'],
    foreignKeys: ['order_id -> orders.id', 'tag_id -> tag.id'],
  },
  tag: { columns: ['id'] },
}

t.test('a snapshot has every model with its names and their reasons, sorted by table', async t => {
  const { models, structure, format, fingerprint } = snapshotFor(shop)
  t.same([format, fingerprint, structure.tables.length], [1, 'test', 4])
  t.same(
    models.map(({ name, table }) => `${name} ${table}`),
    ['Customer customer', 'OrderTag order_tag', 'Order orders', 'Tag tag'],
  )
  const [customer, , order] = models
  t.same(customer?.relationships, [
    {
      name: 'orders',
      wanted: 'orders',
      rule: customer?.relationships[0]?.rule,
      collidedWith: [],
      key: 'orders(customer_id) -> customer(id)',
      owning: false,
      kind: 'oneToMany',
      target: 'Order',
      columns: ['id'],
      referencedColumns: ['customer_id'],
      through: null,
      inverse: 'customer',
      nullable: true,
      lazy: 'select',
      cascade: customer?.relationships[0]?.cascade,
      declared: false,
    },
  ])
  t.ok(customer?.relationships[0]?.rule)
  t.same(
    order?.columns.map(({ name, column, value, kind, deferred }) => [name, column, value, kind, deferred]),
    [
      ['id', 'id', 'number', 'integer', false],
      ['customerId', 'customer_id', 'number', 'integer', false],
      ['placedAt', 'placed_at', 'date', 'timestamp', false],
    ],
  )
  t.same(
    order?.relationships.map(({ name, kind, target, inverse }) => [name, kind, target, inverse]),
    [
      ['customer', 'manyToOne', 'Customer', 'orders'],
      ['orderTags', 'oneToMany', 'OrderTag', 'order'],
      ['tags', 'manyToMany', 'Tag', 'orders'],
    ],
  )
})

t.test('a snapshot can be written as JSON and is the same again', async t => {
  const snapshot = snapshotFor(shop)
  t.same(JSON.parse(JSON.stringify(snapshot)), snapshot)
  t.same(JSON.stringify(snapshotFor(shop)), JSON.stringify(snapshot))
})

t.test('classes that share a table, columns left out and keys that only a class knows are told', async t => {
  class Animal extends model(
    'animal',
    { id: integer().primaryKey(), kind: text() },
    { polymorphicOn: 'kind', identity: 'animal', exclude: ['secret'] },
  ) {}
  class Dog extends model(Animal, { bone: integer() }, { identity: 'dog' }) {}
  const { models } = snapshotFor(
    {
      animal: {
        columns: ['id', { name: 'kind', kind: 'text', type: 'text' }, 'bone?', 'secret'],
      },
      owner: { columns: ['id', 'animal_id'] },
    },
    {},
    {
      Animal,
      Dog,
      Owner: {
        table: 'owner',
        relationships: { animal: [() => Animal, { foreignKey: 'animalId' }] },
      },
    },
  )
  t.same(
    models.map(({ name, parent, columns }) => [name, parent, columns.map(each => each.name).join(' ')]),
    [
      ['Animal', null, 'id kind'],
      ['Dog', 'Animal', 'id kind bone'],
      ['Owner', null, 'id animalId'],
    ],
  )
  t.same(
    models.find(({ name }) => name === 'Owner')?.relationships.map(({ name, declared }) => [name, declared]),
    [['animal', true]],
  )
})

t.test('what tells classes apart is told of those that fill it in', async t => {
  const columns = { id: integer().primaryKey(), kind: text() }
  const animal = { columns: ['id', { name: 'kind', kind: 'text' as const, type: 'text' }, 'bone?'] }
  class Animal extends model('animal', columns, { polymorphicOn: 'kind' }) {}
  class Dog extends model(Animal, { bone: integer() }, { identity: 'dog' }) {}
  class Alone extends model('animal', columns, { polymorphicOn: 'kind', identity: 'alone' }) {}
  const told = (classes: object): unknown[] =>
    snapshotFor({ animal }, {}, classes as never).models.map(each => [each.name, each.discriminator])
  t.same(told({ Animal, Dog }), [
    ['Animal', null],
    ['Dog', 'kind'],
  ])
  t.same(told({ Alone }), [['Alone', null]], 'no other class has rows there')
})

t.test('a column that may not be read is no column of the model', async t => {
  const { models, structure } = snapshotFor({
    customer: { columns: ['id', { name: 'secret', readable: false }] },
  })
  t.same(
    models[0]?.columns.map(({ name }) => name),
    ['id'],
  )
  t.equal(structure.tables[0]?.columns.length, 2)
})

t.test('what a class reads with a function of its own is of no known type', async t => {
  const read = (value: unknown): Date => new Date(String(value))
  const write = (value: Date): string => value.toISOString()
  class Order extends model('orders', { placedAt: custom({ type: 'text', read, write }) }) {}
  const order = snapshotFor(shop, {}, { Order }).models.find(({ name }) => name === 'Order')
  t.same(
    order?.columns.map(({ name, value }) => [name, value]),
    [
      ['id', 'number'],
      ['customerId', 'number'],
      ['placedAt', 'unknown'],
    ],
  )
})
