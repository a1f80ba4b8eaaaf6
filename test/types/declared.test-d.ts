/** Declared models: what instances, queries and rows follow from a class. Compiled, never run. */

import { model, text } from '../../lib/index.js'
import type { ColumnBuilder } from '../../types/column.js'
import type { Member as AnyMember, DeclaredInstance, Insert } from '../../types/declared.js'
import type {
  ColumnName,
  Deferred,
  Instance,
  Lazy,
  LazyColumn,
  Loaded,
  Many,
  RelationshipName,
  ValueOf,
} from '../../types/loaded.js'
import {
  type Address,
  type Book,
  type Engineer,
  type Loan,
  type Manager,
  Member,
  type Money,
} from './library.js'
import type { Equal, Holds, IsAny } from './music.js'

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>
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
