/** What models, queries, sessions and automaps write. Compiled, never run. */

import type { Knex } from 'knex'
import { integer, model, sql } from '../../lib/index.js'
import type { Automap, AutomapFunction } from '../../types/automap.js'
import type { Insert } from '../../types/declared.js'
import type { QueryEvent, TransactionEvent } from '../../types/events.js'
import type { HookChanges } from '../../types/hooks.js'
import type { Untyped } from '../../types/loaded.js'
import type { Query } from '../../types/query.js'
import type { PlannedWrite, Session } from '../../types/session.js'
import type { Change, UpdateColumns, UpdateValues } from '../../types/written.js'
import { Book, Clerk, Loan, Manager, Member } from './library.js'
import type { Album, Equal, Holds, IsAny, Models, Track } from './music.js'

declare const automap: AutomapFunction
declare const knex: Knex
declare const db: Automap<Models>
declare const loose: Automap
declare const member: Member

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>

const row = { name: 'Ada', addressId: 1 }

const inserted = typeOf({
  one: Member.insert(row),
  many: Member.insert([row, { ...row, secret: null }]),
  frozen: Member.insert([row] as const, { returning: true }),
  counted: Member.insert([row], { returning: false }),
  countedOne: Member.insert(row, { returning: false }),
  below: Manager.insert({ name: 'x', type: 'manager', budget: 1 }),
  inherited: Clerk.insert([{ name: 'x', type: 'clerk' }]),
  described: db.models.Album.insert({ title: 'x', artistId: 1, releasedAt: null }),
  loose: loose.model('Album').insert([{ anything: 1 }]),
})

/** A row gives an instance, rows give instances, and who asks for none gets a number. */
export type Inserted = Holds<
  Equal<
    Of<typeof inserted>,
    {
      one: Promise<Member>
      many: Promise<Member[]>
      frozen: Promise<Member[]>
      counted: Promise<number>
      countedOne: Promise<number>
      below: Promise<Manager>
      inherited: Promise<Clerk[]>
      described: Promise<Album>
      loose: Promise<Untyped[]>
    }
  >
>

const upserted = typeOf({
  one: Member.upsert(row),
  keyed: Member.upsert(row, { on: ['name'], update: ['secret', 'nickname'] }),
  all: Member.upsert(row, { update: true }),
  left: Member.upsert(row, { on: ['name', 'addressId'], update: false }),
  many: Member.upsert([row], { on: ['name'] }),
  manyLeft: Member.upsert([row], { update: false }),
  counted: Member.upsert([row], { update: false, returning: false }),
  described: db.models.Album.upsert({ albumId: 1, title: 'x' }, { on: ['albumId'], update: ['title'] }),
  loose: loose.model('Album').upsert({ anything: 1 }, { on: ['anything'] }),
})

/** A row that may be left as it is may give nothing. */
export type Upserted = Holds<
  Equal<
    Of<typeof upserted>,
    {
      one: Promise<Member>
      keyed: Promise<Member>
      all: Promise<Member>
      left: Promise<Member | null>
      many: Promise<Member[]>
      manyLeft: Promise<Member[]>
      counted: Promise<number>
      described: Promise<Album>
      loose: Promise<Untyped>
    }
  >
>

/** What inserts and upserts refuse. */
export const misuse: unknown[] = [
  // @ts-expect-error misspelt
  Member.insert({ ...row, scret: 'x' }),
  // @ts-expect-error misspelt in one of several rows
  Member.insert([row, { ...row, scret: 'x' }]),
  // @ts-expect-error a column is missing
  Member.insert({ name: 'Ada' }),
  // @ts-expect-error another type
  Member.insert({ name: 1, addressId: 1 }),
  // @ts-expect-error computed
  Book.insert({ title: 'x', body: 'y', shelf: 'z' }),
  // @ts-expect-error misspelt
  db.models.Album.insert({ titel: 'x' }),
  // @ts-expect-error another type
  db.models.Album.insert([{ title: 1 }]),
  // @ts-expect-error not an option
  Member.insert([row], { retrning: false }),
  // @ts-expect-error misspelt
  Member.upsert(row, { on: ['nmae'] }),
  // @ts-expect-error a relationship is no column
  Member.upsert(row, { on: ['address'] }),
  // @ts-expect-error misspelt
  Member.upsert(row, { update: ['scret'] }),
  // @ts-expect-error generated
  Book.upsert({ title: 'x', body: 'y' }, { update: ['titleLength'] }),
  // @ts-expect-error a list is asked for
  Member.upsert(row, { on: 'name' }),
]

/** Rows to insert are typed where they are made, too. */
export const rows: Insert<typeof Member>[] = [row, { ...row, createdAt: new Date() }]

const { Album: Albums, Track: Tracks } = db.models

