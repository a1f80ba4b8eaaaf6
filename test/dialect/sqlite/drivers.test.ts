import BetterSqlite3 from 'better-sqlite3'
import sqlite3 from 'sqlite3'
import t from 'tap'
import { runAsync, runSync } from '../../../lib/dialect/sqlite/drivers.js'

function closed(connection: sqlite3.Database): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.close(error => (error ? reject(error) : resolve()))
  })
}

const drivers = [
  ['sqlite3', runAsync, () => new sqlite3.Database(':memory:'), closed],
  [
    'better-sqlite3',
    runSync,
    () => new BetterSqlite3(':memory:'),
    async (c: BetterSqlite3.Database) => void c.close(),
  ],
] as const

for (const [driver, send, open, close] of drivers) {
  // One driver answers at once, the other by a promise.
  const run = async (connection: object, sql: string, bindings: readonly unknown[]) =>
    send(connection, sql, bindings)
  const each = (title: string, fn: (t: typeof import('tap').t, connection: object) => Promise<unknown>) =>
    void t.test(`${title} (${driver})`, async t => {
      const connection = open()
      await fn(t as never, connection)
      await close(connection as never)
    })

  each('gives rows as arrays, and none for a statement without any', async (t, connection) => {
    t.strictSame(await run(connection, 'create table t(a, b)', []), [])
    t.strictSame(await run(connection, 'insert into t values (?, ?)', [1, 'x']), [])
    t.strictSame(await run(connection, 'insert into t values (?, ?) returning b as c0, a as c1', [2, 'y']), [
      ['y', 2],
    ])
    t.strictSame(await run(connection, 'select a as c0, b as c1 from t', []), [
      [1, 'x'],
      [2, 'y'],
    ])
  })

  each('binds every value the same way', async (t, connection) => {
    const values = [5, 5.5, 2 ** 40, true, false, 5n, new Date(7), null, 'x', Buffer.from('b')]
    const types = await Promise.all(values.map(value => run(connection, 'select typeof(?) as c0', [value])))
    const bigint = driver === 'sqlite3' ? 'text' : 'integer'
    t.strictSame(types.flat(2), [
      'integer',
      'real',
      'real',
      'integer',
      'integer',
      bigint,
      'real',
      'null',
      'text',
      'blob',
    ])
  })

  each('keeps the results of one statement run many times at once apart', async (t, connection) => {
    const runs = Array.from({ length: 100 }, (_, i) =>
      run(connection, 'select ? as c0, ? as c1', [i, `v${i}`]),
    )
    t.strictSame(
      (await Promise.all(runs)).map(([row]) => row),
      Array.from({ length: 100 }, (_, i) => [i, `v${i}`]),
    )
    const again = Array.from({ length: 100 }, (_, i) =>
      run(connection, 'select ? as c0, ? as c1', [i, `v${i}`]),
    )
    t.strictSame(
      (await Promise.all(again)).map(([row]) => row),
      Array.from({ length: 100 }, (_, i) => [i, `v${i}`]),
    )
  })

  each('runs more texts at once than it keeps', async (t, connection) => {
    for (let round = 0; round < 2; round++) {
      const runs = Array.from({ length: 600 }, (_, i) => run(connection, `select ${i} as c0`, []))
      t.strictSame(
        (await Promise.all(runs)).flat(2),
        Array.from({ length: 600 }, (_, i) => i),
      )
    }
  })

  each("rejects with the driver's own error, and goes on", async (t, connection) => {
    const missing = await Promise.allSettled(
      Array.from({ length: 3 }, () => run(connection, 'select a from missing', [])),
    )
    for (const result of missing)
      t.match(result, { status: 'rejected', reason: { message: /no such table: missing/ } })
    await run(connection, 'create table missing(a int unique)', [])
    t.strictSame(await run(connection, 'select a from missing', []), [])
    await run(connection, 'insert into missing values (?)', [1])
    await t.rejects(
      run(connection, 'insert into missing values (?)', [1]),
      /UNIQUE constraint failed: missing.a/,
    )
    await run(connection, 'insert into missing values (?)', [2])
    t.strictSame(await run(connection, 'select a from missing', []), [[1], [2]])
  })

  each('runs a kept statement again after the table has changed', async (t, connection) => {
    await run(connection, 'create table t(a)', [])
    await run(connection, 'insert into t values (1)', [])
    t.strictSame(await run(connection, 'select * from t', []), [[1]])
    await run(connection, 'alter table t add column b default 2', [])
    t.strictSame(await run(connection, 'select * from t', []), [[1, 2]])
  })
}

t.test('prepares a text once while it is used (better-sqlite3)', async t => {
  const connection = new BetterSqlite3(':memory:')
  const prepare = t.capture(connection, 'prepare', connection.prepare)
  await runSync(connection, 'select 0 as c0', [])
  for (let i = 1; i < 300; i++) {
    await runSync(connection, `select ${i} as c0`, [])
    await runSync(connection, 'select 0 as c0', [])
  }
  await runSync(connection, 'select 1 as c0', [])
  const texts = prepare().map(({ args }) => args[0])
  t.equal(texts.filter(text => text === 'select 0 as c0').length, 1, 'the one in use stays')
  t.equal(texts.filter(text => text === 'select 1 as c0').length, 2, 'the oldest goes')
})

t.test('prepares a text once while it is used (sqlite3)', async t => {
  const connection = new sqlite3.Database(':memory:')
  const prepare = t.capture(connection, 'prepare', connection.prepare)
  for (let i = 0; i < 3; i++) await runAsync(connection, 'select 0 as c0', [])
  t.equal(prepare().length, 1)
  await closed(connection)
})

t.test('lets sqlite3 close while a statement runs for the first time', async t => {
  const connection = new sqlite3.Database(':memory:')
  await runAsync(connection, 'select 1 as c0', [])
  const running = runAsync(connection, 'select 2 as c0', [])
  const closing = closed(connection)
  t.strictSame(await running, [[2]])
  await t.resolves(closing)
})
