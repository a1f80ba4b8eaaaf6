import t from 'tap'
import { carriedBy, carry } from '../../lib/declaration/carried.js'

t.test('a class carries what it was given, and its subclasses do not', async t => {
  class Given {}
  class Below extends Given {}
  const given = { parent: null, table: 'customer', members: new Map(), options: {} }
  carry(Given, given)
  t.equal(carriedBy(Given), given)
  t.equal(carriedBy(Below), null)
  t.strictSame(Object.keys(Given), [])
})
