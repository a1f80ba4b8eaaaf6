/** Types that follow the query: what is loaded is a value, what is not must be awaited. */

import assert from 'node:assert/strict'
import { automap, type Loaded } from 'knex-automap'
import type * as Shop from './models.js'

const address = process.argv[2]
assert.ok(address, 'Expected the address of a record shop')

await using db = await automap<Shop.Models>(address)
const { Album, Artist } = db.models

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

// A table that nobody described: its values are unknown until they are looked at.
const genre = await db.model('genre').get(1)
assert.equal(genre.name, 'Music')
