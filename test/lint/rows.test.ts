import t from 'tap'
import { connect } from '../../lib/dialect/dialect.js'
import { automap } from '../../lib/index.js'
import { type LintRowsOptions, lintRows } from '../../lib/lint/rows.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

/** Gives the findings as lines. */
async function linted({ knex }: Database, options: LintRowsOptions = {}): Promise<string[]> {
  const db = await automap(knex)
  const findings = await lintRows({ knex, dialect: connect(knex).dialect }, await db.snapshot(), options)
  return findings.map(
    ({ severity, code, table, columns, message, cure }) =>
      `${severity} ${code} ${table}(${columns.join(', ')}): ${message}${cure.map(statement => ` | ${statement}`).join('')}`,
  )
}

const customers = `create table customer (id integer primary key, name text);
  insert into customer values (1, 'a'), (2, 'b'), (3, 'c');`

eachDatabase(
  t,
  'columns that lead to rows like keys are found, and those that lead to none',
  async (t, database) => {
    await database.exec(`${customers}
    create table orders (id integer primary key, customer_id integer, "customerId" integer, store_id integer);
    create table store (id integer primary key);
    insert into store values (1);
    insert into orders values (1, 1, 1, 7), (2, 2, 2, 8), (3, 9, null, 1), (4, null, 3, null);
    create table note (id integer primary key, customer_id integer, customer_type text, supplier_id integer);
    insert into note values (1, 1, 'x', 1);
    create table empty (id integer primary key, customer_id integer);
    create table words (id integer primary key, customer_id text);
    insert into words values (1, '1');
    create table customer_detail (customer_id integer primary key, orders_id integer references orders (id));
    insert into customer_detail values (1, 2);`)
    const cure =
      database.dialect === 'sqlite'
        ? ''
        : ' | alter table "public"."orders" add constraint "orders_customerId_fkey" foreign key ("customerId") references "public"."customer" ("id")'
    const shared =
      database.dialect === 'sqlite'
        ? ''
        : ' | alter table "public"."customer_detail" add constraint "customer_detail_customer_id_fkey" foreign key ("customer_id") references "public"."customer" ("id")'
    t.same(await linted(database), [
      'warning undeclaredOrphans orders(customer_id): "customer_id" looks like a key to "customer" that is not declared, and leads to no row in 1 of 3 rows that have a value',
      `info undeclaredKey customer_detail(customer_id): "customer_id" looks like a key to "customer" that is not declared: all of 1 row that have a value lead to one${shared}`,
      `info undeclaredKey orders(customerId): "customerId" looks like a key to "customer" that is not declared: all of 3 rows that have a value lead to one${cure}`,
    ])
    t.match(await linted(database, { limit: 2 }), [
      /customer_detail/,
      /all of the first 2 rows that have a value lead to one/,
      /all of the first 2 rows/,
    ])
  },
)

eachDatabase(t, 'a name that more than one table answers to leads to none', async (t, database) => {
  await database.exec(`create table customer (customer_id integer primary key);
    create table "Customer_" (other_id integer primary key);
    create table pair (a integer, b integer, primary key (a, b));
    create table orders (id integer primary key, customer_id integer, pair_id integer, buyer_id integer);
    insert into customer values (1); insert into "Customer_" values (1);
    create table one (buyer_id integer primary key); create table two (buyer_id integer primary key);
    insert into one values (1); insert into two values (1);
    insert into pair values (1, 1); insert into orders values (1, 1, 1, 1);`)
  t.same(
    (await linted(database)).filter(line => line.includes(' orders(')),
    [],
  )
})

eachDatabase(
  t,
  'rows that lead nowhere are found where keys were not held to',
  async (t, database) => {
    await database.exec(`pragma foreign_keys = off; ${customers}
      create table orders (id integer primary key, customer_id integer references customer (id));
      create table bad (id integer primary key, x integer references keyless);
      create table keyless (a integer);
      insert into orders values (1, 1), (2, null), (3, 9)`)
    t.same(await linted(database), [
      'error orphanRows orders(customer_id): the key over "customer_id" leads to no row of "customer" in 1 of 2 rows that have a value: the database did not look when they were written',
    ])
  },
  'sqlite',
)

eachDatabase(
  t,
  'keys that were declared without a look at the rows are found',
  async (t, database) => {
    await database.exec(`${customers}
      create table orders (id integer primary key, customer_id integer, other_id integer);
      insert into orders values (1, 1, 1), (2, 9, 1);
      alter table orders add constraint k foreign key (customer_id) references customer (id) not valid;
      alter table orders add constraint o foreign key (other_id) references customer (id) not valid;
      create table safe (id integer primary key, customer_id integer references customer (id));
      create view seen as select * from orders;
      alter table customer enable row level security;`)
    t.same(await linted(database), [
      'error orphanRows orders(customer_id): the key over "customer_id" leads to no row of "customer" in 1 of 2 rows that have a value: the database did not look when they were written',
      'warning keyNotValidated orders(other_id): the key over "other_id" was declared without a look at the rows, so the database does not vouch for it | alter table "public"."orders" validate constraint "o"',
    ])
  },
  'postgres',
)

