import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { chdir, cwd } from 'node:process'
import { pathToFileURL } from 'node:url'
import knex, { type Knex } from 'knex'
import t, { type Test } from 'tap'
import {
  accepts,
  check,
  configOf,
  connectionOf,
  databaseNameOf,
  drivers,
  installedDriver,
} from '../../../lib/dialect/sqlite/connect.js'
import { ConnectionError, OptionError } from '../../../lib/errors.js'
import { openSqlite, rowsOf, sqliteDrivers } from '../../fixtures/sqlite.js'

function folderOf(t: Test): string {
  return t.testdir({ 'a.db': '', 'b c?#%20.db': '', folder: {} })
}

function opened(t: Test, config: Knex.Config): Knex {
  const db = knex(config)
  t.teardown(() => db.destroy())
  return db
}

t.test('accepts addresses of its own and paths with the usual endings', async t => {
  const own = [
    'sqlite:x',
    'SQLITE::memory:',
    'file:x',
    ':memory:',
    'a.db',
    './b.SQLITE',
    '/c d/e.sqlite3',
    'C:\\a.db',
  ]
  for (const url of own) t.equal(accepts(url), true, url)
  for (const url of ['postgres://localhost/x.db', 'a.txt', '', 'x', 'mysql:a.db'])
    t.equal(accepts(url), false, url)
})

t.test('opens the file that an address names, however it is written', async t => {
  const folder = folderOf(t)
  const path = join(folder, 'a.db')
  const before = cwd()
  chdir(folder)
  t.teardown(() => chdir(before))
  const urls = [
    `sqlite:${path}`,
    `sqlite://${path}`,
    path,
    'sqlite:a.db',
    'a.db',
    'sqlite:./a.db',
    'file:a.db?mode=rw',
  ]
  for (const url of [...urls, pathToFileURL(path).href]) {
    const config = configOf(url)
    t.equal(config.client, 'better-sqlite3')
    t.strictSame(config.pool, { min: 1, max: 1 })
    t.equal(config.useNullAsDefault, true)
    const db = opened(t, config)
    const [[file] = []] = await rowsOf(db, 'select file as c0 from pragma_database_list')
    t.equal(file, path, url)
  }
})

t.test('opens a database in memory', async t => {
  for (const url of ['sqlite::memory:', ':memory:', 'file:any?mode=memory']) {
    const db = opened(t, configOf(url))
    await rowsOf(db, 'create table t(a)')
    t.strictSame(await rowsOf(db, 'select * from t'), [], url)
  }
})

t.test('opens a file for reading alone, through both drivers', async t => {
  const folder = folderOf(t)
  const filename = join(folder, 'b c?#%20.db')
  t.strictSame(configOf(`${pathToFileURL(filename).href}?mode=ro`).connection, {
    filename,
    options: { readonly: true },
  })
  for (const driver of drivers) {
    const db = openSqlite(t, driver as 'sqlite3', connectionOf(driver, { filename, readonly: true }))
    t.strictSame(await rowsOf(db, 'select file as c0 from pragma_database_list'), [[filename]])
    await t.rejects(rowsOf(db, 'create table t(a)'), /attempt to write a readonly database/)
    t.doesNotThrow(() => check(db))
  }
})

t.test('refuses what is not there, and creates nothing', async t => {
  const folder = folderOf(t)
  symlinkSync(join(folder, 'loop.db'), join(folder, 'loop.db'))
  const refused = (path: string, code: string, message: string) => {
    t.throws(() => configOf(`sqlite:${join(folder, path)}`), { constructor: ConnectionError, code, message })
    for (const driver of sqliteDrivers) {
      const db = openSqlite(t, driver, { filename: join(folder, path) })
      t.throws(() => check(db), { constructor: ConnectionError, code, message })
    }
  }
  const missing = 'there is no such file; check the path, or create the database first'
  refused('missing.db', 'DATABASE_MISSING', `Cannot open "missing.db": ${missing}`)
  refused('a.db/b.db', 'DATABASE_MISSING', `Cannot open "b.db": ${missing}`)
  refused('folder', 'CONNECTION_FAILED', 'Cannot open "folder": it is a directory; name the file in it')
  refused('loop.db', 'CONNECTION_FAILED', 'Cannot open "loop.db": the file cannot be reached (ELOOP)')
  t.notOk(existsSync(join(folder, 'missing.db')))
})

t.test('lets pass what is no file, or not known yet', async t => {
  const folder = folderOf(t)
  for (const filename of [':memory:', '', join(folder, 'a.db'), 'file:missing?mode=memory']) {
    t.doesNotThrow(() => check(openSqlite(t, 'sqlite3', { filename })), filename)
  }
  const later = knex({
    client: 'sqlite3',
    connection: () => ({ filename: ':memory:' }),
    useNullAsDefault: true,
  })
  t.teardown(() => later.destroy())
  t.doesNotThrow(() => check(later))
  t.equal(databaseNameOf(later.client), 'the SQLite database')
  t.equal(databaseNameOf(openSqlite(t, 'sqlite3', { filename: '/secret/a.db' }).client), '"a.db"')
})

t.test('refuses an address that it cannot follow', async t => {
  const refused = (url: string, message: string) =>
    t.throws(() => configOf(url), { constructor: OptionError, code: 'OPTION_INVALID', message })
  refused('sqlite:', 'Expected an address with a path, for example sqlite:data.db, got "sqlite:"')
  refused('sqlite://', 'Expected an address with a path, for example sqlite:data.db, got "sqlite://"')
  refused('file:?mode=ro', 'Expected an address with a path, for example file:data.db, got "file:?mode=ro"')
  const known = 'only mode=ro, mode=rw and mode=memory are known'
  refused('file:a.db?mode=rwc', `Cannot open a file: address with "mode=rwc"; ${known}`)
  refused('file:a.db?cache=shared&mode=ro', `Cannot open a file: address with "cache=shared"; ${known}`)
  refused('file:%', 'Cannot open "file:%": it is not a valid file: address')
  refused('file://host/a.db', 'Cannot open "file://host/a.db": it is not a valid file: address')
})

t.test('prefers better-sqlite3, and says what to install', async t => {
  const refuse = (name: string) => {
    throw new Error(`Cannot find module '${name}'`)
  }
  t.equal(
    installedDriver(name => name === 'sqlite3' || refuse(name)),
    'sqlite3',
  )
  t.equal(
    installedDriver(() => '/somewhere'),
    'better-sqlite3',
  )
  t.throws(() => installedDriver(refuse), {
    constructor: ConnectionError,
    code: 'DRIVER_MISSING',
    message:
      'Cannot open a SQLite database: neither "better-sqlite3" nor "sqlite3" is installed; npm install better-sqlite3',
  })
})
