import { inspect } from 'node:util'
import t from 'tap'
import {
  automap,
  composite,
  computed,
  custom,
  enumeration,
  integer,
  model,
  relationship,
  sql,
  text,
} from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

class Money {
  readonly amount: number
  readonly currency: string

  constructor(amount: number, currency: string) {
    this.amount = amount
    this.currency = currency
  }
}

const create = {
  sqlite: `create table shop (id integer primary key, name text not null);
    create table item (id integer primary key, shop_id integer references shop (id), name text not null,
      state text not null default 'open' check (state in ('open', 'closed')), price_amount integer,
      price_currency text, story text not null default '', pin text, tags text);
    insert into shop values (1, 'first');
    insert into item values (1, 1, 'pen', 'open', 5, 'EUR', 'long 1', '1234', 'a,b'),
      (2, 1, 'ink', 'closed', null, null, 'long 2', null, null);`,
  postgres: `create type state as enum ('open', 'closed');
    create table shop (id serial primary key, name text not null);
    create table item (id serial primary key, shop_id integer references shop (id), name text not null,
      state state not null default 'open', price_amount integer,
      price_currency text, story text not null default '', pin text, tags text);
    insert into shop values (1, 'first');
    insert into item values (1, 1, 'pen', 'open', 5, 'EUR', 'long 1', '1234', 'a,b'),
      (2, 1, 'ink', 'closed', null, null, 'long 2', null, null);`,
}

function declared() {
  const lower = (value: unknown) => String(value).toLowerCase()
  const short = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (value: unknown) =>
        String(value).length < 9 ? { value: value as string } : { issues: [{ message: 'too long' }] },
    },
  }
  class Item extends model('item', {
    id: integer().primaryKey().autoIncrement(),
    name: text()
      .validate(value => value.trim())
      .validate(lower)
      .validate(short),
    state: enumeration(['open', 'closed'], 'state'),
    price: composite({
      parts: { amount: 'priceAmount', currency: 'priceCurrency' },
      make: parts => new Money(parts.amount as number, parts.currency as string),
      take: (money: Money) => ({ amount: money.amount, currency: money.currency }),
    }),
    story: text().deferred(),
    pin: text().nullable().sensitive(),
    tags: custom<string[]>({
      type: 'text',
      read: value => String(value).split(','),
      write: tags => tags.join(','),
    }).nullable(),
    label: computed(text(), c => sql`${c.name} || '!'`),
    shout: computed(text(), {
      get: (item: { name: string }) => item.name.toUpperCase(),
      sql: c => sql`upper(${c.name})`,
    }),
    secretLabel: computed(text().sensitive(), c => sql`${c.name} || '#'`),
  }) {
    static relationships = { shop: relationship('Shop') }
  }
  return { Item }
}

async function open(database: Database) {
  await database.exec(create)
  const { Item } = declared()
  const db = await automap(database.knex, { models: [Item] })
  t.same(db.report.declarations, [])
  return { db, Item }
}

eachDatabase(
  t,
  'a declared class defers columns, hides the sensitive, and makes value objects',
  async (t, database) => {
    const { Item } = await open(database)
    const statements = await database.count(async () => {
      const items = await Item.orderBy('id')
      const [pen, ink] = items
      t.strictSame(pen?.price, new Money(5, 'EUR'))
      t.equal(ink?.price, null)
      t.same(pen?.tags, ['a', 'b'])
      t.equal(pen?.pin, '1234')
      t.equal(pen?.label, 'pen!')
      t.notMatch(inspect(pen) + JSON.stringify(pen), /1234|story|pen#|Money/)
      t.equal(await ink?.story, 'long 2')
      t.equal(await pen?.story, 'long 1')
    })
    t.equal(statements.length, 2)
    t.equal((await Item.where({ price: new Money(5, 'EUR') } as never)).length, 1)
    t.equal((await Item.findBy({ price: null } as never))?.id, 2)
    t.equal((await Item.undefer('story').get(1)).story, 'long 1')
    t.equal((await Item.get(1)).shout, 'PEN')
    t.equal(
      await errorOf(() => Item.only('shout' as never)),
      'QueryError QUERY_INVALID: Cannot name "shout" of model "Item" in only(): instances compute it, and it does not come with the row',
    )
    t.same(Object.keys((await Item.only('name').first())?.toJSON() ?? {}), ['id', 'shopId', 'name'])
  },
)

eachDatabase(t, 'a declared class makes rows that its table takes', async (t, database) => {
  const { Item, db } = await open(database)
  const shop = await db.models.Shop!.get(1)
  const row = Item.toRow({
    name: '  Paper ',
    state: 'closed',
    price: new Money(7, 'USD'),
    story: 's',
    pin: '99',
    tags: ['x', 'y'],
    shop,
  } as never)
  t.same(row, {
    shop_id: 1,
    name: 'paper',
    state: 'closed',
    price_amount: 7,
    price_currency: 'USD',
    story: 's',
    pin: '99',
    tags: 'x,y',
  })
  await database.knex('item').insert({ id: 9, ...row })
  const item = await Item.undefer('story').get(9)
  t.same([item.name, item.state, item.story, item.tags], ['paper', 'closed', 's', ['x', 'y']])
  t.strictSame(item.price, new Money(7, 'USD'))
  t.equal(
    await errorOf(() => Item.toRow({ name: 'much too long', state: 'shut', label: 'x', pin: '99' } as never)),
    `ValueError VALUE_REFUSED: Cannot make a row of model "Item" for 3 reasons:
- Cannot set "Item.label": it is computed; leave it out
- Cannot use a value for "Item.name": a validator refused it; the cause says why
- Cannot use a value for "Item.state": expected one of "open", "closed", got another string`,
  )
})

eachDatabase(t, 'what is refused is not missed as well', async (t, database) => {
  class Author extends model('author', { id: integer().primaryKey() }) {}
  class Book extends model('book', {
    id: integer().primaryKey(),
    authorId: integer('author_id').references('author.id'),
    amount: integer(),
    price: composite({
      parts: { amount: 'amount' },
      make: ({ amount }) => ({ held: { amount } }),
      take: price => ({ amount: price.held.amount }),
    }),
  }) {}
  await automap(database.knex, { models: { Author, Book }, create: 'missing' })
  const toRow = (values: object) => () => (Book as { toRow: (values: object) => unknown }).toRow(values)
  t.equal(
    await errorOf(toRow({ id: 1, author: new Date(), amount: 5 })),
    'ValueError VALUE_INVALID: Cannot use a value for "Book.author": expected an instance of Author, got an instance of Date',
  )
  t.equal(
    await errorOf(toRow({ id: 1, authorId: 1, price: {} })),
    'ValueError VALUE_REFUSED: Cannot use a value for "Book.price": it cannot be taken apart; the cause says why',
  )
  t.equal(
    await errorOf(() => (Author as unknown as { toRow: (values: object) => unknown }).toRow({ books: [] })),
    `ValueError VALUE_INVALID: Cannot make a row of model "Author" for 2 reasons:
- Cannot set "Author.books": its key is not in table "author"; make rows of model "Book"
- Cannot make a row of model "Author" without "id": the database takes no null there, and has no default`,
  )
})
