import t from 'tap'
import { keptPairs, withKept } from '../../lib/automap/kept.js'
import { inferRelationships } from '../../lib/relationship/infer.js'
import { schemaOf, table } from '../fixtures/schema.js'

t.test('tables that were mapped stand in for what they are now, and stay when they are gone', async t => {
  const before = [table('b', { columns: ['old'] }), table('x', { schema: 'gone', columns: ['id'] })]
  const now = withKept(schemaOf([table('a'), table('b', { columns: ['new'] }), table('c')]), before)
  t.same(
    now.tables.map(each => `${each.schema}.${each.name}`),
    ['gone.x', 'main.a', 'main.b', 'main.c'],
  )
  t.equal(now.tables[2], before[0])
  t.same(now.schemas, ['gone', 'main'])
})

t.test('keys that are known stay the same objects, those that only classes know of among them', async t => {
  const given = schemaOf([
    table('a'),
    table('b', { columns: ['id', 'a_id', 'c'], foreignKeys: ['a_id -> a.id', 'c -> a.id'] }),
  ])
  const [first, second] = inferRelationships(given, () => true).pairs
  const again = inferRelationships(given, () => true).pairs
  const kept = keptPairs(again.slice(0, 1), [first!, second!])
  t.equal(kept.length, 2)
  t.equal(kept[0], first)
  t.equal(kept[1], second)
})
