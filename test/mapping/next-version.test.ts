import t from 'tap'
import type { Codec } from '../../lib/dialect/contract.js'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import type { ColumnMapping, VersionMapping } from '../../lib/mapping/mapping.js'
import { nextVersion, raisedVersion } from '../../lib/mapping/next-version.js'
import type { Column } from '../../types/schema.js'
import { errorOf } from '../fixtures/error-of.js'
import { column } from '../fixtures/schema.js'

const versionOf = (kind: VersionMapping['kind'], given: Column, codec: Codec): VersionMapping => ({
  kind,
  column: { column: given } as ColumnMapping,
  codec,
})

const lite = (kind: VersionMapping['kind'], given: Partial<Column>): VersionMapping => {
  const whole = column({ name: 'v', ...given })
  return versionOf(kind, whole, sqlite.codec(whole, {}, 't.v'))
}

const post = (kind: VersionMapping['kind'], given: Partial<Column> & { type: string }): VersionMapping => {
  const whole = column({ name: 'v', baseType: { schema: 'pg_catalog', name: given.type }, ...given })
  return versionOf(kind, whole, postgres.codec(whole, {}, 't.v'))
}

const bound = (version: VersionMapping, current: unknown): unknown => nextVersion(version, current)?.bound

t.test('a counter begins at 1, and counts on from what was read', async t => {
  const counter = lite('counter', {})
  t.same(
    [null, 1, '41', 9_007_199_254_740_992n].map(current => bound(counter, current)),
    [1, 2, 42, '9007199254740993'],
  )
  t.same(
    [-1, 'abc', 1.5].map(current => bound(counter, current)),
    [0, 1, 1],
    'whatever a column holds',
  )
  const small = post('counter', { type: 'int4' })
  t.same(
    [null, '1'].map(current => bound(small, current)),
    ['1', '2'],
  )
  t.equal(
    await errorOf(() => bound(small, '2147483647')),
    'ValueError VALUE_INVALID: Cannot use a value for "t.v": expected an integer from -2147483648 to 2147483647, got a bigint',
  )
})

const timestamp = { type: 'timestamp', kind: 'timestamp' as const }

/** What a text in UTC stands for. */
const time = (value: unknown): number => new Date(`${String(value).slice(0, 23)}Z`).getTime()

t.test('a timestamp is the time now', async t => {
  for (const version of [lite('timestamp', timestamp), post('timestamp', timestamp)]) {
    for (const current of [null, '2024-01-31 10:00:00.123456', 'infinity']) {
      const before = Date.now()
      const given = time(bound(version, current))
      t.ok(given >= before && given <= Date.now(), `after ${current}`)
    }
  }
})

t.test('a timestamp is later than the one before, in what the column keeps of it', async t => {
  const lone = '2999-01-31 10:00:00'
  t.equal(bound(lite('timestamp', timestamp), lone), `${lone}.001`)
  t.equal(bound(lite('timestamp', timestamp), `${lone}.001`), `${lone}.002`)
  const exact = post('timestamp', timestamp)
  t.equal(bound(exact, `${lone}.123456`), `${lone}.124+00`)
  const precise = (precision: number): unknown =>
    bound(post('timestamp', { ...timestamp, precision }), `${lone}.5`)
  t.same([0, 1, 2, 3, 6].map(precise), [
    '2999-01-31 10:00:01.000+00',
    `${lone}.600+00`,
    `${lone}.510+00`,
    `${lone}.501+00`,
    `${lone}.501+00`,
  ])
  const second = time(bound(post('timestamp', { ...timestamp, precision: 0 }), null))
  t.equal(second % 1000, 0, 'the database would round it to a time that is still to come')
  t.ok(second <= Date.now())
})

t.test('a number of milliseconds stays one', async t => {
  const version = lite('timestamp', timestamp)
  t.equal(bound(version, 32_508_554_400_000), 32_508_554_400_001)
  const before = Date.now()
  const given = bound(version, 5) as number
  t.ok(given >= before && given <= Date.now())
})

t.test('what the database keeps by itself is not set', async t => {
  const version = post('system', { type: 'xid', kind: 'other' })
  t.equal(nextVersion(version, '755'), null)
  t.equal(raisedVersion(postgres, version, 't."xmin"'), null)
})
