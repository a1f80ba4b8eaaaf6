import { AsyncResource } from 'node:async_hooks'
import knex, { type Knex } from 'knex'
import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import { QueryError } from '../../lib/errors.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })

eachDatabase(t, 'what is not awaited comes too late, and ends nothing', async (t, database) => {
  const db = await openShop(database)
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', note)
  t.teardown(() => process.removeListener('unhandledRejection', note))
  const order = await db.models.Order.get(1)
  let late: Promise<string> | undefined
  let query: Promise<string> | undefined
  let nested: Promise<string> | undefined
  await db.transaction(() => {
    const later = () => new Promise(resolve => setTimeout(resolve, 20))
    late = later().then(() => errorOf(() => order.customer))
    query = later().then(() => errorOf(() => db.models.Tag.count()))
    nested = later().then(() => errorOf(() => db.transaction(() => 1)))
    void later().then(() => order.orderLines)
  })
  const ended = (doing: string) =>
    `TransactionError TRANSACTION_FINISHED: Cannot ${doing}: the transaction that this belongs to has ended; await it inside the function given to transaction()`
  t.equal(await late, ended('load Order.customer'))
  t.equal(await query, ended('query model "Tag"'))
  t.equal(await nested, ended('begin a transaction'))
  t.equal((await order.customer).id, 2, 'outside it is loaded')
  await new Promise(resolve => setTimeout(resolve, 20))
  t.same(
    unhandled.map(error => (error as { code?: string }).code),
    ['TRANSACTION_FINISHED'],
    'only the promise that nobody holds is left over, and that is the caller’s own',
  )
})

eachDatabase(t, 'a function may end its transaction itself', async (t, database) => {
  const db = await openShop(database)
  const { Tag } = db.models
  t.equal(
    await db.transaction(async transaction => {
      await newTag(transaction, 6)
      await transaction.commit()
      t.match(await errorOf(() => Tag.count()), /^TransactionError TRANSACTION_FINISHED: /)
      return 'done'
    }),
    'done',
  )
  await db.transaction(async transaction => {
    await newTag(transaction, 7)
    await transaction.rollback()
  })
  t.equal(
    await errorOf(() =>
      db.transaction(async transaction => void (await transaction.rollback(new Error('mine')))),
    ),
    'QueryError QUERY_FAILED: Cannot commit the transaction: mine',
  )
  t.equal(
    await errorOf(() =>
      db.transaction(async transaction => {
        await transaction.commit()
        throw new Error('after')
      }),
    ),
    'Error: after',
  )
  t.equal(await Tag.count(), 6)
})

const deferred = {
  sqlite: `pragma foreign_keys = on; create table p (id integer primary key);
    create table c (id integer primary key, p_id integer references p (id) deferrable initially deferred)`,
  postgres: `create table p (id int primary key);
    create table c (id int primary key, p_id int references p (id) deferrable initially deferred)`,
}

eachDatabase(t, 'a COMMIT that fails is no success, and leaves the connection clean', async (t, database) => {
  await database.exec(deferred)
  const db = await automap(database.knex)
  const reason = {
    sqlite3: 'SQLITE_CONSTRAINT: FOREIGN KEY constraint failed',
    'better-sqlite3': 'FOREIGN KEY constraint failed',
    pg: 'insert or update on table "c" violates foreign key constraint "c_p_id_fkey"',
  }[database.driver]
  const waiting: Promise<unknown>[] = []
  const failure = await db
    .transaction(async transaction => {
      await transaction('c').insert({ id: 1, p_id: 99 })
      // Whoever waits for the connection gets it without the transaction.
      waiting.push(AsyncResource.bind(() => database.knex('p').insert({ id: 5 }).then())())
    })
    .catch((error: Error) => error)
  t.match(
    await errorOf(() => Promise.reject(failure)),
    /^ForeignKeyError FOREIGN_KEY_VIOLATED: Cannot commit the transaction: "C.pId" to "P" would refer to a row /,
  )
  const { cause } = failure as Error
  t.ok((cause as Error).message.endsWith(reason), String(cause))
  await Promise.all(waiting)
  t.equal(await db.models.C!.count(), 0)
  t.equal(await db.models.P!.count(), 1)
  await db.transaction(transaction => transaction('p').insert({ id: 6 }))
  t.equal(await db.models.P!.count(), 2)
})

eachDatabase(
  t,
  'a COMMIT that is answered with ROLLBACK is no success',
  async (t, database) => {
    const db = await openShop(database)
    let first: unknown
    const swallowing = async (transaction: Knex): Promise<void> => {
      await newTag(transaction, 6)
      await db.models.Tag.modify(builder => builder.whereRaw('1 / 0 = 1'))
        .all()
        .catch(error => {
          first = error
        })
      await db.models.Tag.count().catch(() => undefined)
    }
    const failure = await db.transaction(swallowing).then(
      () => undefined,
      (error: unknown) => error,
    )
    t.equal(
      await errorOf(() => Promise.reject(failure)),
      'QueryError QUERY_FAILED: Cannot commit the transaction: a statement in it failed, so the database rolled it back; let the error leave the function given to transaction(), or run what may fail in a transaction() inside it',
    )
    t.equal((failure as Error).cause, (first as Error).cause, 'the first error is the cause')
    t.equal(await db.models.Tag.count(), 5)
    await t.rejects(
      db.transaction(() => db.transaction(swallowing)),
      {
        message: /^Cannot commit the transaction: RELEASE SAVEPOINT trx\d+; - current transaction is aborted/,
      },
      'nor is that of a savepoint',
    )
    t.equal(
      await errorOf(() => db.transaction(outer => outer.raw('select 1 / 0').catch(() => undefined))),
      await errorOf(() => Promise.reject(failure)),
      'also where the statement was knex’s own',
    )
  },
  'postgres',
)

