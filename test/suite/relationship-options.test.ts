import t from 'tap'
import { sql } from '../../lib/declaration/sql.js'
import type { Criteria } from '../../lib/query/criteria.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { columnOf, compute, rerelate, sqlOf } from '../fixtures/remapped.js'
import { openShop } from '../fixtures/shop-models.js'

type Change = (query: unknown) => unknown

/** A declared `where`. */
function where(change: (query: Criteria) => unknown): { readonly filter: Change } {
  return { filter: change as Change }
}

interface Shop {
  readonly db: Automap
  readonly model: (name: string) => Model<Untyped>
}

async function open(database: Database): Promise<Shop> {
  const db = (await openShop(database)) as unknown as Automap
  return { db, model: name => db.model(name) }
}

/** What every way to load a relationship gives; they have to agree. */
async function related({ db, model }: Shop, name: string, path: string): Promise<unknown[]> {
  const lazy = await model(name).query()
  for (const each of lazy) await each[path]
  const ways: readonly (readonly Untyped[])[] = [
    await model(name).query().with(path, { lazy: 'joined' }),
    await model(name).query().with(path, { lazy: 'selectin' }),
    await model(name).query().with(path),
    await db.load(await model(name).query(), path),
    await model(name).query().with(path, { lazy: 'joined' }).limit(1000),
  ]
  return [...ways, lazy].map(way => JSON.stringify(way))
}

eachDatabase(t, 'a relationship keeps its own order and conditions on every way', async (t, database) => {
  const shop = await open(database)
  const { model } = shop
  const Customer = model('Customer')
  const Order = model('Order')
  const OrderLine = model('OrderLine')
  const Item = model('Item')
  compute(OrderLine, 'total', {
    kind: 'decimal',
    sql: sqlOf(c => sql`${c.item.price} * ${c.quantity}`),
    read: false,
  })
  const total = columnOf(OrderLine, 'total')
  rerelate(Order, 'orderLines', {
    orderBy: [{ column: total, descending: true }],
    ...where(q => q.where('total', '<', 60)),
  })
  rerelate(Customer, 'orders', {
    orderBy: [{ column: columnOf(Order, 'placedAt'), descending: true }],
    ...where(q => q.whereNull('note').orWhere('id', 4)),
  })
  rerelate(
    Item,
    'tags',
    where(q => q.where('label', '!=', 'tag 2')),
  )
  rerelate(
    Item,
    'category',
    where(q => q.where('name', 'Category 3')),
  )
  rerelate(Item, 'orderLines', { orderBy: [{ column: columnOf(OrderLine, 'quantity'), descending: false }] })
  for (const [name, path] of [
    ['Customer', 'orders'],
    ['Order', 'orderLines'],
    ['Item', 'tags'],
    ['Item', 'category'],
    ['Item', 'orderLines'],
    ['Customer', 'orders.orderLines'],
  ] as const) {
    const texts = path.includes('.')
      ? [JSON.stringify(await model(name).query().with(path))]
      : await related(shop, name, path)
    for (const text of texts) t.equal(text, texts[0], `${name}.${path}`)
  }
  const orders = await Order.query().with('orderLines')
  const lines = await OrderLine.query().orderBy('total', 'desc').orderBy('lineNo')
  for (const order of orders) {
    const expected = lines.filter(({ orderId }) => orderId === order.id)
    const dear = new Set(
      await OrderLine.where('total', '>=', 60)
        .pluck('orderId', 'lineNo')
        .then(rows => rows.map(String)),
    )
    t.same(
      (order.orderLines as Untyped[]).map(({ lineNo }) => lineNo),
      expected.filter(each => !dear.has(`${each.orderId},${each.lineNo}`)).map(({ lineNo }) => lineNo),
    )
  }
  t.equal(
    (await Item.query().with('category')).filter(item => item.category !== null).length,
    await Item.whereHas('category').count(),
  )
  t.equal(await Item.whereHas('category', q => q.where('name', 'Category 2')).count(), 0)
  t.equal(await Item.whereHas('tags', q => q.where('label', 'tag 2')).count(), 0)
  t.same(await Customer.whereHas('orders', q => q.where('note', 'like', 'n%')).pluck('id'), [5])
})

eachDatabase(t, 'an order that the query gives takes the place of the own one', async (t, database) => {
  const { model } = await open(database)
  const [Item, OrderLine] = [model('Item'), model('OrderLine')]
  rerelate(Item, 'orderLines', { orderBy: [{ column: columnOf(OrderLine, 'quantity'), descending: true }] })
  for (const lazy of ['joined', 'selectin'] as const) {
    const [own] = await Item.where('id', 3).with('orderLines', { lazy })
    const [asked] = await Item.where('id', 3).with('orderLines', { lazy }, q => q.orderBy('orderId'))
    const [kept] = await Item.where('id', 3).with('orderLines', { lazy }, q => q.where('orderId', '>', 0))
    const quantities = (item: Untyped | undefined): number[] =>
      ((item as Untyped).orderLines as { quantity: number }[]).map(l => l.quantity)
    t.same(
      quantities(own),
      quantities(own).toSorted((a, b) => b - a),
    )
    t.same(quantities(kept), quantities(own))
    t.not(String(quantities(asked)), String(quantities(own)))
  }
  const [first] = await Item.where('id', 3).with('orderLines', q => q.limit(1))
  t.equal(
    ((first as Untyped).orderLines as { quantity: number }[])[0]?.quantity,
    Math.max(...(await OrderLine.where('itemId', 3).pluck('quantity')).map(Number)),
  )
})

