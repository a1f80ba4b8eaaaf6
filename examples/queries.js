/** Queries: conditions, order, pages, single values, and knex's own builder. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Album, Customer, Order, OrderLine, Playlist, Track } = db.models

// Conditions take properties, never columns.
const long = await Track.where('seconds', '>', 500).orderBy('seconds', 'desc').orderBy('id')
assert.ok(long.length > 0 && long.every(track => track.seconds > 500))
assert.throws(() => Track.where('album_id', 1), {
  code: 'PROPERTY_UNKNOWN',
  message: 'Model "Track" has no property "album_id": column "album_id" is property "albumId"',
})

// Groups in brackets, lists, ranges, null.
const some = Album.where({ inPrint: true })
  .where(album => album.whereNull('labelId').orWhere('price', '<', 10))
  .whereIn('artistId', [1, 2, 3, 4, 5, 6, 7, 8])
  .where('releasedOn', 'between', ['2005-01-01', '2023-12-31'])
for (const album of await some) assert.ok(album.labelId === null || Number(album.price) < 10)

// Across relationships, as deep as they go.
const nordic = Album.whereHas('genres', genre => genre.where('name', 'Nordic Folk'))
assert.ok((await nordic.count()) > 0)
const listeners = Customer.whereHas('playlists.tracks.album.genres', genre => genre.where('name', 'Ambient'))
assert.ok((await listeners.count()) > 0)
const silent = await Customer.whereHasNot('orders').count()
assert.equal(silent + (await Customer.whereHas('orders').count()), await Customer.count())

// A query is a value: what is added makes a new one, and nothing runs before it is awaited.
const open = Order.where({ status: 'open' })
const latest = open.orderBy('placedAt', 'desc').limit(5)
assert.equal((await latest).length, 5)
assert.ok((await open.count()) > 5)

// Single values.
assert.equal(await OrderLine.exists(), true)
assert.deepEqual(await Playlist.where('id', '<=', 3).orderBy('id').pluck('id'), [1, 2, 3])
assert.equal((await Track.limit(2).pluck('id', 'title'))[0].length, 2)
assert.ok((await Track.sum('seconds')) > (await Track.max('seconds')))
assert.ok((await Track.avg('seconds')) > (await Track.min('seconds')))

// One row: by key, of one column or several, or by what it holds.
assert.equal((await OrderLine.get([1, 1])).lineNo, 1)
assert.equal((await OrderLine.find({ orderId: 1, lineNo: 99 })) ?? 'none', 'none')
assert.equal((await Album.findBy({ catalogueNo: 'RS-1001' })).id, 1)

// A page.
const { items, total, pages } = await Album.orderBy('title').paginate({ page: 2, perPage: 50 })
assert.deepEqual([items.length, total, pages], [50, 180, 4])

// What the query cannot say, knex's builder can. The model's own table is t0 there.
const byDecade = await Album.modify(builder => void builder.whereRaw('length(t0.title) > ?', [20]))
assert.ok(byDecade.every(album => album.title.length > 20))

// The statement, without running it.
assert.match(Album.where('id', 1).toSQL().sql, /^select /)

await shop.close()
