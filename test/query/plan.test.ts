import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import type { AutomapOptions } from '../../types/options.js'
import type { Plan } from '../../types/plan.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

async function models(t: Test, options: AutomapOptions = {}): Promise<ShopModels> {
  const database = await freshDatabase(t, 'better-sqlite3')
  return (await openShop(database!, options)).models
}

/** The plan without its SQL. */
function outlineOf(plan: Plan): string[] {
  return plan.statements.map(({ path, model, strategy, inner, reason }) => {
    const how = inner === undefined ? strategy : `${strategy} ${inner ? 'inner' : 'left'}`
    return `${path || '-'} ${model}: ${how}, ${reason}`
  })
}

const collection = 'selectin, a collection; joined, it would multiply the rows'

t.test('to-one rides along, to-many follows, in the order that they run', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const { Order } = (await openShop(database)).models
  const query = Order.where('id', '<', 5).with(
    'customer.orders.orderLines',
    'orderLines.item.tags',
    'customer.profile',
  )
  t.same(outlineOf(query.plan()), [
    '- Order: root, the query itself',
    'customer Customer: joined left, to one',
    'customer.profile Profile: joined left, to one',
    `orderLines OrderLine: ${collection}`,
    'orderLines.item Item: joined left, to one',
    `orderLines.item.tags Tag: ${collection}`,
    `customer.orders Order: ${collection}`,
    `customer.orders.orderLines OrderLine: ${collection}`,
  ])
  const ran = await database.count(() => query.all())
  t.same(
    query.plan().statements.flatMap(({ sql }) => sql ?? []),
    ran,
  )
})

t.test('a plan is a text, too', async t => {
  const { Category } = await models(t)
  t.equal(
    String(Category.with('parent', 'children').plan()),
    [
      'Category: root, the query itself',
      '  select t0.`id` as c0, t0.`parent_id` as c1, t0.`name` as c2, t1.`id` as c3, t1.`parent_id` as c4, t1.`name` as c5 from `main`.`category` t0 left join `main`.`category` t1 on t1.`id` = t0.`parent_id` order by t0.`id`',
      'parent (Category): left join, to one',
      `children (Category): ${collection}`,
      "  select `key`.`key` as p, t0.`id` as c1, t0.`parent_id` as c2, t0.`name` as c3 from json_each(?) as `key` join (select * from `main`.`category` where (`parent_id`) in (select case `key`.`type` when 'array' then unhex(json_extract(`key`.`value`, '$[0]')) else `key`.`value` end from json_each(?) as `key`) limit -1) t0 on t0.`parent_id` = case `key`.`type` when 'array' then unhex(json_extract(`key`.`value`, '$[0]')) else `key`.`value` end order by t0.`id`",
    ].join('\n'),
  )
})

eachDatabase(
  t,
  'a join is an inner one where the key is NOT NULL and its database vouches for it',
  async (t, database) => {
    const { Delivery, Order, OrderLine } = (await openShop(database)).models
    const vouched = 'joined inner, to one; inner, as the database vouches for the key'
    t.match(String(OrderLine.with('order').plan()), 'order (Order): inner join, to one; inner, as')
    t.same(outlineOf(OrderLine.with('order.customer').plan()).slice(1), [
      `order Order: ${vouched}`,
      `order.customer Customer: ${vouched}`,
    ])
    t.same(
      outlineOf(Delivery.with('orderLine.order').plan()).slice(1),
      ['orderLine OrderLine: joined left, to one', 'orderLine.order Order: joined left, to one'],
      'a key that may be NULL, and what is behind it',
    )
    const filtered = Order.with('customer', { lazy: 'joined' }, q => q.where('id', 1))
    t.equal(outlineOf(filtered.plan())[1], 'customer Customer: joined left, asked for')
  },
  'postgres',
)

t.test('what was asked for is done, unless it cannot be', async t => {
  const { Order, AuditLog, Item } = await models(t)
  const plan = (query: { plan(): Plan }) => outlineOf(query.plan()).slice(1)
  t.same(plan(Order.with('orderLines', { lazy: 'joined' })), ['orderLines OrderLine: joined left, asked for'])
  t.same(plan(Order.with('customer', { lazy: 'selectin' })), ['customer Customer: selectin, asked for'])
  t.same(plan(Order.with('customer', { lazy: 'select' })), [
    'customer Customer: select, asked for; loaded when it is awaited',
  ])
  t.same(plan(Order.with('customer', { lazy: 'raise' })), [
    'customer Customer: select, asked for; its lazy load is refused',
  ])
  t.same(plan(Order.with('customer', q => q.where('id', 1))), ['customer Customer: selectin, refined'])
  t.same(plan(Item.with('tags', { lazy: 'joined' }, q => q.limit(2))), [
    'tags Tag: selectin, a limit counts per parent',
  ])
  t.same(plan(Item.with('tags', { lazy: 'joined' }, q => q.offset(2))), [
    'tags Tag: selectin, a limit counts per parent',
  ])
  t.same(plan(Item.with('category', { lazy: 'joined' }, q => q.modify(() => undefined))), [
    'category Category: selectin, modify works on a statement of its own',
  ])
  t.same(plan(Item.with('auditLogs', { lazy: 'joined' })), [
    'auditLogs AuditLog: selectin, without primary keys joined rows cannot be told apart',
  ])
  t.same(plan(AuditLog.with('item.tags', { lazy: 'joined' })), [
    'item Item: joined left, to one',
    'item.tags Tag: selectin, without primary keys joined rows cannot be told apart',
  ])
  t.same(
    plan(
      Item.with('tags', 'category')
        .with('tags', { lazy: 'joined' })
        .modify(() => undefined),
    ),
    [
      'category Category: joined left, to one',
      'tags Tag: selectin, what modify counts are rows, and joined they would be more',
    ],
  )
})

