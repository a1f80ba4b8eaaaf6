import t from 'tap'
import { automap } from '../../lib/automap.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'two joined collections multiply rows, not members', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const joined = await Item.with('tags', { lazy: 'joined' })
    .with('orderLines', { lazy: 'joined' })
    .with('category')
  const apart = await Item.with('tags', { lazy: 'selectin' })
    .with('orderLines')
    .with('category', { lazy: 'selectin' })
  t.same(JSON.parse(JSON.stringify(joined)), JSON.parse(JSON.stringify(apart)))
  t.equal(joined.length, 12)
  t.equal(joined[0]?.orderLines.length, 5)
})

eachDatabase(t, 'a joined collection may be filtered and ordered', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const query = (lazy: 'joined' | 'selectin') =>
    Item.with('tags', { lazy }, tags =>
      tags.where('id', '>', 2).orWhere('label', 'tag 1').orderBy('label', 'desc'),
    )
  const tags = async (lazy: 'joined' | 'selectin') =>
    (await query(lazy)).map(item => item.tags.map(tag => tag.id))
  const joined = await tags('joined')
  t.same(joined, await tags('selectin'))
  t.same(joined.slice(0, 5), [[], [4], [4], [4], [4, 1]])
})

eachDatabase(t, 'one row of a table is one instance where rows share it', async (t, database) => {
  const { Order, OrderLine } = (await openShop(database)).models
  const orders = await Order.with('customer')
  const [first, tenth] = [orders[0], orders[9]]
  t.equal(first?.customer, tenth?.customer)
  t.equal(first?.customer.id, 2)
  const lines = await OrderLine.with('order.customer')
  t.equal(lines[0]?.order, lines[1]?.order)
  t.not(orders[0], (await Order.find(1)) as unknown, 'no two queries share one')
})

t.test('a key that holds NULL is no key that rows share', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table code (code varchar(9) primary key, n integer unique);
    create table use (id integer primary key, n integer references code (n));
    insert into code values (null, 1), (null, 2), ('c', 3);
    insert into use values (1, 1), (2, 1), (3, 2);`)
  const { Code } = (await automap(database.knex)).models
  const rows = await Code!.orderBy('n').with('uses', { lazy: 'joined' })
  t.same([...new Set(rows.map(row => row.n))], [1, 2, 3])
})

t.test('a key finds its row with what is always joined to it', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const { Item } = (
    await openShop(database, {
      relationships: ({ sourceTable, targetTable }) =>
        sourceTable === 'item' && targetTable === 'tag' ? { lazy: 'joined' } : undefined,
    })
  ).models
  const statements = await database.count(async () => {
    const item = await Item.get(2)
    t.same(
      (item.tags as { id: number }[]).map(tag => tag.id),
      [2, 4],
    )
    t.equal(await Item.find(99), null)
  })
  t.equal(statements.length, 2)
  t.match(statements[0], / order by t0.`id`, t1.`id`$/)
})

eachDatabase(t, 'a limit of one for each owner takes any row where only one can be', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const query = Order.with('customer', q => q.limit(1)).limit(3)
  t.same(
    (await query).map(order => order.customer?.id),
    [2, 3, 4],
  )
  const none = Order.with('customer', q => q.offset(1)).limit(3)
  t.same(
    (await none).map(order => order.customer),
    [null, null, null],
  )
  const later = Order.with('orderLines', q => q.offset(1)).limit(2)
  t.same(
    (await later).map(order => order.orderLines.map(line => line.lineNo)),
    [[2], [2]],
  )
})
