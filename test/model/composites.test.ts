import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { CompositeDeclaration, MemberDeclaration } from '../../lib/declaration/declaration.js'
import { connect } from '../../lib/dialect/dialect.js'
import { composite, model } from '../../lib/index.js'
import { type Instance, keepSlot } from '../../lib/instance/instance.js'
import { Loader } from '../../lib/loading/loader.js'
import { compositeReaders } from '../../lib/model/composites.js'
import { Executor } from '../../lib/query/executor.js'
import { adjust, declare, mappingOf } from '../fixtures/adjusted.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

class Money {
  readonly amount: unknown
  readonly currency: unknown

  constructor(amount: unknown, currency: unknown) {
    this.amount = amount
    this.currency = currency
  }
}

const price: CompositeDeclaration = {
  member: 'composite',
  parts: new Map([
    ['amount', 'priceAmount'],
    ['currency', 'priceCurrency'],
  ]),
  make: ({ amount, currency }) => new Money(amount, currency),
  take: value => {
    if (!(value instanceof Money)) throw new TypeError('no money')
    return { amount: value.amount, currency: value.currency }
  },
}

async function open(database: Database, members: Record<string, MemberDeclaration> = { price }) {
  await database.exec(`create table item (id integer primary key, price_amount integer, price_currency varchar(3));
    insert into item values (1, 5, 'EUR'), (2, 5, 'USD'), (3, null, null), (4, 7, null), (5, 5, 'EUR');`)
  const db = await automap(database.knex)
  const Item = db.models.Item!
  const mapping = mappingOf(await Item.first())
  declare(mapping, members)
  const { dialect, knex } = connect(database.knex)
  const loader = new Loader(new Executor(knex, dialect), 100)
  const readers = compositeReaders(mapping, loader)
  const read = (instance: unknown): unknown => readers.get('price')?.(instance as Instance)
  return { Item, mapping, readers, read }
}

eachDatabase(
  t,
  'a value object is made of its columns, once while they stay the same',
  async (t, database) => {
    const { Item, read } = await open(database)
    const [one, two, none, half] = await Item.orderBy('id')
    t.strictSame(read(one), new Money(5, 'EUR'))
    t.equal(read(one), read(one))
    t.not(read(one), read(two))
    t.equal(read(none), null, 'all parts are null')
    t.strictSame(read(half), new Money(7, null))
    t.equal(
      inspect(one),
      "Item { id: 1, priceAmount: 5, priceCurrency: 'EUR' }",
      'its parts are shown, it is not',
    )
    t.same(one?.toJSON(), { id: 1, priceAmount: 5, priceCurrency: 'EUR' })
  },
)

eachDatabase(t, 'a value object is made anew when a column of it has changed', async (t, database) => {
  const { Item, mapping, read } = await open(database)
  const item = (await Item.get(1)) as unknown as Instance
  const before = read(item)
  keepSlot(item, mapping.properties.get('priceCurrency')?.slot as number, 'CHF')
  t.strictSame(read(item), new Money(5, 'CHF'))
  t.strictSame(before, new Money(5, 'EUR'))
})

eachDatabase(t, 'a value object of dates stays the same while they do', async (t, database) => {
  await database.exec({
    sqlite: 'create table stay (id integer primary key, since datetime, until datetime)',
    postgres: 'create table stay (id integer primary key, since timestamptz, until timestamptz)',
  })
  await database.exec("insert into stay values (1, '2024-01-01 00:00:00', null)")
  class Stay extends model('stay', {
    span: composite({
      parts: { since: 'since', until: 'until' },
      make: ({ since, until }) => ({ since, until }),
      take: span => ({ since: span.since, until: span.until }),
    }),
  }) {}
  await automap(database.knex, { models: [Stay] })
  const stay = await Stay.get(1)
  const { span } = stay
  t.equal(stay.span, span)
  Object.assign(stay, { until: new Date(0) })
  t.same(stay.span, { ...span, until: new Date(0) })
  Object.assign(stay, { since: new Date(1) })
  t.same(stay.span, { since: new Date(1), until: new Date(0) })
})