eachDatabase(t, 'what was declared to be there is joined inside', async (t, database) => {
  const { model } = await open(database)
  const Item = model('Item')
  const Category = model('Category')
  const Order = model('Order')
  const outline = (query: {
    plan(): { statements: readonly { inner?: boolean; reason: string }[] }
  }): unknown =>
    query
      .plan()
      .statements.slice(1)
      .map(({ inner, reason }) => [inner, reason])
  t.same(outline(Item.query().with('category')), [[false, 'to one']])
  rerelate(Item, 'category', { innerJoin: true })
  t.same(outline(Item.query().with('category')), [
    [true, 'to one; inner, as its declaration vouches for the key'],
  ])
  t.equal((await Item.query().with('category')).length, await Item.whereHas('category').count())
  t.same(outline(Item.query().with('category', { lazy: 'joined' }, q => q.where('id', 1))), [
    [false, 'asked for'],
  ])
  rerelate(Category, 'items', { innerJoin: true })
  t.same(outline(Category.query().with('items', { lazy: 'joined' })), [
    [true, 'asked for; inner, as its declaration vouches for the key'],
  ])
  rerelate(
    Order,
    'customer',
    where(q => q.where('id', '>', 3)),
  )
  t.same(
    outline(Order.query().with('customer')),
    [[false, 'to one']],
    'the database knows nothing of a where',
  )
  t.equal((await Order.query().with('customer')).length, 30)
})

eachDatabase(
  t,
  'where a key finds several rows and one is asked for, it is the first',
  async (t, database) => {
    const shop = await open(database)
    const { model } = shop
    const Customer = model('Customer')
    const Order = model('Order')
    const Item = model('Item')
    const latest = { collection: false, orderBy: [{ column: columnOf(Order, 'placedAt'), descending: true }] }
    rerelate(Customer, 'orders', latest)
    rerelate(Item, 'tags', { collection: false })
    compute(Customer, 'label', { kind: 'integer', sql: sqlOf(c => c.orders.id), read: false })
    compute(Item, 'label', {
      kind: 'text',
      sql: sqlOf(c => (c.tags as unknown as { label: unknown }).label),
      read: false,
    })
    for (const [name, path] of [
      ['Customer', 'orders'],
      ['Item', 'tags'],
    ] as const) {
      const texts = await related(shop, name, path)
      for (const text of texts) t.equal(text, texts[0], `${name}.${path}`)
    }
    const customers = await Customer.query().with('orders')
    t.same(
      await Customer.pluck('label'),
      customers.map(({ orders }) => (orders as Untyped | null)?.id ?? null),
    )
    const [customer] = await Customer.where('id', 2).with('orders')
    const newest = await Order.where('customerId', 2).orderBy('placedAt', 'desc').first()
    t.equal(((customer as Untyped).orders as Untyped).id, newest?.id)
    t.match(
      Customer.query().with('orders', { lazy: 'joined' }).plan().toString(),
      'of several rows it gives the first',
    )
    const oldest = (await Order.where('customerId', 2).orderBy('placedAt').with('customer'))[0]
    t.equal(
      ((await ((oldest as Untyped).customer as Untyped).orders) as Untyped).id,
      newest?.id,
      'an order is not taken for the newest',
    )
    t.same(
      await Item.pluck('label'),
      (await Item.query().with('tags')).map(({ tags }) => (tags as Untyped | null)?.label ?? null),
    )
  },
)

eachDatabase(t, 'a where that misunderstands what it is asked is refused', async (t, database) => {
  const { model } = await open(database)
  const [Item, Category] = [model('Item'), model('Category')]
  rerelate(
    Item,
    'category',
    where(q => q.limit(1)),
  )
  t.equal(
    await errorOf(() => Item.query().with('category')),
    'QueryError QUERY_INVALID: Cannot use the where of relationship "Item.category" with limit, offset or modify: only its conditions count',
  )
  rerelate(
    Category,
    'parent',
    where(q => q.whereHas('parent')),
  )
  t.equal(
    await errorOf(() => Category.whereHas('parent')),
    'QueryError QUERY_INVALID: Cannot write the where of "Category.parent": it needs itself, as the where of "Category.parent" leads to the where of "Category.parent"',
  )
  const category = await Category.get(2)
  t.match(await errorOf(() => category.parent), 'it needs itself')
})
