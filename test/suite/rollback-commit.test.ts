import knex, { type Knex } from 'knex'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'
import { silentProxy } from '../fixtures/silent-proxy.js'
import { type Ending, eachEnding, type Shop, subjectOf } from '../fixtures/subject.js'

eachDatabase(
  t,
  'instances are as they were before where the database refuses the COMMIT',
  async (t, database) => {
    await database.exec({
      sqlite: `pragma foreign_keys = on; create table p (id integer primary key);
      create table c (id integer primary key, p_id integer references p (id) deferrable initially deferred)`,
      postgres: `create table p (id int primary key);
      create table c (id int primary key, p_id int references p (id) deferrable initially deferred)`,
    })
    const db: Shop = await openShop(database)
    const orphan = (transaction: Knex) => transaction('c').insert({ id: 1, p_id: 99 })
    const refused: Readonly<Record<string, Ending>> = {
      ours: ({ db, use }) =>
        db.transaction(async transaction => {
          await use()
          await orphan(transaction)
        }),
      'knex’s': async ({ db, knex, use }) => {
        const transaction = await knex.transaction()
        await db.within(transaction, use)
        await orphan(transaction)
        const connection = await transaction.client.acquireConnection()
        await transaction.commit()
        // It is the caller's to end what SQLite leaves open.
        if (database.dialect === 'sqlite') await knex.raw('rollback').connection(connection)
      },
    }
    await eachEnding(t, refused, () => subjectOf(db), false)
  },
)

eachDatabase(
  t,
  'nor does a COMMIT count that the server answers with ROLLBACK, or does not live to see',
  async (t, database) => {
    const db: Shop = await openShop(database)
    database.knex.client.logger.warn = () => undefined
    const failed = (transaction: Knex) => transaction.raw('select 1 / 0').catch(() => undefined)
    const ended = (transaction: Knex) => transaction.raw('select pg_terminate_backend(pg_backend_pid())')
    const endings: Readonly<Record<string, Ending>> = {
      'a failed statement': ({ db, use }) =>
        db.transaction(async transaction => {
          await use()
          await failed(transaction)
        }),
      'a failed statement in a transaction of knex’s': ({ db, knex, use }) =>
        knex.transaction(async transaction => {
          await db.within(transaction, use)
          await failed(transaction)
        }),
      'a failed statement in a savepoint': ({ db, use }) =>
        db.transaction(() =>
          db.transaction(async transaction => {
            await use()
            await failed(transaction)
          }),
        ),
      'a connection that is ended': ({ db, use }) =>
        db.transaction(async transaction => {
          await use()
          await ended(transaction)
        }),
      'a connection that is ended unnoticed': ({ db, use }) =>
        db.transaction(async transaction => {
          await use()
          await ended(transaction).catch(() => undefined)
        }),
      'a connection of knex’s that is ended': ({ db, knex, use }) =>
        knex.transaction(async transaction => {
          await db.within(transaction, use)
          await ended(transaction)
        }),
    }
    await eachEnding(t, endings, () => subjectOf(db), false)
  },
  'postgres',
)

eachDatabase(
  t,
  'they are as they were before where nobody knows what became of a COMMIT',
  async (t, database) => {
    await openShop(database)
    const proxy = await silentProxy(database.url)
    const quiet = { warn: () => undefined, error: () => undefined }
    const far = knex({ client: 'pg', connection: proxy.url, pool: { min: 0, max: 2 }, log: quiet })
    t.teardown(async () => {
      proxy.close()
      await far.destroy()
    })
    const db: Shop = await automap(far)
    const { use, isUsed } = await subjectOf(db)
    far.on('query', ({ sql }: { sql: string }) => {
      if (sql === 'COMMIT;') proxy.swallow()
    })
    const outcome = errorOf(() =>
      db.transaction(async transaction => {
        await use()
        await transaction('tag').insert({ id: 6, label: 'tag 6' })
      }),
    )
    while ((await database.knex('tag')).length < 6) await new Promise(resolve => setTimeout(resolve, 5))
    t.equal(isUsed(), true, 'as long as the answer may still come')
    proxy.close()
    t.match(await outcome, /^CommitUnknownError COMMIT_UNKNOWN: /)
    t.equal(isUsed(), false)
  },
  'postgres',
)
