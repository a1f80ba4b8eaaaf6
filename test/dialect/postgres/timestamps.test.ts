import fc from 'fast-check'
import t from 'tap'
import { dateOf, dateText, timestampOf, timestampText } from '../../../lib/dialect/postgres/timestamps.js'

t.test('reads timestamps in ISO style; without a zone they are UTC', async t => {
  const cases: readonly [string, string][] = [
    ['2024-01-31 12:34:56', '2024-01-31T12:34:56.000Z'],
    ['2024-01-31 12:34:56.7', '2024-01-31T12:34:56.700Z'],
    ['2024-01-31 12:34:56.123999+00', '2024-01-31T12:34:56.123Z'],
    ['2024-01-31 12:34:56+05:45', '2024-01-31T06:49:56.000Z'],
    ['2024-01-31 12:34:56-03', '2024-01-31T15:34:56.000Z'],
    ['1890-01-01 00:00:00-04:56:02', '1890-01-01T04:56:02.000Z'],
    ['0044-03-15 12:00:00 BC', '-000043-03-15T12:00:00.000Z'],
    ['0001-01-01 00:00:00+00 BC', '0000-01-01T00:00:00.000Z'],
    ['0099-12-31 00:00:00', '0099-12-31T00:00:00.000Z'],
    ['12024-01-31 00:00:00', '+012024-01-31T00:00:00.000Z'],
  ]
  for (const [text, iso] of cases) t.equal((timestampOf(text) as Date).toISOString(), iso, text)
})

t.test('leaves what a Date cannot hold as it is', async t => {
  for (const text of ['infinity', '-infinity', '294276-12-31 23:59:59', '31.01.2024 12:00:00']) {
    t.equal(timestampOf(text), text)
  }
  for (const text of ['infinity', '294276-12-31', '31.01.2024']) t.equal(dateOf(text), text)
})

t.test('reads dates as midnight UTC', async t => {
  t.equal((dateOf('2024-01-31') as Date).toISOString(), '2024-01-31T00:00:00.000Z')
  t.equal((dateOf('0044-03-15 BC') as Date).toISOString(), '-000043-03-15T00:00:00.000Z')
})

t.test('writes moments, years before and after the usual ones too', async t => {
  t.equal(timestampText(new Date('2024-01-31T12:34:56.789Z')), '2024-01-31 12:34:56.789+00')
  t.equal(timestampText(new Date('+012024-01-31T00:00:00.000Z')), '12024-01-31 00:00:00.000+00')
  t.equal(timestampText(new Date('-000043-03-15T12:00:00.000Z')), '0044-03-15 12:00:00.000+00 BC')
  t.equal(dateText(new Date('2024-01-31T23:59:59.999Z')), '2024-01-31')
  t.equal(dateText(new Date('0000-01-01T00:00:00.000Z')), '0001-01-01 BC')
})

t.test('reads back what it wrote', async t => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), moment => {
      t.equal((timestampOf(timestampText(moment)) as Date).getTime(), moment.getTime())
    }),
  )
})
