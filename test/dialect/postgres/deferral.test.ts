import t from 'tap'
import { deferral } from '../../../lib/dialect/postgres/deferral.js'
import { freshDatabase } from '../../fixtures/databases.js'
import { foreignKey, table } from '../../fixtures/schema.js'

const child = table('child', { schema: 'public', columns: ['id'] })
const key = (more: object) => ({
  table: child,
  constraint: foreignKey({ key: 'id -> parent.id', name: 'of', ...more }),
})

t.test('what is deferrable and has a name can wait', async t => {
  t.ok(deferral.canWait(key({ deferrable: true })))
  t.ok(deferral.canWait({ table: child, constraint: { name: 'u', columns: ['id'], deferrable: true } }))
  t.notOk(deferral.canWait(key({ deferrable: false })))
  t.notOk(deferral.canWait(key({ deferrable: true, name: null })))
})

t.test('a key that is looked at at once waits where it is told to', async t => {
  const database = await freshDatabase(t, 'pg')
  if (database === null) return
  const { knex } = database
  await database.exec(`
    create table parent (id integer primary key);
    create table child (id integer constraint "of" references parent (id) deferrable)`)
  await knex.transaction(async transaction => {
    const { client } = transaction as unknown as { client: typeof knex.client }
    const lease = { client, connection: await client.acquireConnection() }
    await deferral.wait(lease, [key({ deferrable: true, initiallyDeferred: false })])
    await transaction('child').insert({ id: 1 })
    await transaction('parent').insert({ id: 1 })
  })
  t.same(await knex('child').pluck('id'), [1])
  const waiting = [key({ deferrable: true, initiallyDeferred: true })]
  t.same(await database.count(() => deferral.wait({ client: knex.client, connection: null }, waiting)), [])
})
