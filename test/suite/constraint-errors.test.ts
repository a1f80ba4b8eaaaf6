import t from 'tap'
import { sql } from '../../lib/index.js'
import type { DialectName } from '../../types/schema.js'
import {
  change,
  type Expected,
  openConstrained as open,
  order,
  sameRefusal as same,
} from '../fixtures/constrained.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(t, 'what is unique is told by its properties', async (t, database) => {
  const { Customer } = await open(database)
  await same(t, () => Customer.insert({ id: 2, mail: 'a@x' }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Customer',
    ['mail'],
    'one_email',
    `Cannot insert rows of model "Customer": a row with the same "Customer.mail" is there already (constraint "one_email"); ${change}`,
  ])
  await same(t, () => Customer.insert([{ id: 3, first: 'Ada', last: 'A' }]), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Customer',
    ['first', 'last'],
    'full_name',
    `Cannot insert rows of model "Customer": a row with the same "Customer.first" and "Customer.last" is there already (constraint "full_name"); ${change}`,
  ])
  const key: Readonly<Record<DialectName, string | null>> = { sqlite: null, postgres: 'customer_pkey' }
  const named = { sqlite: '', postgres: ' (constraint "customer_pkey")' }[database.dialect]
  await same(t, () => Customer.insert({ id: 1 }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Customer',
    ['id'],
    key[database.dialect],
    `Cannot insert rows of model "Customer": a row with the same "Customer.id" is there already${named}; ${change}`,
  ])
  await same(t, () => Customer.insert({ id: 4, nick: 'ADA' }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Customer',
    ['nick'],
    'one_nick',
    `Cannot insert rows of model "Customer": a row with the same "Customer.nick" is there already (constraint "one_nick"); ${change}`,
  ])
})

eachDatabase(t, 'a column without a property is told by its name', async (t, database) => {
  const { Customer } = await open(database)
  await database.exec({
    sqlite:
      'create trigger t after insert on customer begin update customer set "left out" = 1 where id = new.id; end',
    postgres: `create function f() returns trigger language plpgsql as $$ begin new."left out" = 1; return new; end $$;
      create trigger t before insert on customer for each row execute function f()`,
  })
  const constraint = { sqlite: null, postgres: 'customer_left out_key' }[database.dialect]
  const named = constraint === null ? '' : ` (constraint "${constraint}")`
  await same(t, () => Customer.insert({ id: 2 }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Customer',
    [],
    constraint,
    `Cannot insert rows of model "Customer": a row with the same column "left out" of table "customer" is there already${named}; ${change}`,
  ])
})

eachDatabase(
  t,
  'a key that leads nowhere is told by its property, or by all that it may be',
  async (t, database) => {
    const { Customer, Order, Country } = await open(database)
    const [constraint, named] = {
      sqlite: [null, ''],
      postgres: ['orders_customer_id_fkey', ' (constraint "orders_customer_id_fkey")'],
    }[database.dialect]
    await same(t, () => Customer.where('id', 1).update({ countryCode: 'xx' }), [
      'ForeignKeyError',
      'FOREIGN_KEY_VIOLATED',
      'Customer',
      ['countryCode'],
      'lives_in',
      `Cannot update rows of model "Customer": "Customer.countryCode" to "Country" would refer to a row that is not there (constraint "lives_in"); ${order}`,
    ])
    const refused = (doing: string): Expected => [
      'ForeignKeyError',
      'FOREIGN_KEY_VIOLATED',
      'Order',
      ['customerId'],
      constraint as string | null,
      `Cannot ${doing}: "Order.customerId" to "Customer" would refer to a row that is not there${named}; ${order}`,
    ]
    await same(t, () => Customer.where('id', 1).delete(), refused('delete rows of model "Customer"'))
    await same(t, () => Customer.where('id', 1).update({ id: 5 }), refused('update rows of model "Customer"'))
    await same(t, () => Order.insert({ id: 2, customerId: 9 }), refused('insert rows of model "Order"'))
    const sqlite: Expected = [
      'ForeignKeyError',
      'FOREIGN_KEY_VIOLATED',
      null,
      [],
      null,
      `Cannot update rows of model "Customer": a foreign key would refer to a row that is not there; the database does not tell which of "Customer.countryCode" to "Country" and "Order.customerId" to "Customer"; ${order}`,
    ]
    await same(
      t,
      () => Customer.where('id', 1).update({ id: 5, countryCode: null }),
      database.dialect === 'sqlite' ? sqlite : refused('update rows of model "Customer"'),
    )
    await same(t, () => Country.everything().delete(), [
      'ForeignKeyError',
      'FOREIGN_KEY_VIOLATED',
      'Customer',
      ['countryCode'],
      'lives_in',
      `Cannot delete rows of model "Country": "Customer.countryCode" to "Country" would refer to a row that is not there (constraint "lives_in"); ${order}`,
    ])
  },
)

