import t from 'tap'
import { plainColumn } from '../../../lib/dialect/plain-column.js'
import { declaredTypeOf } from '../../../lib/dialect/sqlite/declared-type.js'
import { codec } from '../../../lib/dialect/sqlite/values.js'
import { ValueError } from '../../../lib/errors.js'
import type { ValueOptions } from '../../../types/options.js'
import type { Column, ColumnKind } from '../../../types/schema.js'
import { eachMemory } from '../../fixtures/sqlite.js'

function columnOf(type: string, kind: ColumnKind = declaredTypeOf(type).kind): Column {
  return { ...plainColumn, name: 'c', type, ...declaredTypeOf(type), kind }
}

type Rows = Parameters<Parameters<typeof eachMemory>[2]>[1]

/** Writes SQL values into a column of the type and reads them through its codec. */
async function read(
  rows: Rows,
  type: string,
  values: readonly string[],
  options: ValueOptions = {},
): Promise<unknown[]> {
  await rows('drop table if exists t')
  await rows(`create table t(c ${type})`)
  for (const value of values) await rows(`insert into t values (${value})`)
  const { select, decode } = codec(columnOf(type), options, 't.c')
  const slots = await rows(`select ${select?.('`c`') ?? '`c`'} as c0 from t`)
  return slots.map(([slot]) => (decode ? decode(slot) : slot))
}

/** Writes a value through the codec and gives what SQLite made of it. */
async function stored(rows: Rows, type: string, value: unknown): Promise<unknown[] | undefined> {
  await rows('drop table if exists t')
  await rows(`create table t(c ${type})`)
  const { encode } = codec(columnOf(type), {}, 't.c')
  await rows('insert into t values (?)', [encode(value)])
  t.strictSame(
    await rows('select count(*) as c0 from t where c = ?', [encode(value)]),
    [[1]],
    `${type} finds itself`,
  )
  return (await rows('select typeof(c) as c0, cast(c as text) as c1 from t'))[0]
}

eachMemory(t, 'reads integers of 64 bits as numbers, bigints or strings', async (t, rows) => {
  const values = ['9223372036854775807', '-5', "'abc'", '1.5', "x'01'"]
  const others = ['abc', 1.5, Buffer.from([1])]
  t.strictSame(await read(rows, 'bigint', values, { int8: 'bigint' }), [2n ** 63n - 1n, -5n, ...others])
  t.strictSame(await read(rows, 'bigint', values, { int8: 'string' }), [
    '9223372036854775807',
    '-5',
    ...others,
  ])
  t.strictSame(await read(rows, 'bigint', values.slice(1)), [-5, ...others])
  await t.rejects(read(rows, 'bigint', values), {
    constructor: ValueError,
    code: 'VALUE_UNSAFE',
    message:
      'Cannot read "t.c" as a number: an integer in it has more digits than a number holds; ' +
      "choose values: { int8: 'bigint' } or { int8: 'string' }",
  })
})

eachMemory(t, 'refuses a rounded integer in every column that may hold one', async (t, rows) => {
  const perColumn = 'values: { columns: { "t.c": { int8: \'bigint\' } } }'
  const cures = { integer: perColumn, STRING: perColumn, decimal: "values: { numeric: 'string' }" }
  for (const [type, cure] of Object.entries(cures)) {
    await t.rejects(read(rows, type, ['9007199254740993'], { int8: 'bigint' }), {
      code: 'VALUE_UNSAFE',
      message: `Cannot read "t.c" as a number: an integer in it has more digits than a number holds; choose ${cure}`,
    })
    t.strictSame(await read(rows, type, ['9007199254740991', "'x'"]), [9007199254740991, 'x'], type)
  }
  t.strictSame(await read(rows, 'real', ['9007199254740993']), [9007199254740992])
})

