import t from 'tap'
import { expressionsOf } from '../../../lib/dialect/postgres/index-expressions.js'

t.test('parts at commas that no quote and no bracket holds', async t => {
  t.same(expressionsOf('lower(a)'), ['lower(a)'])
  t.same(expressionsOf('lower(a), (b || \', \'::text), (ARRAY[1, 2])[1], "a,(b"'), [
    'lower(a)',
    "(b || ', '::text)",
    '(ARRAY[1, 2])[1]',
    '"a,(b"',
  ])
  t.same(expressionsOf(`(a || 'it''s, ('), "say ""hi"", ("`), ["(a || 'it''s, (')", '"say ""hi"", ("'])
})
