import t, { type Test } from 'tap'
import { automap, ConstraintError, composite, integer, model, sql, text } from '../../lib/index.js'
import type { DialectName } from '../../types/schema.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { type Loose, loose } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

const create = `
  create table country (code varchar(2) primary key, name text not null);
  create table customer (
    id integer primary key, email varchar(20) constraint one_email unique, first text, last text, nick text,
    country_code varchar(2) constraint lives_in references country (code), age integer constraint grown check (age >= 18),
    price numeric(5, 2), street varchar(10), city varchar(10), "left out" integer unique,
    constraint full_name unique (first, last));
  create unique index one_nick on customer (lower(nick));
  create table orders (
    id integer primary key, customer_id integer not null references customer (id), note varchar(5),
    check (note <> 'no'));
  insert into country values ('no', 'Norway');
  insert into customer (id, email, first, last, nick, country_code, "left out") values (1, 'a@x', 'Ada', 'A', 'ada', 'no', 1);
  insert into orders (id, customer_id) values (1, 1);`

interface Place {
  readonly street: string
  readonly city: string
}

async function open(database: Database) {
  await database.exec(create)
  if (database.dialect === 'sqlite') await database.exec('pragma foreign_keys = on')
  class Customer extends model(
    'customer',
    {
      id: integer().primaryKey(),
      mail: text('email').nullable(),
      home: composite({
        parts: { street: 'street', city: 'city' },
        make: parts => parts as unknown as Place,
        take: value => value as unknown as Record<'street' | 'city', unknown>,
      }),
      street: text().nullable(),
      city: text().nullable(),
    },
    { exclude: ['left out'] },
  ) {}
  const db = await automap(database.knex, { models: { Customer } })
  const { Order, Country } = db.models
  return { db, Customer: loose(Customer), Order: loose(Order), Country: loose(Country) }
}

/** What a write was refused with: class, code, what it tells, and the message. */
async function refusal(work: () => unknown): Promise<Record<string, unknown>> {
  try {
    await work()
    return { name: 'no error' }
  } catch (error) {
    const { name, code, message, model, properties, constraint, cause } = error as ConstraintError
    const isTyped = error instanceof ConstraintError
    return { name, code, message, model, properties, constraint, isTyped, isCaused: cause instanceof Error }
  }
}

type Expected = readonly [
  name: string,
  code: string,
  model: string | null,
  properties: readonly string[],
  constraint: string | null,
  message: string,
]

async function same(t: Test, work: () => unknown, expected: Expected): Promise<void> {
  const [name, code, model, properties, constraint, message] = expected
  t.same(await refusal(work), {
    name,
    code,
    message,
    model,
    properties,
    constraint,
    isTyped: true,
    isCaused: true,
  })
}

const change = 'give another value, or change the row that is there'

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

const order = 'write first what is referred to, and delete it last'

