/** Writing instances: new ones, changed ones, both sides of a relationship, what is refused, and what that costs. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Album, Artist, Customer, CustomerProfile, Employee, Genre, Order, OrderLine, Track } = db.models

/** What ran: the verb of each statement. */
const verbsOf = async work => {
  const { statements } = await statementsOf(shop.knex, work)
  return statements.map(sql => /^\w+/.exec(sql)[0].toLowerCase()).join(' ')
}

// A new instance is saved with the new ones that it leads to, in one transaction and in an order that keys allow.
const artist = new Artist({ name: 'The Low Tides', country: 'IS' })
const album = new Album({
  title: 'Ebb',
  catalogueNo: 'RS-9001',
  artist,
  releasedOn: '2025-05-02',
  price: 12.5,
  inPrint: true,
  genres: [await Genre.findBy({ name: 'Bebop' })],
  tracks: [1, 2, 3].map(position => new Track({ position, title: `Part ${position}`, seconds: 180 })),
})
assert.equal(album.isNew, true)
assert.equal(await verbsOf(() => album.save()), 'begin insert insert insert insert commit')
assert.equal(album.isNew, false)
assert.equal(album.artistId, artist.id)
assert.deepEqual(new Set(album.tracks.map(track => track.albumId)), new Set([album.id]))

// What is changed is written, and nothing else; what is not, costs nothing.
album.price = 14
album.inPrint = true
assert.deepEqual(Object.keys(album.changes), ['price'])
assert.equal(await verbsOf(() => album.save()), 'update')
assert.equal(await verbsOf(() => album.save()), '')

// JSON that was changed in place is noticed.
const profile = await CustomerProfile.first()
profile.preferences.theme = 'dark'
assert.deepEqual(Object.keys(profile.changes), ['preferences'])
await profile.save()
assert.equal((await CustomerProfile.get(profile.customerId)).preferences.theme, 'dark')

// Both sides of a relationship are in step before anything is written: a track moves from one album to another.
const [from, to] = await Album.with('tracks').whereIn('id', [1, 2])
const track = from.tracks.at(-1)
track.position = 99
track.album = to
assert.equal(from.tracks.includes(track), false)
assert.equal(to.tracks.includes(track), true)
assert.equal(track.albumId, to.id)
assert.equal(await verbsOf(() => track.save()), 'update')

// Collections are plain arrays. What was put in and taken out is found when their owner is saved: here one line comes and
// one goes, which is deleted, as a line cannot be without its order.
const order = await Order.with('orderLines').get(1)
const lines = order.orderLines.length
const gone = order.orderLines.shift()
order.orderLines.push(new OrderLine({ lineNo: 50, album, quantity: 1, unitPrice: album.price }))
await order.save()
assert.equal(await OrderLine.where({ orderId: 1 }).count(), lines)
assert.equal(await OrderLine.where({ orderId: 1, lineNo: gone.lineNo }).exists(), false)

// A line that goes to another order is not deleted, it just goes.
const other = await Order.with('orderLines').get(2)
const moved = order.orderLines.pop()
other.orderLines.push(moved)
await other.save()
assert.equal(moved.orderId, other.id)

// Many to many: rows of the association table, never the genres themselves.
const genres = await Genre.count()
album.genres.splice(0, 1, await Genre.findBy({ name: 'Rock' }))
await album.save()
assert.deepEqual(
  (await Album.with('genres').get(album.id)).genres.map(genre => genre.name),
  ['Rock'],
)
assert.equal(await Genre.count(), genres)

// Deleting follows the keys: what cannot be without its owner goes with it, what can is let go.
const boss = await Employee.with('employeesByManager').findBy({ managerId: null })
const team = [...boss.employeesByManager]
await boss.delete()
assert.ok(team.length > 0 && team.every(employee => employee.managerId === null))
const customer = await Customer.with('orders').whereHas('orders').first()
await customer.delete()
assert.equal(
  await Order.whereIn(
    'id',
    customer.orders.map(({ id }) => id),
  ).exists(),
  false,
)

// What another has deleted meanwhile is an error, never silence; refresh reads a row again.
const [mine, theirs] = [await Track.get(5), await Track.get(5)]
await theirs.delete()
mine.title = 'Too late'
await assert.rejects(mine.save(), { code: 'STALE_INSTANCE' })
await assert.rejects(mine.refresh(), { code: 'STALE_INSTANCE' })
await artist.refresh()

// What cannot be is refused: before anything is sent, or in the words of the model.
assert.throws(() => new Artist({ nmae: 'Ada' }), { code: 'PROPERTY_UNKNOWN' })
assert.throws(() => new Track({ seconds: 'three minutes' }), { code: 'VALUE_INVALID' })
const unread = await Artist.get(2)
assert.throws(
  () => {
    unread.albums = []
  },
  { code: 'NOT_LOADED' },
)
const twin = new Album({ ...album.toJSON(), id: undefined, artist: undefined, genres: [], tracks: [] })
await assert.rejects(twin.save(), { code: 'UNIQUE_VIOLATED', properties: ['catalogueNo'] })
assert.equal(twin.isNew, true)

await shop.close()
