import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Plan } from '../../types/plan.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

/** The SQL of a plan, its bindings marked as the driver marks them. */
function textsOf(plan: Plan, database: Database): string[] {
  return plan.statements.flatMap(({ sql }) => {
    if (sql === null) return []
    let place = 0
    return database.dialect === 'postgres' ? sql.replace(/\?/g, () => `$${++place}`) : sql
  })
}

/** How each path of a plan is loaded: `customer: joined inner`. */
function strategiesOf(plan: Plan): string[] {
  return plan.statements.map(({ path, strategy, inner }) => `${path}: ${strategy}${inner ? ' inner' : ''}`)
}

eachDatabase(t, 'a plan lists the very statements that run', async (t, database) => {
  const { Customer, Item, Order, Delivery, Category } = (await openShop(database)).models
  const queries = [
    Order.where('id', '<', 9).orderBy('id').limit(4),
    Order.with('customer.billingAddress', 'orderLines.item.tags'),
    Order.with('customer', { lazy: 'selectin' }).with('orderLines', { lazy: 'joined' }).limit(5),
    Order.with('customer', { lazy: 'select' }).with('orderLines', { lazy: 'raise' }),
    Customer.with('orders', query =>
      query.where('id', '>', 2).orderBy('id', 'desc').limit(2).with('orderLines'),
    ),
    Customer.with('orders', query => query.where('id', '>', 2).with('orderLines.item')),
    Item.with('tags', { lazy: 'joined' }).with('others', { lazy: 'joined' }),
    Item.with('tags', query => query.orderBy('label').limit(1)),
    Delivery.with('orderLine.order.customer'),
    Category.with('parent.parent', 'children.children'),
    Order.with('customer').modify(builder => builder.limit(3)),
  ]
  for (const query of queries) {
    const plan = query.plan()
    const statements = await database.count(() => query.all())
    t.same(statements, textsOf(plan, database), String(plan))
    t.equal(plan.statements[0]?.sql, query.toSQL().sql)
  }
})

const customerJoin = { sqlite: 'joined', postgres: 'joined inner' } as const

eachDatabase(t, 'a plan says which strategy was chosen, and why', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const inner = customerJoin[database.dialect]
  const plan = Order.with('customer.shippingAddress', 'orderLines.item').plan()
  t.same(strategiesOf(plan), [
    ': root',
    `customer: ${inner}`,
    'customer.shippingAddress: joined',
    'orderLines: selectin',
    `orderLines.item: ${inner}`,
  ])
  t.match(String(plan), /^Order: root, the query itself\n {2}select .*\n/)
  t.equal(plan.statements[3]?.reason, 'a collection; joined, it would multiply the rows')
})

eachDatabase(t, 'what a relationship always loads is in the plan', async (t, database) => {
  await openShop(database)
  const db = await automap(database.knex, {
    relationships: ({ name }) => (name === 'orderLines' ? { lazy: 'selectin' } : undefined),
  })
  const query = db.model('Order').query()
  const plan = query.plan()
  t.same(strategiesOf(plan), [': root', 'orderLines: selectin'])
  t.same(await database.count(() => query.all()), textsOf(plan, database))
})

const orphans = {
  sqlite: `pragma foreign_keys = off; create table parent (id integer primary key); create table child (id integer primary key,
      parent_id integer not null references parent (id));
    create table tag (id integer primary key); create table child_tag (child_id integer not null references child (id),
      tag_id integer not null references tag (id), primary key (child_id, tag_id));`,
  postgres: `create table parent (id integer primary key); create table child (id integer primary key, parent_id integer not null);
    create table tag (id integer primary key); create table child_tag (child_id integer not null, tag_id integer not null,
      primary key (child_id, tag_id));`,
}

const keys = `alter table child add foreign key (parent_id) references parent (id) not valid;
  alter table child_tag add foreign key (child_id) references child (id) not valid;
  alter table child_tag add foreign key (tag_id) references tag (id) not valid;`

eachDatabase(t, 'a key that finds no row gives null, whatever the strategy', async (t, database) => {
  await database.exec(orphans)
  await database.exec(`insert into parent values (1); insert into child values (1, 1), (2, 9); insert into tag values (1);
    insert into child_tag values (1, 1), (1, 8), (2, 7), (7, 1);`)
  if (database.dialect === 'postgres') await database.exec(keys)
  const db = await automap(database.knex)
  const Child = db.model('Child')
  for (const lazy of ['select', 'joined', 'selectin'] as const) {
    const children = await Child.orderBy('id').with('parent', { lazy }).with('tags', { lazy })
    for (const child of children) await Promise.all([child.parent, child.tags])
    t.same(
      JSON.parse(JSON.stringify(children)),
      [
        { id: 1, parentId: 1, parent: { id: 1 }, tags: [{ id: 1 }] },
        { id: 2, parentId: 9, parent: null, tags: [] },
      ],
      lazy,
    )
  }
  t.same(
    strategiesOf(Child.with('parent').plan()),
    [': root', 'parent: joined'],
    'so no join is an inner one',
  )
  if (database.dialect === 'postgres') {
    await database.exec(
      'insert into parent values (9); alter table child validate constraint child_parent_id_fkey',
    )
    const Validated = (await automap(database.knex)).model('Child')
    t.same(strategiesOf(Validated.with('parent').plan()), [': root', 'parent: joined inner'])
    t.equal((await Validated.with('parent')).length, 2)
  }
})

