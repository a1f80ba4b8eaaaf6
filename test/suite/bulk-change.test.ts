import t from 'tap'
import { automap, sql } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose } from '../fixtures/ledger.js'
import { createShop } from '../fixtures/shop.js'

type Columns = Record<string, unknown> & Record<string, Record<string, unknown>>

async function shop(database: Database): Promise<Record<string, Loose>> {
  await createShop(database)
  return (await automap(database.knex)).models as unknown as Record<string, Loose>
}

/** The text of a statement, whatever it calls its bindings. */
function bare(sql: string | undefined): string | undefined {
  return sql
    ?.replaceAll(/\$\d+/g, '?')
    .replaceAll(/["`]/g, '')
    .replaceAll(/main\.|public\./g, '')
}

eachDatabase(
  t,
  'an update of a query is one statement, and gives how many rows it hit',
  async (t, database) => {
    const { Item } = await shop(database)
    let hit = 0
    const statements = await database.count(async () => {
      hit = await Item!.where('price', '>', 10).update({ name: 'dear', active: false })
    })
    t.equal(hit, 8)
    t.same(statements.map(bare), ['update item as t0 set name = ?, active = ? where (t0.price > ?)'])
    t.equal(await Item!.where('name', 'dear').count(), 8)
    t.equal(await Item!.where({ name: 'nobody' }).update({ name: 'x' }), 0)
  },
)

eachDatabase(
  t,
  'a delete of a query is one statement, and gives how many rows it hit',
  async (t, database) => {
    const { Review } = await shop(database)
    let hit = 0
    const statements = await database.count(async () => {
      hit = await Review!.where('stars', '<', 3).orWhere('stars', 5).delete()
    })
    t.equal(hit, 5)
    t.same(statements.map(bare), ['delete from review as t0 where (t0.stars < ? or t0.stars = ?)'])
    t.same((await Review!.pluck('stars')).sort(), [3, 3, 4, 4])
    t.equal(await Review!.everything().delete(), 4)
    t.equal(await Review!.query().count(), 0)
  },
)

eachDatabase(t, 'a value can be made of what the row holds, and leads to', async (t, database) => {
  const { Item, Customer } = await shop(database)
  t.equal(await Item!.where('id', 3).update({ price: (c: Columns) => sql`${c.price} * ${2} + 1` }), 1)
  t.equal(Number((await Item!.get(3)).price), 16)
  await Customer!.everything().update({
    name: (c: Columns) => sql`${c.name} || ${' of '} || ${c.billingAddress!.city}`,
    email: (c: Columns) => c.name,
  })
  const one = await Customer!.get(1)
  t.same([one.name, one.email], ['Customer 1 of Rome', 'Customer 1'])
  t.equal(
    await errorOf(() => Item!.where('id', 1).update({ price: () => 3 })),
    'QueryError QUERY_INVALID: Cannot update "Item.price": expected its function to return a reference or sql`…`, got a number',
  )
  t.equal(
    await errorOf(() => Customer!.where('id', 1).update({ name: (c: Columns) => c.billingAddress })),
    'QueryError QUERY_INVALID: Cannot update "Customer.name": expected its function to return a reference or sql`…`, got a relationship, which needs a property of model "Address" behind it',
  )
})

eachDatabase(t, 'what was asked by relationships keeps its meaning', async (t, database) => {
  const { Order, Category } = await shop(database)
  const before = await Order!.whereHas('customer', (q: Loose) => q.where('name', 'Customer 3')).count()
  t.equal(before, 4)
  t.equal(
    await Order!.whereHas('customer', (q: Loose) => q.where('name', 'Customer 3')).update({ note: 'hers' }),
    4,
  )
  t.equal(await Order!.where('note', 'hers').count(), 4)
  // A table that leads to itself is told from itself.
  t.equal(await Category!.whereHas('children').update({ name: 'branch' }), 3)
  t.equal(await Category!.where('name', 'branch').count(), 3)
})

eachDatabase(t, 'order, limit, offset and modify choose the rows that are hit', async (t, database) => {
  const { Item } = await shop(database)
  t.equal(await Item!.orderBy('price', 'desc').limit(2).update({ name: 'dearest' }), 2)
  t.same((await Item!.where('name', 'dearest').pluck('id')).sort(), [11, 12])
  t.equal(await Item!.where('id', '<', 6).orderBy('id').offset(3).update({ name: 'late' }), 2)
  t.same((await Item!.where('name', 'late').pluck('id')).sort(), [4, 5])
  const modified = Item!
    .everything()
    .modify((builder: { where(...inputs: unknown[]): unknown }) => builder.where('t0.id', 7))
  t.equal(await modified.update({ name: 'seventh' }), 1)
  t.same(await Item!.where('name', 'seventh').pluck('id'), [7])
  const { OrderLine, Delivery } = await shopOf(database)
  await Delivery!.everything().delete()
  t.equal(await OrderLine!.orderBy('quantity').limit(5).delete(), 5)
  t.equal(await OrderLine!.query().count(), 55)
})

async function shopOf({ knex }: Database): Promise<Record<string, Loose>> {
  return (await automap(knex)).models as unknown as Record<string, Loose>
}

eachDatabase(t, 'rows without a key are changed by conditions alone', async (t, database) => {
  const { AuditLog } = await shop(database)
  t.equal(await AuditLog!.where('message', 'message 1').update({ message: 'first' }), 1)
  t.equal(
    await errorOf(() => AuditLog!.orderBy('message').limit(1).delete()),
    'MappingError NO_PRIMARY_KEY: Cannot delete rows of model "AuditLog" with limit, offset, modify or computed properties: table "audit_log" has no primary key to find them by',
  )
  t.equal(await AuditLog!.where('message', 'first').delete(), 1)
})

eachDatabase(t, 'every row has to be asked for by name', async (t, database) => {
  const { Item } = await shop(database)
  const items = Item!.query()
  const none = 'no condition was given'
  const nothing = 'its conditions came to nothing'
  const refused = (why: string, what: string): string =>
    `QueryError CONDITION_MISSING: Cannot ${what} rows of model "Item": ${why}, and every row would be hit; if that is meant, say everything(), as in Item.everything().${what}(…)`
  const statements = await database.count(async () => {
    t.equal(await errorOf(() => items.delete()), refused(none, 'delete'))
    t.equal(await errorOf(() => items.update({ name: 'x' })), refused(none, 'update'))
    t.equal(await errorOf(() => items.offset(1).delete()), refused(none, 'delete'))
    for (const empty of [
      items.where({}),
      items.whereNot({}),
      items.where((q: Loose) => q),
      items.where((q: Loose) => q.where({}).where((inner: Loose) => inner)),
      items.whereNotIn('id', []),
      items.where('id', 1).orWhere({}),
      items.orWhere({}).where({}),
      items.where({}).orWhere('id', 1),
    ]) {
      t.equal(await errorOf(() => empty.delete()), refused(nothing, 'delete'))
    }
  })
  t.same(statements, [])
  t.equal(await items.whereIn('id', []).update({ name: 'x' }), 0)
  t.equal(await items.where({}).where('id', 1).update({ name: 'x' }), 1)
  t.equal(await items.whereNotIn('id', [null]).update({ name: 'y' }), 12)
  t.equal(await items.where({}).everything().update({ name: 'z' }), 12)
})

eachDatabase(t, 'what a change does not look at is refused', async (t, database) => {
  const { Item, BusyCustomer, Customer } = await shop(database)
  const item = Item!.where('id', 1)
  const invalid = 'QueryError QUERY_INVALID: Cannot update rows of model "Item"'
  t.equal(
    await errorOf(() => item.with('category').update({ name: 'x' })),
    `${invalid} with with, only, defer or undefer: no instances come of it; leave them out`,
  )
  t.equal(
    await errorOf(() => item.only('name').delete()),
    'QueryError QUERY_INVALID: Cannot delete rows of model "Item" with with, only, defer or undefer: no instances come of it; leave them out',
  )
  t.equal(await errorOf(() => item.update({})), `${invalid}: no property is to be set`)
  t.equal(await errorOf(() => item.update({ name: undefined })), `${invalid}: no property is to be set`)
  t.equal(await errorOf(() => item.update('x')), `${invalid}: expected an object of properties, got a string`)
  t.equal(
    await errorOf(() => item.update({ nmae: 'x', prise: 2 })),
    [
      'MappingError PROPERTY_UNKNOWN: Model "Item" has no property "nmae". Did you mean "name"?',
      'Model "Item" has no property "prise". Did you mean "price"?',
    ].join('\n'),
  )
  t.match(await errorOf(() => item.update({ name: null, categories: [], active: 'yes' })), /PROPERTY_UNKNOWN/)
  t.match(
    await errorOf(() => item.update({ name: null, active: 'yes', reviews: [] })),
    /^ValueError VALUE_INVALID: Cannot update rows of model "Item" for 3 reasons:\n- Cannot set "Item.reviews"/,
  )
  const view =
    'Cannot update rows of model "BusyCustomer": "busy_customer" is a view; write the tables that it is made of'
  t.equal(
    await errorOf(() => BusyCustomer!.where('id', 1).update({ name: 'x' })),
    `MappingError READ_ONLY: ${view}`,
  )
  t.equal(
    await errorOf(() => Customer!.where('id', 1).update({ billingAddress: () => 1 })),
    'ValueError VALUE_INVALID: Cannot use a value for "Customer.billingAddress": expected an instance of Address, got a function',
  )
})

eachDatabase(t, 'an automap that only reads changes nothing', async (t, database) => {
  await createShop(database)
  const db = await automap(database.knex, { readOnly: true })
  const Item = loose(db.models.Item)
  const why = 'this automap only reads, as its option "readOnly" says; use one without that option'
  t.equal(
    await errorOf(() => Item.where('id', 1).update({ name: 'x' })),
    `WriteError READ_ONLY: Cannot update rows of model "Item": ${why}`,
  )
  t.equal(
    await errorOf(() => Item.where('id', 1).delete()),
    `WriteError READ_ONLY: Cannot delete rows of model "Item": ${why}`,
  )
})
