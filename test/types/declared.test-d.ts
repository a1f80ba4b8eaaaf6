/** Declared models: what instances, queries and rows follow from a class. Compiled, never run. */

import {
  array,
  bigInteger,
  binary,
  composite,
  custom,
  date,
  decimal,
  double,
  enumeration,
  integer,
  json,
  model,
  real,
  relationship,
  sql,
  string,
  text,
  time,
  timestamp,
  uuid,
} from '../../lib/index.js'
import type { Automap, AutomapFunction, UntypedModels } from '../../types/automap.js'
import type { Key } from '../../types/condition.js'
import type {
  Member as AnyMember,
  ColumnBuilder,
  DeclaredInstance,
  Insert,
  Properties,
} from '../../types/declared.js'
import type {
  ColumnName,
  Deferred,
  Instance,
  Lazy,
  LazyColumn,
  Loaded,
  Many,
  RelationshipName,
  Untyped,
  ValueOf,
} from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import type { Query } from '../../types/query.js'
import { type Address, Book, Clerk, Employee, Engineer, Loan, Manager, Member, Money } from './library.js'
import type { Album, Equal, Holds, IsAny, Models } from './music.js'

declare const automap: AutomapFunction
declare const db: Automap<Models>

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>
type ValueIn<B> = B extends ColumnBuilder<infer V, infer _> ? V : never

const everyType = {
  a: integer('a_column'),
  b: bigInteger(),
  c: bigInteger<bigint>(),
  d: text(),
  e: string(20),
  f: decimal(10, 2),
  g: decimal<string>(),
  h: real(),
  i: double(),
  j: date(),
  k: date<Date>(),
  l: time(),
  m: timestamp({ zone: true }),
  n: timestamp<string>('n_column', { zone: false }),
  o: json(),
  p: json<{ x: 1 }>(),
  q: uuid(),
  r: binary(),
  s: enumeration(['flac', 'mp3'], 'format'),
  t: array(array(text())),
  u: custom({ type: 'point', read: value => ({ x: Number(value) }), write: point => point.x }),
  v: custom({ type: 'money' }),
}

interface EveryValue {
  a: number
  b: number
  c: bigint
  d: string
  e: string
  f: string | number
  g: string
  h: number
  i: number
  j: string
  k: Date
  l: string
  m: Date
  n: string
  o: unknown
  p: { x: 1 }
  q: string
  r: Uint8Array
  s: 'flac' | 'mp3'
  t: string[][]
  u: { x: number }
  v: unknown
}

/** Each builder has the type of what its column gives. */
export type Builders = [
  Holds<Equal<{ [K in keyof typeof everyType]: ValueIn<(typeof everyType)[K]> }, EveryValue>>,
  Holds<Equal<Properties<typeof everyType>, EveryValue>>,
]

const modified = integer()
  .nullable()
  .default(null)
  .default(1)
  .default(sql`1`)
  .onUpdate(2)
  .unique()
  .index()
  .references('a.b', { onDelete: 'cascade', onUpdate: 'setDefault' })
  .references({ schema: 'x.y', table: 'a', column: 'b' })
  .comment('text')
  .named('db_name')
  .sensitive()
  .validate(value => value && value + 1)
  .validate({ '~standard': { version: 1, vendor: 'test', validate: value => ({ value }) } })

/** Modifiers keep the type; `nullable` alone widens it. */
export type Modified = [Holds<Equal<typeof modified, ColumnBuilder<number | null, 'optional'>>>]

/** What builders and options refuse. */
export const misdeclared: unknown[] = [
  // @ts-expect-error no such action
  integer().references('a.b', { onDelete: 'destroy' }),
  // @ts-expect-error a default of another type
  integer().default('x'),
  // @ts-expect-error null is no default of what is not nullable
  integer().default(null),
  // @ts-expect-error a text is no SQL
  integer().generated('1'),
  // @ts-expect-error another type
  text().validate(value => value.length),
  // @ts-expect-error an enumeration has values
  enumeration([]),
  // @ts-expect-error not one of the values
  enumeration(['a', 'b']).default('c'),
  // @ts-expect-error a function, not a column
  model('customer', { id: integer }),
  // @ts-expect-error a relationship is no column
  model('customer', { address: relationship('Address') }),
  // @ts-expect-error misspelt
  model('customer', {}, { primryKey: ['id'] }),
  // @ts-expect-error no such strategy
  relationship('Address', { lazy: 'eager' }),
  // @ts-expect-error misspelt
  relationship('Address', { backPopulate: 'customers' }),
  // @ts-expect-error an instance is no target
  relationship({ name: 'Address' }),
  // @ts-expect-error takes apart into other parts than it is made of
  composite({ parts: { a: 'x' }, make: () => new Money(1, 'EUR'), take: () => ({ b: 1 }) }),
]

