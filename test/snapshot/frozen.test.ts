import t from 'tap'
import { integer, model, text } from '../../lib/index.js'
import { booted, type Earlier, related, type Said } from '../fixtures/booted.js'
import { schema, type TableInput } from '../fixtures/schema.js'
import { snapshotFor, snapshotOfBoot } from '../fixtures/snapshots.js'

type Tables = Readonly<Record<string, TableInput>>

const shop: Tables = {
  customer: { columns: ['id'] },
  orders: { columns: ['id', 'customer_id?'], foreignKeys: ['customer_id -> customer.id'] },
  order_tag: {
    columns: ['order_id', 'tag_id'],
    primaryKey: ['order_id', 'tag_id'],
    foreignKeys: ['order_id -> orders.id', 'tag_id -> tag.id'],
  },
  tag: { columns: ['id'] },
}

/** Every name: models with their tables, properties with their columns or keys. */
function namesOf(
  tables: Tables,
  earlier: Earlier = {},
  options: Parameters<typeof booted>[2] = {},
  classes: Readonly<Record<string, Said>> = {},
): string[] {
  return snapshotOfBoot(booted(tables, classes, options, earlier)).models.flatMap(model => [
    `${model.table}: ${model.name}`,
    ...model.columns.map(({ name, column }) => `${model.table}.${column}: ${name}`),
    ...model.relationships.map(({ name, key, owning }) => `${model.table} ${key} ${owning}: ${name}`),
  ])
}

const snapshot = snapshotFor(shop)

t.test('what a snapshot names keeps its name, whatever comes', async t => {
  const later: Tables = {
    ...shop,
    customers: { columns: ['id'] },
    orders: {
      columns: ['id', 'customer_id?', 'payer_id?', 'customer', 'tags'],
      foreignKeys: ['customer_id -> customer.id', 'payer_id -> customer.id'],
    },
    customer: { columns: ['id', 'orders', 'orders_'] },
  }
  const before = namesOf(shop)
  const frozen = namesOf(later, { snapshot })
  t.same(
    before.filter(name => !frozen.includes(name)),
    [],
  )
  t.ok(frozen.length > before.length)
  const free = namesOf(later)
  t.ok(
    before.some(name => !free.includes(name)),
    'without it names would move',
  )
})

t.test('reasons stay as well', async t => {
  const again = snapshotOfBoot(booted(shop, {}, {}, { snapshot }))
  t.same(again, snapshot)
})

t.test('what is gone frees its name', async t => {
  const { customer, tag } = shop as { customer: TableInput; tag: TableInput }
  const names = namesOf({ customer, tag, Order: { columns: ['id', 'customerId'] } }, { snapshot })
  t.ok(names.includes('Order: Order'))
  t.ok(names.includes('Order.customerId: customerId'))
})

t.test('naming functions are asked for what is new alone', async t => {
  const asked: string[] = []
  const naming = {
    className: ({ name }: { name: string }) => {
      asked.push(name)
      return `X${name}`
    },
    propertyName: ({ name }: { name: string }) => `x_${name}`,
    scalarName: (_: object, name: string) => `x_${name}`,
    collectionName: (_: object, name: string) => `x_${name}`,
  }
  const names = namesOf({ ...shop, extra: { columns: ['id'] } }, { snapshot }, { naming })
  t.same(asked, ['extra'])
  t.ok(names.includes('extra: Xextra'))
  t.ok(names.includes('extra.id: x_id'))
  t.same(
    namesOf(shop).filter(name => !names.includes(name)),
    [],
  )
})

t.test('a relationship is loaded, or left out, as the caller says; its name stays', async t => {
  const relationships = ({ name, sourceTable }: { name: string; sourceTable: string }) => {
    if (name === 'tags') return false as const
    if (name === 'customer') return { name: 'buyer', lazy: 'joined' as const }
    return sourceTable === 'tag' ? {} : undefined
  }
  const { mappings } = booted(shop, {}, { relationships }, { snapshot })
  const of = (table: string) => mappings.find(each => each.table.name === table)?.relationships
  t.equal(of('orders')?.get('customer')?.info.lazy, 'joined')
  t.equal(of('orders')?.has('tags'), false)
  t.equal(of('tag')?.get('orders')?.info.lazy, 'select')
})

