import t from 'tap'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import { look } from '../../lib/lint/look.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'

t.test('what the database refuses is a code, and a connection that is lost is an error', async t => {
  const { knex } = (await freshDatabase(t, 'better-sqlite3')) as Database
  const connection: unknown = await knex.client.acquireConnection()
  const lease = { client: knex.client, connection }
  const place = { lease, dialect: sqlite, timeout: 1000 }
  t.same(await look(place, { sql: 'select 1 as c0', bindings: [] }), { value: [1] })
  t.same(await look(place, { sql: 'select * from nowhere', bindings: [] }), { code: 'SQLITE_ERROR' })
  const lost = {
    ...place,
    dialect: { ...sqlite, transactions: postgres.transactions, run: () => Promise.reject(new Error('lost')) },
  }
  await t.rejects(look(lost, { sql: 'select 1', bindings: [] }), { message: 'lost' })
  await knex.client.releaseConnection(connection)
})
