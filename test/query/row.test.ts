import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import { ValueError } from '../../lib/errors.js'
import { adjust, declare, mappingOf } from '../fixtures/adjusted.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { composite, computed, declaredColumn } from '../fixtures/members.js'

const create = {
  sqlite: `create table address (id integer primary key, code varchar(9) unique);
    create table customer (id integer primary key, name text not null, email varchar(40) not null, address_id integer
      references address (id), second varchar(9) references address (code), active boolean not null default true,
      born date, price_amount integer, price_currency varchar(3), doubled integer generated always as (id * 2),
      big bigint, secret text);
    insert into address values (1, 'c1'), (2, null);
    insert into customer (id, name, email) values (1, 'Ada', 'a@x');`,
  postgres: `create table address (id integer primary key, code varchar(9) unique);
    create table customer (id serial primary key, name text not null, email varchar(40) not null, address_id integer
      references address (id), second varchar(9) references address (code), active boolean not null default true,
      born date, price_amount integer, price_currency varchar(3),
      doubled integer generated always as (price_amount * 2) stored, big bigint, secret text);
    insert into address values (1, 'c1'), (2, null);
    insert into customer (id, name, email) values (99, 'Ada', 'a@x');`,
}

type ToRow = (values: unknown) => Record<string, unknown>

async function open(database: Database) {
  await database.exec(create)
  const db = await automap(database.knex)
  const { Customer, Address } = db.models
  const customers = mappingOf(await Customer!.first())
  const toRow = (Customer as unknown as { toRow: ToRow }).toRow.bind(Customer)
  const addresses = await Address!.orderBy('id')
  const addressRow = (Address as unknown as { toRow: ToRow }).toRow.bind(Address)
  const insert = async (row: Record<string, unknown>) => {
    await database.knex('customer').insert({ id: 7, ...row })
    return (await Customer!.get(7)) as unknown as Record<string, unknown>
  }
  return { db, Customer: Customer!, customers, toRow, addresses, addressRow, insert }
}

eachDatabase(t, 'a row holds what the database binds, by its own names', async (t, database) => {
  const { toRow, insert } = await open(database)
  const row = toRow({
    name: 'Bob',
    email: 'b@x',
    active: false,
    born: '2000-01-02',
    addressId: 1,
    big: 2n ** 60n,
    secret: undefined,
    second: null,
  })
  t.same(row, {
    name: 'Bob',
    email: 'b@x',
    address_id: 1,
    second: null,
    active: { sqlite: 0, postgres: false }[database.dialect],
    born: '2000-01-02',
    big: '1152921504606846976',
  })
  const customer = await insert(row)
  t.same([customer.name, customer.active, customer.born, customer.secret], ['Bob', false, '2000-01-02', null])
})

eachDatabase(t, 'a scalar relationship is given by its instance', async (t, database) => {
  const { toRow, addresses, insert, Customer, addressRow } = await open(database)
  const [one, two] = addresses
  const named = { name: 'Bob', email: 'b@x' }
  const customer = await insert(toRow({ ...named, address: one, secondRef: one }))
  t.same([customer.addressId, customer.second], [1, 'c1'])
  t.same(toRow({ ...named, address: null }), { name: 'Bob', email: 'b@x', address_id: null })
  const refused: [unknown, string][] = [
    [{ ...named, secondRef: two }, 'Cannot set "Customer.secondRef": the instance has no key to refer to'],
    [
      { ...named, address: { id: 1 } },
      'Cannot use a value for "Customer.address": expected an instance of Address, got an object',
    ],
    [
      { ...named, address: await Customer.first() },
      'Cannot use a value for "Customer.address": expected an instance of Address, got an instance of Customer',
    ],
    [
      { ...named, addressId: 1, address: one },
      'Cannot set column "address_id" by "Customer.address": another property sets it, too; leave one out',
    ],
  ]
  for (const [values, message] of refused) {
    t.equal(await errorOf(() => toRow(values)), `ValueError VALUE_INVALID: ${message}`)
  }
  t.equal(
    await errorOf(() => addressRow({ id: 3, customers: [] })),
    'ValueError VALUE_INVALID: Cannot set "Address.customers": its key is not in table "address"; make rows of model "Customer"',
  )
})

