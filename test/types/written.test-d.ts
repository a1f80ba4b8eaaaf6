/** Instances that are made, changed and saved. Compiled, never run. */

import { boolean, integer, model, text } from '../../lib/index.js'
import type { Automap } from '../../types/automap.js'
import type {
  ColumnName,
  Instance,
  Loaded,
  Many,
  One,
  RelationshipName,
  Untyped,
} from '../../types/loaded.js'
import type { Change, Changes, New, WritableName } from '../../types/written.js'
import {
  type Address,
  Book,
  Clerk,
  type Employee,
  Engineer,
  type Loan,
  Manager,
  Member,
  Money,
} from './library.js'
import type { Album, Artist, Equal, Genre, Holds, IsAny, Models, Track } from './music.js'

declare const db: Automap<Models>
declare const loose: Automap
declare const album: Album
declare const track: Track
declare const member: Member
declare const book: Book
declare const loan: Loan
declare const manager: Manager
declare const untyped: Untyped

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>

const saved = typeOf([
  album.save(),
  member.save(),
  manager.refresh(),
  untyped.save(),
  member.delete(),
] as const)

/** Saving gives the instance itself. */
export type Saved = [
  Holds<
    Equal<
      Of<typeof saved>,
      readonly [Promise<Album>, Promise<Member>, Promise<Manager>, Promise<Untyped>, Promise<void>]
    >
  >,
  Holds<Equal<Album['isNew'], boolean>>,
]

/** What every instance has is neither a column nor a relationship. */
export type Names = [
  Holds<Equal<ColumnName<Instance>, never>>,
  Holds<Equal<RelationshipName<Instance>, never>>,
  Holds<Equal<ColumnName<Loaded<Album, 'artist'>>, 'albumId' | 'title' | 'artistId' | 'releasedAt'>>,
  Holds<Equal<RelationshipName<Loaded<Album, 'artist'>>, 'artist' | 'tracks'>>,
  Holds<Equal<RelationshipName<{ id: number; label: Label; labels: Label[] }>, 'label' | 'labels'>>,
  Holds<Equal<ColumnName<{ id: number; label: Label; state: { isNew: boolean } }>, 'id' | 'state'>>,
]

/** An instance without any relationship is told by what every instance has. */
export interface Label extends Instance {
  labelId: number
  name: string
}

/** Changes are those of columns, each with its own type. */
export type Changed = [
  Holds<Equal<keyof Changes<Album>, ColumnName<Album>>>,
  Holds<Equal<Album['changes'], Changes<Album>>>,
  Holds<Equal<Changes<Album>['title'], Change<string> | undefined>>,
  Holds<Equal<Changes<Album>['releasedAt'], Change<Date | null> | undefined>>,
  Holds<Equal<keyof Member['changes'], ColumnName<Member>>>,
  Holds<Equal<NonNullable<Member['changes']['secret']>['from'], string | null>>,
  Holds<Equal<NonNullable<Member['changes']['nickname']>['to'], string | null>>,
  Holds<Equal<NonNullable<Book['changes']['body']>['to'], string>>,
  Holds<Equal<NonNullable<Manager['changes']['budget']>['to'], number | null>>,
  Holds<Equal<NonNullable<Manager['changes']['name']>['to'], string>>,
  Holds<Equal<Changes<Untyped>['anything'], Change<unknown> | undefined>>,
  Holds<Equal<Loaded<Album, 'artist'>['changes'], Changes<Album>>>,
]

/** A class asks its own instances, too. */
export class Account extends model('account', {
  id: integer().primaryKey(),
  owner: text(),
  open: boolean(),
}) {
  get handedOver() {
    return this.changes.owner !== undefined
  }

  previousOwner() {
    return this.changes.owner?.from ?? this.owner
  }

  async close() {
    this.open = false
    return this.save()
  }
}

/** What may be assigned, and what may not. */
export async function assigns(account: Account, artist: Artist, address: Address): Promise<void> {
  ;(await account.close()) satisfies Account
  account.handedOver satisfies boolean
  account.previousOwner() satisfies string
  album.title = 'x'
  album.releasedAt = null
  album.artist = artist
  album.artist.name satisfies string | null
  album.artist = await (await db.models.Album.get(2)).artist
  track.genre = null
  album.tracks = [track]
  member.address = address
  member.address.city = 'x'
  member.loans = [loan]
  member.loans.push(loan)
  loan.member = member
  book.body = 'x'
  book.price = new Money(1, 'EUR')
  book.price = null
  untyped.anything = 1
  ;(await db.models.Album.with('tracks').get(1)).tracks.push(track)
  ;(await album.tracks).push(track)
  // @ts-expect-error another model
  album.artist = album
  // @ts-expect-error it may not be null
  album.artist = null
  album.tracks.push(track)
  // @ts-expect-error not loaded
  loan.book.title = 'x'
  // @ts-expect-error of another model
  album.tracks = [artist]
  // @ts-expect-error another type
  album.title = 1
  // @ts-expect-error generated
  book.titleLength = 1
  // @ts-expect-error computed
  book.worth = 1
  // @ts-expect-error told, never set
  album.isNew = false
  // @ts-expect-error told, never set
  album.changes = {}
  // @ts-expect-error told, never set
  album.changes.title = { from: 'x', to: 'y' }
  // @ts-expect-error a relationship is no change of its own
  album.changes.artist satisfies unknown
  // @ts-expect-error misspelt
  member.changes.nmae satisfies unknown
  // @ts-expect-error a getter is no column
  member.changes.label satisfies unknown
}

