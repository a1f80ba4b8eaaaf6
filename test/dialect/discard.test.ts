import t from 'tap'
import { discard, isDiscarded } from '../../lib/dialect/discard.js'
import { openSqlite } from '../fixtures/sqlite.js'

t.test('a discarded connection is not lent again', async t => {
  const db = openSqlite(t, 'better-sqlite3')
  const connection: unknown = await db.client.acquireConnection()
  const lease = { client: db.client, connection }
  t.notOk(isDiscarded(lease))
  discard(lease, new Error('worn out'))
  t.ok(isDiscarded(lease))
  db.client.releaseConnection(connection)
  const next: unknown = await db.client.acquireConnection()
  t.not(next, connection)
  db.client.releaseConnection(next)
})
