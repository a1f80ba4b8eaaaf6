import t from 'tap'
import { camelOf, pascalOf, wordsOf } from '../../lib/naming/words.js'

t.test('splits a name into words, however it is written', async t => {
  for (const name of ['order_line', 'OrderLine', 'orderLine', 'order line', 'ORDER-LINE', '_order.line_']) {
    t.same(wordsOf(name), ['order', 'line'])
  }
})

t.test('keeps digits where they are', async t => {
  t.same(wordsOf('address2'), ['address2'])
  t.same(wordsOf('line_1'), ['line', '1'])
  t.not(camelOf(wordsOf('line_1')), camelOf(wordsOf('line1')))
  t.equal(camelOf(wordsOf('line_1')), 'line_1')
  t.equal(camelOf(wordsOf('address2_line')), 'address2Line')
  t.equal(camelOf(wordsOf('1st')), '1st')
})

t.test('a name with nothing to cut, or with something that must not be cut away, has no words', async t => {
  for (const name of ['', '-', '___', '😀', '😀_count', 'हिन्दी', 'cafe\u0301', 'a\u0662', 'price€'])
    t.same(wordsOf(name), [])
})

t.test('letters of every script are words', async t => {
  t.same(wordsOf('日本語'), ['日本語'])
  t.same(wordsOf('straße_größe'), ['straße', 'größe'])
  t.equal(camelOf(wordsOf('STRASSEN_ÜBERSICHT')), 'strassenÜbersicht')
})

t.test('joins words in camelCase and PascalCase, without regard to the locale', async t => {
  t.equal(camelOf(['order', 'line']), 'orderLine')
  t.equal(pascalOf(['order', 'line']), 'OrderLine')
  t.equal(pascalOf(['id', 'index']), 'IdIndex')
  t.equal(camelOf([]), '')
  t.equal(pascalOf([]), '')
})
