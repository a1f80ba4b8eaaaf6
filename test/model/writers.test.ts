import t from 'tap'
import { automap, composite, computed, integer, model, relationship, sql, text } from '../../lib/index.js'
import type { Untyped } from '../../types/loaded.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

class Money {
  readonly amount: number
  readonly currency: string | null

  constructor(amount: number, currency: string | null) {
    this.amount = amount
    this.currency = currency
  }
}

function money(parts: { amount: string; currency: string }) {
  return composite({
    parts,
    make: ({ amount, currency }) => new Money(amount as number, currency as string | null),
    take: ({ amount, currency }: Money) => ({ amount, currency }),
  })
}

async function openPrices(database: Database) {
  await database.exec(`create table price (
    id integer primary key, amount integer not null, currency varchar(3), gross integer generated always as (amount * 2) stored);
    insert into price (id, amount, currency) values (1, 5, 'EUR'), (2, 7, null)`)
  class Price extends model('price', {
    id: integer().primaryKey(),
    amount: integer(),
    currency: text().nullable(),
    money: money({ amount: 'amount', currency: 'currency' }),
    wrong: money({ amount: 'amount', currency: 'gross' }),
    double: computed(integer(), c => sql`${c.amount} * 2`),
    here: computed(integer(), { sql: c => sql`${c.amount} + 1`, get: () => 6 }),
  }) {}
  await automap(database.knex, { models: [Price] })
  return Price
}

eachDatabase(t, 'a value object is taken apart when it is assigned', async (t, database) => {
  const Price = await openPrices(database)
  const price = await Price.get(1)
  price.money = new Money(9, 'USD')
  t.same([price.amount, price.currency], [9, 'USD'])
  t.strictSame(price.money, new Money(9, 'USD'))
  t.same(Object.keys(price.changes), ['amount', 'currency'])
  price.money = new Money(5, 'EUR')
  t.same(price.changes, {})
  const made = new Price({ money: new Money(1, 'CHF') })
  t.same([made.amount, made.currency], [1, 'CHF'])
})

eachDatabase(t, 'a value object is taken in whole or not at all', async (t, database) => {
  const Price = await openPrices(database)
  const price = await Price.get(1)
  const assigning = (money: unknown) => errorOf(() => Object.assign(price, { money }))
  t.equal(
    await assigning(new Money(6, 5n as never)),
    {
      sqlite: 'no error',
      postgres:
        'ValueError VALUE_INVALID: Cannot use a value for "price.currency": expected a string, got a bigint',
    }[database.dialect],
  )
  price.money = new Money(5, 'EUR')
  t.equal(
    await assigning(new Money('x' as never, 'USD')),
    `ValueError VALUE_INVALID: Cannot use a value for "price.amount": expected ${
      { sqlite: 'an integer of 64 bits', postgres: 'an integer from -2147483648 to 2147483647' }[
        database.dialect
      ]
    }, got a string`,
  )
  t.equal(
    await assigning(null),
    'ValueError VALUE_INVALID: Cannot use null for "Price.amount": column "amount" of the table takes no null',
  )
  t.same(price.changes, {})
})

eachDatabase(t, 'what is made of other columns cannot be assigned', async (t, database) => {
  const Price = await openPrices(database)
  const price = await Price.get(1)
  const reasons = {
    double: 'it is computed; set what it is made of',
    here: 'it is computed; set what it is made of',
    gross: 'the database computes column "gross"; set what it is made of',
    wrong: 'the database computes column "gross"; set what it is made of',
  }
  for (const [name, reason] of Object.entries(reasons)) {
    t.equal(
      await errorOf(() => Object.assign(price, { [name]: new Money(1, null) })),
      `MappingError READ_ONLY: Cannot set "Price.${name}": ${reason}`,
    )
  }
})

eachDatabase(
  t,
  'what the database numbers by itself cannot be assigned',
  async (t, database) => {
    await database.exec(
      'create table ticket (id integer generated always as identity primary key, name text)',
    )
    const { Ticket } = (await automap(database.knex)).models
    t.equal(
      await errorOf(() => new Ticket!({ id: 5 })),
      'MappingError READ_ONLY: Cannot set "Ticket.id": the database numbers column "id" by itself; leave it out',
    )
  },
  'postgres',
)

eachDatabase(t, 'a view is only read', async (t, database) => {
  const { BusyCustomer } = (await openShop(database)).models
  const reason = '"busy_customer" is a view, whose rows are only read; write to the tables behind it'
  const busy = (await BusyCustomer.query().first()) as unknown as Untyped
  t.equal(
    await errorOf(() => Object.assign(busy, { name: 'x' })),
    `MappingError READ_ONLY: Cannot set "BusyCustomer.name": ${reason}`,
  )
  t.equal(
    await errorOf(() => new BusyCustomer()),
    `MappingError READ_ONLY: Cannot make a new "BusyCustomer": ${reason}`,
  )
  class Busy extends model('busy_customer', { id: integer() }) {
    static relationships = { customer: relationship('Customer', { primaryJoin: { id: 'id' } }) }
  }
  await automap(database.knex, { models: [Busy] })
  t.equal(
    await errorOf(async () => Object.assign((await Busy.first())!, { customer: null })),
    `MappingError READ_ONLY: Cannot set "Busy.customer": ${reason}`,
  )
})
