import { join } from 'node:path'
import knexOf, { type Knex } from 'knex'
import t from 'tap'
import { array, enumeration, integer, text } from '../../../lib/declaration/columns.js'
import type { ModelClass } from '../../../lib/declaration/declaration.js'
import { declaredTables } from '../../../lib/declaration/declared-tables.js'
import { readDeclarations } from '../../../lib/declaration/read.js'
import { sql } from '../../../lib/declaration/sql.js'
import { connectionOf } from '../../../lib/dialect/sqlite/connect.js'
import { createTables } from '../../../lib/dialect/sqlite/create.js'
import { errorOf } from '../../fixtures/error-of.js'
import { eachMemory, openSqlite, rowsOf, sqliteDrivers } from '../../fixtures/sqlite.js'
import { tableClass } from '../../fixtures/table-class.js'

function request(models: readonly ModelClass[], schema: string | null = null) {
  return { schema, tables: declaredTables(readDeclarations(models)) }
}

const one = tableClass('t', { id: integer().primaryKey() })

eachMemory(t, 'what is there, also as a view and in other letters, is left alone', async (t, rows, db) => {
  await rows('create view V as select 1 as id')
  await rows('create table Ä (x)')
  const models = ['v', 'ä', 'Ä', 'w'].map(name => tableClass(name, { id: integer() }))
  t.strictSame(await createTables(db, request(models)), ['ä', 'w'])
})

eachMemory(t, 'a table goes into the schema that it names, or that was asked for', async (t, rows, db) => {
  await rows("attach ':memory:' as `o.x`")
  const named = tableClass(
    'n',
    { id: integer().primaryKey(), m: integer().index().references('N.id') },
    { schema: 'o.x' },
  )
  t.strictSame(await createTables(db, request([one, named])), ['t', 'o.x.n'])
  t.strictSame(await createTables(db, request([one], 'o.x')), ['t'])
  t.strictSame(await rows("select name from `o.x`.sqlite_schema where type = 'table' order by name"), [
    ['n'],
    ['t'],
  ])
  t.strictSame(await createTables(db, request([named, one], 'o.x')), [])
})

eachMemory(t, 'what SQLite cannot do is refused, and nothing is created', async (t, rows, db) => {
  const refusals: readonly (readonly [ModelClass, string])[] = [
    [
      tableClass('n', { id: integer(), x: integer().references('other.t.id') }),
      'a key refers to "other.t", and SQLite\'s keys stay in their schema',
    ],
    [
      tableClass('n', { id: integer().primaryKey(), x: integer().references('nn.id') }),
      'a key refers to table "nn", which is neither there nor among the classes. Did you mean "n"?',
    ],
    [
      tableClass('n', { id: integer().primaryKey(), x: integer().autoIncrement() }),
      'SQLite numbers only a primary key, and column "x" is none; leave out autoIncrement()',
    ],
    [
      tableClass('n', { id: integer().autoIncrement() }),
      'SQLite numbers only a primary key, and column "id" is none; leave out autoIncrement()',
    ],
  ]
  for (const [model, why] of refusals) {
    t.equal(
      await errorOf(() => createTables(db, request([one, model]))),
      `DeclarationError DECLARATION_INVALID: Cannot create table "n": ${why}`,
    )
  }
  const other = tableClass('n', { id: integer() }, { schema: 'other' })
  t.equal(
    await errorOf(() => createTables(db, request([one, other]))),
    'QueryError CREATE_FAILED: Cannot create the declared tables: no such table: other.sqlite_schema',
  )
  t.strictSame(await rows('select name from sqlite_schema'), [])
})

eachMemory(t, 'a key to another schema is refused, also where that is the own', async (t, rows, db) => {
  await rows("attach ':memory:' as other")
  const model = tableClass('n', { x: integer().references('t.id') }, { schema: 'other' })
  t.equal(
    await errorOf(() => createTables(db, request([one, model]))),
    'DeclarationError DECLARATION_INVALID: Cannot create table "other.n": a key refers to "main.t", and SQLite\'s keys stay in their schema',
  )
})

eachMemory(t, 'a generated column is stored or computed when it is read', async (t, rows, db) => {
  const model = tableClass('g', {
    a: integer(),
    b: integer().generated(sql`a + ${1}`),
    c: integer().generated(sql`b * 2`, { stored: false }),
  })
  await createTables(db, request([model]))
  await rows('insert into g (a) values (2)')
  t.strictSame(await rows('select a, b, c from g'), [[2, 3, 6]])
  t.strictSame(await rows("select hidden as c0 from pragma_table_xinfo('g')"), [[0], [3], [2]])
})

