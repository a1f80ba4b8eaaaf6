import t from 'tap'
import type { AutomapError } from '../../lib/errors.js'
import { insertRows } from '../../lib/writing/insert.js'
import { runSteps, statementsOf } from '../../lib/writing/steps.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { purpose, writtenTable } from '../fixtures/written.js'

t.test('statements run one after another, and what they give stands in order', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec('create table item (id integer primary key)')
  const { executor, from, columns, returned } = await writtenTable(database, 'item')
  const request = { from, columns: columns('id'), returning: returned('id') }
  const steps = [
    ...executor.dialect.writing.insert({ ...request, rows: [[3], [2]] }),
    ...executor.dialect.writing.insert({ ...request, rows: [[1]] }),
  ]
  const told = statementsOf(steps)
  t.strictSame(
    told.map(({ bindings }) => bindings),
    [[3, 2, 2], [1]],
  )
  const ran = await database.count(async () => {
    t.strictSame(await runSteps(executor, steps, purpose), [[3], [2], [1]])
  })
  t.strictSame(
    ran,
    told.map(({ sql }) => sql),
  )
  t.strictSame(await runSteps(executor, [], purpose), [])
})

eachDatabase(t, 'an error is told as that of any statement', async (t, database) => {
  await database.exec(
    'create table item (id integer primary key); drop table item; create table item (id int, v int)',
  )
  const { executor, from, columns, returned } = await writtenTable(database, 'item')
  await database.exec('drop table item')
  const request = { from, columns: columns('id'), rows: [[1]], returning: returned('id') }
  const error: AutomapError = await insertRows(executor, request, purpose).catch(error => error)
  t.equal(error.code, 'QUERY_FAILED')
  t.match(
    error.message,
    /^Cannot write it: .*(no such table: main.item|relation "public.item" does not exist)$/,
  )
})

eachDatabase(
  t,
  'a privilege that is missing is told of, and what takes it',
  async (t, database) => {
    const role = database.url.split('/').at(-1)
    await database.exec(`
      create table item (id int primary key, v int);
      create role ${role};
      grant insert on item to ${role}`)
    t.teardown(() => database.exec(`reset role; drop owned by ${role}; drop role ${role}`))
    const { executor, from, columns, returned } = await writtenTable(database, 'item')
    const request = { from, columns: columns('id'), returning: returned('v') }
    const answers = await database.knex.transaction(async transaction => {
      await transaction.raw(`set local role ${role}`)
      const within = new (executor.constructor as typeof import('../../lib/query/executor.js').Executor)(
        transaction,
        executor.dialect,
      )
      await insertRows(within, { ...request, rows: [[1]], returning: null }, purpose)
      await insertRows(within, { ...request, rows: [[2], [3]], returning: [] }, purpose)
      await transaction.raw('savepoint a')
      const reading = await errorOf(() => insertRows(within, { ...request, rows: [[4]] }, purpose))
      await transaction.raw(
        `rollback to a; reset role; revoke insert on item from ${role}; set local role ${role}`,
      )
      const writing = await errorOf(() =>
        insertRows(within, { ...request, rows: [[5]], returning: [] }, purpose),
      )
      await transaction.raw('rollback to a')
      return [reading, writing]
    })
    const denied = 'QueryError QUERY_FAILED: Cannot write it: permission denied for table item'
    t.strictSame(answers, [
      `${denied}. The statement reads columns of the rows that it writes, which takes the privilege SELECT, too: grant it, or insert with { returning: false }`,
      denied,
    ])
    t.equal((await database.knex('item')).length, 3)
  },
  'postgres',
)
