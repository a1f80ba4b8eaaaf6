import t from 'tap'
import { identityOf, identityPart, isSamePart, rootOf } from '../../lib/instance/identity.js'
import type { ColumnMapping } from '../../lib/mapping/mapping.js'
import type { Column } from '../../types/schema.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { column } from '../fixtures/schema.js'
import { openStaff } from '../fixtures/staff.js'
import { columnOf, mappingOf, openTrade } from '../fixtures/trade.js'

function part(kind: Column['kind'], type: string | null, value: unknown): unknown {
  const baseType = type === null ? null : { schema: 'pg_catalog', name: type }
  return identityPart({ column: column({ name: 'key', kind, baseType }) } as ColumnMapping, value)
}

t.test('what is bound and what the driver gives are one', t => {
  t.equal(part('integer', 'int4', '5'), part('integer', 'int4', 5))
  t.equal(part('bigint', 'int8', 5n), part('bigint', 'int8', '5'))
  t.equal(part('decimal', 'numeric', '1.50'), part('decimal', 'numeric', 1.5))
  t.equal(part('decimal', 'numeric', '100'), '100')
  t.equal(part('decimal', null, 100), '100')
  t.equal(part('decimal', 'numeric', '5.00'), part('decimal', 'numeric', 5))
  t.equal(part('float', 'float8', '1.5'), part('float', 'float8', 1.5))
  t.equal(part('boolean', 'bool', 't'), part('boolean', 'bool', true))
  t.equal(part('boolean', 'bool', 'f'), part('boolean', 'bool', false))
  t.equal(part('uuid', 'uuid', '{A0EEBC99-9C0B4EF8-BB6D6BB9BD380A11}'), 'a0eebc999c0b4ef8bb6d6bb9bd380a11')
  t.equal(part('text', 'bpchar', 'ab   '), part('text', 'bpchar', 'ab'))
  t.equal(part('binary', 'bytea', Buffer.from([10])), part('binary', 'bytea', '\\x0a'))
  t.equal(part('text', 'text', null), null)
  t.end()
})

t.test('keys that differ stay apart', t => {
  t.not(part('uuid', null, 'A'), part('uuid', null, 'a'))
  t.not(part('text', 'text', 'ab '), part('text', 'text', 'ab'))
  t.not(part('timestamptz', 'timestamptz', '2024-01-01 00:00:00.000001+00'), '2024-01-01 00:00:00.000002+00')
  t.same(part('binary', null, Buffer.from([10])), Buffer.from([10]))
  t.end()
})

eachDatabase(t, 'an identity is the same for a key however it came', async (t, database) => {
  const { Client, Person } = (await openTrade(database)).models
  const client = mappingOf(Client)
  t.equal(identityOf(client, ['1', 2]), identityOf(client, [1, '2']))
  t.not(identityOf(client, [1, 12]), identityOf(client, [11, 2]))
  t.equal(identityOf(client, [1, null]), null)
  t.equal(identityOf(mappingOf(Person), ['7']), identityOf(mappingOf(Person), [7]))
  t.ok(isSamePart(columnOf(Person, 'bossId'), null, null))
  t.notOk(isSamePart(columnOf(Person, 'bossId'), null, 1))
  t.ok(isSamePart(columnOf(Person, 'bossId'), '1', 1))
})

t.test('all classes of a hierarchy share the identities of its root', async t => {
  const staff = await openStaff((await freshDatabase(t, 'better-sqlite3')) as Database)
  t.equal(rootOf(mappingOf(staff.Architect)), mappingOf(staff.Employee))
  t.equal(identityOf(mappingOf(staff.Architect), [7]), identityOf(mappingOf(staff.Employee), ['7']))
})

t.test('what has no key has no identity', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec('create view names as select 1 as name')
  const { models } = await openTrade(database)
  t.equal(identityOf(mappingOf(Object(models).Name), []), null)
})
