import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import {
  automap,
  computed,
  decimal,
  integer,
  model,
  relationship,
  sql,
  string,
  text,
  timestamp,
} from '../../lib/index.js'
import type { Untyped } from '../../types/loaded.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

/** A marketplace: the tables and rows of a workshop on object-relational mapping. */
const marketplace = `
  create table item (id integer not null primary key, name varchar not null, price decimal not null, description varchar);
  create table orders (id integer not null primary key, order_time timestamp not null);
  create table order_items (
    order_id integer not null references orders (id), item_id integer not null references item (id),
    quantity integer not null, primary key (order_id, item_id));
  insert into item values (1, 'Milk', 5, '1L bottle of milk'), (2, 'Kit Kat', 1, 'a chocolate'),
    (3, 'Bread', 10.5, 'a loaf of bread'), (4, 'Onion', 2, 'an onion');
  insert into orders values (1, '2024-03-18 10:30:00'), (2, '2024-03-20 11:00:00'), (3, '2024-03-25 15:00:00');
  insert into order_items values (1, 2, 4), (1, 3, 2), (1, 1, 1), (2, 2, 2), (2, 4, 5);
`

async function openMarketplace(database: Database) {
  await database.exec(marketplace)
  class OrderItem extends model('order_items', {
    quantity: integer(),
    itemTotal: computed(decimal(), {
      get: (row: { item: { price: number }; quantity: number }) => Number(row.item.price) * row.quantity,
      sql: c => sql`${c.item!.price} * ${c.quantity}`,
    }),
  }) {
    static relationships = { item: relationship('Item', { lazy: 'joined' }) }
  }
  class Order extends model('orders', {
    id: integer().primaryKey(),
    total: computed(decimal(), c => sql`coalesce(${c.orderItems!.sum('itemTotal')}, ${0})`),
    size: computed(integer(), c => c.orderItems!.count()),
    dearest: computed(decimal().deferred(), c => c.orderItems!.max('itemTotal')),
  }) {}
  const db = await automap(database.knex, { models: [OrderItem, Order] })
  return { db, OrderItem, Order }
}

eachDatabase(t, 'one declaration computes on instances and in queries', async (t, database) => {
  const { OrderItem } = await openMarketplace(database)
  const items = await OrderItem.where('orderId' as never, 1 as never).all()
  t.same(
    items.map(item => [item.quantity, item.itemTotal]),
    [
      [1, 5],
      [4, 4],
      [2, 21],
    ],
  )
  const ofOrder = (id: number) => OrderItem.where('orderId' as never, id as never)
  t.equal(Number(await ofOrder(1).sum('itemTotal')), 30)
  t.equal(Number(await ofOrder(2).sum('itemTotal')), 12)
  t.equal(await ofOrder(99).sum('itemTotal'), null)
  const dear = await OrderItem.where('itemTotal', '>', '4.5').orderBy('itemTotal', 'desc').pluck('itemTotal')
  t.same(dear.map(Number), [21, 10, 5])
  const one = await database.count(() => OrderItem.query())
  t.equal(one.length, 1)
  t.notMatch(one[0], '*', 'what instances compute is not read')
})

eachDatabase(t, 'what is declared by SQL comes with the row, or on demand', async (t, database) => {
  const { Order } = await openMarketplace(database)
  const orders = await Order.query()
  t.same(
    orders.map(({ total, size }) => [Number(total), size]),
    [
      [30, 3],
      [12, 2],
      [0, 0],
    ],
  )
  const statements = await database.count(async () => {
    t.same((await Promise.all(orders.map(order => order.dearest))).map(Number), [21, 10, 0])
  })
  t.equal(statements.length, 1, 'for all of them')
  t.equal(Number((await Order.get(2)).total), 12)
  t.equal((await Order.where('size', 0).first())?.id, 3)
  t.equal((await Order.orderBy('total').first())?.id, 3)
  t.equal(Number(await Order.max('dearest')), 21)
  const [first] = await Order.undefer('dearest').orderBy('dearest', 'desc', 'last')
  t.equal(Number(first?.dearest), 21)
  const page = await Order.where('total', '>', 0).orderBy('total', 'desc').paginate({ page: 2, perPage: 1 })
  t.same([page.total, page.items[0]?.id], [2, 2])
})

