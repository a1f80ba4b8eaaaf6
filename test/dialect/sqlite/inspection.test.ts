import t from 'tap'
import { inspection } from '../../../lib/dialect/sqlite/inspection.js'
import { column } from '../../fixtures/schema.js'
import { eachMemory } from '../../fixtures/sqlite.js'

t.test('numbers have no limit, and keys are never looked at', async t => {
  t.equal(inspection.limitOf(column('id')), null)
  t.equal(inspection.lastOf({ schema: 'main', name: 'a' }, 'id'), null)
  t.equal(inspection.unvalidatedKeys(['main']), null)
})

eachMemory(t, 'what mends a table runs as it is written', async (t, rows) => {
  await rows('create table `t?` (a, `b``` collate nocase)')
  await rows(inspection.createIndex({ schema: 'main', name: 't?' }, 'i?', ['b`', 'a']))
  const [query] = inspection.indexOrders(['main'])
  t.same(await rows(query!.sql, query!.bindings), [['main', 't?', 'i?', 'NOCASE BINARY']])
  await rows(inspection.dropIndex({ schema: 'main', name: 't?' }, 'i?'))
  t.same(await rows(query!.sql, query!.bindings), [])
})
