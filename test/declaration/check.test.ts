import t from 'tap'
import {
  booleanOrNull,
  checkKeys,
  checkList,
  checkSql,
  checkText,
  checkTextMap,
  checkTexts,
  functionOrNull,
  textOrNull,
  wordOrNull,
} from '../../lib/declaration/check.js'
import { sql } from '../../lib/declaration/sql.js'
import { errorOf } from '../fixtures/error-of.js'

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`

t.test('what fits is given back', async t => {
  const object = { a: 1 }
  t.equal(checkKeys(object, 'x', ['a', 'b']), object)
  t.strictSame(checkKeys(undefined, 'x', ['a']), {})
  t.equal(checkText('a', 'x'), 'a')
  t.equal(textOrNull('a', 'x'), 'a')
  t.equal(textOrNull(undefined, 'x'), null)
  t.equal(booleanOrNull(false, 'x'), false)
  t.equal(booleanOrNull(undefined, 'x'), null)
  t.equal(wordOrNull('b', 'x', ['a', 'b']), 'b')
  t.equal(wordOrNull(undefined, 'x', ['a']), null)
  t.equal(functionOrNull(checkText, 'x'), checkText)
  t.equal(functionOrNull(undefined, 'x'), null)
  t.strictSame(checkTexts(['a', 'b'], 'x'), ['a', 'b'])
  t.strictSame(checkList([1], 'x'), [1])
  t.strictSame(checkList(undefined, 'x'), [])
  t.strictSame([...checkTextMap({ a: 'b' }, 'x')], [['a', 'b']])
  const piece = sql`1`
  t.equal(checkSql(piece, 'x'), piece)
})

t.test('what does not fit is named, with what came', async t => {
  t.equal(await errorOf(() => checkKeys(1, 'x', [])), invalid('Expected x to be an object, got 1'))
  t.equal(await errorOf(() => checkKeys(null, 'x', [])), invalid('Expected x to be an object, got null'))
  t.equal(
    await errorOf(() => checkText('', 'x')),
    invalid('Expected x to be a text that is not empty, got ""'),
  )
  t.equal(
    await errorOf(() => textOrNull(null, 'x')),
    invalid('Expected x to be a text that is not empty, got null'),
  )
  t.equal(await errorOf(() => booleanOrNull(1, 'x')), invalid('Expected x to be true or false, got 1'))
  t.equal(await errorOf(() => functionOrNull('f', 'x')), invalid('Expected x to be a function, got "f"'))
  t.equal(await errorOf(() => checkTexts([], 'x')), invalid('Expected x to be a list of names, got an array'))
  t.equal(await errorOf(() => checkTexts('a', 'x')), invalid('Expected x to be a list of names, got "a"'))
  t.equal(
    await errorOf(() => checkTexts([1], 'x')),
    invalid('Expected each of x to be a text that is not empty, got 1'),
  )
  t.equal(await errorOf(() => checkList('a', 'x')), invalid('Expected x to be a list, got "a"'))
  t.equal(
    await errorOf(() => checkTextMap({}, 'x')),
    invalid('Expected x to be an object of names, got an object'),
  )
  t.equal(
    await errorOf(() => checkTextMap('a', 'x')),
    invalid('Expected x to be an object of names, got "a"'),
  )
  t.equal(
    await errorOf(() => checkTextMap({ a: 1 }, 'x')),
    invalid('Expected x.a to be a text that is not empty, got 1'),
  )
})

t.test('a misspelt option or word is answered with the right one', async t => {
  t.equal(
    await errorOf(() => checkKeys({ lasy: 1 }, 'x', ['lazy'])),
    invalid('Unknown option "lasy" in x. Did you mean "lazy"?'),
  )
  t.equal(await errorOf(() => checkKeys({ other: 1 }, 'x', ['lazy'])), invalid('Unknown option "other" in x'))
  t.equal(
    await errorOf(() => wordOrNull('cascad', 'x', ['cascade', 'restrict'])),
    invalid('Expected x to be "cascade" or "restrict", got "cascad". Did you mean "cascade"?'),
  )
  t.equal(await errorOf(() => wordOrNull(1, 'x', ['a'])), invalid('Expected x to be "a", got 1'))
})

t.test('a text that should be SQL is answered with the tag', async t => {
  t.equal(
    await errorOf(() => checkSql('now()', 'x')),
    invalid(
      'Expected x to be a piece of SQL made by the tag sql, got "now()"; put the tag sql before the text',
    ),
  )
  t.equal(
    await errorOf(() => checkSql({ texts: ['a'], values: [] }, 'x')),
    invalid('Expected x to be a piece of SQL made by the tag sql, got an object'),
  )
})
