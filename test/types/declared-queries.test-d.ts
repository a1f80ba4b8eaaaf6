/** Declared models: what their statics, queries and automaps give. Compiled, never run. */

import { integer, relationship } from '../../lib/index.js'
import type { Automap, AutomapFunction, UntypedModels } from '../../types/automap.js'
import type { Key } from '../../types/condition.js'
import type { Deferred, Untyped } from '../../types/loaded.js'
import type { Model, ModelStatics } from '../../types/model.js'
import type { Query } from '../../types/query.js'
import { Book, Clerk, Employee, Engineer, Loan, Manager, Member } from './library.js'
import type { Album, Equal, Holds, Models } from './music.js'

declare const automap: AutomapFunction
declare const db: Automap<Models>

/** Keeps a value's type where it can be asked for. */
declare function typeOf<T>(value: T): () => T
type Of<F extends () => unknown> = ReturnType<F>

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
  Holds<Equal<Awaited<Of<() => typeof named>>['models']['Plain'], typeof Plain & ModelStatics>>,
  Holds<Equal<Awaited<Of<() => typeof named>>['models']['Other'], Model<Untyped>>>,
  Holds<Equal<Awaited<Of<() => typeof listed>>, Automap<UntypedModels>>>,
  Holds<Equal<Awaited<Of<() => typeof described>>, Automap<Models>>>,
]

/** What automap makes of declared classes. */
export async function automaps(): Promise<void> {
  const library = await named
  ;(await library.models.Member.get(1)).label satisfies string
  ;(await library.models.Plain.where('id', 1).first()) satisfies Plain | null
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
  new Record({ title: 'x', tracks: [] }).heading satisfies string
}
