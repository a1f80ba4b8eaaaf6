import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Query } from '../../types/query.js'
import { eachDatabase, type PerDialect } from '../fixtures/databases.js'
import { type Customer, type Item, openShop } from '../fixtures/shop-models.js'

async function idsOf(query: PromiseLike<readonly { readonly id: unknown }[]>): Promise<unknown[]> {
  return (await query).map(({ id }) => id)
}

eachDatabase(t, 'conditions keep the same rows on every database', async (t, database) => {
  const { Customer, Item, Order } = (await openShop(database)).models
  const customers: readonly (readonly [Query<Customer>, readonly number[]])[] = [
    [Customer.where('id', 3), [3]],
    [Customer.where('id', '>', 8), [9, 10]],
    [Customer.where('id', '<=', 2), [1, 2]],
    [Customer.where('id', 'between', [2, 4]), [2, 3, 4]],
    [Customer.where('id', 'not between', [2, 9]), [1, 10]],
    [Customer.where('name', 'Customer 7'), [7]],
    [Customer.where('name', 'like', 'Customer 1%'), [1, 10]],
    [Customer.where('name', 'not like', '%1%'), [2, 3, 4, 5, 6, 7, 8, 9]],
    [Customer.where('name', 'ilike', 'CUSTOMER 1%'), [1, 10]],
    [Customer.where('name', 'not ilike', '%OMER 1%').where('id', '<', 4), [2, 3]],
    [Customer.where('email', null), [3, 6, 9]],
    [Customer.where('email', '!=', null).where('id', '<', 5), [1, 2, 4]],
    [Customer.where('email', '!=', 'c1@shop.test'), [2, 4, 5, 7, 8, 10]],
    [Customer.whereNot('email', 'c1@shop.test'), [2, 4, 5, 7, 8, 10]],
    [Customer.whereNot(q => q.whereNull('email').orWhere('id', '<', 8)), [8, 10]],
    [Customer.whereIn('email', ['c1@shop.test', null]), [1, 3, 6, 9]],
    [Customer.whereNotIn('email', ['c1@shop.test', null]), [2, 4, 5, 7, 8, 10]],
    [Customer.whereNotIn('email', ['c1@shop.test']), [2, 4, 5, 7, 8, 10]],
    [Customer.whereNotIn('email', [null]), [1, 2, 4, 5, 7, 8, 10]],
    [Customer.whereIn('id', []), []],
    [Customer.whereNotIn('id', []).limit(2), [1, 2]],
    [Customer.where({ email: null, id: 6 }), [6]],
    [Customer.where('id', 1).orWhere('id', 2).where('name', 'Customer 2'), [1, 2]],
    [Customer.where(q => q.where('id', 1).orWhere('id', 2)).where('name', 'Customer 2'), [2]],
    [Customer.where('createdAt', new Date('2024-03-05T10:30:00Z')), [4]],
    [Customer.where('createdAt', '<', new Date('2024-03-04T00:00:00Z')), [1, 2]],
    [Customer.whereIn('createdAt', [new Date('2024-03-05T10:30:00Z')]), [4]],
  ]
  for (const [query, ids] of customers) t.same(await idsOf(query), ids, query.toSQL().sql)
  const items: readonly (readonly [Query<Item>, readonly number[]])[] = [
    [Item.where('active', false), [4, 8, 12]],
    [Item.where('active', 'is', false), [4, 8, 12]],
    [Item.where('active', 'is not', true), [4, 8, 12]],
    [Item.whereIn('active', [false]), [4, 8, 12]],
    [Item.where('price', '>', 25), [11, 12]],
    [Item.where('price', '27.50'), [11]],
    [Item.whereIn('price', [2.5, '5']), [1, 2]],
    [Item.whereNull('categoryId'), [5, 10]],
  ]
  for (const [query, ids] of items) t.same(await idsOf(query), ids, query.toSQL().sql)
  t.same(await Order.where('note', 'note 4').pluck('id'), [4])
})

eachDatabase(t, 'a list may hold 100,000 values, twice', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const values = Array.from({ length: 100_000 }, (_, i) => i + 9)
  t.same(await idsOf(Customer.whereIn('id', values)), [9, 10])
  t.same(
    await idsOf(
      Customer.whereNotIn('id', values).whereIn(
        'name',
        values.map(i => `Customer ${i - 8}`),
      ),
    ),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
})

