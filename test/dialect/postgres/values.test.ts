import t from 'tap'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import type { ValueOptions } from '../../../types/options.js'
import type { Column, ColumnKind } from '../../../types/schema.js'
import { columnOf } from '../../fixtures/postgres-column.js'

function decoded(column: Column, text: string, values: ValueOptions = {}): unknown {
  const { decode } = postgres.codec(column, values, 't.c')
  return decode === null ? text : decode(text)
}

function encoded(column: Column, value: unknown): unknown {
  return postgres.codec(column, {}, 't.c').encode(value)
}

function refuses(column: Column, values: readonly unknown[], expected: string): void {
  t.test(`refuses what does not fit ${column.type}`, async t => {
    for (const value of values) {
      const start = `Cannot use a value for "t.c": expected ${expected}, got `
      const error = { name: 'ValueError', code: 'VALUE_INVALID' }
      try {
        encoded(column, value)
        t.fail('it was taken', { value })
      } catch (thrown) {
        t.match(thrown, error)
        t.ok((thrown as Error).message.startsWith(start), (thrown as Error).message)
      }
    }
  })
}

const int2 = columnOf('int2', 'integer')
const int4 = columnOf('int4', 'integer')
const int8 = columnOf('int8', 'bigint')
const numeric = columnOf('numeric', 'decimal')
const float8 = columnOf('float8', 'float')
const bool = columnOf('bool', 'boolean')
const text = columnOf('text', 'text')
const date = columnOf('date', 'date')
const timestamp = columnOf('timestamp', 'timestamp')
const timestamptz = columnOf('timestamptz', 'timestamptz')
const jsonb = columnOf('jsonb', 'json')
const bytea = columnOf('bytea', 'binary')
const inet = columnOf('inet', 'other')

t.test('reads each kind from its text', async t => {
  const moment = new Date('2024-01-31T12:00:00.000Z')
  const cases: readonly [Column, string, unknown, ValueOptions?][] = [
    [int4, '-7', -7],
    [int8, '9007199254740991', 9007199254740991],
    [int8, '9007199254740993', 9007199254740993n, { int8: 'bigint' }],
    [int8, '9007199254740993', '9007199254740993', { int8: 'string' }],
    [numeric, '1.50', '1.50'],
    [numeric, '1.50', 1.5, { numeric: 'number' }],
    [numeric, 'NaN', Number.NaN, { numeric: 'number' }],
    [float8, '-Infinity', Number.NEGATIVE_INFINITY],
    [float8, 'NaN', Number.NaN],
    [float8, '0.1', 0.1],
    [bool, 't', true],
    [bool, 'f', false],
    [text, 'true', 'true'],
    [date, '2024-01-31', '2024-01-31'],
    [date, '2024-01-31', new Date('2024-01-31'), { date: 'date' }],
    [date, 'infinity', 'infinity', { date: 'date' }],
    [timestamp, '2024-01-31 12:00:00', moment],
    [timestamptz, '2024-01-31 12:00:00+00', moment],
    [timestamptz, '2024-01-31 12:00:00.123456+00', '2024-01-31 12:00:00.123456+00', { timestamp: 'string' }],
    [timestamptz, 'infinity', 'infinity'],
    [jsonb, '{"a": [1, "x", null]}', { a: [1, 'x', null] }],
    [jsonb, '"text"', 'text'],
    [jsonb, 'null', null],
    [bytea, '\\x00ff', Buffer.from([0, 255])],
    [bytea, '\\000a\\\\\\377', Buffer.from([0, 97, 92, 255])],
    [bytea, '', Buffer.alloc(0)],
    [inet, '10.0.0.1', '10.0.0.1'],
    [columnOf('_int4', 'array', 'integer'), '{1,NULL,3}', [1, null, 3]],
    [columnOf('_int8', 'array', 'bigint'), '{{1},{2}}', [[1n], [2n]], { int8: 'bigint' }],
    [columnOf('_text', 'array', 'text'), '{"a,b",NULL,"NULL"}', ['a,b', null, 'NULL']],
    [columnOf('_jsonb', 'array', 'json'), '{"{\\"a\\": 1}","[2]"}', [{ a: 1 }, [2]]],
    [columnOf('_bytea', 'array', 'binary'), '{"\\\\x00ff"}', [Buffer.from([0, 255])]],
    [columnOf('_box', 'array', 'other'), '{(1,1),(0,0);(3,3),(2,2)}', ['(1,1),(0,0)', '(3,3),(2,2)']],
    [columnOf('_list', 'array', 'array'), '{"{1,2}"}', ['{1,2}']],
    [columnOf('_int4', 'array', 'integer'), 'no array', 'no array'],
  ]
  for (const [column, slot, value, options] of cases) {
    t.strictSame(decoded(column, slot, options), value, `${column.type} ${slot}`)
  }
})

