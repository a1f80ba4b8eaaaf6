import t, { type Test } from 'tap'
import { encoderOf } from '../../../lib/dialect/sqlite/encode.js'
import { ValueError } from '../../../lib/errors.js'
import type { ColumnKind } from '../../../types/schema.js'

function encode(kind: ColumnKind, value: unknown): unknown {
  return encoderOf(kind, 't.c')(value)
}

function refuses(
  t: Test,
  kind: ColumnKind,
  expected: string,
  values: readonly (readonly [unknown, string])[],
): void {
  for (const [value, got] of values) {
    t.throws(
      () => encode(kind, value),
      {
        constructor: ValueError,
        code: 'VALUE_INVALID',
        message: `Cannot use a value for "t.c": expected ${expected}, got ${got}`,
      },
      `${kind}: ${got}`,
    )
  }
}

t.test('takes integers, digits, bigints and booleans for integers', async t => {
  for (const kind of ['integer', 'bigint'] as const) {
    const values = [5, -0, '05', '-7', 7n, true, false, 2n ** 63n - 1n, '-9223372036854775808', 2 ** 53 - 1]
    t.strictSame(
      values.map(value => encode(kind, value)),
      [5, -0, 5, -7, 7, 1, 0, '9223372036854775807', '-9223372036854775808', 2 ** 53 - 1],
    )
    refuses(t, kind, 'an integer of 64 bits', [
      ['1abc', 'a string'],
      ['', 'a string'],
      ['1.5', 'a string'],
      [' 1', 'a string'],
      [1.5, 'a number'],
      [Number.NaN, 'a number'],
      [Number.POSITIVE_INFINITY, 'a number'],
      [2n ** 63n, 'a bigint'],
      [-(2n ** 63n) - 1n, 'a bigint'],
      ['9223372036854775808', 'a string'],
      [Symbol('secret'), 'a symbol'],
      [() => 1, 'a function'],
      [new Map(), 'an instance of Map'],
      [{}, 'an object'],
      [[1], 'an array'],
    ])
    refuses(t, kind, 'an integer that a number holds exactly, or a bigint', [[2 ** 53, 'a number']])
  }
})

t.test('takes numbers in any writing for decimals and floats', async t => {
  for (const kind of ['decimal', 'float'] as const) {
    const values = [1.5, Number.POSITIVE_INFINITY, true, 12n, '1.50', '+.5e-3', '2.']
    t.strictSame(
      values.map(value => encode(kind, value)),
      [1.5, Number.POSITIVE_INFINITY, 1, '12', '1.50', '+.5e-3', '2.'],
    )
    refuses(t, kind, 'a number', [
      [Number.NaN, 'a number'],
      ['x', 'a string'],
      ['0x10', 'a string'],
      [new Date(0), 'an instance of Date'],
    ])
  }
})

t.test('takes booleans and their digits for booleans', async t => {
  t.strictSame(
    [true, false, 1, 0].map(value => encode('boolean', value)),
    [1, 0, 1, 0],
  )
  refuses(t, 'boolean', 'a boolean', [
    [2, 'a number'],
    ['true', 'a string'],
  ])
})

t.test('takes strings for texts, and numbers as their digits', async t => {
  t.strictSame(
    ['', 'a\0b', '😀', 5, 1.5, 5n].map(value => encode('text', value)),
    ['', 'a\0b', '😀', '5', '1.5', '5'],
  )
  refuses(t, 'text', 'a string', [
    [true, 'a boolean'],
    [Number.NaN, 'a number'],
    [new Date(0), 'an instance of Date'],
    [Buffer.from('a'), 'an instance of Buffer'],
  ])
  refuses(t, 'text', 'well-formed Unicode', [['a\ud83d', 'a string']])
  for (const kind of ['uuid', 'time'] as const) {
    t.equal(encode(kind, '12:30'), '12:30')
    refuses(t, kind, 'a string', [[5, 'a number']])
  }
})