const blog = `
  create table account (id integer not null primary key, name text not null, deleted_at timestamp, tenant integer not null);
  create table post (
    id integer not null primary key, account_id integer not null references account (id), title text not null,
    stars integer not null, deleted_at timestamp, tenant integer not null);
  insert into account values (1, 'Ada', null, 1), (2, 'Ben', '2024-01-01 00:00:00', 1), (3, 'Cid', null, 2);
  insert into post values (1, 1, 'a', 3, null, 1), (2, 1, 'b', 5, '2024-01-01 00:00:00', 1), (3, 1, 'c', 9, null, 1),
    (4, 2, 'd', 2, null, 1), (5, 3, 'e', 7, null, 2);
`

const tenants = new AsyncLocalStorage<number>()

async function openBlog(database: Database) {
  await database.exec(blog)
  const kept = { deletedAt: timestamp().nullable(), tenant: integer() }
  const options = {
    scope: (query: { whereNull(name: string): { where(name: string, value: unknown): never } }) =>
      query.whereNull('deletedAt').where('tenant', tenants.getStore() ?? null),
  } as object
  class Account extends model(
    'account',
    {
      id: integer().primaryKey(),
      name: text(),
      postCount: computed(integer(), c => c.posts!.count()),
      ...kept,
    },
    options,
  ) {
    static relationships = {
      posts: relationship('Post', { orderBy: { stars: 'desc' }, backPopulates: 'account' }),
      best: relationship('Post', {
        where: (query: Untyped) => (query.where as (...inputs: unknown[]) => never)('stars', '>', 4),
        orderBy: 'title',
        viewOnly: true,
      } as never),
    }
  }
  class Post extends model('post', { id: integer().primaryKey(), title: string(9), ...kept }, options) {
    static relationships = { account: relationship('Account', { innerJoin: true, backPopulates: 'posts' }) }
  }
  const db = await automap(database.knex, { models: [Account, Post] })
  return { db, Account, Post }
}

eachDatabase(t, 'a declared scope keeps tenants and what is deleted apart', async (t, database) => {
  const { Account, Post } = await openBlog(database)
  await tenants.run(1, async () => {
    t.same(await Post.orderBy('id').pluck('id'), [1, 3, 4])
    t.same(await Post.unscoped().orderBy('id').pluck('id'), [1, 2, 3, 4, 5])
    const accounts = await Account.query()
    t.same(
      accounts.map(({ name, postCount }) => [name, postCount]),
      [['Ada', 2]],
    )
    t.equal(await Account.find(3), null)
    t.equal(await Post.whereHas('account' as never).count(), 2)
    const posts = (await Post.query().with('account' as never)) as unknown as Untyped[]
    t.same(
      posts.map(post => (post.account as Untyped | null)?.name ?? null),
      ['Ada', 'Ada', null],
      'a promise about keys says nothing of what a scope leaves out',
    )
  })
  await tenants.run(2, async () => {
    t.same(await Post.pluck('id'), [5])
    t.equal((await Account.get(3)).postCount, 1)
    t.equal(
      await errorOf(() => Account.get(1)),
      'NotFoundError NOT_FOUND: No instance of "Account" has key 1: the scope of the model holds no such row. find() gives null instead',
    )
  })
})

eachDatabase(t, 'a declared relationship has its own order and conditions', async (t, database) => {
  const { Account } = await openBlog(database)
  await tenants.run(1, async () => {
    const ways = [
      (await Account.query().with('posts' as never, 'best' as never)) as unknown as Untyped[],
      (await Account.query()
        .with('posts' as never, { lazy: 'joined' })
        .with('best' as never, { lazy: 'joined' })) as unknown as Untyped[],
      (await Account.query()) as unknown as Untyped[],
    ]
    for (const [ada] of ways) {
      const { posts, best } = ada as Untyped
      t.same(
        ((await posts) as Untyped[]).map(({ title }) => title),
        ['c', 'a'],
      )
      t.same(
        ((await best) as Untyped[]).map(({ title }) => title),
        ['c'],
      )
    }
  })
})
