import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import t, { type Test } from 'tap'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import type { Schema, Table } from '../../../types/schema.js'
import type { Database } from '../../fixtures/databases.js'
import { connectionOf, onPostgres } from '../../fixtures/on-postgres.js'
import { golden } from '../../fixtures/postgres-golden.js'

const request = { schemas: null, timeout: 30_000 }

async function roleOf(t: Test, { knex, url }: Database): Promise<{ name: string; knex: Knex }> {
  const name = `role_${randomUUID().replaceAll('-', '')}`
  await knex.raw(`create role ${name} login password 'secret'`)
  t.teardown(async () => {
    await knex.raw(`drop owned by ${name}`)
    await knex.raw(`drop role ${name}`)
  })
  const address = new URL(url)
  address.username = name
  address.password = 'secret'
  return { name, knex: connectionOf(t, { client: 'pg', connection: address.href }) }
}

function tableOf(schema: Schema, name: string): Table {
  const table = schema.tables.find(table => table.name === name)
  if (table === undefined) throw new Error(`No table ${name}`)
  return table
}

/** The schema as someone sees it who may read everything. */
function asReadable(schema: Schema): unknown {
  return {
    ...schema,
    tables: schema.tables.map(table => ({
      ...table,
      readable: true,
      columns: table.columns.map(column => ({ ...column, readable: true })),
    })),
    notes: schema.notes.filter(({ code }) => code !== 'unreadableTable' && code !== 'unreadableColumn'),
  }
}

onPostgres(t, 'gives a role without privileges the same answer', async (t, database) => {
  await database.exec(golden)
  const role = await roleOf(t, database)
  const all = await postgres.reflect(database.knex, request)
  const seen = await postgres.reflect(role.knex, request)
  t.same(asReadable(seen), all)
  t.notOk(seen.tables.some(table => table.readable))
  t.same(
    seen.notes.filter(({ code }) => code === 'unreadableTable').map(({ table }) => table),
    seen.tables.map(({ name }) => name),
  )
})

onPostgres(t, 'tells which columns a role may read', async (t, database) => {
  await database.exec('create table person (id int primary key, name text, secret text)')
  const role = await roleOf(t, database)
  await database.exec(`grant select (id, name) on person to ${role.name}`)
  const schema = await postgres.reflect(role.knex, request)
  const person = tableOf(schema, 'person')
  t.equal(person.readable, true)
  t.same(
    person.columns.map(({ readable }) => readable),
    [true, true, false],
  )
  t.same(schema.notes, [
    {
      code: 'unreadableColumn',
      schema: 'public',
      table: 'person',
      column: 'secret',
      message: 'The connection may not SELECT the column; grant it SELECT',
    },
  ])
  await database.exec('revoke usage on schema public from public')
  t.equal(
    tableOf(await postgres.reflect(role.knex, request), 'person').readable,
    false,
    'the schema is closed',
  )
})

onPostgres(t, 'asks a fixed number of statements', async (t, { knex, exec, count }) => {
  await exec('create table only_one (id int primary key)')
  const few = await count(() => postgres.reflect(knex, request), { all: true })
  await exec(golden)
  const many = await count(() => postgres.reflect(knex, request), { all: true })
  t.equal(few.length, 8)
  t.same(many, few)
})

