import t from 'tap'
import { quote } from '../../../lib/dialect/sqlite/quote.js'
import { MappingError } from '../../../lib/errors.js'

t.test('puts a name in backticks and doubles those in it', async t => {
  t.equal(quote('order'), '`order`')
  t.equal(quote(''), '``')
  t.equal(quote('a`b"c?'), '`a``b"c?`')
})

t.test('refuses a name that SQLite cannot store', async t => {
  t.throws(() => quote('a\0b'), {
    constructor: MappingError,
    code: 'NAME_INVALID',
    message:
      'Cannot quote the name "a\\u0000b": it holds U+0000, which SQLite cannot store; use another name',
  })
  t.throws(() => quote('a\ud800'), {
    code: 'NAME_INVALID',
    message:
      'Cannot quote the name "a\ud800": it holds half of a surrogate pair, which SQLite cannot store; use another name',
  })
})