declare const member: Member
declare const book: Book
declare const loan: Loan

const properties = typeOf({
  id: member.id,
  name: member.name,
  secret: member.secret,
  createdAt: member.createdAt,
  updatedAt: member.updatedAt,
  city: member.address.city,
  again: member.address.members[0]?.address.id,
  label: member.label,
  shouted: member.shout(),
  json: member.toJSON(),
})

/** Instances have the declared properties, those of mixed-in columns, and the class's own members. */
export type MemberProperties = Holds<
  Equal<
    Of<typeof properties>,
    {
      id: number
      name: string
      secret: string | null
      createdAt: Date
      updatedAt: Date | null
      city: string
      again: number | undefined
      label: string
      shouted: string
      json: Record<string, unknown>
    }
  >
>

/** What is deferred is awaited; a value object is null where its parts can be; SQL's own columns can only be read. */
export type BookProperties = [
  Holds<Equal<Book['body'], string | LazyColumn<string>>>,
  Holds<Equal<Book['body'], Deferred<string>>>,
  Holds<Equal<Awaited<Book['notes']>, { pages: number[] } | null>>,
  Holds<Equal<Book['summary'], Deferred<string | null>>>,
  Holds<Equal<Book['price'], Money | null>>,
  Holds<Equal<Book['format'], 'paper' | 'pdf'>>,
  Holds<Equal<Book['worth'], number>>,
  Holds<Equal<Book['loanCount'], number>>,
  Holds<Equal<Book['shelf'], string>>,
  Holds<Equal<Loan['back'], boolean>>,
]

/** What the compiler refuses of instances. */
export async function misuse(): Promise<void> {
  // @ts-expect-error misspelt
  member.nmae satisfies unknown
  // @ts-expect-error not loaded
  book.body.length satisfies unknown
  // @ts-expect-error not loaded
  book.loans.length satisfies unknown
  // @ts-expect-error not loaded
  loan.member.name satisfies unknown
  // @ts-expect-error computed
  book.shelf = 'x'
  // @ts-expect-error generated
  book.titleLength = 1
  // @ts-expect-error may be null
  book.price.amount satisfies unknown
  book.title = 'x'
  ;(await book.body).length satisfies number
  ;(await loan.member).address.city satisfies string
  class Hidden extends model('x', { name: text() }) {
    // @ts-expect-error a string
    override get name(): number {
      return 1
    }
  }
  new Hidden() satisfies object
}

/** Columns are what is declared or can be assigned; relationships and getters of the class's own are none. */
export type Names = [
  Holds<
    Equal<ColumnName<Member>, 'id' | 'name' | 'secret' | 'addressId' | 'createdAt' | 'updatedAt' | 'nickname'>
  >,
  Holds<Equal<RelationshipName<Member>, 'address' | 'loans'>>,
  Holds<Equal<ColumnName<Address>, 'id' | 'city'>>,
  Holds<Equal<RelationshipName<Address>, 'members'>>,
  Holds<
    Equal<
      ColumnName<Book>,
      | 'id'
      | 'title'
      | 'body'
      | 'notes'
      | 'format'
      | 'priceAmount'
      | 'priceCurrency'
      | 'titleLength'
      | 'shelf'
      | 'summary'
      | 'loanCount'
      | 'worth'
      | 'createdAt'
      | 'updatedAt'
      | 'digest'
    >
  >,
  Holds<Equal<RelationshipName<Book>, 'loans'>>,
  Holds<Equal<RelationshipName<Loan>, 'member' | 'book'>>,
  Holds<Equal<ValueOf<Book, 'body'>, string>>,
  Holds<Equal<ValueOf<Book, 'notes'>, { pages: number[] } | null>>,
]

interface MemberRow {
  name: string
  addressId: number
  id?: number
  secret?: string | null
  createdAt?: Date
  updatedAt?: Date | null
  nickname?: string | null
}

interface BookRow {
  title: string
  body: string
  id?: number
  notes?: { pages: number[] } | null
  format?: 'paper' | 'pdf'
  priceAmount?: string | null
  priceCurrency?: string | null
  price?: Money
  createdAt?: Date
  updatedAt?: Date | null
  digest?: string
}

/** Rows to insert leave out what the database fills. */
export type Rows = [
  Holds<Equal<Insert<typeof Member>, MemberRow>>,
  Holds<Equal<Insert<typeof Book>, BookRow>>,
  Holds<Equal<Insert<typeof Loan>, { memberId: number; bookId: number; lentOn: string; back?: boolean }>>,
  Holds<Equal<Insert<typeof Manager>, { name: string; type: string; id?: number; budget?: number | null }>>,
]