eachDatabase(t, 'what takes no null, checks and lengths are told', async (t, database) => {
  const { Customer, Order } = await open(database)
  await same(t, () => Order.where('id', 1).update({ customerId: () => sql`null` }), [
    'NotNullError',
    'NOT_NULL_VIOLATED',
    'Order',
    ['customerId'],
    null,
    'Cannot update rows of model "Order": "Order.customerId" takes no null; give it a value',
  ])
  await same(t, () => Customer.where('id', 1).update({ age: 3 }), [
    'CheckError',
    'CHECK_VIOLATED',
    'Customer',
    ['age'],
    'grown',
    'Cannot update rows of model "Customer": a row does not meet the check on "Customer.age" (constraint "grown"); give other values',
  ])
  const check = { sqlite: null, postgres: 'orders_note_check' }[database.dialect]
  await same(t, () => Order.where('id', 1).update({ note: 'no' }), [
    'CheckError',
    'CHECK_VIOLATED',
    'Order',
    ['note'],
    check,
    `Cannot update rows of model "Order": a row does not meet the check on "Order.note"${check === null ? '' : ` (constraint "${check}")`}; give other values`,
  ])
})

eachDatabase(
  t,
  'a value that is too long or too large is told by the columns that can be meant',
  async (t, database) => {
    const { Customer, Order, Country } = await open(database)
    await same(t, () => Order.where('id', 1).update({ note: 'too long' }), [
      'LengthError',
      'LENGTH_VIOLATED',
      'Order',
      ['note'],
      null,
      'Cannot update rows of model "Order": a value is too long for "Order.note"; give a smaller one',
    ])
    await same(t, () => Customer.where('id', 1).update({ street: 'a very long street' }), [
      'LengthError',
      'LENGTH_VIOLATED',
      'Customer',
      [],
      null,
      'Cannot update rows of model "Customer": a value is too long for "Customer.mail", "Customer.countryCode", "Customer.street" of "home" or "Customer.city" of "home"; give a smaller one',
    ])
    await same(t, () => Customer.where('id', 1).update({ price: 100000 }), [
      'LengthError',
      'LENGTH_VIOLATED',
      'Customer',
      [],
      null,
      'Cannot update rows of model "Customer": a value is too large or too exact for "Customer.id", "Customer.age", "Customer.price" or column "left out" of table "customer"; give a smaller one',
    ])
    await same(
      t,
      () => Country.where('code', 'no').update({ name: () => sql`cast(${'99999999999'} as integer)` }),
      [
        'LengthError',
        'LENGTH_VIOLATED',
        'Country',
        [],
        null,
        'Cannot update rows of model "Country": a value is too large or too exact for its column; give a smaller one',
      ],
    )
  },
  'postgres',
)

eachDatabase(
  t,
  'a value that is too long for the database is told, too',
  async (t, database) => {
    const { Country } = await open(database)
    await same(t, () => Country.where('code', 'no').update({ name: () => sql`zeroblob(2000000000)` }), [
      'LengthError',
      'LENGTH_VIOLATED',
      'Country',
      ['code'],
      null,
      'Cannot update rows of model "Country": a value is too long for "Country.code"; give a smaller one',
    ])
  },
  'sqlite',
)
