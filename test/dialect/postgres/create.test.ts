import knexOf from 'knex'
import t from 'tap'
import { array, bigInteger, enumeration, integer, text } from '../../../lib/declaration/columns.js'
import type { ModelClass } from '../../../lib/declaration/declaration.js'
import { declaredTables } from '../../../lib/declaration/declared-tables.js'
import { readDeclarations } from '../../../lib/declaration/read.js'
import { sql } from '../../../lib/declaration/sql.js'
import { createTables } from '../../../lib/dialect/postgres/create.js'
import { reflect } from '../../../lib/dialect/postgres/reflect.js'
import { eachDatabase } from '../../fixtures/databases.js'
import { errorOf } from '../../fixtures/error-of.js'
import { tableClass } from '../../fixtures/table-class.js'

function request(models: readonly ModelClass[], schema: string | null = null) {
  return { schema, tables: declaredTables(readDeclarations(models)) }
}

function each(title: string, fn: Parameters<typeof eachDatabase>[2]): void {
  eachDatabase(t, title, fn, 'postgres')
}

each('what is there, whatever it is, is left alone', async (t, { knex, exec }) => {
  await exec(
    'create view v as select 1 as id; create materialized view m as select 1 as id; create table p (id int) partition by list (id)',
  )
  const models = ['v', 'm', 'p', 'V'].map(name => tableClass(name, { id: integer() }))
  t.strictSame(await createTables(knex, request(models)), ['V'])
})

each('a table goes into the schema that it names, else that was asked for, else the own', async (t, db) => {
  const { knex, exec } = db
  await exec('create schema "o.x"; create schema sales')
  const key = integer().primaryKey()
  const models = [
    tableClass('a', { id: key, b: integer().references({ schema: 'o.x', table: 'b', column: 'id' }) }),
    tableClass('b', { id: key, c: integer().references('sales.c.id') }, { schema: 'o.x' }),
    tableClass('c', { id: key, a: integer().index().references('a.id') }, { schema: 'sales' }),
  ]
  t.strictSame(await createTables(knex, request(models)), ['sales.c', 'o.x.b', 'a'])
  const { tables } = await reflect(knex, { schemas: ['o.x', 'public', 'sales'], timeout: 5000 })
  t.strictSame(
    tables.map(({ schema, name, foreignKeys: [key] }) => [schema, name, key!.referencedSchema, key!.name]),
    [
      ['o.x', 'b', 'sales', 'b_c_fkey'],
      ['public', 'a', 'o.x', 'a_b_fkey'],
      ['sales', 'c', 'public', 'c_a_fkey'],
    ],
  )
  t.strictSame(await createTables(knex, request(models)), [])
  t.strictSame(await createTables(knex, request(models, 'sales')), ['a'], 'keys lead to the same schema')
  await exec('set search_path = nowhere')
  t.strictSame(await createTables(knex, request(models)), [])
})

each('enumerated types are created once, and those that fit are taken', async (t, { knex, exec }) => {
  await exec("create type there as enum ('a', 'b'); create type empty as enum ()")
  const mood = enumeration(['sad', 'glad'], 'mood')
  const models = [
    tableClass('a', { x: mood, y: enumeration(['a', 'b'], 'there'), z: array(mood) }),
    tableClass('b', { x: mood, own: enumeration(['a']) }),
  ]
  await createTables(knex, request(models))
  const { enums } = await reflect(knex, { schemas: null, timeout: 5000 })
  t.strictSame(
    enums.map(({ name, labels }) => [name, ...labels]),
    [['b_own', 'a'], ['empty'], ['mood', 'sad', 'glad'], ['there', 'a', 'b']],
  )
  const message = (name: string, declared: string, has: string) =>
    `DeclarationError DECLARATION_INVALID: Cannot create table "c": the values of enumeration "${name}" are declared as ${declared}, and it has ${has}; give one of them another name`
  t.equal(
    await errorOf(() =>
      createTables(knex, request([tableClass('c', { x: enumeration(['b', 'a'], 'there') })])),
    ),
    message('there', '"b", "a"', '"a", "b"'),
  )
  t.equal(
    await errorOf(() => createTables(knex, request([tableClass('c', { x: enumeration(['a'], 'empty') })]))),
    message('empty', '"a"', 'none'),
  )
})

each('a column that is no key can be numbered', async (t, { knex }) => {
  const model = tableClass('n', { id: integer().primaryKey(), n: bigInteger().autoIncrement() })
  await createTables(knex, request([model]))
  const { tables } = await reflect(knex, { schemas: null, timeout: 5000 })
  t.match(tables[0]!.columns[1], { identity: 'byDefault', autoIncrement: true, kind: 'bigint' })
})

each('a default must fit its column, and null is none', async (t, { knex }) => {
  t.equal(
    await errorOf(() =>
      createTables(knex, request([tableClass('f', { n: integer().default('many' as never) })])),
    ),
    'ValueError VALUE_INVALID: Cannot use a value for "f.n": expected an integer from -9223372036854775808 to 9223372036854775807, as a bigint or digits where a number is not exact, got a string',
  )
  await createTables(knex, request([tableClass('n', { a: text().nullable().default(null) })]))
  const { tables } = await reflect(knex, { schemas: null, timeout: 5000 })
  t.match(tables[0]!.columns[0], { default: null, hasDefault: false })
})

each('a generated column is stored, or not where the server knows that', async (t, { knex }) => {
  const generated = (name: string, stored: boolean) =>
    tableClass(name, { a: integer(), b: integer().generated(sql`a + 1`, { stored }) })
  await createTables(knex, request([generated('s', true)]))
  const { rows } = await knex.raw("select current_setting('server_version_num')::int >= 180000 as known")
  const work = () => createTables(knex, request([generated('v', false)]))
  if (!rows[0].known) {
    t.match(await errorOf(work), /^QueryError CREATE_FAILED: Cannot create table "v": syntax error/)
    return
  }
  await work()
  const { tables } = await reflect(knex, { schemas: null, timeout: 5000 })
  t.strictSame(
    tables.map(({ columns }) => columns[1]!.generated),
    ['stored', 'virtual'],
  )
})

each('programs that start at once do not meet', async (t, { config }) => {
  const models = Array.from({ length: 5 }, (_, place) =>
    tableClass(`t${place}`, { id: integer(), mood: enumeration(['a'], 'mood') }),
  )
  const all = Array.from({ length: 4 }, () => knexOf(config))
  const created = await Promise.all(all.map(db => createTables(db, request(models))))
  await Promise.all(all.map(db => db.destroy()))
  t.strictSame(created.map(({ length }) => length).sort(), [0, 0, 0, 5])
})

t.test('a server that is not there is told without the password', async t => {
  const db = knexOf({ client: 'pg', connection: 'postgres://me:secret@127.0.0.1:9/none' })
  t.teardown(() => db.destroy())
  t.equal(
    await errorOf(() => createTables(db, request([tableClass('t', { id: integer() })]))),
    'ConnectionError CONNECTION_FAILED: Cannot connect to PostgreSQL, database "none" on host "127.0.0.1", port 9, as user "me": nothing listens there; start the server, or mend host and port',
  )
})