t.test('what a relationship is always loaded by ends where it leads back', async t => {
  const { Order, Customer } = await models(t, {
    relationships: ({ sourceTable, targetTable, kind }) => {
      if (sourceTable === 'orders' && targetTable === 'customer') return { lazy: 'joined' }
      if (sourceTable === 'customer' && targetTable === 'orders') return { lazy: 'selectin' }
      if (sourceTable === 'category' && kind === 'manyToOne') return { lazy: 'joined' }
      return sourceTable === 'item' && targetTable === 'category' ? { lazy: 'joined' } : undefined
    },
  })
  t.same(outlineOf(Order.query().plan()).slice(1), ['customer Customer: joined left, asked for'])
  t.same(outlineOf(Customer.query().plan()).slice(1), ['orders Order: selectin, asked for'])
  t.same(outlineOf(Order.with('orderLines.item').plan()).slice(1), [
    'customer Customer: joined left, asked for',
    `orderLines OrderLine: ${collection}`,
    'orderLines.item Item: joined left, to one',
    'orderLines.item.category Category: joined left, asked for',
    'orderLines.item.category.parent Category: joined left, asked for',
  ])
  t.same(
    outlineOf(Order.with('customer', { lazy: 'select' }).plan()).slice(1),
    ['customer Customer: select, asked for; loaded when it is awaited'],
    'the query has the last word',
  )
})

t.test('paths add up: the last word on a step wins, and what is below it stays', async t => {
  const { Order } = await models(t)
  const paths = (query: { plan(): Plan }) =>
    query
      .plan()
      .statements.slice(1)
      .map(({ path, strategy }) => `${path} ${strategy}`)
  t.same(paths(Order.with('customer.profile').with('customer', { lazy: 'selectin' })), [
    'customer selectin',
    'customer.profile joined',
  ])
  t.same(paths(Order.with('customer', { lazy: 'selectin' }).with('customer.profile')), [
    'customer selectin',
    'customer.profile joined',
  ])
  t.same(paths(Order.with('customer', { lazy: 'raise' }).with('customer.profile')), [
    'customer joined',
    'customer.profile joined',
  ])
  t.same(
    paths(
      Order.with('customer.orders.orderLines').with('customer', q =>
        q.with('profile', 'orders').where('id', '>', 0),
      ),
    ),
    [
      'customer selectin',
      'customer.profile joined',
      'customer.orders selectin',
      'customer.orders.orderLines selectin',
    ],
  )
})

t.test('a statement joins no more tables, and returns no more columns, than its database can', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const columns = Array.from({ length: 1200 }, (_, i) => `c${i} integer`).join(', ')
  await database.exec(`
    create table node (id integer primary key, parent_id integer references node (id));
    create table wide (id integer primary key, next_id integer references wide (id), ${columns});
    create table tag (id integer primary key);
    create table node_tag (node_id integer references node (id), tag_id integer references tag (id), primary key (node_id, tag_id));`)
  const { Node, Wide } = (await automap(database.knex)).models
  const path = Array.from({ length: 70 }, () => 'parent').join('.')
  const deep = Node!.with(path as never).plan().statements
  t.equal(deep.length, 71)
  t.same(
    deep.flatMap(({ strategy, reason }, i) => (strategy === 'selectin' ? [[i, reason]] : [])),
    [[64, 'one statement joins at most 64 tables']],
  )
  t.equal((await Node!.with(path as never)).length, 0, 'the database takes it')
  const full = Node!.with(
    Array.from({ length: 62 }, () => 'parent')
      .join('.')
      .concat('.tags') as never,
  )
  t.equal(full.plan().statements.at(-1)?.strategy, 'selectin')
  t.same(outlineOf(Wide!.with('next' as never).plan()).slice(1), [
    'next Wide: selectin, one statement returns at most 2000 columns',
  ])
  t.same(await Wide!.with('next' as never), [])
})
