import t from 'tap'
import {
  automap,
  boolean,
  computed,
  createTables,
  integer,
  type Lazy,
  model,
  type One,
  relationship,
  sql,
  text,
} from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

/** Plain JavaScript may compute what has to be awaited. */
function later(get: (row: Row) => PromiseLike<unknown>): (row: Row) => number {
  return get as (row: Row) => unknown as (row: Row) => number
}

interface Row {
  gone: boolean
  quantity: number
  item: Item | Lazy<Item>
  state: string
}

class Item extends model('item', { id: integer().primaryKey(), price: integer() }) {}

function lines() {
  class Line extends model('line', {
    id: integer().primaryKey(),
    gone: boolean(),
    quantity: integer(),
    itemId: integer('item_id').references('item.id'),
    state: computed(text(), {
      get: (row: Row) => (row.gone ? 'gone' : 'here'),
      sql: c => sql`case when ${c.gone} then ${'gone'} else ${'here'} end`,
    }),
    label: computed(text(), {
      get: (row: Row) => `a line that is ${row.state}`,
      sql: c => sql`${'a line that is '} || ${c.state}`,
    }),
    isFree: computed(boolean(), {
      get: (row: Row) => !row.item,
      sql: c => sql`${c.item!.price} = 0`,
    }),
    total: computed(integer(), {
      get: later(async row => (await row.item).price * row.quantity),
      sql: c => sql`${c.item!.price} * ${c.quantity}`,
    }),
    itself: computed(integer(), { get: later(row => row.item as Lazy<Item>), sql: c => c.itemId! }),
    nothing: computed(integer().nullable(), { get: () => null, sql: () => sql`null` }),
  }) {
    static relationships = { item: relationship('Item') }
    declare item: One<Item>
  }
  return Line
}

async function open(database: Database) {
  const Line = lines()
  const models = { Line, Item }
  await createTables(database.knex, models)
  await database.knex('item').insert({ id: 1, price: 10 })
  await database.knex('line').insert({ id: 1, gone: false, quantity: 2, item_id: 1 })
  const db = await automap(database.knex, { models })
  t.teardown(() => db.close())
  return { Line, db }
}

eachDatabase(t, 'a getter makes no value of what is not loaded', async (t, database) => {
  const { Line, db } = await open(database)
  const bare = (await Line.only('id').get(1)) as unknown as Record<string, unknown>
  const unread =
    "NotLoadedError NOT_LOADED: Line.gone is not loaded: await it, or load it with the query: .undefer('gone')"
  t.equal(await errorOf(() => bare.state), unread)
  t.equal(await errorOf(() => bare.label), unread)
  t.equal(
    await errorOf(() => bare.isFree),
    "NotLoadedError NOT_LOADED: Line.item is not loaded: await it, or load it with the query: .with('item')",
  )
  t.equal(bare.nothing, null)
  await bare.gone
  t.equal(bare.state, 'here')
  t.equal(bare.label, 'a line that is here')
  const loaded = await Line.with('item').get(1)
  t.equal(loaded.isFree, false)
  await db.close()
})

eachDatabase(t, 'a getter may wait for what is not loaded', async (t, database) => {
  const { Line, db } = await open(database)
  const line = await Line.get(1)
  t.equal(await line.total, 20)
  const other = await Line.get(1)
  t.equal(((await other.itself) as unknown as Item).price, 10)
  t.equal(await Line.where('total', 20).count(), 1)
  await db.close()
})