eachDatabase(t, 'names that the model lacks are all told, with what could be meant', async (t, database) => {
  const { toRow, customers } = await open(database)
  declare(customers, { vanished: declaredColumn() })
  t.equal(
    await errorOf(() => toRow({ nmae: 'x', address_id: 1, name: 1, vanished: 2 })),
    `MappingError PROPERTY_UNKNOWN: Model "Customer" has no property "nmae". Did you mean "name"?
Model "Customer" has no property "address_id": column "address_id" is property "addressId"
Model "Customer" has no property "vanished": the class declares it, and the database has no column for it that is read; the report's declarations say why`,
  )
  for (const wrong of [null, [1], 'x', new Date(0)]) {
    t.match(
      await errorOf(() => toRow(wrong)),
      /^ValueError VALUE_INVALID: Cannot make a row of model "Customer": expected an object of properties, got /,
    )
  }
})

eachDatabase(t, 'what the database or the class computes cannot be given', async (t, database) => {
  const { toRow, customers } = await open(database)
  const named = { name: 'Bob', email: 'b@x' }
  t.equal(
    await errorOf(() => toRow({ ...named, doubled: 2 })),
    'ValueError VALUE_INVALID: Cannot set "Customer.doubled": the database generates column "doubled"; leave it out',
  )
  declare(customers, { label: computed() })
  t.equal(
    await errorOf(() => toRow({ ...named, label: 'x' })),
    'ValueError VALUE_INVALID: Cannot set "Customer.label": it is computed; leave it out',
  )
  Object.assign(customers.properties.get('born') ?? {}, { expression: () => undefined })
  t.equal(
    await errorOf(() => toRow({ ...named, born: 'x' })),
    'ValueError VALUE_INVALID: Cannot set "Customer.born": it is computed; leave it out',
  )
})

const alwaysNumbered = 'a column that is always numbered cannot be given, and an enumeration holds its labels'

async function refuseMoods(t: Test, database: Database): Promise<void> {
  await database.exec("create type mood as enum ('good', 'bad')")
  await database.exec(`create table t (id integer generated always as identity primary key, m mood, ms mood[], n integer
    generated by default as identity)`)
  const { T } = (await automap(database.knex)).models
  const { toRow } = T as unknown as { toRow: ToRow }
  const row = toRow.bind(T)
  t.equal(
    await errorOf(() => row({ id: 1 })),
    'ValueError VALUE_INVALID: Cannot set "T.id": the database generates column "id"; leave it out',
  )
  t.same(row({ n: 1, m: 'good', ms: ['bad', null] }), { m: 'good', ms: '{"bad",NULL}', n: 1 })
  t.equal(
    await errorOf(() => row({ m: 'other' })),
    'ValueError VALUE_INVALID: Cannot use a value for "T.m": expected one of "good", "bad", got another string',
  )
  t.equal(
    await errorOf(() => row({ ms: ['good', 7] })),
    'ValueError VALUE_INVALID: Cannot use a value for "T.ms": expected one of "good", "bad", got a number',
  )
  t.same(row({ ms: '{bad}' }), { ms: '{bad}' })
}

eachDatabase(t, alwaysNumbered, refuseMoods, 'postgres')

eachDatabase(t, 'all that is wrong with a row is told at once', async (t, database) => {
  const { toRow, customers } = await open(database)
  t.equal(
    await errorOf(() => toRow({})),
    'ValueError VALUE_INVALID: Cannot make a row of model "Customer" without "name", "email": the database takes no null there, and has no default',
  )
  const refuse = new TypeError('no')
  const no = () => {
    throw refuse
  }
  declare(customers, { born: declaredColumn(no) })
  const values = { name: null, active: 'yes', born: 'x', doubled: 1 }
  const error: unknown = await Promise.resolve()
    .then(() => toRow(values))
    .catch(failure => failure)
  t.ok(error instanceof ValueError)
  const { code, message, cause } = error as ValueError
  t.equal(code, 'VALUE_REFUSED')
  const active = { sqlite: 'expected a boolean', postgres: 'expected true or false' }[database.dialect]
  t.equal(
    message,
    `Cannot make a row of model "Customer" for 5 reasons:
- Cannot set "Customer.doubled": the database generates column "doubled"; leave it out
- Cannot use null for "Customer.name": column "name" of the table takes no null
- Cannot use a value for "customer.active": ${active}, got a string
- Cannot use a value for "Customer.born": a validator refused it; the cause says why
- Cannot make a row of model "Customer" without "email": the database takes no null there, and has no default`,
  )
  const causes = (cause as AggregateError).errors as ValueError[]
  t.same(
    causes.map(each => each.code),
    ['VALUE_INVALID', 'VALUE_INVALID', 'VALUE_INVALID', 'VALUE_REFUSED', 'VALUE_INVALID'],
  )
  t.equal(causes[3]?.cause, refuse)
  t.match(await errorOf(() => toRow({ name: null })), /^ValueError VALUE_INVALID: Cannot .* for 2 reasons:/)
})

