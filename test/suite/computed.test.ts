import t from 'tap'
import { sql } from '../../lib/declaration/sql.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { compute, sqlOf } from '../fixtures/remapped.js'
import { openShop } from '../fixtures/shop-models.js'

/** The shop, with computed properties in its models. */
async function open(database: Database): Promise<Automap> {
  const db = (await openShop(database)) as unknown as Automap
  compute(db.model('OrderLine'), 'total', {
    kind: 'decimal',
    sql: sqlOf(c => sql`${c.item.price} * ${c.quantity}`),
    read: false,
  })
  compute(db.model('Order'), 'sum', { kind: 'decimal', sql: sqlOf(c => c.orderLines.sum('total')) })
  compute(db.model('Order'), 'lineCount', { kind: 'integer', sql: sqlOf(c => c.orderLines.count()) })
  compute(db.model('Order'), 'title', {
    kind: 'text',
    sql: sqlOf(c => sql`${c.customer.name} || ${' #'} || ${c.id}`),
  })
  compute(db.model('Item'), 'tagCount', { kind: 'integer', sql: sqlOf(c => c.tags.count()) })
  compute(db.model('Item'), 'categoryName', {
    kind: 'text',
    sql: sqlOf(c => c.category.parent.name),
  })
  compute(db.model('Customer'), 'spent', {
    kind: 'decimal',
    sql: sqlOf(c => sql`coalesce(${c.orders.sum('sum')}, ${0})`),
  })
  return db
}

const models = (db: Automap): Record<'Order' | 'OrderLine' | 'Item' | 'Customer', Model<Untyped>> => ({
  Order: db.model('Order'),
  OrderLine: db.model('OrderLine'),
  Item: db.model('Item'),
  Customer: db.model('Customer'),
})

/** What each order costs, by its id, computed here. */
async function expectedSums(db: Automap): Promise<Map<number, number>> {
  const sums = new Map<number, number>()
  for (const line of await db.model('OrderLine').query().with('item')) {
    const { price } = (await line.item) as { price: number }
    const id = Number(line.orderId)
    sums.set(id, (sums.get(id) ?? 0) + Number(price) * Number(line.quantity))
  }
  return sums
}

eachDatabase(t, 'a computed property comes with the row, through whatever loads it', async (t, database) => {
  const db = await open(database)
  const { Order, Customer, OrderLine } = models(db)
  const sums = await expectedSums(db)
  const orders = await Order.query()
  t.equal(orders.length, 30)
  for (const { id, sum, lineCount, title, customerId } of orders.map(order => order.toJSON())) {
    t.equal(Number(sum), sums.get(id as number))
    t.equal(lineCount, 2)
    t.equal(title, `Customer ${customerId} #${id}`)
  }
  t.equal((await Order.get(3)).toJSON().title, 'Customer 4 #3')
  t.equal((await Order.get(4)).toJSON().title, 'Customer 5 #4', 'the text by key is written anew')
  const lazy = await OrderLine.query()
  for (const line of lazy) await line.order
  const joined = await OrderLine.query().with('order', { lazy: 'joined' })
  const selected = await OrderLine.query().with('order', { lazy: 'selectin' })
  t.equal(((joined[0] as Untyped).toJSON().order as Untyped).title, 'Customer 2 #1')
  t.equal(JSON.stringify(lazy), JSON.stringify(joined))
  t.equal(JSON.stringify(selected), JSON.stringify(joined))
  const customers = await Customer.query().with('orders', { lazy: 'joined' })
  t.equal(JSON.stringify(await Customer.query().with('orders')), JSON.stringify(customers))
  t.equal(JSON.stringify(await Customer.query().with('orders').limit(20)), JSON.stringify(customers))
})