/** Queries update and delete, and tell how many rows there were. */
export async function bulk(): Promise<void> {
  const numbers: number[] = [
    await Member.where('id', 1).update({ name: 'x', secret: null, nickname: 'y' }),
    await Book.where('id', 1).update({ body: 'x', notes: { pages: [1] } }),
    await Book.where('id', 1).update({ title: columns => sql`upper(${columns.title})`, format: 'pdf' }),
    await Member.everything().update({ name: columns => columns.secret }),
    await Member.where('id', 1).update({ address: member.address }),
    await Albums.where('albumId', 1).update({
      releasedAt: null,
      title: c => sql`${c.title} || ${c.albumId}`,
    }),
    await Tracks.where('raw', null).update({ raw: { any: 'thing' }, tags: ['x'] }),
    await Tracks.query().everything().delete(),
    await Loan.where('back', true).delete(),
    await loose
      .model('Album')
      .everything()
      .update({ a: 1, b: columns => sql`${columns.c} + 1` }),
  ]
  const everyone: Query<Member> = Member.everything()
  const loaded: Query<Loan, 'book'> = Loan.with('book').everything()
  ;[numbers, everyone, loaded] satisfies unknown[]
  // @ts-expect-error misspelt
  await Member.where('id', 1).update({ nmae: 'x' })
  // @ts-expect-error another type
  await Member.where('id', 1).update({ name: 1 })
  // @ts-expect-error it may not be null
  await Member.where('id', 1).update({ name: null })
  // @ts-expect-error undefined is a mistake
  await Member.where('id', 1).update({ secret: undefined })
  // @ts-expect-error a relationship is no column
  await Member.where('id', 1).update({ address: 1 })
  // @ts-expect-error generated
  await Book.where('id', 1).update({ titleLength: 1 })
  // @ts-expect-error computed
  await Book.where('id', 1).update({ shelf: 'x' })
  // @ts-expect-error misspelt in an expression
  await Member.where('id', 1).update({ name: columns => sql`upper(${columns.nmae})` })
  // @ts-expect-error a text is no SQL
  await Member.where('id', 1).update({ addressId: () => '1' })
  // @ts-expect-error its key is in other rows
  await Member.where('id', 1).update({ loans: [] })
  // @ts-expect-error a model has no condition
  await Member.update({ name: 'x' })
  // @ts-expect-error a model has no condition
  await Member.delete()
}

/** A session takes instances, or arrays of them, and tells what it holds. */
export async function sessions(): Promise<void> {
  const made: Member = await db.session(async session => {
    const added: Member = session.add(new Member(row))
    const several: readonly [Member, Loan] = session.add([added, new Loan()] as const)
    session.delete(added)
    session.delete(several)
    await session.flush()
    const merged: Member = await session.merge(member)
    session.expunge(merged)
    session.expungeAll()
    const number: number = await session.withoutAutoflush(() => Member.count())
    const planned: readonly PlannedWrite[] = await session.plan()
    const held: readonly object[] = [...session.new, ...session.dirty, ...session.deleted]
    const texts: string[] = planned.map(
      ({ sql: statement, rows: count, model: name }) => statement + count + name,
    )
    ;[session.has(member), number, held, texts, session.new.includes(member)] satisfies unknown[]
    // @ts-expect-error told, never set
    session.new = []
    // @ts-expect-error no instance
    session.add('x')
    // @ts-expect-error no instance
    await session.merge(1)
    return added
  })
  made satisfies Member
  await db.session(() => 1, { autoflush: false, isolation: 'serializable', retry: 3 })
  // @ts-expect-error misspelt
  await db.session(() => 1, { autoFlush: false })
}

/** Listeners are told what their event tells; hooks are called with what their name says. */
export function listens(): (() => void)[] {
  // @ts-expect-error no such event
  db.on('querry', () => undefined)
  // @ts-expect-error no such hook
  Member.on('beforeSave', () => undefined)
  // @ts-expect-error no such option
  db.on('query', () => undefined, { values: true })
  return [
    db.on('query', event => event satisfies QueryEvent),
    db.on('query', ({ bindings }) => void bindings.length, { bindings: true }),
    db.on('transaction', event => event satisfies TransactionEvent),
    db.on('flush', ({ inserted: count }) => count satisfies number),
    db.on('load', ({ strategy }) => void strategy),
    Member.on('beforeInsert', instance => void (instance satisfies Member).name),
    Member.on('afterUpdate', async (_, changes) => void (changes satisfies HookChanges)),
    Member.on('afterUpdate', (_, { name }) => void (name satisfies Change<string> | undefined)),
    // @ts-expect-error no such column
    Member.on('beforeUpdate', (_, changes) => void changes.nmae),
    db.models.Album.on('beforeUpdate', (_, { title }) => void (title satisfies Change<string> | undefined)),
    loose.model('Album').on('beforeUpdate', (_, changes) => void changes.anything?.to),
    Manager.on('beforeLoad', ({ relationship }) => void relationship),
    db.models.Album.on('afterLoad', album => void album.title),
    loose.model('Album').on('beforeDelete', album => void album.anything),
  ]
}

/** Classes and options say what reading and writing need. */
export const said: unknown[] = [
  model('customer', { rowVersion: integer() }, { version: 'rowVersion' }),
  model('customer', {}, { version: 'xmin' }),
  automap(knex, { readOnly: true }),
  // @ts-expect-error a property is named
  model('customer', {}, { version: 1 }),
  // @ts-expect-error true or false
  automap(knex, { readOnly: 'yes' }),
]

type AnyNames<T> = { [K in keyof T]-?: IsAny<T[K]> extends true ? K : never }[keyof T]
type Answer<F> = F extends (...values: never[]) => infer R ? Awaited<R> : F

/** Nothing of it is `any`, and columns in SQL are those that there are. */
export type Whole = [
  Holds<Equal<AnyNames<UpdateValues<Track>>, never>>,
  Holds<Equal<AnyNames<{ [K in keyof Session]: Answer<Session[K]> }>, never>>,
  Holds<Equal<AnyNames<PlannedWrite>, never>>,
  Holds<Equal<keyof UpdateColumns<Album>, 'albumId' | 'title' | 'artistId' | 'releasedAt'>>,
]
