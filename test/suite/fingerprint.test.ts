import t from 'tap'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Change, everyChangeTells, ground } from '../fixtures/fingerprinted.js'

const dialects = { sqlite, postgres }

function sumOf({ dialect, knex }: Database, schemas: readonly string[] | null = null): Promise<string> {
  return dialects[dialect].fingerprint(knex, { schemas, timeout: 30_000 })
}

/** Changes that all databases make alike; what one alone can change, its own tests tell. */
const common: readonly Change[] = [
  ['a new table', 'create table t (id integer primary key)'],
  ['a table that goes', 'drop table t'],
  ['a new column', 'alter table customer add column age integer'],
  ['a column that is renamed', 'alter table customer rename column age to years'],
  ['a column that goes', 'alter table customer drop column years'],
  ['a table that is renamed', 'create table a (id integer primary key); alter table a rename to b'],
  ['a new index', 'create index customer_name on customer (name)'],
  [
    'an index that is unique',
    'drop index customer_name; create unique index customer_name on customer (name)',
  ],
  [
    'a partial index',
    'drop index customer_name; create unique index customer_name on customer (name) where id > 5',
  ],
  [
    'another condition',
    'drop index customer_name; create unique index customer_name on customer (name) where id > 6',
  ],
  [
    'an index of an expression',
    'drop index customer_name; create index customer_name on customer (lower(name))',
  ],
  ['another order', 'drop index customer_name; create index customer_name on customer (name desc)'],
  ['another view', 'drop view big; create view big as select id, total from orders where total > 100'],
]

eachDatabase(t, 'every change of the structure gives another fingerprint', (t, database) =>
  everyChangeTells(t, database, common, sumOf),
)

eachDatabase(t, 'rows, statistics and time give none', async (t, database) => {
  await database.exec(ground)
  const before = await sumOf(database)
  await database.exec(`insert into customer (id, name) values (1, 'a'); update customer set name = 'b'`)
  await database.exec({ sqlite: 'analyze', postgres: 'analyze customer' })
  t.equal(await sumOf(database), before)
  t.match(before, /^[0-9a-f]{32,64}$/)
})

eachDatabase(
  t,
  'a structure that was made in other steps has the same where it is the same',
  async (t, database) => {
    const steps = {
      sqlite: [ground, 'drop table orders; drop view big; drop table customer', ground],
      postgres: [
        ground,
        'alter table customer add column x integer; drop view big; drop table orders; drop table customer',
        `create table first (id integer); drop table first; ${ground}`,
      ],
    }[database.dialect]
    await database.exec(steps[0]!)
    const before = await sumOf(database)
    await database.exec(steps[1]!)
    t.not(await sumOf(database), before)
    await database.exec(steps[2]!)
    t.equal(await sumOf(database), before)
  },
)

eachDatabase(
  t,
  'a fingerprint is one query, and is of the schemas that are asked for',
  async (t, database) => {
    await database.exec(ground)
    const statements = await database.count(() => sumOf(database))
    t.equal(statements.filter(sql => /sqlite_schema|pg_class/.test(sql)).length, 1)
    const missing = await errorOf(() => sumOf(database, ['nowhere']))
    t.match(missing, /^ReflectionError SCHEMA_MISSING: Cannot reflect schema "nowhere"/)
  },
)
