import knex, { type Knex } from 'knex'
import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import { CommitUnknownError, TransactionError } from '../../lib/errors.js'
import type { Automap } from '../../types/automap.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'
import { type SilentProxy, silentProxy } from '../fixtures/silent-proxy.js'

type Shop = Automap<{ [K in keyof ShopModels]: ShopModels[K] }>

const quiet = { warn: () => undefined, error: () => undefined }
const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })
const commitOf = (reason: string) =>
  `CommitUnknownError COMMIT_UNKNOWN: Cannot tell whether the transaction was committed: the connection was lost before the database answered: COMMIT; - ${reason}; look for what was written before running it again`

/** The shop through a network that can fail; `atCommit` is called when COMMIT is about to be sent. */
async function farShop(
  t: Test,
  database: Database,
  atCommit: (proxy: SilentProxy) => void,
): Promise<{ far: Knex; db: Shop; proxy: SilentProxy }> {
  await openShop(database)
  const proxy = await silentProxy(database.url)
  const far = knex({ client: 'pg', connection: proxy.url, pool: { min: 0, max: 2 }, log: quiet })
  t.teardown(async () => {
    proxy.close()
    await far.destroy()
  })
  const db: Shop = await automap(far)
  far.on('query', ({ sql }: { sql: string }) => {
    if (sql === 'COMMIT;') atCommit(proxy)
  })
  return { far, db, proxy }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 5))
}

eachDatabase(
  t,
  'a COMMIT whose answer is lost is neither a success nor a failure',
  async (t, database) => {
    const { db, proxy } = await farShop(t, database, proxy => proxy.swallow())
    let runs = 0
    const outcome = db
      .transaction(
        async transaction => {
          runs++
          await newTag(transaction, 6)
        },
        { retry: 3 },
      )
      .catch((error: unknown) => error)
    await until(async () => (await database.knex('tag')).length === 6)
    proxy.close()
    const error = await outcome
    t.ok(error instanceof CommitUnknownError && error instanceof TransactionError)
    t.equal(await errorOf(() => Promise.reject(error)), commitOf('Connection terminated unexpectedly'))
    t.equal(((error as Error).cause as Error).message, 'COMMIT; - Connection terminated unexpectedly')
    t.equal(runs, 1, 'what was committed is not done again')
  },
  'postgres',
)

eachDatabase(
  t,
  'a connection that is cut at COMMIT is not used again',
  async (t, database) => {
    let cuts = 1
    const { db, far } = await farShop(t, database, () => {
      if (cuts-- > 0) held?.connection.stream.destroy()
    })
    let held: { connection: { stream: { destroy(): void } } } | undefined
    const cut = async (transaction: Knex.Transaction): Promise<void> => {
      held = await transaction.client.acquireConnection()
      await newTag(transaction, 6)
    }
    t.match(await errorOf(() => db.transaction(cut)), /^CommitUnknownError COMMIT_UNKNOWN: /)
    await until(
      async () => (await database.knex('pg_stat_activity').where('state', 'like', 'idle in%')).length === 0,
    )
    t.equal(await db.models.Tag.count(), 5)
    await db.transaction(cut)
    t.equal(await db.models.Tag.count(), 6)
    await new Promise(resolve => setImmediate(resolve))
    t.equal(far.client.pool.numUsed(), 0)
  },
  'postgres',
)

const terminating = {
  postgres: `create function bye() returns trigger language plpgsql as
      'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
    create constraint trigger bye after insert on tag deferrable initially deferred
      for each row when (new.id = 6) execute function bye()`,
  sqlite: '',
}

eachDatabase(
  t,
  'a server that ends the connection at COMMIT leaves it unknown, whoever sent that',
  async (t, database) => {
    const db = await openShop(database)
    database.knex.client.logger.warn = () => undefined
    await database.exec(terminating)
    const reason = 'terminating connection due to administrator command'
    t.equal(await errorOf(() => db.transaction(transaction => newTag(transaction, 6))), commitOf(reason))
    t.equal(await db.models.Tag.count(), 5)
    const own = async (transaction: Knex.Transaction): Promise<void> => {
      await newTag(transaction, 6)
      await transaction.commit()
    }
    t.equal(await errorOf(() => db.transaction(own)), commitOf(reason))
    const thrown = db.transaction(async transaction => {
      await own(transaction)
      throw new Error('mine')
    })
    t.equal(await errorOf(() => thrown), 'Error: mine')
    await db.transaction(transaction => newTag(transaction, 7))
    t.equal(await db.models.Tag.count(), 6)
  },
  'postgres',
)

eachDatabase(
  t,
  'a COMMIT of the function’s own that is answered with ROLLBACK is no success',
  async (t, database) => {
    const db = await openShop(database)
    const outcome = await errorOf(() =>
      db.transaction(async transaction => {
        await transaction.raw('select 1 / 0').catch(() => undefined)
        await transaction.commit()
      }),
    )
    t.match(outcome, /^QueryError QUERY_FAILED: Cannot commit the transaction: a statement in it failed, /)
    t.equal(
      await errorOf(() =>
        db.transaction(async transaction => {
          await transaction.rollback(new Error('mine'))
          await transaction.commit()
        }),
      ),
      'QueryError QUERY_FAILED: Cannot commit the transaction: mine',
      'what comes after the end is not sent',
    )
  },
  'postgres',
)

const deferred = {
  sqlite: `pragma foreign_keys = on; create table p (id integer primary key);
    create table c (id integer primary key, p_id integer references p (id) deferrable initially deferred)`,
  postgres: `create table p (id int primary key);
    create table c (id int primary key, p_id int references p (id) deferrable initially deferred)`,
}

eachDatabase(
  t,
  'a COMMIT of the function’s own that fails leaves the connection clean',
  async (t, database) => {
    await database.exec(deferred)
    const db = await automap(database.knex)
    const own = async (transaction: Knex.Transaction): Promise<void> => {
      await transaction('c').insert({ id: 1, p_id: 99 })
      await transaction.commit()
    }
    t.match(
      await errorOf(() => db.transaction(own)),
      /^ForeignKeyError FOREIGN_KEY_VIOLATED: Cannot commit the transaction: "C.pId" to "P" would refer to a row that is not there/,
    )
    const thrown = db.transaction(async transaction => {
      await own(transaction)
      await db.models.C!.count()
    })
    t.match(await errorOf(() => thrown), /^TransactionError TRANSACTION_FINISHED: /)
    t.equal(await db.models.C!.count(), 0)
    t.equal(await db.transaction(() => db.models.P!.count()), 0)
  },
)
