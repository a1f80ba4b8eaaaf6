import t from 'tap'
import { indexDefinitionOf } from '../../../lib/dialect/sqlite/index-definition.js'

t.test('reads the parts without their directions, and the condition', async t => {
  t.strictSame(
    indexDefinitionOf(
      'CREATE UNIQUE INDEX "i (" on t(lower(a) collate nocase desc, b ASC, substr(c, 1, 2) || "desc" /**/ DESC) where a > 1 -- end\n',
    ),
    { parts: ['lower(a) collate nocase', 'b', 'substr(c, 1, 2) || "desc"'], predicate: 'a > 1' },
  )
  t.strictSame(indexDefinitionOf('CREATE INDEX i ON t(a)'), { parts: ['a'], predicate: null })
})

t.test('gives nothing for a text that it does not understand', async t => {
  for (const sql of [
    'create table t(a)',
    'create index i',
    'create index i on t(a',
    'create index i on t(desc || a)',
  ]) {
    t.equal(indexDefinitionOf(sql), null, sql)
  }
})