/** What a new instance of a described model is given. */
export const described: unknown[] = [
  new db.models.Album(),
  new db.models.Album({}),
  new db.models.Album({ title: 'x', releasedAt: null, tracks: [track], artist: {} as Artist }),
  new db.models.Album({ artist: {} as Loaded<Artist, 'albums'>, tracks: [] as readonly Track[] }),
  new db.models.Track({ genre: null, raw: { any: 'thing' }, tags: ['x'], cover: Buffer.from('x') }),
  new (loose.model('Album'))({ anything: 1 }),
  // @ts-expect-error misspelt
  new db.models.Album({ titel: 'x' }),
  // @ts-expect-error another type
  new db.models.Album({ title: 1 }),
  // @ts-expect-error it may not be null
  new db.models.Album({ title: null }),
  // @ts-expect-error it may not be null
  new db.models.Album({ artist: null }),
  // @ts-expect-error of another model
  new db.models.Album({ tracks: [album] }),
  // @ts-expect-error an array is asked for
  new db.models.Album({ tracks: track }),
  // @ts-expect-error a relationship that is not loaded is no instance
  new db.models.Track({ album: track.album }),
  // @ts-expect-error a method is no property to set
  new db.models.Track({ label: () => 'x' }),
  // @ts-expect-error told, never set
  new db.models.Album({ isNew: true }),
]

/** A subclass of a described model takes what the model takes. */
export class Record extends db.models.Album {}

/** What a declared model takes: its columns have their types, and what it cannot know is let through. */
export const declared: unknown[] = [
  new Record({ title: 'x' }),
  new Member(),
  new Member({ name: 'Ada', secret: null, nickname: 'A', loans: [loan], address: { anything: 1 } }),
  new Book({ title: 'x', body: 'y', notes: null, price: new Money(1, 'EUR'), digest: 'x' }),
  new Book({ price: null }),
  new Manager({ name: 'x', budget: null, boss: null, employees: [manager] }),
  new Engineer({ name: 'x', language: 'C', boss: manager }),
  new Clerk({ name: 'x', boss: null }),
  // @ts-expect-error misspelt
  new Record({ titel: 'x' }),
  // @ts-expect-error another type
  new Member({ name: 1 }),
  // @ts-expect-error it may not be null
  new Member({ name: null }),
  // @ts-expect-error a deferred column is given as its value
  new Book({ body: book.body }),
  // @ts-expect-error generated
  new Book({ titleLength: 1 }),
  // @ts-expect-error computed
  new Book({ shelf: 'x' }),
  // @ts-expect-error no value object of that kind
  new Book({ price: 1 }),
  // @ts-expect-error another type, of the class above
  new Manager({ name: 1 }),
  // @ts-expect-error no manager, by a relationship of the class above
  new Manager({ boss: member }),
]

/** A class that takes its own values has every name checked. */
export class Shelf extends model('shelf', { id: integer().primaryKey(), label: text() }) {
  declare books: Many<Book>
  declare keeper: One<Manager | null>

  constructor(values?: New<Shelf>) {
    super(values)
  }
}

/** Every name is checked where the values are told what they are for. */
export const checked: unknown[] = [
  new Shelf(),
  new Shelf({ label: 'x', books: [book], keeper: null }),
  new Member({ name: 'Ada', loans: [loan] } satisfies New<Member>),
  // @ts-expect-error misspelt
  new Shelf({ lable: 'x' }),
  // @ts-expect-error of another model
  new Shelf({ books: [loan] }),
  // @ts-expect-error misspelt
  new Member({ name: 'Ada', laons: [loan] } satisfies New<Member>),
  // @ts-expect-error of another model
  new Member({ loans: [book] } satisfies New<Member>),
  // @ts-expect-error computed
  new Book({ shelf: 'x' } satisfies New<Book>),
]

interface NewMember {
  readonly id?: number
  readonly name?: string
  readonly secret?: string | null
  readonly addressId?: number
  readonly createdAt?: Date
  readonly updatedAt?: Date | null
  readonly nickname?: string | null
  readonly address?: Address
  readonly loans?: readonly Loan[]
}

/** What is `readonly` in an interface is never written. */
export interface Ledger extends Instance {
  readonly id: number
  readonly total: string
  note: string | null
  readonly entries: Many<Track>
  owner: One<Genre>
}

export type Given = [
  Holds<Equal<New<Member>, NewMember>>,
  Holds<Equal<New<Ledger>, { readonly note?: string | null; readonly owner?: Genre }>>,
  Holds<Equal<New<Untyped>, { readonly [property: string]: unknown }>>,
  Holds<Equal<WritableName<Ledger>, 'note'>>,
  Holds<Equal<Extract<WritableName<Book>, 'titleLength' | 'shelf' | 'worth' | 'loans' | 'body'>, 'body'>>,
  Holds<Equal<WritableName<Untyped>, string>>,
  Holds<Equal<InstanceType<Models['Album']>, Album>>,
  Holds<Equal<InstanceType<typeof Employee>, Employee>>,
]

type AnyNames<T> = { [K in keyof T]-?: IsAny<T[K]> extends true ? K : never }[keyof T]

/** Nothing of it is `any`. */
export type NoAny = [
  Holds<Equal<AnyNames<New<Member>>, never>>,
  Holds<Equal<AnyNames<New<Album>>, never>>,
  Holds<Equal<AnyNames<Changes<Track>>, never>>,
  Holds<Equal<AnyNames<Change<string>>, never>>,
]
