/** Queries: what each method takes and what it gives. Compiled, never run. */

import type { Loaded, Untyped } from '../../types/loaded.js'
import type { Page, Plan, Sql } from '../../types/plan.js'
import type { Query } from '../../types/query.js'
import type { Album, Equal, Holds, Playlist, Track } from './music.js'

declare const albums: Query<Album>
declare const tracks: Query<Track>
declare const playlists: Query<Playlist>
declare const rows: Query<Untyped>

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>

const story = typeOf(
  albums.where('title', 'like', 'B%').orderBy('title').limit(10).with('artist', 'tracks.genre'),
)
const streamed = typeOf(tracks.where('name', 'x')[Symbol.asyncIterator]().next())

/** A query is awaited to its instances, streamed one by one, and remembers what it loads. */
export type Results = [
  Holds<Equal<Of<typeof story>, Query<Album, 'artist' | 'tracks.genre'>>>,
  Holds<Equal<Awaited<Of<typeof story>>, Loaded<Album, 'artist' | 'tracks.genre'>[]>>,
  Holds<Equal<Awaited<Query<Album>>, Album[]>>,
  Holds<Equal<Awaited<Of<typeof streamed>>, IteratorResult<Track, undefined>>>,
]

/** What is loaded needs no await; what is not does. */
export async function story1(): Promise<void> {
  for (const album of await albums.with('artist', 'tracks.genre')) {
    album.artist.name satisfies string | null
    album.tracks[0]?.genre?.name satisfies string | undefined
    // @ts-expect-error the playlists were not asked for
    album.tracks[0]?.playlists.length
  }
  for await (const album of albums.with('tracks')) album.tracks.length satisfies number
  // @ts-expect-error only awaiting runs it
  albums.length
}

/** Conditions by equality. */
export const equality: unknown[] = [
  albums.where('title', 'x'),
  albums.where('releasedAt', null),
  albums.where('releasedAt', new Date()),
  tracks.where('format', 'mp3'),
  tracks.where('bytes', 1n),
  tracks.where('raw', { any: 'thing' }),
  tracks.where('tags', ['a']),
  albums.where({ title: 'x', releasedAt: null }),
  albums.where(q => q.where('title', 'x').orWhere('title', 'y')).orWhere({ albumId: 1 }),
  albums
    .whereNot('title', 'x')
    .whereNot({ albumId: 1 })
    .whereNot(q => q.whereNull('releasedAt')),
  // @ts-expect-error misspelt
  albums.where('titel', 'x'),
  // @ts-expect-error misspelt
  albums.where({ titel: 'x' }),
  // @ts-expect-error misspelt inside a group
  albums.where(q => q.where('titel', 'x')),
  // @ts-expect-error misspelt
  albums.orWhere('titel', 'x'),
  // @ts-expect-error misspelt
  albums.whereNot('titel', 'x'),
  // @ts-expect-error a relationship is no column
  albums.where('artist', 1),
  // @ts-expect-error a relationship is no column
  albums.where({ artist: 1 }),
  // @ts-expect-error a method is no column
  tracks.where('label', 'x'),
  // @ts-expect-error a method is no column
  tracks.where('toJSON', 'x'),
  // @ts-expect-error a title is text
  albums.where('title', 1),
  // @ts-expect-error a title is never null
  albums.where('title', null),
  // @ts-expect-error a title is never null
  albums.where({ title: null }),
  // @ts-expect-error undefined is a mistake
  albums.where('releasedAt', undefined),
  // @ts-expect-error undefined is a mistake
  tracks.where('raw', undefined),
  // @ts-expect-error not one of the formats
  tracks.where('format', 'ogg'),
  // @ts-expect-error a truth value is no condition
  albums.where(true),
]

