/** Values: what JavaScript gets for what the database holds, and how to choose. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openEmpty } from './record-shop/open.js'

const { knex, dialect, close } = await openEmpty()
const postgres = dialect === 'postgres'
await knex.raw(`create table measurement (
  id integer primary key, big bigint, exact decimal(20,4), day date, at ${postgres ? 'timestamptz' : 'datetime'},
  ok boolean, data ${postgres ? 'jsonb' : 'json'}, raw ${postgres ? 'bytea' : 'blob'}, empty text)`)
await knex('measurement').insert({
  id: 1,
  big: 42,
  exact: '12.5',
  day: '2024-02-29',
  at: '2024-02-29T12:30:00Z',
  ok: postgres ? true : 1,
  data: '{"a":[1,2]}',
  raw: Buffer.from('hi'),
})
await knex.raw('insert into measurement (id, big) values (2, 9007199254740993)')

const { Measurement } = (await automap(knex)).models
const one = await Measurement.get(1)
assert.equal(one.big, 42)
// Exact decimals stay exact where the database keeps them so; SQLite stores a float.
assert.equal(one.exact, postgres ? '12.5000' : 12.5)
assert.equal(one.day, '2024-02-29')
assert.deepEqual(one.at, new Date('2024-02-29T12:30:00Z'))
assert.equal(one.ok, true)
assert.deepEqual(one.data, { a: [1, 2] })
assert.equal(Buffer.from(one.raw).toString(), 'hi')
assert.equal(one.empty, null)

// What a number cannot hold is never rounded in silence: the error names the column and the option.
const two = await Measurement.get(2)
assert.throws(() => two.big, { code: 'VALUE_UNSAFE' })
const chosen = await automap(knex, {
  values: { timestamp: 'string', columns: { 'measurement.big': { int8: 'bigint' } } },
})
assert.equal((await chosen.models.Measurement.get(2)).big, 9007199254740993n)
assert.equal(typeof (await chosen.models.Measurement.get(1)).at, 'string')

// Values that do not fit are refused before any SQL runs, as is undefined.
await assert.rejects(async () => await Measurement.where('id', 'one'), { code: 'VALUE_INVALID' })
assert.throws(() => Measurement.where('id', undefined), { code: 'QUERY_INVALID' })

await close()
