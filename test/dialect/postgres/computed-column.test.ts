import t from 'tap'
import { computedColumn } from '../../../lib/dialect/postgres/computed-column.js'
import { declaredType } from '../../fixtures/declared-type.js'

t.test('an expression has the widest type of its kind', async t => {
  t.match(computedColumn('x', declaredType('integer')), {
    name: 'x',
    kind: 'integer',
    type: 'int8',
    baseType: { schema: 'pg_catalog', name: 'int8' },
    nullable: true,
  })
  const nested = declaredType('array', declaredType('array', declaredType('boolean')))
  t.match(computedColumn('x', nested), { kind: 'array', elementKind: 'boolean', baseType: { name: '_bool' } })
})
