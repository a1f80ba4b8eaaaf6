import t from 'tap'
import { eachMemory, rowsOf } from '../../fixtures/sqlite.js'

eachMemory(t, "is seen by knex's listeners, before and after", async (t, rows, db) => {
  const seen: unknown[] = []
  db.on('query', query => seen.push(['query', query]))
  db.on('query-response', (response, query) => seen.push(['response', response, query]))
  db.on('query-error', (error, query) => seen.push(['error', error.message, query.sql, query.bindings]))
  t.strictSame(await rows('select ? as c0', ['x']), [['x']])
  const query = { sql: 'select ? as c0', bindings: ['x'], method: 'raw', __knexUid: /./, __knexQueryUid: /./ }
  t.match(seen, [
    ['query', query],
    ['response', [['x']], query],
  ])
  const [[, first], [, , second]] = seen as [[string, object], [string, unknown, object]]
  t.strictSame(first, second)
  seen.length = 0
  await t.rejects(rows('select ? from missing', ['x']), /no such table: missing$/)
  t.match(seen.at(-1), ['error', /no such table: missing$/, 'select ? from missing', ['x']])
})

eachMemory(t, 'is seen by the listeners of its transaction', async (t, _, db) => {
  const seen: [string, string][] = []
  db.on('query', ({ sql, __knexTxId }) => seen.push([sql, __knexTxId]))
  await db.transaction(async trx => {
    trx.on('query', ({ sql }) => seen.push(['transaction', sql]))
    await rowsOf(trx, 'select 1 as c0')
  })
  t.match(seen, [
    ['BEGIN;', /trx/],
    ['select 1 as c0', /trx/],
    ['transaction', 'select 1 as c0'],
    ['COMMIT;', /trx/],
    ['transaction', 'COMMIT;'],
  ])
})

eachMemory(t, 'sees and keeps to what its transaction does', async (t, rows, db) => {
  await rows('create table t(a)')
  await db
    .transaction(async trx => {
      await rowsOf(trx, 'insert into t values (1)')
      await trx.transaction(nested => rowsOf(nested, 'insert into t values (2)'))
      t.strictSame(await rowsOf(trx, 'select a from t'), [[1], [2]])
      throw new Error('back')
    })
    .catch((error: Error) => t.equal(error.message, 'back'))
  t.strictSame(await rows('select a from t'), [])
})

eachMemory(t, 'lets knex close its connection afterwards', async (t, rows, db) => {
  await rows('select 1 as c0')
  await t.resolves(db.destroy())
})
