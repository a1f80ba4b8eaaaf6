/** Relationships: awaited unless loaded, narrowed by paths. Compiled, never run. */

import type { ColumnName, Lazy, Loaded, Many, One, RelationshipName, Untyped } from '../../types/loaded.js'
import type { Changes } from '../../types/written.js'
import type { Album, Artist, Equal, Genre, Holds, Playlist, Track } from './music.js'

/** Awaiting gives the value, loaded or not. */
export type Awaiting = [
  Holds<Equal<Awaited<Many<Album>>, Album[]>>,
  Holds<Equal<Awaited<One<Artist>>, Artist>>,
  Holds<Equal<Awaited<One<Genre | null>>, Genre | null>>,
]

/** Columns and relationships are told apart; methods are neither. */
export type Names = [
  Holds<Equal<ColumnName<Artist>, 'artistId' | 'name'>>,
  Holds<Equal<RelationshipName<Artist>, 'albums'>>,
  Holds<
    Equal<
      ColumnName<Track>,
      | 'trackId'
      | 'name'
      | 'albumId'
      | 'genreId'
      | 'milliseconds'
      | 'bytes'
      | 'unitPrice'
      | 'explicit'
      | 'format'
      | 'tags'
      | 'cover'
      | 'details'
      | 'raw'
    >
  >,
  Holds<Equal<RelationshipName<Track>, 'album' | 'genre' | 'playlists'>>,
  Holds<Equal<ColumnName<Untyped>, string>>,
  Holds<Equal<RelationshipName<Untyped>, string>>,
]

/** A loaded or always loaded relationship stays one, also where the lazy ones are further down. */
export type LoadedNames = [
  Holds<Equal<RelationshipName<Loaded<Album, 'artist' | 'tracks'>>, 'artist' | 'tracks'>>,
  Holds<Equal<RelationshipName<Loaded<Album, 'artist.albums'>>, 'artist' | 'tracks'>>,
  Holds<Equal<ColumnName<Loaded<Album, 'artist.albums'>>, ColumnName<Album>>>,
  Holds<
    Equal<RelationshipName<{ id: number; owner: Artist; previous: Artist | null }>, 'owner' | 'previous'>
  >,
]

/** A type for JSON that contains itself. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A column that holds JSON is a column, however it is described. */
export type JsonNames = [
  Holds<
    Equal<
      ColumnName<{ plain: Json; list: Json[]; deep: { a: { b: { c: Date }[] } } }>,
      'plain' | 'list' | 'deep'
    >
  >,
  Holds<Equal<RelationshipName<{ plain: Json; list: Json[]; deep: { a: { b: { c: Date }[] } } }>, never>>,
  // biome-ignore lint/suspicious/noExplicitAny: a user may describe a column so.
  Holds<Equal<ColumnName<{ loose: any; albums: Many<Album> }>, 'loose'>>,
]

/** Nothing loaded is the instance itself. */
export type NothingLoaded = [
  Holds<Equal<Loaded<Artist>, Artist>>,
  Holds<Equal<Loaded<Untyped, 'a.b'>, Untyped>>,
]

/** Paths narrow level by level and leave the rest as it is. */
export type Narrowed = [
  Holds<Equal<Loaded<Artist, 'albums'>['albums'], Album[]>>,
  Holds<Equal<Loaded<Artist, 'albums'>['name'], string | null>>,
  Holds<Equal<Loaded<Album, 'artist'>['artist'], Artist>>,
  Holds<Equal<Loaded<Album, 'artist'>['tracks'], Many<Track>>>,
  Holds<Equal<Loaded<Track, 'genre'>['genre'], Genre | null>>,
  Holds<Equal<Loaded<Artist, 'albums.tracks'>['albums'][0]['tracks'], Track[]>>,
  Holds<Equal<Loaded<Artist, 'albums.tracks.genre'>['albums'][0]['tracks'][0]['genre'], Genre | null>>,
  Holds<Equal<Loaded<Artist, 'albums.tracks.genre'>['albums'][0]['tracks'][0]['album'], One<Album>>>,
  Holds<
    Equal<Loaded<Track, 'genre.tracks.album.artist'>['genre'], Loaded<Genre, 'tracks.album.artist'> | null>
  >,
  Holds<Equal<Loaded<Playlist, 'parent.parent'>['parent'], Loaded<Playlist, 'parent'> | null>>,
]

