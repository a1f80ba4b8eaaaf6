import t from 'tap'
import { inspection } from '../../../lib/dialect/postgres/inspection.js'
import { run } from '../../../lib/dialect/postgres/run.js'
import { freshDatabase } from '../../fixtures/databases.js'
import { column } from '../../fixtures/schema.js'

t.test('what mends a table runs as it is written', async t => {
  const database = await freshDatabase(t, 'pg')
  if (database === null) return
  await database.exec('create schema "s.?"; create table "s.?"."t?" ("a" int, "b""" int)')
  const table = { schema: 's.?', name: 't?' }
  await database.exec(inspection.createIndex(table, 'i?', ['b"', 'a']))
  const { rows } = await database.knex.raw("select indexdef from pg_indexes where tablename = 't\\?'")
  t.match(rows[0].indexdef, /\("b""", a\)/)
  await database.exec(inspection.dropIndex(table, 'i?'))
})

t.test('a column of few bits has a limit', async t => {
  const of = (name: string): number | null =>
    inspection.limitOf(column({ name: 'a', baseType: { schema: 'pg_catalog', name } }))
  t.same([of('int2'), of('int4'), of('int8')], [32_767, 2_147_483_647, null])
  t.equal(inspection.limitOf(column({ name: 'a' })), null)
})

t.test('what numbers a column gets its type, where it has one of its own', async t => {
  const table = { schema: 's', name: 't' }
  const given = { name: 'a', default: `nextval('s."it''s"'::regclass)` }
  const text = (type: string): string => `alter table "s"."t" alter column "a" type ${type}`
  const { widest, retype } = inspection
  t.same(retype(table, column(given), widest), [text('bigint'), `alter sequence s."it's" as bigint`])
  t.same(retype(table, column({ ...given, identity: 'always' }), widest), [text('bigint')])
  t.same(retype(table, column({ name: 'a', default: '7' }), widest), [text('bigint')])
  t.same(retype(table, column('a'), widest), [text('bigint')])
  for (const baseType of [null, { schema: 'pg_catalog', name: 'numeric' }])
    t.same(retype(table, column(given), { type: 'other', baseType }), [text('other')])
})

t.test('what is read within writes nothing, and leaves nothing behind', async t => {
  const database = await freshDatabase(t, 'pg')
  if (database === null) return
  await database.exec('create table a (id integer)')
  const { client } = database.knex
  const connection = await client.acquireConnection()
  const lease = { client, connection }
  const write = (): Promise<unknown> => run(lease, 'insert into a values (1)', [])
  await t.rejects(inspection.within(lease, 1000, write), { code: '25006' })
  t.same(await inspection.within(lease, 1234, () => run(lease, 'show statement_timeout', [])), [['1234ms']])
  t.same(await run(lease, 'show statement_timeout', []), [['0']])
  await client.releaseConnection(connection)
})
