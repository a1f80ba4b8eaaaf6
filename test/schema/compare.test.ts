import t from 'tap'
import { byCodePoint, byCodePoints } from '../../lib/schema/compare.js'

t.test('orders texts by code point', async t => {
  const sorted = ['', '-', '1', 'Z', 'a', 'a_', 'aa', 'ab', 'é', '\uFFFD', '😀', '😁']
  t.same([...sorted].reverse().sort(byCodePoint), sorted)
  t.equal(byCodePoint('same', 'same'), 0)
  t.ok(byCodePoint('a', 'ab') < 0)
  t.ok(byCodePoint('ab', 'a') > 0)
})

t.test('orders lists text by text', async t => {
  const sorted = [[], ['a'], ['a', 'a'], ['a', 'b'], ['ab']]
  t.same([...sorted].reverse().sort(byCodePoints), sorted)
  t.equal(byCodePoints(['a', 'b'], ['a', 'b']), 0)
  t.ok(byCodePoints(['a'], ['a', 'b']) < 0)
  t.ok(byCodePoints(['a', 'b'], ['a']) > 0)
})
