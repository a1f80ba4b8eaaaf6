/** A declared database for the type tests: a lending library, circular, with inheritance. Compiled, never run. */

import {
  boolean,
  composite,
  computed,
  date,
  decimal,
  enumeration,
  integer,
  json,
  model,
  relationship,
  sql,
  text,
  timestamp,
} from '../../lib/index.js'
import type { ExpressionColumns } from '../../types/computed.js'
import type { Deferred, Many, One } from '../../types/loaded.js'

/** Columns that several models share. */
export const stamps = {
  createdAt: timestamp('created_at').default(sql`current_timestamp`),
  updatedAt: timestamp('updated_at').nullable(),
}

/** A value object. */
export class Money {
  readonly amount: number
  readonly currency: string

  constructor(amount: number, currency: string) {
    this.amount = amount
    this.currency = currency
  }
}

/** Someone who borrows books. */
export class Member extends model('member', {
  id: integer().primaryKey().autoIncrement(),
  name: text().validate(name => name.trim()),
  secret: text().sensitive().nullable(),
  addressId: integer('address_id').references('address.id', { onDelete: 'cascade' }),
  ...stamps,
}) {
  static relationships = {
    address: relationship(() => Address, { lazy: 'joined', backPopulates: 'members', innerJoin: true }),
    loans: relationship('Loan', { orderBy: { lentOn: 'desc' }, cascade: ['saveUpdate', 'delete'] }),
  }
  declare address: Address
  declare loans: Many<Loan>
  /** Reflected, and told to TypeScript alone. */
  declare nickname: string | null

  get label(): string {
    return `${this.name} (#${this.id})`
  }

  override get name(): string {
    return super.name.toUpperCase()
  }

  override set name(name: string) {
    super.name = name
  }

  shout(): string {
    return this.label
  }
}

/** Where members live; it leads to them through a joined relationship alone. */
export class Address extends model('address', { id: integer().primaryKey(), city: text() }) {
  static relationships = { members: relationship(Member, { uselist: true }) }
  declare members: Member[]
}

/** A book, with a long text that is read on demand. */
export class Book extends model('book', {
  id: integer().primaryKey().autoIncrement(),
  title: text(),
  body: text().deferred(),
  notes: json<{ pages: number[] }>().nullable().deferred(),
  format: enumeration(['paper', 'pdf']).default('paper'),
  priceAmount: decimal<string>(10, 2).nullable(),
  priceCurrency: text().nullable(),
  price: composite({
    parts: { amount: 'priceAmount', currency: 'priceCurrency' },
    make: (parts: { amount: string; currency: string }) => new Money(Number(parts.amount), parts.currency),
    take: money => ({ amount: String(money.amount), currency: money.currency }),
  }),
  titleLength: integer().generated(sql`length(title)`),
  shelf: computed(text(), c => sql`${c.title} || ' #' || ${c.id}`),
  summary: computed(text().nullable().deferred(), c => sql`substr(${c.body}, 1, 80)`),
  loanCount: computed(integer(), (c: ExpressionColumns<'loans'>) => c.loans.count()),
  worth: computed(decimal<number>(), {
    get: (row: { priceAmount: string | null }) => Number(row.priceAmount),
    sql: (c: ExpressionColumns<'priceAmount' | 'loans.days'>) => sql`${c.priceAmount} * ${c.loans.days}`,
  }),
  ...stamps,
}) {
  static relationships = { loans: relationship(() => Loan, { lazy: 'selectin' }) }
  declare loans: Many<Loan>
  declare digest: Deferred<string>
}

/** A book lent to a member. */
export class Loan extends model(
  'loan',
  {
    memberId: integer().references('member.id'),
    bookId: integer().references('library.book.id', { onUpdate: 'setNull' }),
    lentOn: date(),
    back: boolean().default(false),
  },
  {
    primaryKey: ['memberId', 'bookId'],
    unique: [['bookId', 'lentOn'], { columns: ['memberId'], name: 'one_each' }],
    checks: [sql`back in (true, false)`],
    foreignKeys: [{ columns: ['memberId', 'bookId'], references: 'reservation(member_id, book_id)' }],
    scope: query => query.whereNull('deletedAt'),
  },
) {
  static relationships = { member: relationship(Member), book: relationship(Book) }
  declare member: One<Member>
  declare book: One<Book | null>
}

/** Someone who works in the library; the root of a hierarchy. */
export class Employee extends model(
  'employee',
  { id: integer().primaryKey().autoIncrement(), name: text(), type: text() },
  { polymorphicOn: 'type', identity: 'employee' },
) {
  static relationships = { boss: relationship('Manager') }
  declare boss: One<Manager | null>

  static named<T extends Employee>(this: new () => T, name: string): T | string {
    return name
  }

  greet(): string {
    return this.name
  }
}

/** In the parent's table. */
export class Manager extends model(Employee, { budget: integer().nullable() }, { identity: 'manager' }) {
  static relationships = { employees: relationship(Employee) }
  declare employees: Many<Employee>

  override greet(): string {
    return `${super.greet()}, ${this.budget}`
  }
}

/** In a table of its own. */
export class Engineer extends model(
  Employee,
  'engineer',
  { id: integer().primaryKey().references('employee.id'), language: text() },
  { identity: 'engineer', polymorphicLoad: 'joined' },
) {}

/** In the parent's table, with nothing of its own. */
export class Clerk extends Employee {
  static identity = 'clerk'
}
