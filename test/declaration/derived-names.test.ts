import fc from 'fast-check'
import t from 'tap'
import { DerivedNames, derivedName } from '../../lib/declaration/derived-names.js'

t.test('a name says what it is of', async t => {
  t.equal(derivedName(['order', 'customer_id'], 'fkey'), 'order_customer_id_fkey')
  t.equal(derivedName(['order', 'status'], ''), 'order_status')
})

t.test('a name that is too long keeps its beginning, and differs where its end would have', async t => {
  const long = 'a'.repeat(60)
  t.equal(derivedName([long, 'b'], 'idx'), `${'a'.repeat(50)}_4548ca74_idx`)
  t.not(derivedName([long, 'b'], 'idx'), derivedName([long, 'c'], 'idx'))
  t.equal(derivedName(['é'.repeat(40)], ''), `${'é'.repeat(27)}_3f5ea407`)
})

t.test('a name that is taken is counted, whatever its letter case', async t => {
  const names = new DerivedNames(['Order_PKEY'])
  t.equal(names.take(['order'], 'pkey'), 'order_pkey1')
  t.equal(names.take(['order'], 'pkey'), 'order_pkey2')
  t.equal(names.take(['a', 'b'], ''), 'a_b')
  t.equal(names.take(['a_b'], ''), 'a_b_1')
})

t.test('no name is longer than 63 bytes or given twice', async () => {
  const parts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 1, maxLength: 3 })
  const suffix = fc.constantFrom('', 'pkey', 'idx')
  fc.assert(
    fc.property(fc.array(fc.tuple(parts, suffix), { maxLength: 20 }), wishes => {
      const names = new DerivedNames([])
      const given = wishes.map(([parts, suffix]) => names.take(parts, suffix))
      return (
        new Set(given.map(name => name.toLowerCase())).size === given.length &&
        given.every(name => Buffer.byteLength(name) <= 63)
      )
    }),
  )
})
