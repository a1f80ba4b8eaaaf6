import t from 'tap'
import { fingerprint } from '../../../lib/dialect/sqlite/fingerprint.js'
import { freshDatabase } from '../../fixtures/databases.js'

const ground = `
  create table customer (id integer primary key, name varchar(40) not null, email varchar(40), unique (email));
  create table orders (
    id integer primary key, customer_id integer references customer (id) on delete cascade, total integer default 5,
    check (total > 0));
  create index orders_customer on orders (customer_id);
  create view big as select id from orders where total > 100;`

const changes: readonly (readonly [what: string, sql: string])[] = [
  ['another type', 'create table k (id integer primary key, v text)'],
  ['a trigger', 'create trigger k_in after insert on k begin select 1; end'],
  ['a virtual table', 'create virtual table words using fts5(word)'],
]

t.test('what this database alone can change gives another fingerprint, too', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  if (database === null) return
  const sum = (): Promise<string> => fingerprint(database.knex, { schemas: null, timeout: 30_000 })
  await database.exec(ground)
  let before = await sum()
  for (const [what, sql] of changes) {
    await database.exec(sql)
    const now = await sum()
    t.not(now, before, what)
    before = now
  }
})

t.test('attached databases count where they are asked for', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  if (database === null) return
  const sum = (...schemas: string[]): Promise<string> =>
    fingerprint(database.knex, { schemas, timeout: 30_000 })
  await database.exec(`${ground} attach ':memory:' as "o'ther""s"`)
  const both = await sum('main', `o'ther"s`)
  const main = await sum('main')
  await database.exec(`create table "o'ther""s".t (id integer)`)
  t.not(await sum('main', `o'ther"s`), both)
  t.equal(await sum('main'), main)
})
