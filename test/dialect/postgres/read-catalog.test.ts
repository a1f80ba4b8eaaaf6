/** What reflection does when the server, the network or another session stands in its way. */

import knexOf from 'knex'
import t from 'tap'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import type { Schema, Table } from '../../../types/schema.js'
import { connectionOf, onPostgres } from '../../fixtures/on-postgres.js'
import { silentProxy } from '../../fixtures/silent-proxy.js'

const request = { schemas: null, timeout: 30_000 }

function tableOf(schema: Schema, name: string): Table {
  const table = schema.tables.find(table => table.name === name)
  if (table === undefined) throw new Error(`No table ${name}`)
  return table
}

onPostgres(t, 'does not wait for a locked table, and says what it could not read', async (t, database) => {
  const { knex, exec } = database
  await exec(`
    create table locked (id int primary key, a int default 7 check (a > 0), b int generated always as (id + 1) stored);
    create index locked_some on locked (a) where a > 3;
    create index locked_sum on locked ((a + 1));
    create table open (id int primary key, a int default 8);
  `)
  const other = connectionOf(t, database.config)
  const transaction = await other.transaction()
  await transaction.raw('lock table locked in access exclusive mode')
  const start = Date.now()
  const schema = await postgres.reflect(knex, request)
  t.ok(Date.now() - start < 5000)
  await transaction.rollback()
  const locked = tableOf(schema, 'locked')
  t.match(locked.columns[1], { name: 'a', default: null, hasDefault: true })
  t.match(tableOf(schema, 'open').columns[1], { name: 'a', default: '8', hasDefault: true })
  t.same(locked.checks, [{ name: 'locked_a_check', expression: null }])
  t.match(locked.indexes, [
    { name: 'locked_pkey' },
    { name: 'locked_some', partial: true, predicate: null },
    { name: 'locked_sum', parts: [{ column: null, expression: null }] },
  ])
  const cause = 'could not be read: the table is locked or being changed; reflect again later'
  t.same(schema.notes, [
    {
      code: 'unreadableDefault',
      schema: 'public',
      table: 'locked',
      column: null,
      message: `The texts of check "locked_a_check", index "locked_some", index "locked_sum" ${cause}`,
    },
    {
      code: 'unreadableDefault',
      schema: 'public',
      table: 'locked',
      column: 'a',
      message: `The text of its default ${cause}`,
    },
  ])
})

onPostgres(t, 'does without the texts that the server fails to write', async (t, database) => {
  const { knex, exec, count } = database
  await exec(`
    create function one() returns int language sql as 'select 1';
    create table item (id int primary key, a int default one());
    delete from pg_catalog.pg_proc where proname = 'one';
  `)
  const statements = await count(async () => {
    const schema = await postgres.reflect(knex, request)
    t.match(tableOf(schema, 'item').columns[1], { default: null, hasDefault: true })
    t.match(schema.notes, [{ code: 'unreadableDefault', table: 'item', column: 'a' }])
  })
  t.equal(statements.filter(sql => sql.includes('pg_get_expr')).length, 2, 'after a second look')
})

onPostgres(t, 'gives up when the server does not get to a statement in time', async (t, database) => {
  const other = connectionOf(t, database.config)
  const transaction = await other.transaction()
  await transaction.raw('lock table pg_catalog.pg_constraint in access exclusive mode')
  await t.rejects(postgres.reflect(database.knex, { ...request, timeout: 2500 }), {
    name: 'ReflectionError',
    code: 'REFLECTION_FAILED',
    message: 'Cannot reflect the database: canceling statement due to statement timeout',
  })
  await transaction.rollback()
  t.ok(await postgres.reflect(database.knex, request), 'the connection is as good as before')
})

onPostgres(t, 'gives up when the network goes silent', async (t, { url }) => {
  const proxy = await silentProxy(url)
  t.teardown(() => proxy.close())
  const knex = connectionOf(t, { client: 'pg', connection: proxy.url, log: { warn: () => undefined } })
  const timedOut = {
    name: 'ConnectionError',
    code: 'CONNECTION_TIMEOUT',
    message:
      'Cannot reflect: the server did not answer within 300 ms; raise option "timeout", or see what blocks the server',
  }
  knex.on('query', ({ sql }: { sql: string }) => sql.includes('pg_attribute') && proxy.silence())
  await t.rejects(postgres.reflect(knex, { ...request, timeout: 300 }), timedOut, 'between two statements')
  await t.rejects(postgres.reflect(knex, { ...request, timeout: 300 }), timedOut, 'while connecting')
  proxy.speak()
  proxy.close()
})

onPostgres(t, 'tells when the pool gives no connection', async (t, database) => {
  const knex = knexOf({ ...database.config, pool: { min: 0, max: 1 }, acquireConnectionTimeout: 2000 })
  t.teardown(() => knex.destroy())
  const transaction = await knex.transaction()
  const { host, port, database: name, user } = knex.client.connectionSettings
  await t.rejects(postgres.reflect(knex, request), {
    name: 'ConnectionError',
    code: 'CONNECTION_TIMEOUT',
    message:
      `Cannot connect to PostgreSQL, database "${name}" on host "${host}", port ${port}, as user "${user}": ` +
      "knex's pool gave no connection in time; is it too small, or a connection never given back?",
  })
  await t.rejects(postgres.reflect(knex, { ...request, timeout: 10 }), {
    name: 'ConnectionError',
    code: 'CONNECTION_TIMEOUT',
  })
  await transaction.rollback()
})
