/** Relationships that load when they are awaited: how many statements a loop costs, and what is refused. */

import assert from 'node:assert/strict'
import { automap, NotLoadedError } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Album, Artist, Employee, Genre, OrderLine } = db.models

// A loop costs two statements, however long it is: the first await loads for all that came with it.
const loop = await statementsOf(shop.knex, async () => {
  let seconds = 0
  for (const album of await Album.all()) for (const track of await album.tracks) seconds += track.seconds
  return seconds
})
assert.equal(loop.statements.length, 2)
assert.ok(loop.result > 100_000)

// So do reads at the same time.
const parallel = await statementsOf(shop.knex, async () => {
  const albums = await Album.limit(50)
  return Promise.all(albums.map(async album => (await album.artist).name))
})
assert.equal(parallel.statements.length, 2)
assert.equal(parallel.result.length, 50)

// Instances that have nothing to do with each other share a statement when they are read together.
const strangers = await statementsOf(shop.knex, async () => {
  const [first, second] = [await Artist.get(1), await Artist.get(2)]
  await Promise.all([first.albums, second.albums])
})
assert.equal(strangers.statements.length, 3)

// Once awaited, the property is the value itself, and the other side is known too.
const artist = await Artist.get(1)
await artist.albums
assert.ok(Array.isArray(artist.albums))
assert.equal(artist.albums[0].artist, artist)

// Not awaited, it refuses to be mistaken for the value.
const album = await Album.get(1)
assert.throws(
  () => album.tracks.length,
  error =>
    error instanceof NotLoadedError &&
    error.message === "Album.tracks is not loaded: await it, or load it with the query: .with('tracks')",
)

// Many-to-many, a tree, and a key of two columns.
assert.ok((await album.genres).every(genre => genre instanceof Genre))
const rock = await Genre.findBy({ name: 'Rock' })
assert.equal((await rock.parent).name, 'Music')
assert.deepEqual(
  (await rock.children).map(genre => genre.name),
  ['Indie Rock', 'Post-Rock'],
)
const owner = await Employee.findBy({ managerId: null })
assert.equal(await owner.manager, null)
const line = await OrderLine.whereHas('shipments').first()
for (const shipment of await line.shipments) assert.equal(shipment.orderLine, line)

await shop.close()
