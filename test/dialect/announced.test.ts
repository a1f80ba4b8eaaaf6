import knex from 'knex'
import t from 'tap'
import { announced } from '../../lib/dialect/announced.js'

const config = { client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true }

t.test('shows a statement to the listeners before and after it is sent', async t => {
  const db = knex(config)
  t.teardown(() => db.destroy())
  const seen: unknown[] = []
  db.on('query', ({ sql, bindings, __knexUid }) => seen.push(['query', sql, bindings, __knexUid]))
  db.on('query-response', (rows, { sql }) => seen.push(['query-response', rows, sql]))
  const lease = { client: db.client, connection: { __knexUid: 'uid' } }
  const rows = await announced(lease, 'select 1', [2], async () => {
    seen.push('sent')
    return [[3]]
  })
  t.strictSame(rows, [[3]])
  t.strictSame(seen, [['query', 'select 1', [2], 'uid'], 'sent', ['query-response', [[3]], 'select 1']])
})

t.test(
  'shows a failure with the very event of its statement, and rejects with the error as it came',
  async t => {
    const db = knex(config)
    t.teardown(() => db.destroy())
    const failure = new Error('no such table')
    const seen: unknown[] = []
    db.on('query', event => seen.push(event))
    db.on('query-error', (error, event) => seen.push(error, event))
    const lease = { client: db.client, connection: {} }
    await t.rejects(
      announced(lease, 'select 1', [], () => Promise.reject(failure)),
      failure,
    )
    t.equal(seen[1], failure)
    t.equal(seen[2], seen[0])
  },
)