/** Rows are checked where they are given. */
export const rows: unknown[] = [
  Member.toRow({ name: 'Ada', addressId: 1 }),
  // @ts-expect-error misspelt
  Member.toRow({ name: 'Ada', addressId: 1, nme: 'x' }),
  // @ts-expect-error a column is missing
  Member.toRow({ name: 'Ada' }),
  // @ts-expect-error another type
  Member.toRow({ name: 1, addressId: 1 }),
]

const starts = typeOf({
  query: Member.query(),
  where: Member.where('name', 'like', 'A%').where({ nickname: null }).orderBy('createdAt', 'desc'),
  group: Member.whereNot(q => q.whereIn('id', [1, 2]).orWhere('secret', null)),
  deferred: Book.where('body', 'like', '%x%').whereNotNull('notes'),
  computed: Book.where('worth', '>', 1).orderBy('loanCount'),
  has: Member.whereHas('loans.book', q => q.where('title', 'x')),
  with: Loan.with('member.address', 'book'),
  filtered: Member.with('loans', q => q.where('back', false).with('book')),
  unscoped: Loan.unscoped().limit(1).offset(1),
  modified: Loan.modify(builder => builder.forShare()),
})

/** Statics give queries of the class that they are called on. */
export type Starts = Holds<
  Equal<
    Of<typeof starts>,
    {
      query: Query<Member>
      where: Query<Member>
      group: Query<Member>
      deferred: Query<Book>
      computed: Query<Book>
      has: Query<Member>
      with: Query<Loan, 'member.address' | 'book'>
      filtered: Query<Member, 'loans' | 'loans.book'>
      unscoped: Query<Loan>
      modified: Query<Loan>
    }
  >
>

/** Statics run, too, and queries narrow what they load. */
export async function runs(): Promise<void> {
  const one: Member = await Member.get(1)
  const some: (Member | null)[] = [
    await Member.find(1),
    await Member.first(),
    await Member.findBy({ name: 'x' }),
  ]
  const all: Member[] = await Member.all()
  const page: Member[] = (await Member.paginate({ page: 1, perPage: 1 })).items
  const numbers: (number | null)[] = [
    await Member.count(),
    await Book.sum('worth'),
    await Book.avg('titleLength'),
  ]
  const texts: string[] = await Book.pluck('body')
  const pairs: [string, 'paper' | 'pdf'][] = await Book.pluck('title', 'format')
  const ends: (Date | null)[] = [await Book.min('createdAt'), await Book.max('createdAt')]
  ;[one, some, all, page, numbers, texts, pairs, ends, await Member.exists()] satisfies unknown[]
  const [lent] = await Loan.with('member.address', 'book').where('back', false)
  lent?.member.address.city satisfies string | undefined
  lent?.book?.title satisfies string | undefined
  if (lent instanceof Loan) lent.lentOn satisfies string
  const key: Key<Loan> = { memberId: 1, bookId: 2 }
  ;(await Loan.get(key)) satisfies Loan
  // @ts-expect-error misspelt
  Member.where('nmae', 'x')
  // @ts-expect-error a getter of the class's own is no column
  Member.where('label', 'x')
  // @ts-expect-error a value object is no column
  Book.where('price', 'x')
  // @ts-expect-error a deferred column is no relationship
  Book.with('body')
  // @ts-expect-error a relationship is no column
  Loan.where('member', 1)
  // @ts-expect-error another type
  Book.where('body', 1)
  // @ts-expect-error misspelt
  Member.with('loans.bok')
  // @ts-expect-error a model is no query
  await Member.orWhere('name', 'x')
}

/** Queries tell which columns come with the instances. */
export async function columns(): Promise<void> {
  const whole = await Book.undefer('body').get(1)
  whole.body satisfies string
  whole.title satisfies string
  const [slim] = await Book.where('id', 1).only('id', 'title', 'body')
  slim?.title satisfies string | undefined
  slim?.createdAt satisfies Deferred<Date> | undefined
  // @ts-expect-error left out
  slim?.createdAt.getTime() satisfies unknown
  ;(await slim?.createdAt) satisfies Date | undefined
  const late = await Member.defer('name', 'secret').get(1)
  late.name satisfies Deferred<string>
  late.address.city satisfies string
  // @ts-expect-error left out
  late.name.length satisfies unknown
  const nested = await Member.with('loans', q =>
    q.only('memberId', 'bookId').with('book', b => b.undefer('body')),
  ).get(1)
  nested.loans[0]?.lentOn satisfies Deferred<string> | undefined
  nested.loans[0]?.book?.body satisfies string | undefined
  // @ts-expect-error left out
  nested.loans[0]?.lentOn.length satisfies unknown
  // @ts-expect-error misspelt
  Book.only('id', 'titel')
  // @ts-expect-error a relationship is no column
  Book.defer('loans')
  // @ts-expect-error nothing is named
  Book.undefer()
  // @ts-expect-error less is read than a book has
  const book: Book | undefined = slim
  ;[book, (await Book.all()).map(each => each.title)] satisfies unknown[]
}