onPostgres(
  t,
  'reads past a search path made to mislead, and leaves the session as it was',
  async (t, database) => {
    await database.exec(golden)
    const plain = await postgres.reflect(database.knex, request)
    await database.exec(`
    create schema evil;
    create table evil.pg_class (oid oid, relname name);
    create view evil.pg_attribute as select 1 as attnum;
    create type evil.text as enum ('a');
    create function evil.format_type(oid, int) returns pg_catalog.text language sql as 'select ''evil''::pg_catalog.text';
    create function evil.has_column_privilege(oid, int2, pg_catalog.text) returns bool language sql as 'select false';
    create operator evil.= (leftarg = oid, rightarg = oid, function = pg_catalog.oidne);
  `)
    const knex = connectionOf(t, database.config)
    await knex.raw('set search_path = evil, pg_catalog, public')
    await knex.raw('create temporary table pg_namespace (oid oid)')
    await knex.raw("set timezone = 'Asia/Kathmandu'")
    await knex.raw("set datestyle = 'German'")
    await knex.raw('set quote_all_identifiers = on')
    const schema = await postgres.reflect(knex, { ...request, schemas: ['public'] })
    t.equal(JSON.stringify(schema), JSON.stringify(plain))
    t.equal((await postgres.reflect(knex, request)).defaultSchema, 'evil')
    const shown = async (name: string): Promise<unknown> =>
      Object.values((await knex.raw<{ rows: object[] }>(`show ${name}`)).rows[0] ?? {})[0]
    t.equal(await shown('search_path'), 'evil, pg_catalog, public')
    t.equal(await shown('timezone'), 'Asia/Kathmandu')
    t.equal(await shown('statement_timeout'), '0')
    t.equal(await shown('transaction_isolation'), 'read committed')
  },
)

onPostgres(t, 'reads inside of a transaction, and leaves that as it was', async (t, database) => {
  const knex = connectionOf(t, database.config)
  await knex.transaction(async transaction => {
    await transaction.raw('create table fresh (id int primary key)')
    const schema = await postgres.reflect(transaction, request)
    t.same(
      schema.tables.map(({ name }) => name),
      ['fresh'],
    )
    await t.rejects(postgres.reflect(transaction, { ...request, schemas: ['nowhere'] }), {
      code: 'SCHEMA_MISSING',
    })
    const { rows } = await transaction.raw<{ rows: object[] }>(
      "select current_setting('search_path') as path, current_setting('statement_timeout') as timeout",
    )
    t.same(rows, [{ path: '"$user", public', timeout: '0' }])
    await transaction.raw('insert into fresh values (1)')
  })
  t.same(await knex('fresh').pluck('id'), [1])
})

onPostgres(t, 'names the schemas there are when one is missing', async (t, { knex, exec }) => {
  await exec('create schema "Sales"')
  await t.rejects(postgres.reflect(knex, { ...request, schemas: ['public', 'nope', 'gone'] }), {
    name: 'ReflectionError',
    code: 'SCHEMA_MISSING',
    message:
      'Cannot reflect schema "nope", "gone": the database has none of that name; it has "Sales", "public"',
  })
})

onPostgres(t, 'reads several schemas, and takes the first for the default', async (t, { knex, exec }) => {
  await exec(`
    create schema b; create schema a; create schema c;
    create table b.t (id int primary key); create table a.t (id int primary key); create table c.t ();
  `)
  const schema = await postgres.reflect(knex, { ...request, schemas: ['b', 'a'] })
  t.equal(schema.defaultSchema, 'b')
  t.same(schema.schemas, ['a', 'b'])
  t.same(
    schema.tables.map(table => `${table.schema}.${table.name}`),
    ['a.t', 'b.t'],
  )
})

onPostgres(t, 'reads whole tables while others make and drop them', async (t, { knex, exec }) => {
  await exec('create table steady (id int primary key, a int default 1)')
  const over = new AbortController()
  const churn = async (name: string): Promise<void> => {
    while (!over.signal.aborted) {
      await exec(
        `create table ${name} (id serial primary key, a int default 1 + 1, steady_id int references steady)`,
      )
      await exec(`drop table ${name}`)
    }
  }
  const churning = [churn('churn_a'), churn('churn_b')]
  for (let round = 0; round < 15; round++) {
    const { tables } = await postgres.reflect(knex, request)
    t.equal(tables.filter(({ name }) => name === 'steady').length, 1)
    for (const { name, columns, primaryKey, foreignKeys } of tables) {
      if (name === 'steady') continue
      t.same([columns.length, primaryKey?.columns, foreignKeys.length], [3, ['id'], 1], 'a table is whole')
    }
  }
  over.abort()
  await Promise.all(churning)
})
