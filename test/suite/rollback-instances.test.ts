import knex, { type Knex } from 'knex'
import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import type { Automap } from '../../types/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'
import { silentProxy } from '../fixtures/silent-proxy.js'

type Shop = Automap<{ [K in keyof ShopModels]: ShopModels[K] }>

/** An instance that was read outside of any transaction, and what transactions do to it. */
interface Subject {
  readonly db: Shop
  readonly knex: Knex
  /** Joins the transaction that it is called in. */
  use(): Promise<void>
  /** True where all that `use` did is there; throws where only a part of it is. */
  isUsed(): boolean
}

async function subjectOf(db: Shop): Promise<Subject> {
  const tag = await db.models.Tag.get(1)
  const { label } = tag
  return {
    db,
    knex: db.knex,
    use: async () => {
      tag.label = `${label}!`
      await tag.items
    },
    isUsed: () => {
      const seen = [tag.label !== label, Array.isArray(tag.items)]
      if (seen[0] !== seen[1]) throw new Error(`Partly used: ${seen}`)
      return seen[0] as boolean
    },
  }
}

/** What ends a transaction; what it throws is of no interest here. */
type Ending = (subject: Subject) => Promise<unknown>

const mine = new Error('mine')

const committed: Readonly<Record<string, Ending>> = {
  'a function that ends': ({ db, use }) => db.transaction(use),
  'a COMMIT of the function’s own': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.commit()
    }),
  'a COMMIT of the function’s own before an error': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.commit()
      await transaction.commit().catch(() => undefined)
      await transaction.rollback().catch(() => undefined)
      throw mine
    }),
  'a savepoint': ({ db, use }) => db.transaction(() => db.transaction(use)),
  'a function of knex’s': ({ db, knex, use }) => knex.transaction(transaction => db.within(transaction, use)),
  'a savepoint of knex’s': ({ db, knex, use }) =>
    knex.transaction(transaction => transaction.transaction(savepoint => db.within(savepoint, use))),
  'a transaction of knex’s that is left and joined again': async ({ db, knex, use }) => {
    const transaction = await knex.transaction()
    await db.within(transaction, use)
    await db.within(transaction, () => 1)
    await transaction.commit()
  },
  'a transaction of knex’s that never ends': async ({ db, knex, use }) => {
    const transaction = await knex.transaction()
    await db.within(transaction, use)
    knex.client.releaseConnection(await transaction.client.acquireConnection())
  },
}

const rolledBack: Readonly<Record<string, Ending>> = {
  'a function that throws': ({ db, use }) =>
    db.transaction(async () => {
      await use()
      throw mine
    }),
  'a ROLLBACK of the function’s own': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.rollback()
    }),
  'a COMMIT that comes after a ROLLBACK': ({ db, use }) =>
    db.transaction(async transaction => {
      await use()
      await transaction.rollback()
      await transaction.commit()
    }),
  'a savepoint that throws': ({ db, use }) =>
    db.transaction(async () => {
      const inner = db.transaction(async () => {
        await use()
        throw mine
      })
      await inner.catch(() => undefined)
    }),
  'a transaction that throws after a savepoint in it': ({ db, use }) =>
    db.transaction(async () => {
      await db.transaction(use)
      throw mine
    }),
  'a transaction that is rolled back by a savepoint in it': ({ db, use }) =>
    db.transaction(outer =>
      db.transaction(async () => {
        await use()
        await outer.rollback()
      }),
    ),
  'a function of knex’s that throws': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await db.within(transaction, use)
      throw mine
    }),
  'a transaction of knex’s that is rolled back': async ({ db, knex, use }) => {
    const transaction = await knex.transaction()
    await db.within(transaction, use)
    await db.within(transaction, () => 1)
    await transaction.rollback()
  },
  'a savepoint of knex’s that is rolled back': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      const savepoint = await transaction.transaction()
      await db.within(savepoint, use)
      await savepoint.rollback()
    }),
  'a transaction of knex’s around a savepoint': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await transaction.transaction(savepoint => db.within(savepoint, use))
      throw mine
    }),
  'a transaction of knex’s around a savepoint that never ends': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await db.within(await transaction.transaction(), use)
      throw mine
    }),
  'a transaction of knex’s around one of ours': ({ db, knex, use }) =>
    knex.transaction(async transaction => {
      await db.within(transaction, () => db.transaction(use))
      throw mine
    }),
  'a transaction of ours around a savepoint of knex’s': ({ db, use }) =>
    db.transaction(async transaction => {
      await transaction.transaction(savepoint => db.within(savepoint, use))
      throw mine
    }),
}

