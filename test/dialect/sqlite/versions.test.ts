import knex from 'knex'
import t from 'tap'
import { sqlite } from '../../../lib/dialect/sqlite/index.js'
import { column } from '../../fixtures/schema.js'

const at = column({ name: 'at', type: 'timestamp', kind: 'timestamp' })

for (const client of ['sqlite3', 'better-sqlite3']) {
  t.test(`what follows on a time is written as it is stored (${client})`, async t => {
    const db = knex({ client, connection: { filename: ':memory:' }, useNullAsDefault: true })
    t.teardown(() => db.destroy())
    const now = new Date('2026-11-22T10:00:00.500Z')
    const after = async (value: unknown): Promise<unknown> => {
      const { encode } = sqlite.codec(at, {}, 't.at')
      const { sql, bindings } = sqlite.versions.later('at', at, now, encode)
      const [row] = await db.raw(`select ${sql} as later from (select ? as at)`, [
        ...bindings,
        value,
      ] as string[])
      return row.later
    }
    t.equal(await after(null), '2026-11-22 10:00:00.500')
    t.equal(await after('2026-11-22 10:00:00.499'), '2026-11-22 10:00:00.500')
    t.equal(await after('2026-11-22 10:00:00.500'), '2026-11-22 10:00:00.501')
    t.equal(await after('2027-01-01T00:00:00Z'), '2027-01-01 00:00:00.001')
    t.equal(await after('soon'), '2026-11-22 10:00:00.500', 'which is no time')
    t.equal(await after(now.getTime() - 5), now.getTime())
    t.equal(await after(now.getTime()), now.getTime() + 1)
  })
}

t.test('SQLite keeps no version of rows', async t => {
  t.equal(sqlite.versions.system, null)
})
