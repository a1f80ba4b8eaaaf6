import t from 'tap'
import * as decode from '../../../lib/dialect/sqlite/decode.js'
import { ValueError } from '../../../lib/errors.js'

const blob = Buffer.from('a')

t.test('gives what does not fit as it is stored, and takes its own results', async t => {
  const decoders = [
    decode.decodeInteger('t.c', 'x'),
    decode.decodeBigint,
    decode.decodeBoolean,
    decode.decodeDay,
    decode.decodeDayAsDate,
    decode.decodeInstant,
    decode.decodeInstantAsText,
    decode.decodeJson,
  ]
  const slots = ['abc', blob, 1.5, 0, 1, 17e11, '2024-01-02', '{"a":1}', '12', 1e300, 9e15]
  for (const decoder of decoders) {
    t.equal(decoder('x y'), 'x y')
    t.equal(decoder(blob), blob)
    for (const slot of slots) {
      const value = decoder(slot)
      if (typeof value !== 'string') t.equal(decoder(value), value, `${decoder.name} ${slot}`)
    }
  }
})

t.test('refuses an integer that a number has rounded', async t => {
  const decodeInteger = decode.decodeInteger('t.c', "values: { int8: 'bigint' }")
  for (const slot of [2 ** 53, -(2 ** 53), 2 ** 63, -(2 ** 63)]) {
    t.throws(() => decodeInteger(slot), {
      constructor: ValueError,
      code: 'VALUE_UNSAFE',
      message:
        'Cannot read "t.c" as a number: an integer in it has more digits than a number holds; ' +
        "choose values: { int8: 'bigint' }",
    })
  }
  t.strictSame([2 ** 53 - 1, 1.5, 2 ** 64, Number.POSITIVE_INFINITY, '9007199254740993'].map(decodeInteger), [
    2 ** 53 - 1,
    1.5,
    2 ** 64,
    Number.POSITIVE_INFINITY,
    '9007199254740993',
  ])
})

t.test('gives bigints for texts of digits', async t => {
  t.strictSame(['9223372036854775807', '-1', '1.5', 5].map(decode.decodeBigint), [
    2n ** 63n - 1n,
    -1n,
    '1.5',
    5,
  ])
})

t.test('gives booleans for 1 and 0 alone', async t => {
  t.strictSame([1, 0, 2, 'true', true].map(decode.decodeBoolean), [true, false, 2, 'true', true])
})

t.test('gives days for milliseconds', async t => {
  t.strictSame([0, 1.7e12, '2024-01-02', '2024-01-02 10:00', 9e15].map(decode.decodeDay), [
    '1970-01-01',
    '2023-11-14',
    '2024-01-02',
    '2024-01-02 10:00',
    9e15,
  ])
  const dates = ['2024-01-02', 1.7e12, '2024-01-02 10:00', '2024-13-02'].map(decode.decodeDayAsDate)
  t.strictSame(dates, [new Date('2024-01-02'), new Date('2023-11-14'), '2024-01-02 10:00', '2024-13-02'])
})

t.test('gives a Date for every writing of an instant, in UTC where none says otherwise', async t => {
  const instants = {
    '2024-01-02': '2024-01-02T00:00:00.000Z',
    '2024-01-02 03:04': '2024-01-02T03:04:00.000Z',
    '2024-01-02 03:04:05': '2024-01-02T03:04:05.000Z',
    '2024-01-02 03:04:05.6': '2024-01-02T03:04:05.600Z',
    '2024-01-02T03:04:05.678912z': '2024-01-02T03:04:05.678Z',
    '2024-01-02T03:04:05 +02:00': '2024-01-02T01:04:05.000Z',
  }
  for (const [text, iso] of Object.entries(instants))
    t.strictSame(decode.decodeInstant(text), new Date(iso), text)
  t.strictSame(decode.decodeInstant(1.7e12), new Date(1.7e12))
  for (const text of ['2024-02-31', '2024-01-02 25:00', '2024-13-01', 'now', '2024', '']) {
    t.equal(decode.decodeInstant(text), text)
  }
  t.equal(decode.decodeInstant(9e15), 9e15)
})

t.test('takes the last day of a month for one, and no later day', async t => {
  for (const day of ['2024-02-29', '2000-02-29', '2023-02-28', '2023-04-30', '2023-12-31']) {
    t.strictSame(decode.decodeInstant(day), new Date(day))
  }
  for (const day of ['2023-02-29', '1900-02-29', '2024-02-30', '2023-04-31', '2023-00-01', '2023-01-00']) {
    t.equal(decode.decodeInstant(day), day)
  }
})

t.test('gives the text of an instant as it is, and one for milliseconds', async t => {
  t.strictSame(['2024-01-02 03:04:05.678912', 0].map(decode.decodeInstantAsText), [
    '2024-01-02 03:04:05.678912',
    '1970-01-01T00:00:00.000Z',
  ])
})

t.test('parses JSON where it is JSON', async t => {
  t.strictSame(['{"a":[1]}', '"x"', 'null', '{', 5].map(decode.decodeJson), [{ a: [1] }, 'x', null, '{', 5])
})
