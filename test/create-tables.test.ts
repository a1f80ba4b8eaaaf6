import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import knexOf from 'knex'
import t from 'tap'
import { createMissingTables, createTables } from '../lib/create-tables.js'
import { integer, text } from '../lib/declaration/columns.js'
import { readDeclarations } from '../lib/declaration/read.js'
import { sql } from '../lib/declaration/sql.js'
import { connect } from '../lib/dialect/dialect.js'
import { type Database, eachDatabase } from './fixtures/databases.js'
import { errorOf } from './fixtures/error-of.js'
import { tableClass } from './fixtures/table-class.js'

const author = tableClass('author', { id: integer().primaryKey(), name: text() })
const book = tableClass('book', {
  id: integer().primaryKey(),
  authorId: integer('author_id').references('author.id').index(),
})
const broken = tableClass(
  'broken',
  { id: integer() },
  { checks: [sql`no_such_function_of_mine(id)`, sql`(`] },
)

async function tablesOf({ knex }: Database): Promise<string[]> {
  const { dialect } = connect(knex)
  const { tables } = await dialect.reflect(knex, { schemas: null, timeout: 5000 })
  return tables.map(({ name }) => name)
}

eachDatabase(t, 'an address, a configuration and a knex lead to the same tables', async (t, database) => {
  t.strictSame(await createTables(database.url, [author]), ['author'])
  t.strictSame(await createTables(database.config, { Author: author, Book: book }), ['book'])
  t.strictSame(await createTables(database.knex, [book, author]), [])
  t.strictSame(await tablesOf(database), ['author', 'book'])
  t.strictSame(await createTables(database.knex, []), [])
})

eachDatabase(t, 'a table that is there is left as it is', async (t, database) => {
  await database.exec(
    'create table author (id integer primary key, other integer); insert into author values (5, 6)',
  )
  t.strictSame(await createTables(database.knex, [tableClass('author', {}), book]), ['book'])
  t.strictSame(await database.knex('author'), [{ id: 5, other: 6 }])
})

eachDatabase(t, 'one table that cannot be created leaves none', async (t, database) => {
  const message = await errorOf(() => createTables(database.knex, [author, broken]))
  t.match(message, /^QueryError CREATE_FAILED: Cannot create table "broken": (?!create table)/)
  const error = await createTables(database.knex, [broken]).catch((error: unknown) => error)
  t.ok((error as Error).cause instanceof Error)
  t.match(await errorOf(() => createTables(database.url, [broken])), /^QueryError CREATE_FAILED: /)
  t.strictSame(await tablesOf(database), [])
  t.match(
    await errorOf(() => createTables(database.knex, [author, tableClass('empty', {})])),
    /^DeclarationError DECLARATION_INVALID: Cannot create table "empty": "empty" declares no column; declare all/,
  )
  t.strictSame(await createTables(database.knex, [author]), ['author'], 'and the connection works on')
})

eachDatabase(t, 'tables join the transaction that they are given', async (t, database) => {
  const { knex } = database
  const rolledBack = new Error('rolled back')
  await t.rejects(
    knex.transaction(async transaction => {
      await createTables(transaction, [author])
      await transaction('author').insert({ id: 1, name: 'Ada' })
      throw rolledBack
    }),
    rolledBack,
  )
  t.strictSame(await tablesOf(database), [])
  await knex.transaction(async transaction => {
    await transaction.raw('create table before (id integer)')
    await t.rejects(createTables(transaction, [author, broken]), { code: 'CREATE_FAILED' })
    t.strictSame(await createTables(transaction, [book, author]), ['author', 'book'])
  })
  t.strictSame(await tablesOf(database), ['author', 'before', 'book'], 'a failure takes back its own alone')
  const ended = await knex.transaction()
  await ended.commit()
  t.equal(
    await errorOf(() => createTables(ended, [author])),
    'TransactionError TRANSACTION_FINISHED: Cannot create the declared tables: the transaction that was given has ended',
  )
})

eachDatabase(t, "knex's listeners see every statement", async (t, database) => {
  const statements = await database.count(() => createTables(database.knex, [author]))
  t.match(statements.at(-1), /^create table .*author/)
})

eachDatabase(
  t,
  'a broken connection is told without the password, and what was opened is closed',
  async (t, { url }) => {
    const wrong = new URL(url)
    wrong.pathname = '/none'
    wrong.password = 'secret'
    const message = await errorOf(() => createTables(wrong.href, [author]))
    t.match(message, /^ConnectionError CONNECTION_FAILED: Cannot connect/)
    t.notMatch(message, /secret/)
  },
  'postgres',
)

t.test('a file that is not there is made, unless the address says that it is', async t => {
  const folder = t.testdir()
  const path = (name: string) => join(folder, name)
  t.strictSame(await createTables(`sqlite:${path('a.db')}`, [author]), ['author'])
  t.strictSame(await createTables(path('b.db'), [author]), ['author'])
  t.strictSame(await createTables(pathToFileURL(path('c.db')).href, [author]), ['author'])
  for (const client of ['better-sqlite3', 'sqlite3']) {
    const config = { client, connection: { filename: path(`${client}.db`) }, useNullAsDefault: true }
    t.strictSame(await createTables(config, [author]), ['author'], client)
  }
  for (const mode of ['ro', 'rw']) {
    t.equal(
      await errorOf(() => createTables(`${pathToFileURL(path('d.db')).href}?mode=${mode}`, [author])),
      'ConnectionError DATABASE_MISSING: Cannot open "d.db": there is no such file; check the path, or create the database first',
    )
  }
  t.equal(existsSync(path('d.db')), false)
  t.match(
    await errorOf(() => createTables(path(join('none', 'e.db')), [author])),
    /^ConnectionError CONNECTION_FAILED: Cannot create tables in "e\.db": no connection could be made: /,
  )
  t.equal(
    await errorOf(() => createTables(path(join('a.db', 'e.db')), [author])),
    'ConnectionError DATABASE_MISSING: Cannot open "e.db": there is no such file; check the path, or create the database first',
  )
})

t.test('what is no connection, or no class, is refused before anything is opened', async t => {
  t.equal(
    await errorOf(() => createTables(5 as never, [author])),
    'OptionError OPTION_INVALID: Expected the connection of createTables() to be an address, a knex instance or a knex configuration, got 5',
  )
  t.equal(
    await errorOf(() => createTables({} as never, [author])),
    "OptionError OPTION_INVALID: Expected the connection of createTables() to be a configuration that knex takes; it says: knex: Required configuration option 'client' is missing.",
  )
  const path = join(t.testdir(), 'a.db')
  t.match(await errorOf(() => createTables(path, [5 as never])), /^OptionError OPTION_INVALID: /)
  t.equal(
    await errorOf(() => createTables(path, [class Nameless {}])),
    'DeclarationError DECLARATION_INVALID: Cannot create the table of "Nameless": the class names none; write static table = \'…\'',
  )
  t.equal(existsSync(path), false)
})

t.test('automap leaves classes alone that leave everything to the database', async t => {
  const knex = knexOf({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  })
  t.teardown(() => knex.destroy())
  class Plain {}
  const declarations = readDeclarations([Plain, author])
  t.strictSame(await createMissingTables(connect(knex), declarations, null), ['author'])
  const both = readDeclarations([author, book])
  t.strictSame(await createMissingTables(connect(knex), both, 'temp'), ['author', 'book'])
})
