import t from 'tap'
import { refusedValue } from '../../lib/dialect/refused-value.js'

t.test('tells what came by its type, never its content', async t => {
  const anonymous = new (class {})()
  const cases: readonly [unknown, string][] = [
    [null, 'null'],
    [undefined, 'undefined'],
    ['secret', 'a string'],
    [1, 'a number'],
    [1n, 'a bigint'],
    [true, 'a boolean'],
    [Symbol('secret'), 'a symbol'],
    [() => 'secret', 'a function'],
    [['secret'], 'an array'],
    [{ secret: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [new Map(), 'an instance of Map'],
    [new Date(0), 'an instance of Date'],
    [new Date(Number.NaN), 'an Invalid Date'],
    [anonymous, 'an instance of '],
  ]
  for (const [value, got] of cases) {
    t.match(refusedValue('t.c', 'an integer', value), {
      name: 'ValueError',
      code: 'VALUE_INVALID',
      message: `Cannot use a value for "t.c": expected an integer, got ${got}`,
    })
  }
})
