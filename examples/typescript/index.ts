/** Types that follow the query: what is loaded is a value, what is not must be awaited, and what is written is checked. */

import assert from 'node:assert/strict'
import { automap, type Loaded, sql } from 'knex-automap'
import type * as Shop from './models.js'

const address = process.argv[2]
assert.ok(address, 'Expected the address of a record shop')

await using db = await automap<Shop.Models>(address)
const { Album, Artist, Track } = db.models

// Not loaded: the type asks for an await.
const artist = await Artist.get(1)
for (const album of await artist.albums) assert.equal(album.artistId, artist.id)
// @ts-expect-error: the relationship may not be loaded.
void (() => artist.albums.length)

// Loaded by the query: no await, and the compiler knows how deep.
const albums = await Album.where('title', 'like', 'K%').orderBy('title').limit(10).with('artist', 'tracks')
const names: string[] = albums.map(album => album.artist.name)
const seconds: number[] = albums.map(album => album.tracks.reduce((sum, track) => sum + track.seconds, 0))
assert.equal(names.length, seconds.length)

// A function that needs something loaded says so.
function playingTime(album: Loaded<Shop.Album, 'tracks'>): number {
  return album.tracks.reduce((sum, track) => sum + track.seconds, 0)
}
assert.deepEqual(albums.map(playingTime), seconds)
// @ts-expect-error: this album was not loaded with its tracks.
void (async () => playingTime(await Album.get(1)))

// A key that may be null gives null.
const [labelled] = await Album.with('label').limit(1)
const label: string | undefined = labelled?.label?.name
assert.ok(label === undefined || label.endsWith('Records'))

// Names are checked where they are written.
// @ts-expect-error: there is no such property.
void (() => Album.where('titel', 'x'))
// @ts-expect-error: there is no such relationship.
void (() => Album.with('artists'))

// What is new is saved with what it leads to; what is assigned later is written by the next save.
const debut = new Album({
  title: 'Kettle Songs',
  catalogueNo: 'KS-1',
  releasedOn: '2026-01-31',
  price: 12,
  inPrint: true,
  artist,
  tracks: [new Track({ position: 1, title: 'Steam', seconds: 187 })],
})
await debut.save()
assert.ok(!debut.isNew && debut.artistId === artist.id)
debut.title = 'Kettle Songs, Vol. 1'
const before: string | null | undefined = debut.changes.title?.from
assert.equal(before, 'Kettle Songs')
await debut.save()
// @ts-expect-error: there is no such property.
void (() => new Album({ titel: 'Kettle Songs' }))
// @ts-expect-error: an album has an artist.
void (() => (debut.artist = null))
// @ts-expect-error: the database numbers the rows.
void (() => (debut.id = 1))

// Many rows at once, by values or by SQL over the columns that there are.
const raised: number = await Album.where('id', debut.id).update({ price: album => sql`${album.price} + 1` })
assert.equal(raised, 1)
// @ts-expect-error: there is no such property.
void (() => Album.where('id', debut.id).update({ prise: 1 }))
await debut.delete()

// A table that nobody described: its values are unknown until they are looked at.
const genre = await db.model('genre').get(1)
assert.equal(genre.name, 'Music')
