/** What a query loads: paths, strategies and filters. Compiled, never run. */

import type { Loaded } from '../../types/loaded.js'
import type { Query } from '../../types/query.js'
import type { Album, Artist, Equal, Holds, Track } from './music.js'

declare const albums: Query<Album>
declare const artists: Query<Artist>
declare const tracks: Query<Track>

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>

const filtered = typeOf(albums.with('tracks', q => q.where('milliseconds', '>', 1).orderBy('name').limit(3)))
const nested = typeOf(albums.with('tracks', q => q.with('genre', 'playlists.tracks')))
const refusing = typeOf(albums.with('artist', q => q.with('albums')))
const below = typeOf(albums.with('tracks.album', q => q.where('albumId', 1)))
const optional = typeOf(tracks.with('genre', q => q.where('name', 'Rock')))
const forced = typeOf(albums.with('artist', { lazy: 'selectin' }))
const forcedAndFiltered = typeOf(albums.with('tracks', { lazy: 'joined' }, q => q.with('genre')))
const left = typeOf(albums.with('artist', { lazy: 'raise' }).with('tracks', { lazy: 'select' }))
const undecided = typeOf(albums.with('artist', { lazy: 'joined' as 'joined' | 'raise' }))
const twice = typeOf(albums.with('artist').with('tracks').where('albumId', 1))

/** Each form of `with` remembers what it loads. */
export type With = [
  Holds<Equal<Of<typeof filtered>, Query<Album, 'tracks'>>>,
  Holds<Equal<Of<typeof nested>, Query<Album, 'tracks' | 'tracks.genre' | 'tracks.playlists.tracks'>>>,
  Holds<Equal<Of<typeof refusing>, Query<Album, 'artist?' | 'artist?.albums'>>>,
  Holds<Equal<Awaited<Of<typeof refusing>>[0]['artist'], Loaded<Artist, 'albums'> | null>>,
  Holds<Equal<Of<typeof below>, Query<Album, 'tracks.album?'>>>,
  Holds<Equal<Awaited<Of<typeof below>>[0]['tracks'][0]['album'], Album | null>>,
  Holds<Equal<Of<typeof optional>, Query<Track, 'genre'>>>,
  Holds<Equal<Of<typeof forced>, Query<Album, 'artist'>>>,
  Holds<Equal<Of<typeof forcedAndFiltered>, Query<Album, 'tracks' | 'tracks.genre'>>>,
  Holds<Equal<Of<typeof left>, Query<Album>>>,
  Holds<Equal<Of<typeof undecided>, Query<Album>>>,
  Holds<Equal<Of<typeof twice>, Query<Album, 'artist' | 'tracks'>>>,
]

/** What `with` refuses. */
export const withMisuse: unknown[] = [
  // @ts-expect-error misspelt
  artists.with('albms'),
  // @ts-expect-error misspelt on the second level
  artists.with('albums.trcks'),
  // @ts-expect-error misspelt on the third level
  artists.with('albums.tracks.gnre'),
  // @ts-expect-error misspelt on the fourth level
  artists.with('albums.tracks.genre.trcks'),
  // @ts-expect-error misspelt on the first of three levels
  artists.with('albms.tracks.genre'),
  // @ts-expect-error misspelt beside a right one
  artists.with('albums', 'albums.trcks'),
  // @ts-expect-error a column is no relationship
  albums.with('title'),
  // @ts-expect-error a column is no relationship
  artists.with('albums.title'),
  // @ts-expect-error a column is no relationship, JSON or not
  tracks.with('details'),
  // @ts-expect-error a method is no relationship
  tracks.with('label'),
  // @ts-expect-error nothing follows a dot
  artists.with('albums.'),
  // @ts-expect-error nothing is asked for
  artists.with(),
  // @ts-expect-error any text
  artists.with('albums' as string),
  // @ts-expect-error the filter is about albums
  artists.with('albums', q => q.where('milliseconds', 1)),
  // @ts-expect-error misspelt in a filter
  artists.with('albums', q => q.with('trcks')),
  // @ts-expect-error not a strategy
  artists.with('albums', { lazy: 'eager' }),
  // @ts-expect-error not an option
  artists.with('albums', { lasy: 'joined' }),
  // @ts-expect-error what is not loaded has no filter
  artists.with('albums', { lazy: 'raise' }, q => q),
]

/** A filter written once serves every relationship to its model. */
export function long(query: Query<Track>): Query<Track> {
  return query.where('milliseconds', '>', 600_000)
}

export const reused: unknown[] = [
  albums.with('tracks', long),
  albums.whereHas('tracks', long),
  tracks.where(long),
]