eachDatabase(t, 'a value object is taken apart', async (t, database) => {
  const { toRow, customers } = await open(database)
  declare(customers, { price: composite({ amount: 'priceAmount', currency: 'priceCurrency' }) })
  const named = { name: 'Bob', email: 'b@x' }
  t.same(toRow({ ...named, price: { amount: 5, currency: 'EUR' } }), {
    ...named,
    price_amount: 5,
    price_currency: 'EUR',
  })
  t.same(toRow({ ...named, price: null }), { ...named, price_amount: null, price_currency: null })
  t.same(toRow({ ...named, price: { amount: 5 } }), { ...named, price_amount: 5 })
  t.equal(
    await errorOf(() => toRow({ ...named, price: { amount: 5 }, priceAmount: 5 })),
    'ValueError VALUE_INVALID: Cannot set column "price_amount" by "Customer.priceAmount": another property sets it, too; leave one out',
  )
  t.equal(
    await errorOf(() => toRow({ ...named, price: undefined, priceAmount: 'x' })),
    `ValueError VALUE_INVALID: Cannot use a value for "customer.price_amount": expected an integer ${
      { sqlite: 'of 64 bits', postgres: 'from -2147483648 to 2147483647' }[database.dialect]
    }, got a string`,
  )
  declare(customers, {
    price: composite({ amount: 'priceAmount' }, () => {
      throw new TypeError('no money')
    }),
  })
  t.equal(
    await errorOf(() => toRow({ ...named, price: 5 })),
    'ValueError VALUE_REFUSED: Cannot use a value for "Customer.price": it cannot be taken apart; the cause says why',
  )
})

eachDatabase(
  t,
  'a sensitive column is bound as it is, and its value is in no message',
  async (t, database) => {
    const { toRow, customers } = await open(database)
    adjust(customers, { secret: { sensitive: true } })
    const named = { name: 'Bob', email: 'b@x' }
    t.same(toRow({ ...named, secret: 'hush' }), { ...named, secret: 'hush' })
    t.notMatch(await errorOf(() => toRow({ secret: 'hush' })), /hush/)
  },
)

eachDatabase(t, 'a row can hold a name that would reach the prototype', async (t, database) => {
  const quoted = { sqlite: '`__proto__`', postgres: '"__proto__"' }[database.dialect]
  await database.exec(`create table odd (id integer primary key, ${quoted} integer)`)
  const { Odd } = (await automap(database.knex)).models
  const row = (Odd as unknown as { toRow: ToRow }).toRow({ proto: 5, id: 1 })
  t.same(Object.entries(row), [
    ['id', 1],
    ['__proto__', 5],
  ])
})

eachDatabase(t, 'a validator that answers later is refused for its class', async (t, database) => {
  const { toRow, customers } = await open(database)
  declare(customers, { name: declaredColumn(async value => value) })
  t.equal(
    await errorOf(() => toRow({ name: 'Bob', email: 'b@x' })),
    'DeclarationError DECLARATION_INVALID: Cannot check "Customer.name": a validator answers with a promise, and a row is made at once. Use one that answers at once',
  )
})

eachDatabase(t, 'a part of a value object that cannot be given is refused', async (t, database) => {
  const { toRow, customers } = await open(database)
  declare(customers, { both: composite({ one: 'priceAmount', two: 'doubled' }) })
  t.equal(
    await errorOf(() => toRow({ name: 'Bob', email: 'b@x', both: { one: 1, two: 2 } })),
    'ValueError VALUE_INVALID: Cannot set "Customer.doubled": the database generates column "doubled"; leave it out',
  )
})