eachMemory(t, 'reads decimals as numbers or strings', async (t, rows) => {
  t.strictSame(await read(rows, 'decimal(10,2)', ['1.5', '2', "'x'"]), [1.5, 2, 'x'])
  t.strictSame(await read(rows, 'decimal(10,2)', ['1.5', '9007199254740993', "'x'"], { numeric: 'string' }), [
    '1.5',
    '9007199254740993',
    'x',
  ])
})

eachMemory(t, 'reads booleans, days, instants and JSON by the declared type', async (t, rows) => {
  t.strictSame(await read(rows, 'boolean', ['true', '0', '2', "'t'"]), [true, false, 2, 't'])
  t.strictSame(await read(rows, 'tinyint(1)', ['1', '0']), [true, false])
  t.strictSame(await read(rows, 'date', ["'2024-01-02'", '0']), ['2024-01-02', '1970-01-01'])
  t.strictSame(await read(rows, 'date', ["'2024-01-02'", '0'], { date: 'date' }), [
    new Date('2024-01-02'),
    new Date(0),
  ])
  const instants = ["'2024-01-02 03:04:05'", '1.7e12', "'soon'"]
  for (const type of ['datetime', 'timestamp', 'timestamptz']) {
    t.strictSame(await read(rows, type, instants), [
      new Date('2024-01-02T03:04:05Z'),
      new Date(1.7e12),
      'soon',
    ])
  }
  t.strictSame(await read(rows, 'datetime', instants, { timestamp: 'string' }), [
    '2024-01-02 03:04:05',
    '2023-11-14T22:13:20.000Z',
    'soon',
  ])
  t.strictSame(await read(rows, 'json', [`'{"a":1}'`, "'5'", "'{'"]), [{ a: 1 }, 5, '{'])
})

t.test('leaves the slots of other types alone', async t => {
  for (const type of ['text', 'blob', 'real', ''])
    t.equal(codec(columnOf(type), {}, 't.c').decode, null, type)
})

t.test('reads a column under the kind it is given, whatever its type', async t => {
  const { select, decode } = codec(columnOf('INTEGER', 'bigint'), { int8: 'bigint' }, 't.c')
  t.equal(select?.('`c`'), "case when typeof(`c`) in ('integer') then cast(`c` as text) else `c` end")
  t.equal(decode?.('9007199254740993'), 9007199254740993n)
})

eachMemory(t, 'stores what the same value is to both drivers, and finds it again', async (t, rows) => {
  t.strictSame(await stored(rows, 'text', 5), ['text', '5'])
  t.strictSame(await stored(rows, 'integer', 5), ['integer', '5'])
  t.strictSame(await stored(rows, 'integer', 2 ** 40), ['integer', '1099511627776'])
  t.strictSame(await stored(rows, 'bigint', 2n ** 63n - 1n), ['integer', '9223372036854775807'])
  t.strictSame(await stored(rows, 'real', 5), ['real', '5.0'])
  t.strictSame(await stored(rows, 'decimal(5,2)', '1.50'), ['real', '1.5'])
  t.strictSame(await stored(rows, 'boolean', true), ['integer', '1'])
  t.strictSame(await stored(rows, '', 5), ['integer', '5'])
  t.strictSame(await stored(rows, '', 5n), ['integer', '5'])
  t.strictSame(await stored(rows, 'blob', Buffer.alloc(0)), ['blob', ''])
  t.strictSame(await stored(rows, 'datetime', new Date(0)), ['text', '1970-01-01 00:00:00'])
  t.strictSame(await stored(rows, 'json', { a: 1 }), ['text', '{"a":1}'])
})

eachMemory(t, 'finds what CURRENT_TIMESTAMP wrote by the Date that it reads as', async (t, rows) => {
  await rows('create table t(c datetime default current_timestamp, d int)')
  await rows('insert into t (d) values (1)')
  const { decode, encode } = codec(columnOf('datetime'), {}, 't.c')
  const [[slot] = []] = await rows('select c as c0 from t')
  const date = decode?.(slot)
  t.type(date, Date)
  t.strictSame(await rows('select d as c0 from t where c = ?', [encode(date)]), [[1]])
})
