import t from 'tap'
import { isPlainObject, valueText } from '../../lib/schema/value-text.js'

class Thing {}

t.test('names a value without showing much of it', async t => {
  for (const [value, text] of [
    ['yes', '"yes"'],
    ['x'.repeat(41), 'a long text'],
    [5, '5'],
    [5n, '5'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('x'), 'a symbol'],
    [() => 1, 'a function'],
    [[1], 'an array'],
    [{ a: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [new Thing(), 'an instance of Thing'],
    [new (class {})(), 'an object'],
    [Object.create({ constructor: 5 }), 'an object'],
  ] as const) {
    t.equal(valueText(value), text)
  }
})

t.test('tells an object literal from the rest', async t => {
  t.ok(isPlainObject({}))
  t.ok(isPlainObject(Object.create(null)))
  for (const value of [null, undefined, 'x', [], new Thing(), () => 1]) t.notOk(isPlainObject(value))
})
