import { inspect } from 'node:util'
import t from 'tap'
import { literal } from '../../../lib/dialect/sqlite/literal.js'
import { errorOf } from '../../fixtures/error-of.js'
import { eachMemory } from '../../fixtures/sqlite.js'

eachMemory(t, 'a literal is the value itself', async (t, rows) => {
  const values: readonly (readonly [unknown, unknown])[] = [
    [null, null],
    [5, 5],
    [-0.5, -0.5],
    [1e300, 1e300],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [42n, 42],
    [true, 1],
    [false, 0],
    ['it\'s ? \\ " \n😀', 'it\'s ? \\ " \n😀'],
    ['', ''],
    ['a\0b', 'a\0b'],
    [new Date('2026-11-22T08:09:10.000Z'), '2026-11-22 08:09:10'],
    [Uint8Array.of(0, 255, 39), Buffer.of(0, 255, 39)],
    [Buffer.of(), Buffer.of()],
  ]
  for (const [value, expected] of values) {
    const [[read] = []] = await rows(`select ${literal(value)} as c0`)
    // One driver gives no bytes as null.
    const isEmpty = Buffer.isBuffer(expected) && expected.length === 0
    t.strictSame(isEmpty ? (read ?? expected) : read, expected, inspect(value))
  }
})

t.test('what has no place in SQL is refused by its type', async t => {
  const refused: readonly (readonly [unknown, string])[] = [
    [{}, 'an object'],
    [[], 'an array'],
    [undefined, 'undefined'],
    [Number.NaN, 'a number'],
    [new Map(), 'an instance of Map'],
  ]
  for (const [value, shown] of refused) {
    t.equal(
      await errorOf(() => literal(value)),
      `DeclarationError DECLARATION_INVALID: Cannot write ${shown} into SQL; interpolate a string, a number, a boolean, a Date, a Buffer, null or sql\`…\``,
    )
  }
  t.match(
    await errorOf(() => literal(new Date(Number.NaN))),
    /^ValueError VALUE_INVALID: .*got an Invalid Date$/,
  )
})
