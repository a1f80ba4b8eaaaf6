import { existsSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import knex from 'knex'
import t, { type Test } from 'tap'
import type { ReflectRequest } from '../../../lib/dialect/contract.js'
import { reflect } from '../../../lib/dialect/sqlite/reflect.js'
import { ConnectionError, ReflectionError } from '../../../lib/errors.js'
import { eachDatabase } from '../../fixtures/databases.js'
import { outlineOf } from '../../fixtures/outline.js'
import { openSqlite, rowsOf, sqliteDrivers } from '../../fixtures/sqlite.js'
import { goldenOutline, goldenSql } from '../../fixtures/sqlite-golden.js'

function request(given: Partial<ReflectRequest> = {}): ReflectRequest {
  return { schemas: null, timeout: 5000, ...given }
}

function each(title: string, fn: Parameters<typeof eachDatabase>[2]): void {
  eachDatabase(t, title, fn, 'sqlite')
}

/** A file made by `sql`, closed again, and a knex on it per driver. */
function eachFile(
  title: string,
  sql: string,
  fn: (t: Test, path: string, driver: 'sqlite3' | 'better-sqlite3') => Promise<unknown>,
) {
  for (const driver of sqliteDrivers) {
    void t.test(`${title} (${driver})`, async t => {
      const path = join(t.testdir(), 'file.db')
      const connection = new BetterSqlite3(path)
      connection.unsafeMode(true)
      connection.exec(sql)
      connection.close()
      await fn(t, path, driver)
    })
  }
}

const texts = new Set<string>()

each('reads one of every object, with the attached database and without temporary tables', async (t, db) => {
  await db.exec("attach ':memory:' as 'other db'")
  await db.exec(goldenSql)
  const schema = await reflect(db.knex, request({ schemas: ['MAIN', 'Other DB', 'main'] }))
  t.equal(outlineOf(schema), goldenOutline)
  texts.add(JSON.stringify(schema))
  t.equal(texts.size, 1, 'both drivers give the same bytes')
  t.strictSame(await reflect(db.knex, request({ schemas: ['main', 'other db'] })), schema)
})

each('reads the main database by default, the first one asked for as the default schema', async (t, db) => {
  await db.exec(
    "attach ':memory:' as extra; create table extra.e(a); create table m(a); create temp table x(a)",
  )
  const names = async (schemas: string[] | null) => {
    const { defaultSchema, schemas: read, tables } = await reflect(db.knex, request({ schemas }))
    return [defaultSchema, read, tables.map(({ name }) => name)]
  }
  t.strictSame(await names(null), ['main', ['main'], ['m']])
  t.strictSame(await names(['main', 'extra']), ['main', ['extra', 'main'], ['e', 'm']])
  t.strictSame(await names(['extra']), ['extra', ['extra'], ['e']])
  t.strictSame(await names(['temp']), ['temp', ['temp'], ['x']])
})

each('names the schemas that there are when one is missing', async (t, db) => {
  await db.exec("attach ':memory:' as extra")
  await t.rejects(reflect(db.knex, request({ schemas: ['extra', 'nope'] })), {
    constructor: ReflectionError,
    code: 'SCHEMA_MISSING',
    message:
      'Cannot reflect schema "nope": the connection has "extra", "main", "temp"; ATTACH the database, or choose one of these',
  })
})

each('takes as many statements for many tables as for one', async (t, db) => {
  await db.exec('create table t0(a integer primary key); create view v0 as select 1')
  const few = await db.count(() => reflect(db.knex, request()))
  for (let i = 1; i < 50; i++) {
    await db.exec(
      `create table t${i}(a integer primary key, b unique, c references t0); create view v${i} as select 1`,
    )
  }
  t.strictSame(await db.count(() => reflect(db.knex, request())), few)
  t.equal(few.length, 6)
})

each('reads inside of a transaction what that has made, and leaves it open', async (t, db) => {
  await db.exec('create table one(a)')
  await db.knex
    .transaction(async trx => {
      await rowsOf(trx, 'create table inside(a)')
      const statements = await db.count(() => reflect(trx, request()), { all: true })
      t.equal(statements.length, 6)
      const { tables } = await reflect(trx, request())
      t.strictSame(
        tables.map(({ name }) => name),
        ['inside', 'one'],
      )
      throw new Error('back')
    })
    .catch(() => undefined)
  t.equal((await reflect(db.knex, request())).tables.length, 1)
})

each('reads as of one moment, and ends what it began', async (t, db) => {
  await db.exec('create table one(a)')
  const statements = await db.count(() => reflect(db.knex, request()), { all: true })
  t.equal(statements[0], 'savepoint automap_reflection')
  t.equal(statements.at(-1), 'release automap_reflection')
  await t.rejects(reflect(db.knex, request({ schemas: ['nope'] })))
  await t.rejects(rowsOf(db.knex, 'commit'), /no transaction is active/)
})

eachFile(
  'notes a virtual table whose module is not there, and a text that it does not understand',
  `create table keep(a); create view v as select a from keep; create table odd(a check (a > 0));
  pragma writable_schema = on;
  insert into sqlite_schema values ('table', 'lost', 'lost', 0, 'create virtual table lost using nomodule(a)');
  update sqlite_schema set sql = replace(sql, 'CREATE TABLE', 'CREATE TEMP TABLE') where name = 'odd';`,
  async (t, path, driver) => {
    const { tables, notes } = await reflect(openSqlite(t, driver, { filename: path }), request())
    t.strictSame(
      tables.map(({ name, columns, checks }) => [name, columns.length, checks]),
      [
        ['keep', 1, []],
        ['odd', 1, []],
        ['v', 1, []],
      ],
    )
    t.strictSame(
      notes.map(({ code, table, message }) => [code, table, message]),
      [
        ['unreadableTable', 'lost', 'Virtual table "lost" cannot be opened: no such module: nomodule'],
        [
          'reflectionFailed',
          'odd',
          'The text of table "odd" is not understood: its checks, collations and names of constraints are left out',
        ],
      ],
    )
  },
)

eachFile('reads a file that it may not write', 'create table a(a)', async (t, path, driver) => {
  const connection =
    driver === 'sqlite3'
      ? { filename: `file:${path}?mode=ro`, flags: ['OPEN_URI'] }
      : { filename: path, options: { readonly: true } }
  const { tables } = await reflect(openSqlite(t, driver, connection), request())
  t.equal(tables.length, 1)
})

eachFile(
  'waits for a writer, and says so when that takes too long',
  'create table a(a)',
  async (t, path, driver) => {
    // Locks of one process are seen only within one copy of SQLite, so both use the same driver.
    const writer = openSqlite(t, driver, { filename: path })
    const db = openSqlite(t, driver, { filename: path })
    await rowsOf(db, 'pragma busy_timeout = 1')
    await rowsOf(writer, 'begin exclusive')
    await t.rejects(reflect(db, request({ timeout: 150 })), {
      constructor: ConnectionError,
      code: 'CONNECTION_TIMEOUT',
      message:
        'Cannot reflect "file.db" within 150 ms: another connection locks it; ' +
        'let that one finish, or raise the option "timeout"',
      cause: { code: 'SQLITE_BUSY' },
    })
    const waiting = reflect(db, request())
    await pause(100)
    await rowsOf(writer, 'create table b(b)')
    await rowsOf(writer, 'commit')
    t.equal((await waiting).tables.length, 2)
  },
)

eachFile('says that a file is no database', '', async (t, path, driver) => {
  writeFileSync(path, 'password=hunter2\n'.repeat(1000))
  await t.rejects(reflect(openSqlite(t, driver, { filename: path }), request()), {
    constructor: ConnectionError,
    code: 'NOT_A_DATABASE',
    message: 'Cannot reflect "file.db": the file is not a SQLite database',
  })
})

eachFile(
  'says that a file is damaged',
  'create table a(a); create table b(b); create table c(c)',
  async (t, path, driver) => {
    truncateSync(path, 5000)
    await t.rejects(reflect(openSqlite(t, driver, { filename: path }), request()), {
      constructor: ReflectionError,
      code: 'REFLECTION_FAILED',
      message: 'Cannot reflect "file.db": database disk image is malformed',
    })
  },
)

eachFile(
  'says which part of the schema is malformed',
  `create table bad(a); pragma writable_schema = on; update sqlite_schema set sql = 'CREATE TABLE bad(' where name = 'bad'`,
  async (t, path, driver) => {
    await t.rejects(reflect(openSqlite(t, driver, { filename: path }), request()), {
      constructor: ReflectionError,
      code: 'REFLECTION_FAILED',
      message: 'Cannot reflect "file.db": malformed database schema (bad) - incomplete input',
    })
  },
)

for (const driver of sqliteDrivers) {
  void t.test(`says that there is no file, and makes none (${driver})`, async t => {
    const filename = join(t.testdir(), 'missing.db')
    await t.rejects(reflect(openSqlite(t, driver, { filename }), request()), {
      constructor: ConnectionError,
      code: 'DATABASE_MISSING',
      message:
        'Cannot open "missing.db": there is no such file; check the path, or create the database first',
    })
    t.notOk(existsSync(filename))
  })

  void t.test(`says that the driver could not open the file (${driver})`, async t => {
    const filename = join(t.testdir({ folder: {} }), 'folder')
    const db = knex({
      client: driver,
      connection: () => ({ filename }),
      useNullAsDefault: true,
      log: { warn: () => undefined },
    })
    t.teardown(() => db.destroy())
    await t.rejects(reflect(db, request()), {
      constructor: ConnectionError,
      code: 'CONNECTION_FAILED',
      message: `Cannot reflect "folder": no connection could be made: unable to open database file`,
    })
  })
}
