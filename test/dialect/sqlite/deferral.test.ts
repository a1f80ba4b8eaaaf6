import t from 'tap'
import { deferral } from '../../../lib/dialect/sqlite/deferral.js'
import type { UniqueKey } from '../../../lib/schema/unique-keys.js'
import { freshDatabase } from '../../fixtures/databases.js'
import { foreignKey, table } from '../../fixtures/schema.js'

const parent = table('parent', { columns: ['id'] })
const unique: UniqueKey = { name: 'u', columns: ['id'], deferrable: true }
const key = (more: object) => ({
  table: parent,
  constraint: foreignKey({ key: 'parent_id -> parent.id', ...more }),
})

t.test('every foreign key can wait, and nothing else', async t => {
  t.ok(deferral.canWait(key({})))
  t.ok(deferral.canWait(key({ deferrable: false })))
  t.notOk(deferral.canWait({ table: parent, constraint: unique }))
})

for (const driver of ['sqlite3', 'better-sqlite3'] as const) {
  t.test(`keys wait in one transaction after another (${driver})`, async t => {
    const database = await freshDatabase(t, driver)
    if (database === null) return
    const { knex } = database
    await knex.raw('pragma foreign_keys = on')
    await database.exec(
      'create table parent (id integer primary key); create table child (id integer references parent (id))',
    )
    for (const id of [1, 2]) {
      await knex.transaction(async transaction => {
        const { client } = transaction as unknown as { client: typeof knex.client }
        const lease = { client, connection: await client.acquireConnection() }
        await deferral.wait(lease, [key({ initiallyDeferred: true }), key({ initiallyDeferred: false })])
        await transaction('child').insert({ id })
        await transaction('parent').insert({ id })
      })
    }
    t.same(await knex('child').pluck('id'), [1, 2])
    t.same(
      await database.count(() =>
        deferral.wait({ client: knex.client, connection: null }, [key({ initiallyDeferred: true })]),
      ),
      [],
    )
  })
}