eachDatabase(
  t,
  'a connection that is lost inside tells of itself',
  async (t, database) => {
    const db = await openShop(database)
    const kill = async (transaction: Knex): Promise<void> => {
      const { rows } = await transaction.raw('select pg_backend_pid() as pid')
      await database.knex.raw('select pg_terminate_backend(?)', [rows[0].pid])
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    database.knex.client.logger.warn = () => undefined
    t.match(
      await errorOf(() => db.transaction(kill)),
      /^QueryError QUERY_FAILED: Cannot commit the transaction: /,
    )
    t.equal(
      await errorOf(() =>
        db.transaction(async transaction => {
          await kill(transaction)
          throw new Error('mine')
        }),
      ),
      'Error: mine',
    )
    t.equal(await db.models.Tag.count(), 5)
  },
  'postgres',
)

const quiet = { warn: () => undefined, error: () => undefined }

/** A second knex on the database, with a pool of one connection and little patience. */
async function impatient(
  t: Test,
  database: Database,
): Promise<Awaited<ReturnType<typeof automap<{ [K in keyof ShopModels]: ShopModels[K] }>>>> {
  const single = knex({
    ...database.config,
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 60,
    log: quiet,
  })
  t.teardown(() => single.destroy())
  return automap(single)
}

eachDatabase(t, 'a query that left its transaction is told so, not left to wait', async (t, database) => {
  await openShop(database)
  const db = await impatient(t, database)
  const outside = new AsyncResource('outside')
  const cause =
    "knex's pool gave no connection in time. Transactions open on this automap: 1, the oldest for 0 s. If this was called from inside one, it ran outside its asynchronous context; await it inside the function given to transaction()"
  await db.transaction(async () => {
    const tag = await db.models.Tag.get(1)
    const errors = await outside.runInAsyncScope(() =>
      Promise.all([
        errorOf(() => db.models.Tag.count()),
        errorOf(() => tag.items),
        errorOf(() => db.transaction(() => 1)),
      ]),
    )
    const timeout = 'ConnectionError CONNECTION_TIMEOUT: Cannot'
    t.same(errors, [
      `${timeout} query model "Tag": ${cause}`,
      `${timeout} load Tag.items: ${cause}`,
      `${timeout} begin a transaction: ${cause}`,
    ])
    t.equal((await tag.items).length, 4, 'inside it loads')
  })
  t.equal(await db.models.Tag.count(), 5)
})

eachDatabase(t, 'two automaps on one knex do not share a transaction', async (t, database) => {
  const one = await openShop(database)
  const other = await automap<{ [K in keyof ShopModels]: ShopModels[K] }>(database.knex)
  if (database.dialect === 'sqlite') return
  await one.transaction(async transaction => {
    await newTag(transaction, 6)
    t.equal(await one.models.Tag.count(), 6)
    t.equal(await other.models.Tag.count(), 5)
  })
})

eachDatabase(t, 'a closed automap begins nothing', async (t, database) => {
  const db = await openShop(database)
  const order = await db.models.Order.get(1)
  const statements = await database.count(async () => {
    await db.close()
    const closed = (doing: string) => `TransactionError CLOSED: Cannot ${doing}: this automap was closed`
    t.equal(await errorOf(() => db.transaction(() => 1)), closed('begin a transaction'))
    t.equal(await errorOf(() => db.models.Order.query()), closed('query model "Order"'))
    t.equal(await errorOf(() => db.models.Order.get(1)), closed('query model "Order"'))
    t.equal(await errorOf(() => order.customer), closed('load Order.customer'))
  })
  t.same(statements, [])
  t.equal(await database.knex('tag').then(rows => rows.length), 5, 'the connection is its owner’s')
})

eachDatabase(
  t,
  'a transaction that cannot begin says why',
  async (t, database) => {
    const db = await openShop(database)
    await database.exec('begin')
    const prefix = database.driver === 'sqlite3' ? 'SQLITE_ERROR: ' : ''
    const error = await db.transaction(() => 1).catch((error: unknown) => error)
    t.ok(error instanceof QueryError)
    t.match(
      await errorOf(() => Promise.reject(error)),
      `${prefix}cannot start a transaction within a transaction`,
    )
    t.match(
      await errorOf(() => Promise.reject(error)),
      /^QueryError QUERY_FAILED: Cannot begin a transaction: /,
    )
    await database.exec('rollback')
    t.equal(await db.transaction(() => 1), 1)
  },
  'sqlite',
)

eachDatabase(t, 'what is no function begins no transaction', async (t, database) => {
  const db = await openShop(database)
  const statements = await database.count(
    async () =>
      t.equal(
        await errorOf(() => db.transaction(undefined as unknown as () => void)),
        'QueryError QUERY_INVALID: Expected transaction(async () => …), got undefined',
      ),
    { all: true },
  )
  t.same(statements, [])
})
