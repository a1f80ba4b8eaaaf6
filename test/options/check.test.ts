import t from 'tap'
import { OptionError } from '../../lib/errors.js'
import {
  checkBoolean,
  checkCount,
  checkFunction,
  checkKeys,
  checkObject,
  checkWord,
} from '../../lib/options/check.js'

t.test('gives what was given where it fits', async t => {
  const given = { a: 1 }
  t.equal(checkObject(given, 'x', ['a']), given)
  t.equal(checkBoolean(false, 'x', true), false)
  t.equal(checkCount(7, 'x', 1), 7)
  t.equal(checkWord('b', 'x', ['a', 'b']), 'b')
  t.equal(checkFunction(checkWord, 'x'), checkWord)
})

t.test('gives the default where nothing was given', async t => {
  t.equal(checkBoolean(undefined, 'x', true), true)
  t.equal(checkCount(undefined, 'x', 3), 3)
  t.equal(checkWord(undefined, 'x', ['a']), undefined)
  t.equal(checkFunction(undefined, 'x'), undefined)
})

t.test('looks at own keys only', async t => {
  t.doesNotThrow(() => checkKeys(Object.create({ b: 1 }), '', ['a']))
  t.throws(
    () => checkKeys(JSON.parse('{"__proto__": 1}'), '', ['a']),
    new OptionError('OPTION_UNKNOWN', 'Unknown option "__proto__" of automap()'),
  )
})