/** Conditions by operator. */
export const operators: unknown[] = [
  albums.where('albumId', '=', 1),
  albums.where('albumId', '!=', null),
  albums.where('title', '<>', 'x'),
  albums.where('releasedAt', '>=', new Date()),
  albums.where('title', 'ilike', '%x%'),
  tracks.where('format', 'not like', 'm%'),
  albums.where('albumId', 'in', [1, 2]),
  albums.where('albumId', 'not in', [1, 2] as const),
  albums.where('releasedAt', 'in', [null]),
  albums.where('albumId', 'between', [1, 2]),
  albums.where('title', 'is not', null),
  tracks.where('explicit', 'is', true),
  tracks.where('raw', 'is', false),
  tracks.where('raw', 'like', '%'),
  // @ts-expect-error misspelt
  albums.where('title', 'lik', 'x'),
  // @ts-expect-error numbers have no pattern
  albums.where('albumId', 'like', '1%'),
  // @ts-expect-error a pattern is text
  albums.where('title', 'like', 1),
  // @ts-expect-error a list is asked for
  albums.where('albumId', 'in', 1),
  // @ts-expect-error a list of numbers is asked for
  albums.where('albumId', 'in', ['1']),
  // @ts-expect-error an album's key is never null
  albums.where('albumId', 'in', [null]),
  // @ts-expect-error a pair is asked for
  albums.where('albumId', 'between', [1]),
  // @ts-expect-error a pair without null is asked for
  albums.where('releasedAt', 'between', [null, new Date()]),
  // @ts-expect-error nothing is less than null
  albums.where('releasedAt', '<', null),
  // @ts-expect-error "is" asks for null or a truth value
  albums.where('title', 'is', 'x'),
  // @ts-expect-error "is" asks for a truth value of boolean columns alone
  albums.where('title', 'is', true),
]

/** Conditions by list, by null and by relationship. */
export const others: unknown[] = [
  albums
    .whereIn('albumId', [1, 2])
    .whereNotIn('title', ['x'] as const)
    .whereIn('releasedAt', [null]),
  albums.whereNull('releasedAt').whereNotNull('releasedAt'),
  albums.whereHas('tracks').whereHasNot('artist'),
  albums.whereHas('tracks.genre', q => q.where('name', 'Rock')),
  albums.whereHas('tracks', q => q.where('milliseconds', '>', 1).whereHas('genre')),
  playlists.whereHas('parent.parent.children', q => q.where('playlistId', 1)),
  // @ts-expect-error a list is asked for
  albums.whereIn('albumId', 1),
  // @ts-expect-error a list of numbers is asked for
  albums.whereNotIn('albumId', ['x']),
  // @ts-expect-error misspelt
  albums.whereNull('releasdAt'),
  // @ts-expect-error a relationship is no column
  albums.whereNotNull('artist'),
  // @ts-expect-error a column is no relationship
  albums.whereHas('title'),
  // @ts-expect-error misspelt below
  albums.whereHas('tracks.gnre'),
  // @ts-expect-error misspelt
  albums.whereHasNot('trcks'),
  // @ts-expect-error the filter is about genres
  albums.whereHas('tracks.genre', q => q.where('milliseconds', 1)),
]

/** Order and cut. */
export const order: unknown[] = [
  albums.orderBy('title').orderBy('releasedAt', 'desc', 'last').limit(1).offset(1),
  // @ts-expect-error a relationship is no column
  albums.orderBy('artist'),
  // @ts-expect-error misspelt
  albums.orderBy('titel'),
  // @ts-expect-error not a direction
  albums.orderBy('title', 'down'),
  // @ts-expect-error not a place
  albums.orderBy('title', 'asc', 'end'),
  // @ts-expect-error a number is asked for
  albums.limit('1'),
]

const one = typeOf(albums.with('artist').get(1))
const found = typeOf(albums.with('artist').find(1))
const by = typeOf(albums.findBy({ title: 'x' }))
const first = typeOf(albums.first())
const all = typeOf(albums.with('tracks').all())
const page = typeOf(albums.with('artist').paginate({ page: 1, perPage: 10 }))
const asked = typeOf([albums.count(), albums.exists(), albums.toSQL(), albums.plan()] as const)

