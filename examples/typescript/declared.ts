/** Classes that are their own types: columns are known from their builders, relationships are told with `declare`. */

import assert from 'node:assert/strict'
import {
  automap,
  computed,
  date,
  type ExpressionColumns,
  type Insert,
  integer,
  type Loaded,
  type Many,
  model,
  type New,
  type One,
  relationship,
  sql,
  string,
} from 'knex-automap'

const id = integer().primaryKey().autoIncrement()

class Artist extends model('artist', { id, name: string(80), formedOn: date().nullable() }) {
  static relationships = { albums: relationship(() => Album, { orderBy: { releasedOn: 'desc' } }) }
  declare albums: Many<Album>

  get since(): string {
    return this.formedOn?.slice(0, 4) ?? 'long ago'
  }

  // Statics are typed by the class that they are called on.
  static named(name: string): Promise<Artist | null> {
    return this.findBy({ name })
  }
}

class Album extends model('album', {
  id,
  title: string(120),
  artistId: integer(),
  releasedOn: date().deferred(),
  heading: computed(string(), (album: ExpressionColumns<'title' | 'artist.name'>) => {
    return sql`${album.artist.name} || ': ' || ${album.title}`
  }),
}) {
  static relationships = { artist: relationship(Artist, { lazy: 'joined', backPopulates: 'albums' }) }
  // Always loaded, so no One<Artist>.
  declare artist: Artist
  declare tracks: Many<Track>
  /** Reflected, and told to the compiler alone. */
  declare inPrint: boolean
}

class Track extends model('track', { seconds: integer() }) {
  declare album: One<Album>
}

const address = process.argv[2]
assert.ok(address, 'Expected the address of a record shop')
await using db = await automap(address, { models: { Artist, Album, Track }, strict: true })

const artist = await db.models.Artist.named('The Copper Kites')
assert.ok(artist)
assert.equal(artist.since, '2008')
for (const album of await artist.albums) assert.equal(album.artist, artist)
// @ts-expect-error: it may be null.
void (() => artist.formedOn.length)

const albums = await Album.where('heading', 'like', 'The Copper%').where('inPrint', true).with('tracks')
const seconds = (album: Loaded<Album, 'tracks'>): number =>
  album.tracks.reduce((sum, track) => sum + track.seconds, 0)
assert.ok(albums.every(album => seconds(album) > 0 && album.heading.endsWith(album.title)))

// What is deferred is awaited, unless the query reads it.
const released: string[] = await Promise.all(albums.map(album => album.releasedOn))
const years: string[] = (await Album.undefer('releasedOn').limit(3)).map(each => each.releasedOn.slice(0, 4))
assert.ok([...released, ...years].every(text => text >= '2000'))
// @ts-expect-error: not read with the row.
void ((album: Album) => album.releasedOn.length)

// What a new row is given follows from the columns: the database numbers rows, and takes null for `formedOn`.
const row: Insert<typeof Artist> = { name: 'The Late Trains' }
assert.deepEqual(Artist.toRow(row), { name: 'The Late Trains' })
// @ts-expect-error: there is no such property.
void (() => Artist.toRow({ name: 'The Late Trains', formed: '2024-02-29' }))
// @ts-expect-error: computed properties are only read.
void ((album: Album) => (album.heading = 'x'))

// A session writes what its instances were changed to, parents first.
const trains = await db.session(async session => {
  const made = session.add(new Artist({ name: 'The Early Trains' }))
  await session.flush()
  made.name = 'The Late Trains'
  return made
})
assert.equal((await Artist.get(trains.id)).name, 'The Late Trains')
await trains.delete()
// The inherited constructor cannot know what a class adds; what the values are for is said where they are given.
// @ts-expect-error: a name is a text.
void (() => new Artist({ name: 5 }))
// @ts-expect-error: there is no such property.
void (() => new Artist({ name: 'The Late Trains', albms: [] } satisfies New<Artist>))

// Names are checked, those of declared, reflected and computed properties alike.
// @ts-expect-error: there is no such property.
void (() => Album.where('titel', 'x'))
// @ts-expect-error: there is no such relationship.
void (() => Album.with('artists'))