eachDatabase(
  t,
  'numbers that come to their end are found',
  async (t, database) => {
    await database.exec(`create table a (id serial primary key); create table b (id serial primary key);
      create table c (id smallserial primary key); create table d (id integer generated always as identity);
      create table e (id bigserial primary key); create table f (id serial primary key);
      insert into a values (1900000000); insert into c values (30000); insert into e values (1900000000);
      select setval('b_id_seq', 2000000000); select setval('d_id_seq', 1500000000)`)
    const cure = (table: string): string =>
      ` | alter table "public"."${table}" alter column "id" type bigint | alter sequence public.${table}_id_seq as bigint`
    const message = (share: number, type: string): string =>
      `"id" has used ${share} % of the numbers that ${type} has: when they end, no row can be inserted`
    t.same(await linted(database), [
      `error keyNearItsEnd b(id): ${message(93, 'integer')}${cure('b')}`,
      `error keyNearItsEnd c(id): ${message(91, 'smallint')}${cure('c')}`,
      `warning keyNearItsEnd a(id): ${message(88, 'integer')}${cure('a')}`,
    ])
  },
  'postgres',
)

eachDatabase(t, 'indexes over texts are compared by how they sort', async (t, database) => {
  await database.exec({
    sqlite: `create table a (id integer primary key, b text, c text);
      create index i on a (b); create index j on a (b collate nocase); create index k on a (b, c);
      create index l on a (lower(c)); create index m on a (lower(c));`,
    postgres: `create table a (id integer primary key, b text, c text);
      create index i on a (b); create index j on a (b text_pattern_ops); create index k on a (b, c);
      create index l on a (lower(c)); create index m on a (lower(c));
      create index n on a (b collate "C"); create index o on a using hash (b);`,
  })
  const drop = (index: string): string =>
    database.dialect === 'sqlite' ? `drop index \`main\`.\`${index}\`` : `drop index "public"."${index}"`
  t.same(await linted(database), [
    `warning duplicateIndex a(): index "m" is the same as index "l" | ${drop('m')}`,
    `info redundantIndex a(b): index "i" is what index "k" begins with | ${drop('i')}`,
  ])
})

eachDatabase(
  t,
  'what may not be read, or not in time, is told of',
  async (t, database) => {
    await database.exec(`${customers}
      create table orders (id serial primary key, customer_id integer);
      create table secret (id integer primary key);
      create table hidden (id integer primary key, secret_id integer);
      insert into secret values (1); insert into hidden values (1, 1);
      alter table secret enable row level security;
      create role reader_${process.pid}; grant select (id) on customer to reader_${process.pid};
      grant select on hidden, secret to reader_${process.pid}`)
    const { knex } = database
    const db = await automap(knex)
    const snapshot = await db.snapshot()
    const dialect = connect(knex).dialect
    const transaction = await knex.transaction()
    await transaction.raw(`set local role reader_${process.pid}`)
    const seen: string[] = []
    const findings = await lintRows({ knex: transaction, dialect }, snapshot, {
      onProgress: (done, all) => void seen.push(`${done} of ${all}`),
    })
    const message = (column: string): string =>
      `"${column}" could not be looked at: the database refused to read it, or it took too long (42501)`
    t.same(
      findings.map(each => [each.table, each.severity, each.code, each.message]),
      [
        ['hidden', 'info', 'notChecked', message('secret_id')],
        ['orders', 'info', 'notChecked', message('customer_id')],
        ['orders', 'info', 'notChecked', message('id')],
      ],
    )
    t.same(seen, ['1 of 3', '2 of 3', '3 of 3'])
    const setting = await transaction.raw('show row_security')
    t.equal(setting.rows[0].row_security, 'on', 'no setting is left behind')
    await transaction.rollback()
    await knex.raw(`drop owned by reader_${process.pid}; drop role reader_${process.pid}`)
    await database.exec('insert into orders (customer_id) select 1 from generate_series(1, 300000)')
    const late = await lintRows({ knex, dialect }, snapshot, { timeout: 1, limit: 1_000_000 })
    const orders = late.find(({ columns }) => columns[0] === 'customer_id')
    t.match(orders, { code: 'notChecked', table: 'orders', message: /57014/ })
  },
  'postgres',
)

eachDatabase(
  t,
  'not even a key that cannot be asked for stops it',
  async (t, database) => {
    await database.exec(`${customers}
      create table orders (id integer primary key, customer_id integer references customer (id))`)
    const db = await automap(database.knex)
    const snapshot = await db.snapshot()
    await database.exec('drop table customer')
    const found = await lintRows({ knex: database.knex, dialect: connect(database.knex).dialect }, snapshot)
    t.match(found, [{ code: 'notChecked', table: 'orders', severity: 'info' }])
  },
  'sqlite',
)

eachDatabase(
  t,
  'an answer that never comes is an error',
  async (t, database) => {
    const db = await automap(database.knex).catch(() => null)
    t.equal(db, null, 'there is no table yet')
    await database.exec(customers)
    const snapshot = await (await automap(database.knex)).snapshot()
    const { dialect } = connect(database.knex)
    const asked = lintRows({ knex: database.knex, dialect }, snapshot)
    await t.resolves(asked)
    const cut = lintRows(
      {
        knex: database.knex,
        dialect: {
          ...dialect,
          run: lease => dialect.run(lease, 'select pg_terminate_backend(pg_backend_pid())', []),
        },
      },
      { ...snapshot, models: [] },
    )
    await t.rejects(cut, { code: '57P01' })
  },
  'postgres',
)