eachDatabase(
  t,
  'a key that leads nowhere is told by its property, or by all that it may be',
  async (t, database) => {
    const { Customer, Order, Country } = await open(database)
    const sqlite: Expected = [
      'ForeignKeyError',
      'FOREIGN_KEY_VIOLATED',
      null,
      [],
      null,
      `a foreign key would refer to a row that is not there; the database does not tell which of "Customer.countryCode" to "Country" and "Order.customerId" to "Customer"; ${order}`,
    ]
    const told = (doing: string, postgres: Expected): Expected => {
      const [name, code, model, properties, constraint, text] = { sqlite, postgres }[database.dialect]
      return [name, code, model, properties, constraint, `Cannot ${doing}: ${text}`]
    }
    await same(
      t,
      () => Customer.where('id', 1).update({ countryCode: 'xx' }),
      told('update rows of model "Customer"', [
        'ForeignKeyError',
        'FOREIGN_KEY_VIOLATED',
        'Customer',
        ['countryCode'],
        'lives_in',
        `"Customer.countryCode" to "Country" would refer to a row that is not there (constraint "lives_in"); ${order}`,
      ]),
    )
    await same(
      t,
      () => Customer.where('id', 1).delete(),
      told('delete rows of model "Customer"', [
        'ForeignKeyError',
        'FOREIGN_KEY_VIOLATED',
        'Order',
        ['customerId'],
        'orders_customer_id_fkey',
        `"Order.customerId" to "Customer" would refer to a row that is not there (constraint "orders_customer_id_fkey"); ${order}`,
      ]),
    )
    // Where it can be one alone, it is that one.
    const constraint = { sqlite: null, postgres: 'orders_customer_id_fkey' }[database.dialect]
    await same(t, () => Order.insert({ id: 2, customerId: 9 }), [
      'ForeignKeyError',
      'FOREIGN_KEY_VIOLATED',
      'Order',
      ['customerId'],
      constraint,
      `Cannot insert rows of model "Order": "Order.customerId" to "Customer" would refer to a row that is not there${constraint === null ? '' : ` (constraint "${constraint}")`}; ${order}`,
    ])
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

eachDatabase(t, 'what is checked at COMMIT is told there', async (t, database) => {
  await database.exec(`
    create table team (id integer primary key, name text);
    create table player (id integer primary key, team_id integer references team (id) deferrable initially deferred);`)
  if (database.dialect === 'sqlite') await database.exec('pragma foreign_keys = on')
  const db = await automap(database.knex)
  const Player = loose(db.models.Player)
  const constraint = { sqlite: null, postgres: 'player_team_id_fkey' }[database.dialect]
  await same(t, () => db.transaction(() => Player.insert({ id: 1, teamId: 5 })), [
    'ForeignKeyError',
    'FOREIGN_KEY_VIOLATED',
    'Player',
    ['teamId'],
    constraint,
    `Cannot commit the transaction: "Player.teamId" to "Team" would refer to a row that is not there${constraint === null ? '' : ` (constraint "${constraint}")`}; ${order}`,
  ])
  t.equal(await Player.query().count(), 0)
})

eachDatabase(t, 'a class is told by the table whose constraint it is', async (t, database) => {
  const { Architect, Manager } = await openStaff(database)
  const doing = 'Cannot insert rows of model'
  const named = { sqlite: '', postgres: ' (constraint "employee_pkey")' }[database.dialect]
  const constraint = { sqlite: null, postgres: 'employee_pkey' }[database.dialect]
  await same(t, () => loose(Architect).insert({ id: 1, name: 'x', language: 'y', style: 'z' }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Employee',
    ['id'],
    constraint,
    `${doing} "Architect": a row with the same "Employee.id" is there already${named}; ${change}`,
  ])
  await same(t, () => loose(Manager).insert({ id: 1, name: 'x' }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Manager',
    ['id'],
    constraint,
    `${doing} "Manager": a row with the same "Manager.id" is there already${named}; ${change}`,
  ])
})

eachDatabase(
  t,
  'no value of a row is in a message, and what is sensitive is withheld even in the cause',
  async (t, database) => {
    await database.exec(`create table login (id integer primary key, name varchar(40) constraint one_name unique,
    secret varchar(40) constraint one_secret unique); insert into login values (1, 'canary-name', 'canary-secret')`)
    class Login extends model('login', { secret: text().nullable().sensitive() }) {}
    await automap(database.knex, { models: { Login } })
    for (const [property, value] of [
      ['name', 'canary-name'],
      ['secret', 'canary-secret'],
    ] as const) {
      const error = (await loose(Login)
        .insert({ id: 2, [property]: value })
        .catch((failure: unknown) => failure)) as ConstraintError
      t.same(error.properties, [property])
      t.equal(error.constraint, `one_${property}`)
      t.notMatch(error.message, /canary/)
      if (property === 'secret')
        t.notMatch(`${(error.cause as Error).message}${JSON.stringify(error.cause)}`, /canary/)
    }
  },
)

eachDatabase(
  t,
  'names that look like others are told apart by the tables that there are',
  async (t, database) => {
    await database.exec(`create table "a.b" (id integer primary key, "c, d" text unique, "e.f" text unique, g text);
    create unique index the_both on "a.b" ("e.f", g); insert into "a.b" values (1, 'x', 'y', 'z')`)
    const { AB } = (await automap(database.knex)).models as unknown as Record<string, Loose>
    const first = await refusal(() => AB!.insert({ id: 2, cD: 'x' }))
    t.same([first.model, first.properties], ['AB', ['cD']])
    const second = await refusal(() => AB!.insert({ id: 2, eF: 'y' }))
    t.same(second.properties, ['eF'])
  },
)

eachDatabase(t, 'what the server refuses for another reason stays as it is', async (t, database) => {
  const { Country } = await open(database)
  const refused = await refusal(() =>
    Country.where('code', 'no').update({ name: () => sql`no_such_function()` }),
  )
  t.same([refused.name, refused.code, refused.isCaused], ['QueryError', 'QUERY_FAILED', true])
  await database.exec({
    sqlite: "create trigger stop before delete on country begin select raise(abort, 'not today'); end",
    postgres: `create function stop() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$;
      create trigger stop before delete on country for each row execute function stop()`,
  })
  const stopped = await refusal(() => Country.everything().delete())
  t.equal(stopped.code, 'QUERY_FAILED')
  t.match(stopped.message, /^Cannot delete rows of model "Country": .*not today$/)
})

eachDatabase(
  t,
  'domains, partitions and exclusions are told as far as the server tells them',
  async (t, database) => {
    await database.exec(`
      create domain positive as integer constraint is_positive check (value > 0);
      create domain filled as integer not null;
      create table stock (id integer primary key, amount positive, weight filled default 1);
      create table pair (id integer primary key, one positive, two positive, three filled default 1, four filled default 1);
      create table log (id integer, at integer not null, constraint log_key primary key (id, at), constraint late check (at < 100))
        partition by range (at);
      create table log_early partition of log for values from (0) to (1000);
      create table span (id integer primary key, during int4range, constraint no_overlap exclude using gist (during with &&));
      insert into log values (1, 1); insert into span values (1, '[1,5)');`)
    const models = (await automap(database.knex)).models as unknown as Record<string, Loose>
    const told = async (work: () => unknown): Promise<unknown[]> => {
      const { name, model, properties, constraint, message } = await refusal(work)
      return [name, model, properties, constraint, message]
    }
    t.same(await told(() => models.Stock!.insert({ id: 1, amount: -1 })), [
      'CheckError',
      'Stock',
      ['amount'],
      'is_positive',
      'Cannot insert rows of model "Stock": "Stock.amount" does not meet a check (constraint "is_positive"); give another value',
    ])
    t.same(
      await told(() =>
        models
          .Stock!.insert({ id: 1, amount: 1 })
          .then(() => models.Stock!.everything().update({ weight: () => sql`null` })),
      ),
      [
        'NotNullError',
        'Stock',
        ['weight'],
        null,
        'Cannot update rows of model "Stock": "Stock.weight" takes no null; give it a value',
      ],
    )
    t.same(await told(() => models.Pair!.insert({ id: 1, one: -1 })), [
      'CheckError',
      'Pair',
      [],
      'is_positive',
      'Cannot insert rows of model "Pair": "Pair.one" or "Pair.two" does not meet a check (constraint "is_positive"); give another value',
    ])
    t.same((await told(() => models.Log!.insert({ id: 1, at: 1 }))).slice(0, 4), [
      'UniqueError',
      'Log',
      [],
      'log_early_pkey',
    ])
    t.same((await told(() => models.Log!.insert({ id: 1, at: 500 }))).slice(0, 4), [
      'CheckError',
      'Log',
      ['at'],
      'late',
    ])
    t.same(await told(() => models.Span!.insert({ id: 2, during: '[2,3)' })), [
      'UniqueError',
      'Span',
      [],
      'no_overlap',
      `Cannot insert rows of model "Span": a row that excludes it is there already (constraint "no_overlap"); ${change}`,
    ])
  },
  'postgres',
)
