/** Models and the automap itself. Compiled, never run. */

import type { Knex } from 'knex'
import type { Automap, AutomapFunction, UntypedModels } from '../../types/automap.js'
import type { Key } from '../../types/condition.js'
import type { Loaded, Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import type { Query } from '../../types/query.js'
import type { Relationship } from '../../types/relationship.js'
import type { Explanation, Report } from '../../types/report.js'
import type { Schema } from '../../types/schema.js'
import type { Album, Artist, Equal, Genre, Holds, IsAny, Models, Track } from './music.js'

declare const automap: AutomapFunction
declare const knex: Knex
declare const db: Automap<Models>
declare const loose: Automap

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>

const typed = typeOf(automap<Models>('sqlite:music.db'))
const untyped = typeOf(automap('sqlite:music.db', { strict: true }))
const connections = typeOf([automap(knex), automap({ client: 'pg' })] as const)

/** The automap knows the models that it is told of, and otherwise takes any. */
export type Automaps = [
  Holds<Equal<Of<typeof typed>, Promise<Automap<Models>>>>,
  Holds<Equal<Of<typeof untyped>, Promise<Automap<UntypedModels>>>>,
  Holds<
    Equal<Of<typeof connections>, readonly [Promise<Automap<UntypedModels>>, Promise<Automap<UntypedModels>>]>
  >,
  Holds<Equal<(typeof db)['models'], Models>>,
  Holds<Equal<(typeof db)['knex'], Knex>>,
  Holds<Equal<(typeof db)['schema'], Schema>>,
  Holds<Equal<(typeof db)['relationships'], readonly Relationship[]>>,
  Holds<Equal<(typeof db)['report'], Report>>,
  Holds<Equal<ReturnType<(typeof db)['explain']>, Explanation>>,
]

/** What `automap` refuses. */
export const misuse: unknown[] = [
  // @ts-expect-error an option that does not exist
  automap('sqlite:music.db', { naming: 'v1', strct: true }),
  // @ts-expect-error not a connection
  automap(1),
  // @ts-expect-error instances are no models
  automap<{ Artist: Artist }>('sqlite:music.db'),
]

const named = typeOf(db.model('Artist'))
const byTable = typeOf(db.model('artist'))
const described = typeOf(db.model<Artist>('artist'))
const anyName = typeOf(loose.model('Artist'))
const anyDescribed = typeOf(loose.model<Artist>('Artist'))

/** A model is found by its name with its type, by its table's without, and the caller may describe it. */
export type Found = [
  Holds<Equal<Of<typeof named>, Model<Artist>>>,
  Holds<Equal<Of<typeof byTable>, Model<Untyped>>>,
  Holds<Equal<Of<typeof described>, Model<Artist>>>,
  Holds<Equal<Of<typeof anyName>, Model<Untyped>>>,
  Holds<Equal<Of<typeof anyDescribed>, Model<Artist>>>,
]

/** Every way to start a query from a model. */
export async function starts(): Promise<void> {
  const { Album, Track } = db.models
  const queries: Query<Album>[] = [
    Album.query(),
    Album.where('title', 'x'),
    Album.whereNot({ title: 'x' }),
    Album.whereIn('albumId', [1]),
    Album.whereNotIn('albumId', [1]),
    Album.whereNull('releasedAt'),
    Album.whereNotNull('releasedAt'),
    Album.whereHas('tracks', q => q.where('name', 'x')),
    Album.whereHasNot('tracks'),
    Album.orderBy('title', 'desc'),
    Album.limit(1),
    Album.offset(1),
    Album.modify(builder => builder.forShare()),
  ]
  const loaded: Query<Album, 'tracks.genre'> = Album.with('tracks.genre')
  const all: Album[] = await Album.all()
  const one: Album = await Album.get(1)
  const maybe: (Album | null)[] = [
    await Album.first(),
    await Album.find(1),
    await Album.findBy({ title: 'x' }),
  ]
  const numbers: (number | null)[] = [
    await Album.count(),
    await Track.sum('milliseconds'),
    await Track.avg('albumId'),
  ]
  const ends: (Date | null)[] = [await Album.min('releasedAt'), await Album.max('releasedAt')]
  const titles: string[] = await Album.pluck('title')
  const items: Album[] = (await Album.paginate({ page: 1, perPage: 10 })).items
  const some: boolean = await Album.exists()
  ;[queries, loaded, all, one, maybe, numbers, ends, titles, items, some] satisfies unknown[]
  // @ts-expect-error a model is no query
  await Album.orWhere('title', 'x')
  // @ts-expect-error a model is no list
  for await (const album of Album) album satisfies unknown
  // @ts-expect-error a model is not awaited
  Album.then satisfies unknown
}

/** A model is a class as far as its users can tell. */
export function isInstance(value: unknown): string | null {
  const { Artist } = db.models
  Artist.name satisfies string
  Artist.prototype satisfies Artist
  if (value instanceof Artist) return value.name
  // @ts-expect-error nothing is known of other values
  return value.name
}

/** A key is a value, the values of a composite key, or properties. */
export const keys: Key<Track>[] = [
  1,
  'a',
  1n,
  new Date(),
  Buffer.from('a'),
  [1, 'a'],
  { trackId: 1 },
  { albumId: 1, name: 'a' },
  // @ts-expect-error a key is never null
  null,
  // @ts-expect-error a key is never undefined
  undefined,
  // @ts-expect-error a key holds no null
  [1, null],
  // @ts-expect-error a key holds no null
  { genreId: null },
  // @ts-expect-error misspelt
  { trckId: 1 },
  // @ts-expect-error a relationship is no column
  { album: 1 },
]

/** Relationships of instances at hand are loaded, and the type knows. */
export async function loads(
  album: Album,
  albums: Album[],
  deep: Loaded<Album, 'artist.albums'>,
): Promise<void> {
  const single = await db.load(album, 'artist', 'tracks.genre')
  single.artist.name satisfies string | null
  single.tracks[0]?.genre satisfies Genre | null | undefined
  const list = await db.load(albums, 'tracks')
  list[0]?.tracks satisfies Track[] | undefined
  const further = await db.load(deep, 'artist.albums.tracks')
  further.artist.albums[0]?.tracks satisfies Track[] | undefined
  // @ts-expect-error misspelt
  await db.load(album, 'trcks')
  // @ts-expect-error misspelt below
  await db.load(albums, 'tracks.gnre')
  // @ts-expect-error nothing is asked for
  await db.load(album)
}

/** A transaction gives what its function gives; closing happens by hand or by scope. */
export async function lives(): Promise<void> {
  await using scoped = await automap<Models>('sqlite:music.db')
  const number: number = await db.transaction(async () => 1)
  const albums: Album[] = await db.transaction(() => scoped.models.Album.where('title', 'x'))
  ;[number, albums] satisfies unknown[]
  await db.transaction(() => 1, { isolation: 'repeatableRead', readOnly: true, retry: 3 })
  await db.transaction(() => 1, { retry: { attempts: 3, delay: 50 } })
  // @ts-expect-error no such isolation
  await db.transaction(() => 1, { isolation: 'snapshot' })
  // @ts-expect-error how often is not said
  await db.transaction(() => 1, { retry: { delay: 50 } })
  const joined: Album[] = await db.within(await db.knex.transaction(), () => scoped.models.Album.all())
  joined satisfies unknown
  await db.close()
}

/** Without a description everything can be asked, and values are unknown, never any. */
export async function undescribed(): Promise<void> {
  const album = await loose.model('Album').where('title', 'x').with('tracks').first()
  const title = album?.title
  title satisfies unknown
  // @ts-expect-error its type is not known
  title.length
  // @ts-expect-error a name may be misspelt, so there may be no such model; `model` throws instead
  loose.models.Album.name
}

type Leaf<F> = F extends (...values: never[]) => infer R ? Awaited<R> : F

type AnyNames<T> = {
  [K in keyof T]-?: IsAny<T[K]> extends true ? K : IsAny<Leaf<T[K]>> extends true ? K : never
}[keyof T]

/** Nothing public is `any`, described or not; what knex itself gives is knex's affair. */
export type NoAny = [
  Holds<Equal<AnyNames<Omit<Automap<Models>, 'knex'>>, never>>,
  Holds<Equal<AnyNames<Omit<Automap, 'knex'>>, never>>,
  Holds<Equal<AnyNames<Model<Artist>>, never>>,
  Holds<Equal<AnyNames<Model<Untyped>>, never>>,
  Holds<Equal<AnyNames<Query<Album, 'artist'>>, never>>,
  Holds<Equal<AnyNames<Query<Untyped>>, never>>,
  Holds<Equal<AnyNames<Loaded<Album, 'artist'>>, never>>,
  Holds<Equal<AnyNames<Untyped>, never>>,
]