declare const manager: Manager
declare const engineer: Engineer

/** Subclasses have what their parents have, the methods too. */
export async function inherits(): Promise<void> {
  const boss: Employee = manager
  const staff: Query<Manager> = Manager.where('budget', '>', 1).where('name', 'x')
  const people: Employee[] = [boss, engineer, await Clerk.get(1)]
  ;[manager.greet(), engineer.language, engineer.name, people, staff] satisfies unknown[]
  ;(await Engineer.get(1)).language satisfies string
  ;(await Clerk.where('name', 'x').first()) satisfies Clerk | null
  ;(await Manager.with('employees.boss').get(1)).employees[0]?.boss?.budget satisfies
    | number
    | null
    | undefined
  Manager.named('x') satisfies Manager | string
  // @ts-expect-error of another subclass
  Engineer.where('budget', 1)
  // @ts-expect-error of a subclass
  Employee.where('budget', 1)
  // @ts-expect-error an employee may be no manager
  boss satisfies Manager
}

/** Plain classes are declared by statics, and TypeScript knows what they declare themselves. */
export class Plain {
  static table = 'member'
  static columns = { id: integer().primaryKey() }
  static relationships = { loans: relationship(Loan) }
  declare id: number
}

const named = automap('sqlite:library.db', { models: { Member, Plain }, create: 'missing' })
const listed = automap('sqlite:library.db', { models: [Member, Plain] })
const described = automap<Models>('sqlite:library.db', { models: { Member } })

/** Classes given under names have their types among the models; others stay untyped. */
export type Automaps = [
  Holds<Equal<Awaited<Of<() => typeof named>>['models']['Member'], typeof Member>>,
  Holds<Equal<Awaited<Of<() => typeof named>>['models']['Plain'], typeof Plain>>,
  Holds<Equal<Awaited<Of<() => typeof named>>['models']['Other'], Model<Untyped>>>,
  Holds<Equal<Awaited<Of<() => typeof listed>>, Automap<UntypedModels>>>,
  Holds<Equal<Awaited<Of<() => typeof described>>, Automap<Models>>>,
]

/** What automap makes of declared classes. */
export async function automaps(): Promise<void> {
  const library = await named
  ;(await library.models.Member.get(1)).label satisfies string
  library.model('Member') satisfies typeof Member
  library.model('member') satisfies Model<Untyped>
  const loaded = await library.load(await library.models.Member.get(1), 'loans.book')
  loaded.loans[0]?.book?.title satisfies string | undefined
  await library.reflect({ only: ['invoice'], strict: true })
  // @ts-expect-error an instance is no class
  automap('sqlite:library.db', { models: [member] })
  // @ts-expect-error misspelt
  automap('sqlite:library.db', { models: [Member], create: 'mising' })
  // @ts-expect-error how values are read is settled at boot
  await library.reflect({ values: {} })
}

/** A subclass of a generated model takes its place, with members of its own. */
export async function takesPlace(): Promise<void> {
  class Record extends db.models.Album {
    get heading(): string {
      return `${this.title}!`
    }
  }
  const used: typeof Record = db.use(Record)
  ;(await used.where('title', 'x').with('tracks').first())?.heading satisfies string | undefined
  ;(await Record.get(1)).heading satisfies string
  ;(await Record.all()) satisfies Album[]
  // @ts-expect-error misspelt
  Record.where('titel', 'x')
  // @ts-expect-error instances of generated models come from queries
  new db.models.Album()
}

type AnyNames<T> = { [K in keyof T]-?: IsAny<T[K]> extends true ? K : never }[keyof T]

/** Nothing of it is `any`, and an instance is what its columns make it. */
export type Whole = [
  Holds<Equal<AnyNames<Member>, never>>,
  Holds<Equal<AnyNames<Engineer>, never>>,
  Holds<Equal<AnyNames<typeof Engineer>, never>>,
  Holds<Equal<AnyNames<Loaded<Book, 'loans.member' | 'body'>>, never>>,
  Holds<Equal<InstanceType<typeof Member>, Member>>,
  Holds<Equal<IsAny<AnyMember>, false>>,
  Holds<Member extends Instance ? true : false>,
  Holds<DeclaredInstance<{ id: ColumnBuilder<number> }> extends { id: number } ? true : false>,
  Holds<Equal<Many<Loan>, Loan[] | Lazy<Loan[]>>>,
]
