import { existsSync } from 'node:fs'
import knex from 'knex'
import t from 'tap'
import { type Database, eachDatabase, freshDatabase } from './fixtures/databases.js'

eachDatabase(
  t,
  'every test gets an empty database, and may run several statements at once',
  async (t, database) => {
    await database.exec(
      'create table item (id integer primary key); insert into item values (1); insert into item values (2)',
    )
    t.same(await database.knex('item').pluck('id'), [1, 2])
  },
)

eachDatabase(
  t,
  'a database does not have what another test made, and takes its own dialect',
  async (t, database) => {
    await database.exec({
      sqlite: 'create table item (a integer)',
      postgres: 'create table item (b integer)',
    })
    const columns = await database.knex('item').columnInfo()
    t.same(Object.keys(columns), [database.dialect === 'sqlite' ? 'a' : 'b'])
  },
)

eachDatabase(t, 'a statement that fails is an error of the test', async (t, database) => {
  await t.rejects(database.exec('create table ('), /syntax error/)
})

eachDatabase(
  t,
  'statements are counted without transactions, unless these are asked for',
  async (t, { knex, count }) => {
    const twice = () =>
      knex.transaction(async transaction => {
        await transaction.raw('select 1')
        await transaction.transaction(inner => inner.raw('select 2'))
      })
    t.same(await count(twice), ['select 1', 'select 2'])
    const all = await count(twice, { all: true })
    t.equal(all.length, 6)
    t.match(all[0], /^BEGIN/)
    t.match(all[2], /^SAVEPOINT/)
    await knex.raw('select 3')
    t.same(await count(() => 0), [])
  },
)

eachDatabase(t, 'the configuration is good for a second connection', async (t, database) => {
  await database.exec('create table item (id integer)')
  const second = knex(database.config)
  t.teardown(() => second.destroy())
  t.same(await second('item'), [])
})

const ended: Database[] = []

eachDatabase(t, 'a database lives as long as its test', async (t, database) => {
  await database.exec('create table item (id integer)')
  ended.push(database)
  t.same(await database.knex('item'), [])
})

t.test('nothing is left when a test has ended', async t => {
  t.ok(ended.length > 0)
  for (const { dialect, url, config } of ended) {
    if (dialect === 'sqlite') t.notOk(existsSync(url.replace('sqlite:', '')))
    else {
      const again = knex({ ...config, log: { warn: () => undefined } })
      await t.rejects(again.raw('select 1'), /does not exist/)
      await again.destroy()
    }
  }
})

t.test('a database that is required and cannot run fails the test', async t => {
  const { AUTOMAP_REQUIRE, AUTOMAP_POSTGRES_URL } = process.env
  t.teardown(() => {
    restore('AUTOMAP_REQUIRE', AUTOMAP_REQUIRE)
    restore('AUTOMAP_POSTGRES_URL', AUTOMAP_POSTGRES_URL)
  })
  process.env.AUTOMAP_REQUIRE = 'sqlite,postgres'
  process.env.AUTOMAP_POSTGRES_URL = 'postgres://nobody@127.0.0.1:1/nothing'
  await t.rejects(freshDatabase(t, 'pg'), { code: 'ECONNREFUSED' })
})

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
