import t from 'tap'
import { holdsToKeys, holdToKeys } from '../../../lib/dialect/sqlite/foreign-keys.js'
import { freshDatabase } from '../../fixtures/databases.js'

for (const driver of ['sqlite3', 'better-sqlite3'] as const) {
  t.test(
    `a connection is asked for its foreign keys, unseen, and told to hold to them (${driver})`,
    async t => {
      const database = await freshDatabase(t, driver)
      if (database === null) return
      const { client } = database.knex
      const lease = { client, connection: await client.acquireConnection() }
      await client.raw('pragma foreign_keys = off').connection(lease.connection)
      t.same(await database.count(async () => t.equal(await holdsToKeys(lease), false)), [])
      await holdToKeys(lease)
      t.equal(await holdsToKeys(lease), true)
      await client.releaseConnection(lease.connection)
    },
  )
}
