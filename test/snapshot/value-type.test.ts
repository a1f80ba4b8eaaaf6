import t from 'tap'
import { valueTypeOf } from '../../lib/snapshot/value-type.js'
import type { ColumnKind } from '../../types/schema.js'

const typeOf = (kind: ColumnKind, values: object = {}, elementKind: ColumnKind | null = null) =>
  valueTypeOf({ kind, elementKind }, { values, numeric: 'string' })

t.test('every kind of column has a type of values', async t => {
  const kinds = {
    integer: 'number',
    bigint: 'number',
    decimal: 'string',
    float: 'number',
    boolean: 'boolean',
    text: 'string',
    uuid: 'string',
    date: 'string',
    time: 'string',
    timestamp: 'date',
    timestamptz: 'date',
    interval: 'string',
    json: 'json',
    binary: 'buffer',
    enum: 'string',
    array: 'unknown',
    other: 'unknown',
  }
  t.same(Object.fromEntries(Object.keys(kinds).map(kind => [kind, typeOf(kind as ColumnKind)])), kinds)
})

t.test('how values are chosen to be read decides, and of an array what its elements are', async t => {
  t.equal(typeOf('bigint', { int8: 'bigint' }), 'bigint')
  t.equal(typeOf('decimal', { numeric: 'number' }), 'number')
  t.equal(typeOf('date', { date: 'date' }), 'date')
  t.equal(typeOf('timestamptz', { timestamp: 'string' }), 'string')
  t.equal(typeOf('array', {}, 'boolean'), 'boolean')
})