t.test('takes a day as text, as midnight UTC or as stored milliseconds', async t => {
  t.strictSame(
    ['2024-02-29', new Date('2024-02-29T00:00:00Z'), 86_400_000].map(value => encode('date', value)),
    ['2024-02-29', '2024-02-29', 86_400_000],
  )
  refuses(t, 'date', "a 'YYYY-MM-DD' string or a Date at midnight UTC", [
    [new Date('2024-02-29T12:00:00Z'), 'an instance of Date'],
    [new Date(Number.NaN), 'an Invalid Date'],
    ['29.2.2024', 'a string'],
    ['2024-02-29 10:00', 'a string'],
    [Number.NaN, 'a number'],
    [null, 'null'],
  ])
})

t.test('writes an instant as the database itself does', async t => {
  for (const kind of ['timestamp', 'timestamptz'] as const) {
    const values = [
      new Date('2024-02-29T10:20:30Z'),
      new Date('2024-02-29T10:20:30.045Z'),
      '2024-02-29T10:20Z',
      '2024-02-29',
      1.5,
    ]
    t.strictSame(
      values.map(value => encode(kind, value)),
      ['2024-02-29 10:20:30', '2024-02-29 10:20:30.045', '2024-02-29T10:20Z', '2024-02-29', 1.5],
    )
    refuses(t, kind, "a Date in the years 0 to 9999 or a 'YYYY-MM-DD HH:MM:SS' string", [
      [new Date(Number.NaN), 'an Invalid Date'],
      [new Date(8.64e15), 'an instance of Date'],
      [new Date(-1e15), 'an instance of Date'],
      ['yesterday', 'a string'],
      [Number.POSITIVE_INFINITY, 'a number'],
    ])
    refuses(t, kind, 'well-formed Unicode', [['2024-02-29\ud800', 'a string']])
  }
})

t.test('writes JSON, and refuses what JSON would lose', async t => {
  t.strictSame(
    ['a', 1, [1, null], { a: new Date(0) }, false].map(value => encode('json', value)),
    ['"a"', '1', '[1,null]', '{"a":"1970-01-01T00:00:00.000Z"}', 'false'],
  )
  refuses(t, 'json', 'a value that JSON can hold', [
    [new Map(), 'an instance of Map'],
    [new Set(), 'an instance of Set'],
    [() => 1, 'a function'],
    [Symbol('secret'), 'a symbol'],
  ])
  refuses(t, 'json', 'a value that JSON can hold (Do not know how to serialize a BigInt)', [
    [{ a: 1n }, 'an object'],
  ])
  const cycle: unknown[] = []
  cycle.push(cycle)
  refuses(t, 'json', 'a value that JSON can hold (Converting circular structure to JSON)', [
    [cycle, 'an array'],
  ])
})

t.test('takes bytes for binary, over the same memory', async t => {
  const bytes = new Uint8Array([1, 2, 3]).subarray(1)
  t.strictSame(encode('binary', bytes), Buffer.from([2, 3]))
  refuses(t, 'binary', 'a Buffer or a Uint8Array', [
    ['abc', 'a string'],
    [new ArrayBuffer(1), 'an instance of ArrayBuffer'],
  ])
})

t.test('takes whatever can be stored where the type is not known', async t => {
  const values = ['a', 1.5, Number.NEGATIVE_INFINITY, 5n, 2n ** 60n, new Uint8Array([1])]
  t.strictSame(
    values.map(value => encode('other', value)),
    ['a', 1.5, Number.NEGATIVE_INFINITY, 5, '1152921504606846976', Buffer.from([1])],
  )
  refuses(t, 'other', 'a string, a number or a Buffer', [
    [true, 'a boolean'],
    [Number.NaN, 'a number'],
    [new Date(0), 'an instance of Date'],
    [[], 'an array'],
  ])
  refuses(t, 'other', 'an integer of 64 bits', [[2n ** 64n, 'a bigint']])
  refuses(t, 'interval', 'well-formed Unicode', [['\udc00', 'a string']])
})
