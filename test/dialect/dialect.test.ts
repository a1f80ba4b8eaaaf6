import knexOf from 'knex'
import t from 'tap'
import { connect, isAddress } from '../../lib/dialect/dialect.js'
import { ConnectionError, OptionError } from '../../lib/errors.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(t, 'an address, a configuration and a knex lead to the same database', async (t, database) => {
  await database.exec('create table here (id integer primary key)')
  for (const connection of [database.url, database.config, database.knex]) {
    const { knex, dialect, owned } = connect(connection)
    t.equal(dialect.name, database.dialect)
    t.equal(owned, connection !== database.knex)
    t.equal(await knex.schema.hasTable('here'), true)
    if (owned) await knex.destroy()
  }
})

eachDatabase(t, 'a transaction is a knex too', async (t, database) => {
  await database.knex.transaction(async transaction => {
    t.match(connect(transaction), { knex: transaction, owned: false, dialect: { name: database.dialect } })
  })
})

t.test('the other names that knex has for a driver are known', async t => {
  for (const client of ['postgres', 'postgresql', 'pg']) {
    const { knex, dialect } = connect({ client, connection: 'postgres://localhost/none' })
    t.equal(dialect.name, 'postgres', client)
    await knex.destroy()
  }
  const { knex, dialect } = connect({
    client: 'sqlite',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  })
  t.equal(dialect.name, 'sqlite')
  await knex.destroy()
})

t.test('what is no connection is refused', async t => {
  for (const [value, shown] of [
    [undefined, 'undefined'],
    [null, 'null'],
    [5, '5'],
    [new URL('postgres://localhost/'), 'an instance of URL'],
    [() => 1, 'a function'],
    [['sqlite:a.db'], 'an array'],
  ]) {
    t.throws(
      () => connect(value),
      new OptionError(
        'OPTION_INVALID',
        `Expected the connection of automap() to be an address, a knex instance or a knex configuration, got ${shown}`,
      ),
    )
  }
})

t.test('an address of no known database is refused without repeating it', async t => {
  for (const [address, shown] of [
    ['mysql://root:secret@localhost/shop', 'mysql:'],
    ['shop', 'no scheme'],
    ['', 'no scheme'],
  ]) {
    t.throws(
      () => connect(address),
      new OptionError(
        'OPTION_INVALID',
        `Cannot tell the database from the address (${shown}): expected sqlite:PATH, a path that ends in .db, .sqlite or .sqlite3, or postgres://…`,
      ),
    )
  }
})

t.test('a configuration that knex does not take is refused with its reason', async t => {
  t.throws(
    () => connect({}),
    new OptionError(
      'OPTION_INVALID',
      "Expected the connection of automap() to be a configuration that knex takes; it says: knex: Required configuration option 'client' is missing.",
    ),
  )
  t.throws(() => connect({ client: 'pg', connection: {}, pool: { size: 1 } }), {
    name: 'OptionError',
    code: 'OPTION_INVALID',
    message:
      'Expected the connection of automap() to be a configuration that knex takes; it says: Tarn: unsupported option opt.size',
    cause: Error,
  })
})

const unsupported = (client: string): ConnectionError =>
  new ConnectionError(
    'DRIVER_UNSUPPORTED',
    `Cannot reflect through knex client "${client}"; supported clients are better-sqlite3, sqlite3, pg`,
  )

t.test('a client that is not supported is refused before its driver is asked for', async t => {
  const written = t.capture(console, 'log')
  t.throws(() => connect({ client: 'mysql2', connection: {} }), unsupported('mysql2'))
  t.throws(() => connect({ client: 'toString' }), unsupported('toString'))
  t.same(written(), [])
})

t.test('a knex of another database is refused, and stays open', async t => {
  class Other extends knexOf.Client {}
  Object.assign(Other.prototype, { dialect: 'other', driverName: 'other' })
  const knex = knexOf({ client: Other })
  t.throws(() => connect(knex), unsupported('other'))
  t.throws(() => connect({ client: Other }), unsupported('other'))
  await knex.destroy()
})

t.test('a file that is not there is refused, given in whatever way', async t => {
  const missing = {
    name: 'ConnectionError',
    code: 'DATABASE_MISSING',
    message: 'Cannot open "none.db": there is no such file; check the path, or create the database first',
  }
  const filename = `${t.testdir()}/none.db`
  const config = { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }
  t.throws(() => connect(`sqlite:${filename}`), missing)
  t.throws(() => connect(config), missing)
  const knex = knexOf(config)
  t.throws(() => connect(knex), missing)
  await knex.destroy()
})

t.test('an address is told from other words', t => {
  for (const address of ['sqlite:shop', 'shop.db', 'file:shop', 'postgres://localhost/shop']) {
    t.equal(isAddress(address), true, address)
  }
  for (const word of ['shop', 'customer', 'mysql://localhost/shop', 'shop.json'])
    t.equal(isAddress(word), false, word)
  t.end()
})

eachDatabase(t, 'a server ends a statement that takes too long, where there is one', async (t, database) => {
  const { knex } = connect(database.config, { caller: 'automap()', mayCreate: true, statementTimeout: 50 })
  t.teardown(() => knex.destroy())
  const slow = { sqlite: 'select 1', postgres: 'select pg_sleep(5)' }[database.dialect]
  const asked = knex.raw(slow).then(() => 'answered')
  if (database.dialect === 'postgres') await t.rejects(asked, { code: '57014' })
  else t.equal(await asked, 'answered')
})