/** What running a query gives. */
export type Runs = [
  Holds<Equal<Of<typeof one>, Promise<Loaded<Album, 'artist'>>>>,
  Holds<Equal<Of<typeof found>, Promise<Loaded<Album, 'artist'> | null>>>,
  Holds<Equal<Of<typeof by>, Promise<Album | null>>>,
  Holds<Equal<Of<typeof first>, Promise<Album | null>>>,
  Holds<Equal<Of<typeof all>, Promise<Loaded<Album, 'tracks'>[]>>>,
  Holds<Equal<Of<typeof page>, Promise<Page<Loaded<Album, 'artist'>>>>>,
  Holds<Equal<Of<typeof asked>, readonly [Promise<number>, Promise<boolean>, Sql, Plan]>>,
]

const names = typeOf(tracks.pluck('name'))
const tuples = typeOf(tracks.pluck('name', 'bytes', 'format'))
const sums = typeOf([tracks.sum('milliseconds'), tracks.sum('unitPrice'), tracks.avg('bytes')] as const)
const ends = typeOf([tracks.min('format'), tracks.max('bytes'), albums.max('releasedAt')] as const)
const untyped = typeOf([rows.sum('x'), rows.max('x'), rows.pluck('x'), rows.pluck('x', 'y')] as const)

/** What plucking and adding up gives. */
export type Values = [
  Holds<Equal<Of<typeof names>, Promise<string[]>>>,
  Holds<Equal<Of<typeof tuples>, Promise<[string, bigint | null, 'mp3' | 'flac'][]>>>,
  Holds<
    Equal<Of<typeof sums>, readonly [Promise<number | null>, Promise<string | null>, Promise<number | null>]>
  >,
  Holds<
    Equal<
      Of<typeof ends>,
      readonly [Promise<'mp3' | 'flac' | null>, Promise<bigint | null>, Promise<Date | null>]
    >
  >,
  Holds<
    Equal<
      Of<typeof untyped>,
      readonly [
        Promise<number | bigint | string | null>,
        Promise<unknown>,
        Promise<unknown[]>,
        Promise<[unknown, unknown][]>,
      ]
    >
  >,
]

/** What plucking, adding up and finding refuse. */
export const valuesMisuse: unknown[] = [
  // @ts-expect-error a relationship is no column
  tracks.pluck('album'),
  // @ts-expect-error misspelt
  tracks.pluck('name', 'byts'),
  // @ts-expect-error nothing is asked for
  tracks.pluck(),
  // @ts-expect-error dates do not add up
  albums.sum('releasedAt'),
  // @ts-expect-error truth values have no average
  tracks.avg('explicit'),
  // @ts-expect-error a relationship has no least value
  tracks.min('album'),
  // @ts-expect-error misspelt
  albums.findBy({ titel: 'x' }),
  // @ts-expect-error the size of a page is missing
  albums.paginate({ page: 1 }),
]

/** Knex's builder is at hand; what comes back is the builder or nothing. */
export const modified: unknown[] = [
  albums.modify(builder => builder.whereRaw('1 = 1')),
  albums.modify(builder => void builder.forUpdate()),
  // @ts-expect-error a text is no builder
  albums.modify(() => 'select 1'),
  // @ts-expect-error the statement is built at once
  albums.modify(async () => undefined),
]

/** Undescribed models take any names and stay honest about values. */
export const loose: unknown[] = [
  rows.where('a', 1).where({ b: 'x', c: null }).where('d', 'like', 'x'),
  rows.where(q => q.where('a', 1).orWhere('b', 2)),
  rows
    .with('a', 'b.c.d')
    .whereHas('a.b', q => q.where('c', 1))
    .orderBy('e'),
  rows.with('a', q => q.where('b', 1)),
  // @ts-expect-error undefined is a mistake
  rows.where('a', undefined),
  // @ts-expect-error not an operator
  rows.where('a', 'equals', 1),
]