t.test('gives back what was made of a text before', async t => {
  for (const [column, value] of [
    [int4, 7],
    [bool, false],
    [timestamp, new Date(0)],
    [jsonb, { a: 1 }],
    [jsonb, null],
    [bytea, Buffer.alloc(1)],
    [columnOf('_int4', 'array', 'integer'), [1]],
  ] as const) {
    t.equal(postgres.codec(column, {}, 't.c').decode?.(value), value, column.type)
  }
})

t.test('leaves columns alone whose text is the value', async t => {
  const kinds: readonly ColumnKind[] = [
    'text',
    'uuid',
    'time',
    'interval',
    'enum',
    'other',
    'decimal',
    'date',
  ]
  for (const kind of kinds) {
    const { decode, select } = postgres.codec(columnOf('x', kind), {}, 't.c')
    t.equal(decode, null, kind)
    t.equal(select, null, kind)
  }
})

t.test('refuses to round a 64-bit integer', async t => {
  for (const column of [int8, columnOf('_int8', 'array', 'bigint')]) {
    const slot = column === int8 ? '9007199254740993' : '{9007199254740993}'
    t.throws(() => decoded(column, slot), {
      name: 'ValueError',
      code: 'VALUE_UNSAFE',
      message:
        'Cannot read "t.c": its value is beyond what a number holds exactly; ' +
        "read it with option values: { int8: 'bigint' }",
    })
  }
})