t.test('a side that was left out stays out, and how the other is loaded is kept', async t => {
  const left = snapshotFor(shop, {
    relationships: ({ name, owning }) =>
      name === 'orders' && !owning ? false : name === 'customer' ? { lazy: 'selectin' } : undefined,
  })
  const { mappings } = booted(shop, {}, {}, { snapshot: left })
  const of = (table: string) => mappings.find(each => each.table.name === table)?.relationships
  t.equal(of('customer')?.has('orders'), false)
  t.equal(of('orders')?.get('customer')?.info.lazy, 'selectin')
  const other = snapshotFor(shop, {
    relationships: ({ name, owning }) => (name === 'customer' && owning ? false : undefined),
  })
  t.notOk(namesOf(shop, { snapshot: other }).some(name => name.endsWith(' true: customer')))
})

t.test('classes count before a snapshot', async t => {
  const names = namesOf(
    shop,
    { snapshot },
    {},
    {
      Customer: { table: 'tag', columns: {}, relationships: { orders: ['Order'] } },
    },
  )
  t.ok(names.includes('tag: Customer'))
  t.notOk(names.includes('customer: Customer'))
  t.ok(names.includes('orders: Order'))
  t.ok(names.includes('tag order_tag: (order_id) -> orders(id), (tag_id) -> tag(id) false: orders'))
})

t.test('a boot that goes on from another takes the names of the snapshot for what is new', async t => {
  const { customer, orders } = shop as { customer: TableInput; orders: TableInput }
  const before = booted({ customer }, {}, {}, { snapshot })
  const next = booted({ customer, orders, order: { columns: ['id'] } }, {}, {}, { snapshot, before })
  const models = new Map(next.mappings.map(({ name, table }) => [table.name, name]))
  t.same([models.get('customer'), models.get('orders')], ['Customer', 'Order'])
  t.not(models.get('order'), 'Order')
  t.ok(next.mappings.find(({ name }) => name === 'Customer')?.relationships.has('orders'))
})

t.test('what a table of several classes has keeps its names', async t => {
  class Animal extends model(
    'animal',
    { id: integer().primaryKey(), kind: text() },
    { polymorphicOn: 'kind', identity: 'animal' },
  ) {}
  class Dog extends model(Animal, {}, { identity: 'dog' }) {}
  const animal = { columns: ['id', { name: 'kind', kind: 'text' as const, type: 'text' }, 'bone_id?'] }
  const both = snapshotOfBoot(booted({ animal }, { Animal, Dog }))
  const names = snapshotOfBoot(
    booted({ animal: { columns: [...animal.columns, 'boneId'] } }, {}, {}, { snapshot: both }),
  )
  t.same(
    names.models.map(({ name, columns }) => [name, columns.map(each => each.name).join(' ')]),
    [['Animal', 'id kind boneId boneId2']],
  )
})

t.test('a key that reads the same under another default schema is another key', async t => {
  const side = (table: string): string => `side.${table}`
  const tables = (place: (name: string) => string): Tables => ({
    [place('customer')]: {},
    [place('orders')]: {
      columns: ['id', 'customer_id'],
      foreignKeys: [`customer_id -> ${place('customer')}(id)`],
    },
  })
  const named = snapshotFor(
    tables(name => `main.${name}`),
    {
      relationships: ({ name }) => ({ name: `my_${name}` }),
    },
  )
  const there = schema(tables(side), { defaultSchema: 'side' })
  const [customer] = snapshotOfBoot(booted(there, {}, {}, { snapshot: named })).models
  t.same(
    customer?.relationships.map(({ name, key }) => [name, key]),
    [['orders', 'orders(customer_id) -> customer(id)']],
  )
})

t.test(
  'what a boot has named keeps its name, though the snapshot gives it to what is reflected later',
  async t => {
    const friends: Tables = {
      customer: { columns: ['id'] },
      friend: {
        columns: ['one', 'customer'],
        primaryKey: ['one', 'customer'],
        foreignKeys: ['one -> customer.id', 'customer -> customer.id'],
      },
    }
    const known = snapshotFor(friends)
    const named = known.models.flatMap(each => each.relationships).map(({ name }) => name)
    t.ok(named.includes('customers'))
    const now: Tables = {
      ...friends,
      customer: { columns: ['id', 'customer?'], foreignKeys: ['customer -> customer.id'] },
    }
    const before = booted(now, {}, { only: ['customer'] }, { snapshot: known })
    t.ok(related(before).some(line => line.startsWith('Customer.customers: oneToMany')))
    const after = booted(now, {}, {}, { snapshot: known, before })
    for (const line of related(before)) t.ok(related(after).includes(line), line)
    t.equal(after.mappings.length, 2)
  },
)
