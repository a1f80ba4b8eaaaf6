import t from 'tap'
import type { DeclaredType } from '../../../lib/declaration/declaration.js'
import { computedColumn } from '../../../lib/dialect/sqlite/computed-column.js'

function columnOf(kind: DeclaredType['kind']): readonly [name: string, kind: string, type: string] {
  const column = computedColumn('total', { kind } as DeclaredType)
  return [column.name, column.kind, column.type]
}

t.test('an expression is cast to what its values compare as', async t => {
  t.same(columnOf('decimal'), ['total', 'decimal', 'numeric'])
  t.same(columnOf('bigint'), ['total', 'bigint', 'integer'])
  t.same(columnOf('enum'), ['total', 'enum', 'text'])
})

t.test('a time is not cast, and an array is JSON', async t => {
  t.same(columnOf('timestamp'), ['total', 'timestamp', ''])
  t.same(columnOf('array'), ['total', 'json', ''])
})