eachDatabase(
  t,
  'a value object whose parts were not read is awaited, in one statement',
  async (t, database) => {
    const { Item, mapping, read } = await open(database)
    adjust(mapping, { priceAmount: { deferred: true }, priceCurrency: { deferred: true } })
    const items = await Item.orderBy('id')
    const lazy = read(items[0]) as PromiseLike<unknown> & Money
    t.throws(() => lazy.amount, {
      name: 'NotLoadedError',
      code: 'NOT_LOADED',
      message: "Item.price is not loaded: await it, or load it with the query: .undefer('price')",
    })
    const statements = await database.count(async () => {
      t.strictSame(await lazy, new Money(5, 'EUR'))
      t.strictSame(await read(items[1]), new Money(5, 'USD'))
      t.equal(await read(items[2]), null)
    })
    t.equal(statements.length, 1)
    const chosen = Item as unknown as { undefer(name: string): { first(): Promise<unknown> } }
    t.strictSame(read(await chosen.undefer('price').first()), new Money(5, 'EUR'))
  },
)

eachDatabase(t, 'a value object compares by all its parts', async (t, database) => {
  const { Item } = await open(database)
  const ids = async (...condition: unknown[]) => {
    const where = (Item as unknown as { where(...inputs: unknown[]): typeof Item }).where(...condition)
    return (await where.orderBy('id')).map(item => item.id)
  }
  const euros = new Money(5, 'EUR')
  t.same(await ids('price', euros), [1, 5])
  t.same(await ids({ price: euros, id: 5 }), [5])
  t.same(await ids('price', 'IS', euros), [1, 5])
  t.same(await ids('price', null), [3])
  t.same(await ids('price', new Money(7, null)), [4])
  t.same(await ids('price', '!=', euros), [2, 4])
  t.same(await ids('price', '<>', null), [1, 2, 4, 5])
  t.same(await ids('price', 'is not', euros), [2, 3, 4])
  const found = await (Item as unknown as { findBy(by: object): Promise<{ id: number }> }).findBy({
    price: euros,
  })
  t.equal(found.id, 1)
})

eachDatabase(t, 'a value object is no column, and says what can be done with it', async (t, database) => {
  const { Item } = await open(database)
  const any = Item as unknown as Record<string, (...inputs: unknown[]) => Promise<unknown>>
  const of = 'Cannot filter model "Item" by property "price": a value object of priceAmount, priceCurrency'
  const column =
    'MappingError PROPERTY_UNKNOWN: "price" is a value object of model "Item", not a column; compare it with where("price", value), or use its parts priceAmount, priceCurrency'
  t.equal(
    await errorOf(() => any.where?.('price', '<', new Money(1, 'EUR'))),
    `QueryError QUERY_INVALID: ${of} is compared with =, is, !=, <>, is not alone; compare its parts instead`,
  )
  t.equal(
    await errorOf(() => any.where?.('price', undefined)),
    `QueryError QUERY_INVALID: ${of} was given undefined; use null to find what is empty`,
  )
  t.equal(
    await errorOf(() => any.where?.('price', 5)),
    `QueryError QUERY_INVALID: ${of} cannot be taken apart; the cause says why`,
  )
  t.equal(await errorOf(() => any.orderBy?.('price')), column)
  t.equal(await errorOf(() => any.whereIn?.('price', [])), column)
  t.equal(await errorOf(() => any.pluck?.('price')), column)
})

eachDatabase(t, 'a part that the table lacks is named', async (t, database) => {
  const wrong: CompositeDeclaration = { ...price, parts: new Map([['amount', 'priceAmonut']]) }
  const { Item, read, readers } = await open(database, { price: wrong })
  const item = await Item.first()
  t.same([...readers.keys()], ['price'])
  t.equal(
    await errorOf(() => read(item)),
    'MappingError PROPERTY_UNKNOWN: Model "Item" has no property "priceAmonut". Did you mean "priceAmount"?',
  )
})
