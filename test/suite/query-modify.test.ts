import t from 'tap'
import type { Query } from '../../types/query.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Item as ItemRow, openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'modify changes the statement, in place or by what it returns', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const ids = async (query: Query<ItemRow>) => (await query).map(item => item.id)
  t.same(await ids(Item.query().modify(builder => void builder.where('t0.id', '<', 3))), [1, 2])
  t.same(await ids(Item.query().modify(builder => builder.where('t0.id', '<', 3))), [1, 2])
  t.same(
    await ids(
      Item.query().modify(builder =>
        database.knex.queryBuilder().select('*').from(builder.as('x')).where('c0', '>', 10),
      ),
    ),
    [11, 12],
    'another builder takes the place of the first',
  )
  t.same(
    await ids(
      Item.modify(builder => builder.where('t0.id', '>', 3)).modify(builder =>
        builder.where('t0.id', '<', 6),
      ),
    ),
    [4, 5],
  )
  t.same(
    await ids(
      Item.where('id', 1)
        .orWhere('id', 2)
        .modify(builder => builder.where('t0.name', 'Item 2')),
    ),
    [2],
    'it adds to all of the conditions',
  )
  t.same(await ids(Item.orderBy('name', 'desc').modify(builder => builder.where('t0.id', '<', 4))), [3, 2, 1])
  t.same(
    await ids(
      Item.limit(2)
        .offset(1)
        .modify(builder => builder.where('t0.id', '>', 4)),
    ),
    [6, 7],
  )
  t.same(await ids(Item.limit(0).modify(() => undefined)), [])
  t.same(await ids(Item.offset(10).modify(() => undefined)), [11, 12])
  t.same(
    await ids(
      Item.query().modify(builder => {
        builder.whereIn(
          't0.id',
          builder.client.queryBuilder().select('item_id').from('item_tag').where('tag_id', 5),
        )
      }),
    ),
    [9, 10, 11, 12],
  )
})

eachDatabase(t, 'modify may join what the query does not know', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const tagged = Item.orderBy('id', 'desc')
    .with('category')
    .modify(builder => builder.join('item_tag as it', 'it.item_id', 't0.id').whereIn('it.tag_id', [4, 5]))
  t.same(
    (await tagged.limit(3)).map(item => [item.id, item.category?.name ?? null]),
    [
      [12, 'Category 6'],
      [11, 'Category 5'],
      [10, null],
    ],
  )
  t.equal(await tagged.count(), 8)
  t.equal(await tagged.limit(3).count(), 3)
  t.same((await tagged.pluck('id')).slice(0, 4), [12, 11, 10, 9])
})

eachDatabase(t, 'a modified query counts, plucks and finds what it gives', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const few = Item.where('active', true).modify(builder => builder.where('t0.id', '<', 6))
  t.equal(await few.count(), 4)
  t.equal(await few.limit(3).count(), 3)
  t.equal(await few.exists(), true)
  t.equal(await few.where('id', 9).exists(), false)
  t.same(await few.pluck('id'), [1, 2, 3, 5])
  t.equal(await few.max('id'), 5)
  t.equal(Number(await few.sum('price')), 27.5)
  t.equal((await few.find(5))?.name, 'Item 5')
  t.equal(await few.find(6), null)
  t.equal((await few.first())?.id, 1)
  t.same(
    (await few.paginate({ page: 2, perPage: 3 })).items.map(item => item.id),
    [5],
  )
  const { sql, bindings } = few.toSQL()
  t.match(sql, /t0.*id.* < \?/)
  t.equal(bindings.length, 2)
})

eachDatabase(t, 'what is loaded with a modified query is whole', async (t, database) => {
  const { Item, Order } = (await openShop(database)).models
  const first = await Item.with('tags', { lazy: 'joined' })
    .with('category')
    .modify(builder => builder.limit(2))
  t.same(
    first.map(item => [item.id, item.category?.id, item.tags.map(tag => tag.id)]),
    [
      [1, 2, [2]],
      [2, 3, [2, 4]],
    ],
  )
  const orders = await Order.where('id', '<', 4)
    .with('customer', q => q.where('id', '>', 2))
    .modify(() => undefined)
  t.same(
    orders.map(order => order.customer?.id ?? null),
    [null, 3, 4],
  )
})

eachDatabase(t, 'modify inside with changes the statement of the relationship', async (t, database) => {
  const { Item } = (await openShop(database)).models
  const tags = async (query: typeof all) => (await query.limit(4)).map(item => item.tags.map(tag => tag.id))
  const all = Item.with('tags')
  t.same(await tags(all), [[2], [2, 4], [2, 4], [4]])
  t.same(await tags(Item.with('tags', q => q.modify(builder => builder.where('t0.id', '>', 2)))), [
    [],
    [4],
    [4],
    [4],
  ])
  t.same(
    await tags(
      Item.with('tags', q =>
        q
          .where('id', '<', 5)
          .modify(builder => builder.where('t0.id', '>', 2))
          .limit(1),
      ),
    ),
    [[], [4], [4], [4]],
    'what it leaves is what the limit counts',
  )
})

eachDatabase(t, 'a statement that modify broke is told as such', async (t, database) => {
  const { Tag } = (await openShop(database)).models
  const broken = Tag.modify(builder => builder.whereRaw('nonsense.x = 1'))
  const reason = {
    sqlite: 'no such column: nonsense.x',
    postgres: 'missing FROM-clause entry for table "nonsense"',
  }
  const prefix = database.driver === 'sqlite3' ? 'SQLITE_ERROR: ' : ''
  const expected = `QueryError QUERY_FAILED: Cannot query model "Tag": ${prefix}${reason[database.dialect]}`
  t.equal(await errorOf(() => broken.all()), expected)
  t.equal(await errorOf(() => broken.count()), expected)
  t.equal(
    await errorOf(() =>
      Tag.modify(() => {
        throw new Error('mine')
      }).all(),
    ),
    'Error: mine',
  )
})
