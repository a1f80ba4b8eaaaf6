/** Relationships that load with their query: paths, filters, limits for each owner, and the plan. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Album, Artist, Customer, Order } = db.models

// A path loads every step. To-one relationships are joined, collections get a statement each.
const eager = await statementsOf(shop.knex, () =>
  Order.where({ status: 'sent' }).limit(10).with('customer.billingAddress', 'orderLines.album.artist'),
)
assert.equal(eager.statements.length, 2)
for (const order of eager.result) {
  assert.ok(order.customer.billingAddress.city)
  for (const line of order.orderLines) assert.ok(line.album.artist.name)
}

// The plan tells what would run, and why; it runs nothing.
const plan = Order.where({ status: 'sent' }).with('customer', 'orderLines').plan()
assert.deepEqual(
  plan.statements.map(({ path, strategy }) => [path, strategy]),
  [
    ['', 'root'],
    ['customer', 'joined'],
    ['orderLines', 'selectin'],
  ],
)

// A function refines what is loaded; its limit counts for each owner.
const artists = await Artist.with('albums', albums => albums.orderBy('releasedOn', 'desc').limit(2))
assert.equal(artists.length, 48)
assert.ok(artists.every(artist => artist.albums.length >= 1 && artist.albums.length <= 2))
assert.ok(artists.every(({ albums: [first, second] }) => !second || first.releasedOn >= second.releasedOn))

// It may load further.
const customers = await Customer.whereHas('orders').with('orders', orders =>
  orders.where('status', 'open').with('orderLines'),
)
assert.ok(customers.some(customer => customer.orders.length > 0))
assert.ok(customers.every(({ orders }) => orders.every(order => order.orderLines.length > 0)))

// Whatever the strategy, the result is the same.
const [joined, selected] = [
  await Album.with('tracks', { lazy: 'joined' }),
  await Album.with('tracks', { lazy: 'selectin' }),
]
assert.deepEqual(JSON.parse(JSON.stringify(joined)), JSON.parse(JSON.stringify(selected)))

// For instances at hand there is load().
const few = await Album.limit(3)
await db.load(few, 'artist', 'genres')
assert.ok(few.every(album => album.artist.name && album.genres.length > 0))

// A query can forbid the lazy load that nobody should rely on.
const strict = await Album.with('reviews', { lazy: 'raise' }).first()
await assert.rejects(async () => await strict.reviews, { code: 'LOAD_REFUSED' })

await shop.close()