t.test('binds each kind', async t => {
  const moment = new Date('2024-01-31T12:00:00.000Z')
  const cases: readonly [Column, unknown, unknown][] = [
    [int2, -32768, -32768],
    [int4, '+007', '7'],
    [int4, 2147483647n, '2147483647'],
    [int8, '9223372036854775807', '9223372036854775807'],
    [int8, -9223372036854775808n, '-9223372036854775808'],
    [columnOf('oid', 'integer'), 4294967295, 4294967295],
    [numeric, 1.5, 1.5],
    [numeric, '-1.50e3', '-1.50e3'],
    [numeric, '.5', '.5'],
    [numeric, 'NaN', 'NaN'],
    [numeric, 12345678901234567890n, '12345678901234567890'],
    [float8, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [bool, true, true],
    [text, '', ''],
    [text, '😀', '😀'],
    [columnOf('uuid', 'uuid'), 'A0EE', 'A0EE'],
    [date, '2024-01-31', '2024-01-31'],
    [date, new Date('2024-01-31T23:30:00Z'), '2024-01-31'],
    [timestamp, moment, '2024-01-31 12:00:00.000+00'],
    [timestamptz, moment, '2024-01-31 12:00:00.000+00'],
    [timestamptz, 'infinity', 'infinity'],
    [jsonb, 'text', '"text"'],
    [jsonb, [1, { a: null }], '[1,{"a":null}]'],
    [
      jsonb,
      { at: moment, left: undefined, __proto__x: 1 },
      '{"at":"2024-01-31T12:00:00.000Z","__proto__x":1}',
    ],
    [bytea, Buffer.from('ab'), Buffer.from('ab')],
    [bytea, new Uint8Array([1, 2, 3]).subarray(1), Buffer.from([2, 3])],
    [inet, '10.0.0.1', '10.0.0.1'],
    [inet, 1n, '1'],
    [inet, 1.5, 1.5],
    [inet, false, false],
    [columnOf('_int4', 'array', 'integer'), [1, null, '3'], '{"1",NULL,"3"}'],
    [columnOf('_int4', 'array', 'integer'), [], '{}'],
    [
      columnOf('_int4', 'array', 'integer'),
      [
        [1, 2],
        [3, 4],
      ],
      '{{"1","2"},{"3","4"}}',
    ],
    [columnOf('_int4', 'array', 'integer'), [[], []], '{{},{}}'],
    [columnOf('_int4', 'array', 'integer'), '{1,2}', '{1,2}'],
    [columnOf('_text', 'array', 'text'), ['a"b', 'c\\d', 'NULL', ''], '{"a\\"b","c\\\\d","NULL",""}'],
    [columnOf('_jsonb', 'array', 'json'), [[1, 2], { a: 'x' }], '{"[1,2]","{\\"a\\":\\"x\\"}"}'],
    [columnOf('_bytea', 'array', 'binary'), [Buffer.from([0, 255])], '{"\\\\x00ff"}'],
    [columnOf('_timestamptz', 'array', 'timestamptz'), [moment], '{"2024-01-31 12:00:00.000+00"}'],
    [columnOf('_box', 'array', 'other'), ['(1,1),(0,0)', '(2,2),(1,1)'], '{"(1,1),(0,0)";"(2,2),(1,1)"}'],
    [columnOf('_list', 'array', 'array'), ['{1,2}'], '{"{1,2}"}'],
    [columnOf('_domain', 'array', 'integer'), [2 ** 40], '{"1099511627776"}'],
  ]
  for (const [column, value, bound] of cases) {
    t.strictSame(encoded(column, value), bound, `${column.type} ${typeof value}`)
  }
})

const odd = [Symbol('x'), () => 1, new Map(), new Set(), /x/, {}, undefined, null]
const invalid = new Date(Number.NaN)

refuses(
  int2,
  [32768, -32769, '1abc', '', ' 1', 1.5, '1.5', '1e2', true, Number.NaN, [], ...odd],
  'an integer from -32768 to 32767',
)
refuses(int4, [2 ** 31, -(2 ** 31) - 1, 2n ** 31n], 'an integer from -2147483648 to 2147483647')
refuses(columnOf('oid', 'integer'), [-1, 2 ** 32], 'an integer from 0 to 4294967295')
refuses(
  int8,
  [2 ** 53, 2n ** 63n, '9223372036854775808', '1'.repeat(41)],
  'an integer from -9223372036854775808 to 9223372036854775807, as a bigint or digits where a number is not exact',
)
refuses(
  numeric,
  ['1abc', '', '0x10', '1,5', '1'.repeat(50_000).concat('x'), true, ...odd],
  'a number, a bigint, or a number as text',
)
refuses(float8, ['one', true, ...odd], 'a number, a bigint, or a number as text')
refuses(bool, ['t', 1, 0, ...odd], 'true or false')
refuses(text, [1, 1n, true, invalid, ['a'], Object('a'), ...odd], 'a string')
refuses(text, ['a\0b', '\ud800', 'x\udc00'], 'a string without U+0000 and lone surrogates')
refuses(date, [0, invalid, ...odd], 'a Date or a string')
refuses(timestamptz, [0, invalid, ...odd], 'a Date or a string')
refuses(bytea, ['abc', [1, 2], new Uint16Array(1), new ArrayBuffer(1), ...odd], 'a Buffer or a Uint8Array')
refuses(inet, [[], ...odd], 'a string, a number or a boolean')
refuses(columnOf('interval', 'interval'), [{ days: 1 }, 5], 'a string')
refuses(columnOf('_int4', 'array', 'integer'), [1, new Set([1]), {}], 'an array')
refuses(
  columnOf('_int4', 'array', 'integer'),
  [[undefined], ['x'], new Array(1), [2 ** 31]],
  'an integer from -2147483648 to 2147483647',
)
refuses(
  columnOf('_int4', 'array', 'integer'),
  [[1, [2]], [[1], [2, 3]], [[[1]], [[1, 2]]], [[[[[[[1]]]]]]]],
  'an array of at most 6 dimensions, each of one length throughout',
)
refuses(columnOf('_int4', 'array', 'integer'), ['{1}\0'], 'a string without U+0000 and lone surrogates')

t.test('names the place of what JSON would lose', async t => {
  const refusal = (expected: string, got: string) => ({
    name: 'ValueError',
    code: 'VALUE_INVALID',
    message: `Cannot use a value for "t.c": expected a JSON value${expected}, got ${got}`,
  })
  t.throws(() => encoded(jsonb, { a: [1, { b: 2n }] }), refusal(' at $.a[1].b', 'a bigint'))
  t.throws(() => encoded(jsonb, 2n), refusal(' at $', 'a bigint'))
  t.throws(() => encoded(jsonb, { a: 'x\0' }), refusal(' at $.a', 'a string'))
  t.throws(() => encoded(jsonb, ['\ud800']), refusal(' at $[0]', 'a string'))
  t.throws(() => encoded(jsonb, { 'a\0': 1 }), refusal(' at $["a\\u0000"]', 'a number'))
  t.throws(() => encoded(jsonb, { a: Number.NaN }), refusal(' at $.a', 'a number'))
  t.throws(() => encoded(jsonb, { a: new Map() }), refusal(' at $.a', 'an instance of Map'))
  t.throws(() => encoded(jsonb, { a: new Set() }), refusal(' at $.a', 'an instance of Set'))
  t.throws(() => encoded(jsonb, { a: () => 1 }), refusal(' at $.a', 'a function'))
  t.throws(() => encoded(jsonb, [Symbol('x')]), refusal(' at $[0]', 'a symbol'))
  t.throws(() => encoded(jsonb, { at: invalid }), refusal(' at $.at', 'null'))
  t.throws(() => encoded(jsonb, undefined), refusal('', 'undefined'))
})

t.test('says why a value has no JSON text', async t => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  t.throws(() => encoded(jsonb, cycle), {
    code: 'VALUE_INVALID',
    message: 'Cannot use a value for "t.c": it has no JSON text: Converting circular structure to JSON',
  })
  const failing = {
    toJSON() {
      throw new Error('no')
    },
  }
  t.throws(() => encoded(jsonb, failing), {
    code: 'VALUE_INVALID',
    message: 'Cannot use a value for "t.c": it has no JSON text: no',
    cause: { message: 'no' },
  })
})