/** Paths compose, in one step or in several. */
export type Composed = [
  Holds<Equal<Loaded<Artist, 'albums.tracks' | 'albums.artist'>['albums'][0]['tracks'], Track[]>>,
  Holds<Equal<Loaded<Artist, 'albums.tracks' | 'albums.artist'>['albums'][0]['artist'], Artist>>,
  Holds<Equal<Loaded<Artist, 'albums' | 'albums.tracks'>, Loaded<Artist, 'albums.tracks'>>>,
  Holds<
    Equal<
      Loaded<Loaded<Artist, 'albums.artist'>, 'albums.tracks'>,
      Loaded<Artist, 'albums.artist' | 'albums.tracks'>
    >
  >,
]

/** What a filter can refuse may be missing; lists are never missing. */
export type Filtered = [
  Holds<Equal<Loaded<Album, 'artist?'>['artist'], Artist | null>>,
  Holds<Equal<Loaded<Album, 'artist?.albums'>['artist'], Loaded<Artist, 'albums'> | null>>,
  Holds<Equal<Loaded<Album, 'artist' | 'artist?'>['artist'], Artist | null>>,
]

/** A path that leads nowhere claims nothing. */
export type Misspelt = [
  Holds<Equal<Loaded<Album, 'artst'>['artist'], One<Artist>>>,
  Holds<Equal<Loaded<Album, 'artist.albms'>['artist'], { [K in keyof Artist]: Artist[K] }>>,
  Holds<Equal<Loaded<Album, 'title'>['title'], string>>,
]

/** The type is the plain mapped one that an editor shows. */
export type Readable = Holds<
  Equal<
    Loaded<Genre, 'tracks'>,
    {
      genreId: number
      name: string
      tracks: Track[]
      save: () => Promise<Genre>
      delete: () => Promise<void>
      refresh: () => Promise<Genre>
      readonly isNew: boolean
      readonly changes: Changes<Genre>
      toJSON: () => Record<string, unknown>
    }
  >
>

/** What is not loaded can be awaited, and nothing else. */
export async function unloaded(artist: Artist, album: Album, track: Track): Promise<void> {
  // @ts-expect-error the albums are not loaded
  artist.albums.length
  // @ts-expect-error the albums are not loaded
  for (const each of artist.albums) each.title
  // @ts-expect-error the albums are not loaded
  artist.albums[0]
  // @ts-expect-error the artist is not loaded
  album.artist.name
  // @ts-expect-error the genre is not loaded
  track.genre?.name
  for (const each of await artist.albums) each.title
  const { name } = await album.artist
  const genre: string | undefined = (await track.genre)?.name
  // @ts-expect-error there may be no genre
  ;(await track.genre).name
  name satisfies string | null
  genre satisfies string | undefined
}

/** A lazy relationship is a thenable of its own kind. */
export async function lazily(albums: Lazy<Album[]>): Promise<void> {
  const count: number = await albums.then(list => list.length)
  const safe: Album[] | null = await albums.catch(() => null)
  const same: Album[] = await albums.finally(() => undefined)
  const both: string | number = await albums.then(
    list => list.length,
    reason => String(reason satisfies unknown),
  )
  // @ts-expect-error a promise loads nothing
  const lazy: Lazy<Album[]> = Promise.resolve(same)
  // @ts-expect-error nothing else is readable
  albums.length
  // @ts-expect-error lists of other instances are other lists
  const artists: Lazy<Artist[]> = albums
  ;[count, safe, both, lazy, artists] satisfies unknown[]
}

/** What is loaded can be used where nothing need be. */
export function assignable(
  artist: Loaded<Artist, 'albums.tracks.genre'>,
  album: Loaded<Album, 'artist'>,
  filtered: Loaded<Album, 'artist?'>,
): [Artist, Loaded<Artist, 'albums'>, Album] {
  // @ts-expect-error less is loaded than asked for
  const deeper: Loaded<Album, 'artist' | 'tracks'> = album
  // @ts-expect-error the artist may be missing, which an album never says
  const whole: Album = filtered
  const mutable: Album = { ...album, title: 'changed' }
  ;[deeper, whole, mutable] satisfies unknown[]
  return [artist, artist, album]
}

/** Any property of an undescribed instance is unknown until it is looked at. */
export function untyped(instance: Untyped): Record<string, unknown> {
  instance.name satisfies unknown
  // @ts-expect-error its type is not known
  instance.name.length
  return instance.toJSON()
}