eachDatabase(t, 'an order places NULL where it says, or where its database does', async (t, database) => {
  const { Category, Item } = (await openShop(database)).models
  const first = database.dialect === 'sqlite'
  const byParent = (direction: 'asc' | 'desc', nulls?: 'first' | 'last') =>
    idsOf(Category.orderBy('parentId', direction, nulls).orderBy('id', 'desc'))
  t.same(await byParent('asc', 'first'), [1, 3, 2, 5, 4, 7, 6])
  t.same(await byParent('asc', 'last'), [3, 2, 5, 4, 7, 6, 1])
  t.same(await byParent('desc', 'first'), [1, 7, 6, 5, 4, 3, 2])
  t.same(await byParent('desc', 'last'), [7, 6, 5, 4, 3, 2, 1])
  t.same(await byParent('asc'), first ? [1, 3, 2, 5, 4, 7, 6] : [3, 2, 5, 4, 7, 6, 1])
  t.same(await byParent('desc'), first ? [7, 6, 5, 4, 3, 2, 1] : [1, 7, 6, 5, 4, 3, 2])
  t.same((await idsOf(Item.orderBy('active'))).slice(0, 3), [4, 8, 12], 'the key decides between equals')
})

eachDatabase(
  t,
  'limit and offset stand alone or together, and give nothing past the end',
  async (t, database) => {
    const { Customer } = (await openShop(database)).models
    t.same(await idsOf(Customer.limit(2)), [1, 2])
    t.same(await idsOf(Customer.offset(8)), [9, 10])
    t.same(await idsOf(Customer.limit(2).offset(3)), [4, 5])
    t.same(await idsOf(Customer.limit(0)), [])
    t.same(await idsOf(Customer.offset(0)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    t.same(await idsOf(Customer.offset(Number.MAX_SAFE_INTEGER)), [])
    t.same(await idsOf(Customer.limit(Number.MAX_SAFE_INTEGER).offset(9)), [10])
    t.same(await idsOf(Customer.limit(5).limit(1)), [1], 'the last word counts')
  },
)

eachDatabase(t, 'a limit counts instances, whatever is joined to them', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const tags = async (query: Query<Item, 'tags'>) =>
    (await query).map(item => [item.id, ...item.tags.map(tag => tag.id)])
  const query = Item.where('id', '<', 9).orderBy('id', 'desc').limit(3).offset(1)
  const joined = await tags(query.with('tags', { lazy: 'joined' }))
  t.same(joined, await tags(query.with('tags')))
  t.same(
    joined.map(([id]) => id),
    [7, 6, 5],
  )
})

eachDatabase(t, 'a view and a table without a key can be queried', async (t, database) => {
  const { AuditLog, BusyCustomer } = (await openShop(database)).models
  t.same(
    (await BusyCustomer.where('orderCount', '>', 3).orderBy('id')).map(row => [row.id, row.orderCount]),
    [
      [2, 4],
      [3, 4],
      [4, 4],
    ],
  )
  t.same(await AuditLog.whereNull('itemId').pluck('message'), ['message 3', 'message 6'])
  t.same(
    (await AuditLog.with('item').limit(3)).map(row => row.item?.name ?? null),
    ['Item 1', 'Item 2', null],
  )
})

eachDatabase(
  t,
  'a table without columns has instances, too',
  async (t, database) => {
    await database.exec(
      'create table empty (); insert into empty default values; insert into empty default values',
    )
    const { Empty } = (await automap(database.knex)).models
    t.equal((await Empty!.query()).length, 2)
    t.equal(await Empty!.count(), 2)
    t.equal(await Empty!.limit(1).count(), 1)
    t.equal(await Empty!.exists(), true)
    let streamed = 0
    for await (const each of Empty!.query()) streamed += Object.keys(each.toJSON()).length + 1
    t.equal(streamed, 2)
  },
  'postgres',
)

const values: PerDialect<string> = {
  sqlite: `create table sample (id integer primary key, big bigint, bytes blob, day date, at datetime, data json, ratio real);
    insert into sample values (1, 9007199254740993, x'00ff', '2024-02-29', '2024-02-29 12:00:00', '{"a":1}', 0.1)`,
  postgres: `create table sample (id int primary key, big bigint, bytes bytea, day date, at timestamp, data jsonb, ratio float8);
    insert into sample values (1, 9007199254740993, '\\x00ff', '2024-02-29', '2024-02-29 12:00:00', '{"a":1}', 0.1)`,
}

eachDatabase(t, 'a value is found by what it reads as', async (t, database) => {
  await database.exec(values)
  const { Sample } = (await automap(database.knex, { values: { int8: 'bigint' } })).models
  const row = await Sample!.get(1)
  for (const property of ['big', 'bytes', 'day', 'at', 'ratio']) {
    const value = row[property] as string
    t.equal(await Sample!.where(property, value).count(), 1, property)
    t.equal(await Sample!.whereIn(property, [value]).count(), 1, property)
    t.equal(await Sample!.whereNot(property, value).count(), 0, property)
  }
  t.equal(row.big, 9007199254740993n)
  t.same(row.data, { a: 1 })
})
