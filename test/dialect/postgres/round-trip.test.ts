/** Writes values of every type and reads them back, under settings of the session that change texts. */

import type { Knex } from 'knex'
import t from 'tap'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import type { ValueOptions } from '../../../types/options.js'
import { eachDatabase } from '../../fixtures/databases.js'

const moment = new Date('2024-03-10T02:30:00.123Z')
const old = new Date('-000043-03-15T12:00:00.000Z')
const far = new Date('+012024-01-31T00:00:00.000Z')

/** Type, values that come back as they went, and how they were asked for. */
const cases: readonly (readonly [string, readonly unknown[], ValueOptions?])[] = [
  ['smallint', [-32768, 0, 32767]],
  ['int', [-2147483648, 7]],
  ['bigint', [-9007199254740991, 0]],
  ['bigint', [9223372036854775807n, -1n], { int8: 'bigint' }],
  ['bigint', ['9223372036854775807'], { int8: 'string' }],
  ['oid', [4294967295]],
  ['numeric', ['1.50', '-0.0000000000000000000000001', 'NaN', '99999999999999999999999999.5']],
  ['numeric', [1.5, Number.NaN], { numeric: 'number' }],
  ['real', [0.5, Number.NaN, Number.POSITIVE_INFINITY]],
  ['double precision', [0.1, 5e-324, 1.7976931348623157e308, Number.NEGATIVE_INFINITY]],
  ['boolean', [true, false]],
  ['text', ['', ' ', "it's", 'a\\b', '😀', '{"a"}', 'NULL', '\n']],
  ['varchar(3)', ['abc', 'é']],
  ['char(3)', ['abc', 'a  ']],
  ['name', ['x']],
  ['"char"', ['x']],
  ['uuid', ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']],
  ['date', ['2024-01-31', 'infinity', '0044-03-15 BC', '12024-01-31']],
  ['date', [new Date('2024-01-31'), new Date('-000043-03-15'), 'infinity'], { date: 'date' }],
  ['time', ['12:34:56.123456', '24:00:00']],
  ['timetz', ['12:34:56+05:45']],
  ['timestamp', [moment, old, far, 'infinity', '-infinity']],
  ['timestamp', ['2024-03-10 02:30:00.123456'], { timestamp: 'string' }],
  ['timestamptz', [moment, old, far, new Date(-1e14), 'infinity']],
  ['interval', ['1 year 2 mons 3 days 04:05:06.789']],
  ['json', [{ a: [1, 'x', null, true] }, [], 'text', 0, false]],
  ['jsonb', [{ a: { b: [1.5] } }, ['x'], '', 'null', { __proto__x: 1 }]],
  ['bytea', [Buffer.from([0, 92, 255, 39]), Buffer.alloc(0)]],
  ['inet', ['10.0.0.1']],
  ['money', ['$1.50']],
  ['bit(3)', ['101']],
  ['int4range', ['[1,5)']],
  ['box', ['(1,1),(0,0)']],
  [
    'int[]',
    [
      [],
      [1, null, 3],
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ],
  ['bigint[]', [[1n, 9223372036854775807n]], { int8: 'bigint' }],
  ['text[]', [['a,b', 'c"d', 'e\\f', '', 'NULL', null, '{}', ' x ']]],
  ['boolean[]', [[true, false, null]]],
  ['numeric[]', [['1.50', 'NaN']]],
  ['double precision[]', [[0.1, Number.NaN]]],
  ['timestamptz[]', [[moment, old, 'infinity']]],
  ['date[]', [['2024-01-31']]],
  ['jsonb[]', [[{ a: 'x"y' }, [1, 2], 'text', null]]],
  ['bytea[]', [[Buffer.from([0, 92, 255]), Buffer.alloc(0)]]],
  ['box[]', [['(1,1),(0,0)', '(3,3),(2,2)']]],
  ['mood', ['a"b', 'NULL']],
  ['mood[]', [['a"b', 'NULL', null]]],
  ['short', ['k']],
  ['shorts', [['k', 'm']]],
  ['short[]', [['k', null]]],
  ['pair', ['(1,x)']],
]

const settings: Readonly<Record<string, readonly string[]>> = {
  'the usual settings': [],
  'a zone east of UTC': ["set timezone = 'Asia/Kathmandu'", 'set bytea_output = escape'],
  'a zone with summer time': ["set timezone = 'America/New_York'", 'set extra_float_digits = 3'],
  'a zone across the date line': ["set timezone = 'Pacific/Apia'"],
}

async function writtenAndRead(knex: Knex): Promise<[unknown, unknown, string][]> {
  const { tables } = await postgres.reflect(knex, { schemas: null, timeout: 30_000 })
  const client: Knex.Client = knex.client
  const connection: unknown = await client.acquireConnection()
  const results: [unknown, unknown, string][] = []
  for (const [place, [type, values, options = {}]] of cases.entries()) {
    const column = tables[0]?.columns.find(({ name }) => name === `c${place}`)
    if (column === undefined) throw new Error(`No column c${place}`)
    const { encode, decode } = postgres.codec(column, options, `t.${column.name}`)
    for (const value of values) {
      const sql = `insert into t (${column.name}) values (?) returning ${column.name}`
      const [row] = await postgres.run({ client, connection }, sql, [encode(value)])
      const slot = row?.[0]
      results.push([decode === null ? slot : decode(slot), value, `${type} ${String(value)}`])
    }
  }
  await client.releaseConnection(connection)
  return results
}

for (const [title, statements] of Object.entries(settings)) {
  eachDatabase(
    t,
    `values come back as they went, under ${title}`,
    async (t, { knex, exec }) => {
      await exec(`
        create type mood as enum ('a"b', 'NULL');
        create domain short as text check (length(value) < 3);
        create domain shorts as text[];
        create type pair as (a int, b text);
        create table t (${cases.map(([type], place) => `c${place} ${type}`).join(', ')});
      `)
      // One connection, so that what is set holds for what follows.
      for (const statement of statements) await knex.raw(statement)
      for (const [read, written, name] of await writtenAndRead(knex)) t.strictSame(read, written, name)
    },
    'postgres',
  )
}
