import t from 'tap'
import { violation } from '../../../lib/dialect/postgres/violation.js'

function told(fields: Record<string, string>): unknown {
  return violation(Object.assign(new Error('Key (secret)=(1) is there'), fields))
}

const nothing = { schema: null, table: null, columns: [], constraint: null, domain: null, size: null }

t.test('the fields of an error tell all that is read of it', async t => {
  t.same(told({ code: '23505', schema: 'public', table: 'customer', constraint: 'one_email' }), {
    ...nothing,
    kind: 'unique',
    schema: 'public',
    table: 'customer',
    constraint: 'one_email',
  })
  t.same(told({ code: '23502', schema: 'public', table: 'customer', column: 'name' }), {
    ...nothing,
    kind: 'notNull',
    schema: 'public',
    table: 'customer',
    columns: ['name'],
  })
  t.same(told({ code: '23514', schema: 'public', dataType: 'positive', constraint: 'is_positive' }), {
    ...nothing,
    kind: 'check',
    schema: 'public',
    domain: 'positive',
    constraint: 'is_positive',
  })
})

t.test('every class of refusal is known by its code', async t => {
  for (const [code, kind, size] of [
    ['23P01', 'unique', null],
    ['23503', 'foreignKey', null],
    ['23001', 'foreignKey', null],
    ['22001', 'length', 'text'],
    ['22003', 'length', 'number'],
  ] as const) {
    t.same(told({ code }), { ...nothing, kind, size })
  }
  t.equal(told({ code: '22P02' }), null)
  t.equal(violation(new Error('connection lost')), null)
})
