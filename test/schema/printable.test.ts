import t from 'tap'
import { countText, printable, quotedNames } from '../../lib/schema/printable.js'

t.test('nothing is left that a terminal obeys', async t => {
  t.equal(printable('a\u001b[2J\nb\u202ec\u2028é😀'), 'a\\u001b[2J\\u000ab\\u202ec\\u2028é😀')
})

t.test('names and counts are put into words', async t => {
  t.equal(quotedNames(['a', 'b c']), '"a", "b c"')
  t.equal(countText(1, 'row'), '1 row')
  t.equal(countText(1200, 'row'), '1,200 rows')
  t.equal(countText(2, 'index', 'indexes'), '2 indexes')
})