eachMemory(t, 'an enumeration takes its own values only, and a default must fit', async (t, rows, db) => {
  await createTables(db, request([tableClass('e', { mood: enumeration(["it's", 'b']).default('b') })]))
  await rows("insert into e values ('it''s')")
  await rows('insert into e default values')
  await t.rejects(rows("insert into e values ('c')"), /CHECK constraint failed: e_mood_check/)
  t.equal(
    await errorOf(() =>
      createTables(db, request([tableClass('f', { n: integer().default('many' as never) })])),
    ),
    'ValueError VALUE_INVALID: Cannot use a value for "f.n": expected an integer of 64 bits, got a string',
  )
})

eachMemory(t, 'an array is filled in as JSON, and null is no default', async (t, rows, db) => {
  const model = tableClass('a', {
    list: array(text()).default(['x']),
    none: text().nullable().default(null),
    id: integer().nullable(),
  })
  await createTables(db, request([model]))
  await rows('insert into a (id) values (1)')
  t.strictSame(await rows('select list, none from a'), [['["x"]', null]])
})

/** A driver that waits in the same program as the other would let nobody move. */
function impatient(db: Knex): Promise<unknown> {
  return rowsOf(db, 'pragma busy_timeout = 1')
}

for (const driver of sqliteDrivers) {
  void t.test(`a database that cannot be opened is named without its folder (${driver})`, async t => {
    const filename = join(t.testdir(), 'none', 'x.db')
    const db = openSqlite(t, driver, { filename })
    t.match(
      await errorOf(() => createTables(db, request([one]))),
      /^ConnectionError CONNECTION_FAILED: Cannot create tables in "x\.db": no connection could be made: (?!SQLITE)/,
    )
  })

  void t.test(`a pool that gives no connection is told (${driver})`, async t => {
    const db = knexOf({
      client: driver,
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
      acquireConnectionTimeout: 50,
    })
    t.teardown(() => db.destroy())
    await db.transaction(async () => {
      t.match(
        await errorOf(() => createTables(db, request([one]))),
        /^ConnectionError CONNECTION_TIMEOUT: Cannot create tables in ":memory:": no connection could be made: Knex: Timeout/,
      )
    })
  })

  void t.test(`two programs that start at once do not meet (${driver})`, async t => {
    const filename = join(t.testdir(), 'x.db')
    const all = Array.from({ length: 4 }, () => openSqlite(t, driver, { filename }))
    for (const db of all) await impatient(db)
    await rowsOf(all[0]!, 'create table before (id)')
    const models = Array.from({ length: 20 }, (_, place) => tableClass(`t${place}`, { id: integer() }))
    const created = await Promise.all(all.map(db => createTables(db, request(models))))
    t.strictSame(created.map(({ length }) => length).sort(), [0, 0, 0, 20])
  })

  void t.test(`another that never stops writing is waited for, but not for ever (${driver})`, async t => {
    const filename = join(t.testdir(), 'x.db')
    const [db, other] = [openSqlite(t, driver, { filename }), openSqlite(t, driver, { filename })]
    await impatient(db)
    await rowsOf(other, 'begin immediate')
    let now = Date.now()
    t.intercept(Date, 'now', { value: () => (now += 20_000) })
    t.equal(
      await errorOf(() => createTables(db, request([one]))),
      'QueryError CREATE_FAILED: Cannot create the declared tables: database is locked',
    )
    await rowsOf(other, 'rollback')
    t.strictSame(await createTables(db, request([one])), ['t'])
  })

  void t.test(`a file that is only for reading, or no database, is told at once (${driver})`, async t => {
    const folder = t.testdir({ 'no.db': 'x'.repeat(4096) })
    const filename = join(folder, 'x.db')
    await rowsOf(openSqlite(t, driver, { filename }), 'create table a (b)')
    const db = openSqlite(t, driver, connectionOf(driver, { filename, readonly: true }))
    t.equal(
      await errorOf(() => createTables(db, request([one]))),
      'QueryError CREATE_FAILED: Cannot create table "t": attempt to write a readonly database',
    )
    const none = openSqlite(t, driver, { filename: join(folder, 'no.db') })
    t.equal(
      await errorOf(() => createTables(none, request([one]))),
      'QueryError CREATE_FAILED: Cannot create the declared tables: file is not a database',
    )
  })
}