/** Runs each ending with an instance of its own, and tells what became of that as soon as the ending is known. */
async function eachEnding(
  t: Test,
  endings: Readonly<Record<string, Ending>>,
  subject: () => Promise<Subject>,
  isKept: boolean,
): Promise<void> {
  for (const [name, end] of Object.entries(endings)) {
    const one = await subject()
    const seen = await end(one).then(one.isUsed, one.isUsed)
    t.equal(seen, isKept, name)
    t.equal(one.isUsed(), isKept)
  }
}

eachDatabase(t, 'instances keep what a committed transaction did', async (t, database) => {
  const db: Shop = await openShop(database)
  await eachEnding(t, committed, () => subjectOf(db), true)
})

eachDatabase(
  t,
  'instances are as they were before a transaction that was rolled back',
  async (t, database) => {
    const db: Shop = await openShop(database)
    await eachEnding(t, rolledBack, () => subjectOf(db), false)
  },
)

eachDatabase(t, 'so they are where the database refuses the COMMIT', async (t, database) => {
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
})

eachDatabase(t, 'a transaction that is run again finds them as they were', async (t, database) => {
  const db: Shop = await openShop(database)
  const { use, isUsed } = await subjectOf(db)
  const busy = Object.assign(new Error('busy'), {
    code: database.dialect === 'sqlite' ? 'SQLITE_BUSY' : '40001',
  })
  const seen: boolean[] = []
  await db.transaction(
    async () => {
      seen.push(isUsed())
      await use()
      if (seen.length < 3) throw busy
    },
    { retry: { attempts: 3, delay: 0 } },
  )
  t.strictSame(seen, [false, false, false])
  t.equal(isUsed(), true)
})

eachDatabase(
  t,
  'an automap of the caller’s own transaction goes by what becomes of that',
  async (t, database) => {
    await openShop(database)
    for (const isCommitted of [true, false]) {
      const transaction = await database.knex.transaction()
      const db: Shop = await automap(transaction)
      const [alone, nested, undone] = [await subjectOf(db), await subjectOf(db), await subjectOf(db)]
      await alone.use()
      await db.transaction(nested.use)
      await errorOf(() =>
        db.transaction(async () => {
          await undone.use()
          throw mine
        }),
      )
      t.strictSame(
        [alone, nested, undone].map(({ isUsed }) => isUsed()),
        [true, true, false],
      )
      await (isCommitted ? transaction.commit() : transaction.rollback())
      t.strictSame(
        [alone, nested].map(({ isUsed }) => isUsed()),
        [isCommitted, isCommitted],
      )
    }
  },
)

eachDatabase(t, 'what was assigned meanwhile outside of the transaction goes, too', async (t, database) => {
  const db: Shop = await openShop(database)
  const order = await db.models.Order.get(1)
  const transaction = await database.knex.transaction()
  await db.within(transaction, async () => void (await order.customer))
  order.note = 'beside a load'
  await transaction.rollback()
  t.equal(order.note, 'beside a load', 'but not where the transaction changed nothing')
  const another = await database.knex.transaction()
  await db.within(another, () => {
    order.note = 'inside'
  })
  order.note = 'outside'
  await another.rollback()
  t.equal(order.note, 'beside a load')
})

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
