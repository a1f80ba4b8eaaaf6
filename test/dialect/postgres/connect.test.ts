import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import knexOf, { type Knex } from 'knex'
import pg from 'pg'
import t, { type Test } from 'tap'
import { configOf, connectionErrorOf } from '../../../lib/dialect/postgres/connect.js'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import { eachDatabase } from '../../fixtures/databases.js'

const request = { schemas: null, timeout: 10_000 }

async function failureOf(t: Test, config: Knex.Config): Promise<Error> {
  const knex = knexOf({ ...config, log: { warn: () => undefined, error: () => undefined } })
  t.teardown(() => knex.destroy())
  return postgres.reflect(knex, request).then(
    () => t.fail('it must not connect') as never,
    (error: Error) => error,
  )
}

t.test('accepts its own addresses alone', async t => {
  for (const url of ['postgres://localhost/x', 'postgresql:///x', 'POSTGRES://u:p@h:1/x'])
    t.ok(postgres.accepts(url), url)
  for (const url of ['postgres', 'sqlite:x', 'x.db', 'mysql://localhost']) t.notOk(postgres.accepts(url), url)
})

t.test('makes a configuration of an address', async t => {
  const url = 'postgres://ada:secret@localhost:5433/app'
  t.same(postgres.configOf(url), {
    client: 'pg',
    connection: { connectionString: url, connectionTimeoutMillis: 30_000 },
    pool: { min: 0, max: 10 },
  })
  t.equal(postgres.check(knexOf({ client: 'pg' })), undefined)
})

t.test('refuses an address that is no URL, and does not repeat it', async t => {
  t.throws(() => postgres.configOf('postgres://ada:can%ary@[nowhere'), {
    name: 'ConnectionError',
    code: 'CONNECTION_FAILED',
    message:
      'Cannot connect to PostgreSQL: the address is not a URL; write postgres://user:password@host:5432/database, ' +
      'with every special character of the password percent-encoded',
  })
})

t.test('says what to install when there is no driver', async t => {
  const elsewhere = createRequire(join(tmpdir(), 'index.js'))
  t.throws(() => configOf('postgres://localhost/app', elsewhere.resolve), {
    name: 'ConnectionError',
    code: 'DRIVER_MISSING',
    message: 'Cannot connect to PostgreSQL: package "pg" is not installed. Run: npm install pg',
  })
})

t.test('says where nothing listens', async t => {
  const error = await failureOf(t, postgres.configOf('postgres://ada:canary@127.0.0.1:1/app'))
  t.match(error, {
    name: 'ConnectionError',
    code: 'CONNECTION_FAILED',
    message:
      'Cannot connect to PostgreSQL, database "app" on host "127.0.0.1", port 1, as user "ada": ' +
      'nothing listens there; start the server, or mend host and port',
  })
  t.notMatch(inspect(error, { depth: 9 }), /canary/)
})

t.test('says that a host is unknown', async t => {
  const connection = { host: 'nowhere.invalid', database: 'app', user: 'ada', password: 'canary' }
  const error = await failureOf(t, { client: 'pg', connection })
  t.match(
    error.message,
    /^Cannot connect to PostgreSQL, database "app" on host "nowhere\.invalid", port 5432, as user "ada": the host name /,
  )
  t.notMatch(inspect(error, { depth: 9 }), /canary/)
})

t.test('says as much as it can when the driver refuses the settings themselves', async t => {
  const error = await failureOf(t, {
    client: 'pg',
    connection: { connectionString: 'postgres://ada:canary@[nowhere/app' },
  })
  t.match(error, { code: 'CONNECTION_FAILED', message: 'Cannot connect to PostgreSQL: Invalid URL' })
  t.notMatch(inspect(error, { depth: 9 }), /canary/)
})

eachDatabase(
  t,
  'says which user, password or database the server refused',
  async (t, { url, knex }) => {
    const address = (change: (url: URL) => void): Knex.Config => {
      const changed = new URL(url)
      change(changed)
      return { client: 'pg', connection: changed.href }
    }
    const { host, port, database } = knex.client.connectionSettings
    const refused = await failureOf(
      t,
      address(changed => {
        changed.password = 'canary'
      }),
    )
    t.equal(
      refused.message,
      `Cannot connect to PostgreSQL, database "${database}" on host "${host}", port ${port}, as user "postgres": ` +
        'the server refused the user or the password; mend them',
    )
    t.notMatch(inspect(refused, { depth: 9 }), /canary/)
    const missing = await failureOf(
      t,
      address(changed => {
        changed.pathname = '/nowhere'
      }),
    )
    t.equal(
      missing.message,
      `Cannot connect to PostgreSQL, database "nowhere" on host "${host}", port ${port}, as user "postgres": ` +
        'the server has no database of that name; mend it, or create the database',
    )
  },
  'postgres',
)

t.test('tells the code where the system says nothing else', async t => {
  const knex = knexOf({ client: 'pg', connection: { host: 'h', port: 1, user: 'ada', database: 'app' } })
  // What Node gives when each of a host's addresses failed in its own way.
  const error = Object.assign(new AggregateError([]), { code: 'ENETUNREACH' })
  t.equal(
    connectionErrorOf(knex, error).message,
    'Cannot connect to PostgreSQL, database "app" on host "h", port 1, as user "ada": ENETUNREACH',
  )
})

t.test('names no user and no database where nothing tells them', async t => {
  const { user } = pg.defaults
  const { PGUSER, PGDATABASE } = process.env
  t.teardown(() => {
    pg.defaults.user = user
    Object.assign(
      process.env,
      PGUSER === undefined ? {} : { PGUSER },
      PGDATABASE === undefined ? {} : { PGDATABASE },
    )
  })
  pg.defaults.user = undefined
  delete process.env.PGUSER
  delete process.env.PGDATABASE
  const knex = knexOf({ client: 'pg', connection: { host: 'h', port: 1 } })
  const error = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
  t.equal(
    connectionErrorOf(knex, error).message,
    'Cannot connect to PostgreSQL on host "h", port 1: nothing listens there; start the server, or mend host and port',
  )
})