eachDatabase(t, 'a computed property filters, orders and sums like a column', async (t, database) => {
  const db = await open(database)
  const { Order, OrderLine, Item, Customer } = models(db)
  const sums = await expectedSums(db)
  const [id, sum] = [...sums].sort((a, b) => b[1] - a[1])[0] as [number, number]
  t.equal(Number(await Order.max('sum')), sum)
  t.equal((await Order.query().orderBy('sum', 'desc').first())?.id, id)
  t.equal(await Order.where('sum', '>=', sum).count(), [...sums.values()].filter(each => each >= sum).length)
  t.equal(await Order.where('sum', '>=', String(sum)).count(), await Order.where('sum', sum).count())
  t.equal((await Order.where('title', 'like', '%#7').first())?.id, 7)
  t.equal(await Order.where(q => q.where('title', 'like', '%#7').orWhere('lineCount', 3)).count(), 1)
  t.equal(await Order.whereNull('sum').count(), 0)
  t.equal(await Order.whereIn('lineCount', [2, 4]).count(), 30)
  const total = [...sums.values()].reduce((all, each) => all + each)
  t.equal(Number(await OrderLine.sum('total')), total)
  t.equal(Number(await Order.avg('sum')), total / 30)
  const one = OrderLine.where('orderId', 1)
  t.equal(Number(await one.sum('total')), sums.get(1))
  t.same(
    (await one.orderBy('total', 'desc').pluck('total', 'lineNo')).map(row => Number((row as unknown[])[0])),
    (await one.pluck('total')).map(Number).sort((a, b) => b - a),
  )
  t.equal(await OrderLine.where('total', '>', 0).limit(5).count(), 5)
  t.equal(
    Number(await OrderLine.orderBy('total', 'desc').limit(1).sum('total')),
    Number(await OrderLine.max('total')),
  )
  t.equal(
    Number(await OrderLine.orderBy('total').limit(3).min('total')),
    Number(await OrderLine.min('total')),
  )
  const page = await Order.where('sum', '>', 0).orderBy('sum').paginate({ page: 2, perPage: 4 })
  t.equal(page.items.length, 4)
  t.equal(page.total, 30)
  t.equal(
    await Item.whereHas('orderLines', q => q.where('total', '>', 50)).count(),
    new Set((await OrderLine.where('total', '>', 50)).map(line => line.itemId)).size,
  )
  t.equal(await Item.where('tagCount', '>', 0).exists(), true)
  t.equal(Number(await Customer.sum('spent')), total)
  t.equal(await Customer.where('spent', 0).count(), 1, 'the one without orders')
  t.ok(
    await OrderLine.modify(b => b.whereRaw('t0.quantity > 1'))
      .where('total', '>', 0)
      .count(),
  )
  const statements = await database.count(() => OrderLine.where('quantity', 1))
  t.notMatch(statements[0], '(select', 'what is not asked for is not computed')
})

eachDatabase(t, 'members of a collection are counted as they would be loaded', async (t, database) => {
  const db = await open(database)
  await database.exec(
    'create table loose (item_id integer references item (id), tag_id integer references tag (id))',
  )
  for (const item of await db.model('Item').query().with('tags', 'category.parent')) {
    const plain = item.toJSON()
    t.equal(plain.tagCount, (plain.tags as unknown[]).length)
    const category = plain.category as { parent: { name: string } | null } | null
    t.equal(plain.categoryName, category?.parent?.name ?? null)
  }
})

eachDatabase(t, 'a limit counts for each parent where a computed property orders', async (t, database) => {
  const db = await open(database)
  const { Order } = models(db)
  const orders = await Order.query().with('orderLines', q => q.orderBy('total', 'desc').limit(1))
  for (const order of orders) {
    const lines = order.toJSON().orderLines as { lineNo: number }[]
    t.equal(lines.length, 1)
    const best = await db
      .model('OrderLine')
      .where('orderId', order.id as number)
      .orderBy('total', 'desc')
      .first()
    t.equal(lines[0]?.lineNo, best?.lineNo)
  }
  const joined = await Order.query()
    .with('orderLines', { lazy: 'joined' }, q => q.orderBy('total', 'desc').where('total', '>', 10))
    .orderBy('sum')
    .limit(5)
  const selected = await Order.query()
    .with('orderLines', { lazy: 'selectin' }, q => q.orderBy('total', 'desc').where('total', '>', 10))
    .orderBy('sum')
    .limit(5)
  t.equal(JSON.stringify(joined), JSON.stringify(selected))
})

eachDatabase(t, 'a stream that a computed property orders loses and repeats nothing', async (t, database) => {
  await database.exec('create table measure (id integer not null primary key, size integer)')
  for (let i = 0; i < 25; i++) {
    const rows = Array.from({ length: 100 }, (_, j) => i * 100 + j).map(
      n => `(${n}, ${n % 7 ? n % 50 : 'null'})`,
    )
    await database.exec(`insert into measure values ${rows.join(', ')}`)
  }
  const { automap } = await import('../../lib/automap.js')
  for (const read of [true, false]) {
    const Measure = (await automap(database.knex)).model('Measure')
    compute(Measure, 'double', {
      kind: 'integer',
      sql: sqlOf(c => sql`${c.size} * 2`),
      read,
    })
    for (const direction of ['asc', 'desc'] as const) {
      const ids: unknown[] = []
      const query = Measure.orderBy('double', direction)
      const statements = await database.count(async () => {
        for await (const measure of query) ids.push(measure.id)
      })
      t.equal(statements.length, 3)
      t.notMatch(statements[1], 'offset')
      t.same(ids, await query.pluck('id'), `${direction}, ${read ? 'with the row' : 'not'}`)
    }
  }
})

eachDatabase(t, 'a computed property can be read on demand', async (t, database) => {
  const db = await openShop(database)
  const Item = db.model('Item') as unknown as Model<Untyped>
  compute(Item, 'twice', { kind: 'decimal', sql: sqlOf(c => sql`${c.price} * ${2}`), deferred: true })
  const items = await Item.query()
  t.notOk('twice' in (items[0] as Untyped).toJSON())
  const all = await Item.undefer('twice')
  t.equal(Number((all[1] as Untyped).toJSON().twice), 10)
})