eachDatabase(t, 'a join below one that may find nothing is no inner one', async (t, database) => {
  const { Delivery } = (await openShop(database)).models
  const query = Delivery.with('orderLine.order.customer')
  t.same(strategiesOf(query.plan()).slice(1), [
    'orderLine: joined',
    'orderLine.order: joined',
    'orderLine.order.customer: joined',
  ])
  t.equal((await query).length, 6)
  t.equal((await query.where('id', 6))[0]?.orderLine, null)
})

eachDatabase(t, 'a limit never cuts a joined collection', async (t, database) => {
  const { Order, Customer } = (await openShop(database)).models
  const query = Order.orderBy('id', 'desc').with('orderLines', { lazy: 'joined' })
  t.same(
    (await query.limit(3)).map(order => [order.id, order.orderLines.length]),
    [
      [30, 2],
      [29, 2],
      [28, 2],
    ],
  )
  t.same(
    (await query.limit(2).offset(28)).map(order => [order.id, order.orderLines.length]),
    [
      [2, 2],
      [1, 2],
    ],
  )
  t.equal((await query.first())?.orderLines.length, 2)
  t.equal((await query.paginate({ page: 2, perPage: 7 })).items.at(-1)?.orderLines.length, 2)
  const customer = await Customer.with('orders', { lazy: 'joined' }).where('id', 1).limit(1)
  t.same(customer[0]?.orders.length, 3)
})

eachDatabase(t, 'conditions, order, limit and offset count for each owner', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const customers = await Customer.orderBy('id')
    .limit(3)
    .with('orders', query => query.where('id', '<', 25).orderBy('id', 'desc').limit(2))
  t.same(
    customers.map(({ orders }) => orders.map(({ id }) => id)),
    [
      [18, 9],
      [19, 10],
      [20, 11],
    ],
  )
  const second = await Customer.orderBy('id')
    .limit(3)
    .with('orders', query => query.orderBy('id').limit(1).offset(1))
  t.same(
    second.map(({ orders }) => orders.map(({ id }) => id)),
    [[18], [10], [11]],
  )
  const none = await Customer.with('orders', query => query.limit(0))
  t.ok(none.every(({ orders }) => orders.length === 0))
  const rest = await Customer.orderBy('id').with('orders', query => query.orderBy('id').offset(2))
  t.same(
    rest.slice(0, 2).map(({ orders }) => orders.map(({ id }) => id)),
    [[27], [19, 28]],
  )
})

eachDatabase(t, 'the same holds along an association table', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const whole = await Item.orderBy('id').with('tags')
  const items = await Item.orderBy('id').with('tags', query => query.orderBy('label', 'desc').limit(1))
  t.same(
    items.map(({ tags }) => tags.map(({ label }) => label)),
    whole.map(({ tags }) =>
      tags
        .map(({ label }) => label)
        .sort()
        .slice(-1),
    ),
  )
})

eachDatabase(t, 'refinements nest, and load what is joined below them', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const query = Customer.orderBy('id')
    .limit(2)
    .with('orders', orders =>
      orders
        .orderBy('id', 'desc')
        .limit(2)
        .with('orderLines', lines =>
          lines.where('quantity', '>', 1).orderBy('lineNo', 'desc').limit(1).with('item.category'),
        ),
    )
  let customers: Awaited<typeof query> = []
  const statements = await database.count(async () => {
    customers = await query
  })
  t.equal(statements.length, 3)
  t.same(
    customers.map(({ orders }) =>
      orders.map(({ id, orderLines }) => [
        id,
        orderLines.map(({ lineNo, item }) => [lineNo, item.id, item.category?.id ?? null]),
      ]),
    ),
    [
      [
        [27, [[2, 7, 1]]],
        [18, [[2, 1, 2]]],
      ],
      [
        [28, [[2, 9, 3]]],
        [19, [[2, 3, 4]]],
      ],
    ],
  )
})

eachDatabase(t, 'a filter on what is one leaves null', async (t, database) => {
  const { Order } = (await openShop(database)).models
  for (const lazy of ['joined', 'selectin'] as const) {
    const orders = await Order.orderBy('id')
      .limit(2)
      .with('customer', { lazy }, query => query.where('id', 3))
    t.same(
      orders.map(({ customer }) => customer?.id ?? null),
      [null, 3],
      lazy,
    )
  }
})
