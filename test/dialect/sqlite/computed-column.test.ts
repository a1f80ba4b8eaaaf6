import t from 'tap'
import { computedColumn } from '../../../lib/dialect/sqlite/computed-column.js'
import { declaredType } from '../../fixtures/declared-type.js'

t.test('an expression has a kind, and the type that it is cast to, if to any', async t => {
  t.match(computedColumn('x', declaredType('decimal')), {
    name: 'x',
    kind: 'decimal',
    type: 'numeric',
    nullable: true,
  })
  t.equal(computedColumn('x', declaredType('date')).type, '')
  t.equal(computedColumn('x', declaredType('array', declaredType('text'))).kind, 'json')
})
