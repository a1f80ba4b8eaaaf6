import type { Knex } from 'knex'
import pg from 'pg'
import t from 'tap'
import type { Lease } from '../../../lib/dialect/contract.js'
import { run } from '../../../lib/dialect/postgres/run.js'
import { onPostgres } from '../../fixtures/on-postgres.js'

async function withLease<T>(knex: Knex, use: (lease: Lease) => Promise<T>): Promise<T> {
  const client: Knex.Client = knex.client
  const connection: unknown = await client.acquireConnection()
  try {
    return await use({ client, connection })
  } finally {
    await client.releaseConnection(connection)
  }
}

interface Event {
  readonly sql: string
  readonly bindings: unknown[]
  readonly __knexUid: string
  readonly __knexTxId?: string
  readonly __knexQueryUid: string
}

onPostgres(t, 'gives rows as arrays of text, whatever parsers the driver has', async (t, { knex }) => {
  const parser = pg.types.getTypeParser(23)
  pg.types.setTypeParser(23, () => 'changed')
  t.teardown(() => pg.types.setTypeParser(23, parser))
  const rows = await withLease(knex, lease =>
    run(
      lease,
      `select 1 as a, 2::int8 as a, now() is null, '{1}'::int[], null, '{"a":1}'::jsonb where 1 = ?`,
      [1],
    ),
  )
  t.strictSame(rows, [['1', '2', 'f', '{1}', null, '{"a": 1}']])
  t.strictSame(await withLease(knex, lease => run(lease, 'select 1 where false', [])), [])
})

onPostgres(t, 'takes ? for a binding and \\? for a question mark, as knex does', async (t, { knex }) => {
  const ask = (sql: string, bindings: unknown[]) => withLease(knex, lease => run(lease, sql, bindings))
  t.strictSame(await ask(`select '{"a": 1}'::jsonb \\? ?, ?::int`, ['a', 7]), [['t', '7']])
  t.strictSame(await ask("select length(E'\\\\' || ?)", ['x']), [['2']])
})

onPostgres(t, 'keeps a bounded number of texts', async (t, { knex }) => {
  await withLease(knex, async lease => {
    for (let place = 0; place < 1100; place++) await run(lease, `select ? /* ${place} */`, ['x'])
    t.strictSame(await run(lease, 'select ? /* 0 */', ['again']), [['again']])
  })
})

onPostgres(t, 'tells listeners of knex', async (t, { knex }) => {
  const seen: [string, Event][] = []
  knex.on('query', (event: Event) => seen.push(['query', event]))
  knex.on('query-response', (rows: unknown, event: Event) => {
    t.strictSame(rows, [['1']])
    seen.push(['query-response', event])
  })
  knex.on('query-error', (error: Error, event: Event) => {
    t.equal(error.message, 'column "nope" does not exist')
    seen.push(['query-error', event])
  })
  await withLease(knex, async lease => {
    await run(lease, 'select ?::int', [1])
    await t.rejects(run(lease, 'select nope', []), { code: '42703', message: 'column "nope" does not exist' })
  })
  t.same(
    seen.map(([event, { sql, bindings }]) => [event, sql, bindings]),
    [
      ['query', 'select $1::int', [1]],
      ['query-response', 'select $1::int', [1]],
      ['query', 'select nope', []],
      ['query-error', 'select nope', []],
    ],
  )
  const uids = seen.map(([, event]) => event.__knexQueryUid)
  t.equal(uids[0], uids[1])
  t.equal(uids[2], uids[3])
  t.not(uids[0], uids[2])
  t.ok(seen.every(([, event]) => event.__knexUid === seen[0]?.[1].__knexUid && event.__knexUid !== undefined))
})

onPostgres(t, 'runs in a transaction, and tells its listeners too', async (t, { knex, exec }) => {
  await exec('create table item (id int)')
  const seen: string[] = []
  knex.on('query', ({ sql, __knexTxId }: Event) => seen.push(`knex ${__knexTxId !== undefined} ${sql}`))
  await knex
    .transaction(async transaction => {
      transaction.on('query', ({ sql }: Event) => seen.push(`transaction ${sql}`))
      await withLease(transaction, lease => run(lease, 'insert into item values (?)', [1]))
      await transaction.transaction(inner =>
        withLease(inner, lease => run(lease, 'insert into item values (2)', [])),
      )
      await transaction.rollback()
    })
    .catch(() => undefined)
  t.same(
    seen.filter(line => line.includes('insert')),
    [
      'knex true insert into item values ($1)',
      'transaction insert into item values ($1)',
      'knex true insert into item values (2)',
      'transaction insert into item values (2)',
    ],
  )
  t.same(await knex('item').pluck('id'), [], "all of it was the transaction's")
})
