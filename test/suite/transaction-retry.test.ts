import knex, { type Knex } from 'knex'
import t, { type Test } from 'tap'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

const newTag = (transaction: Knex, id: number) => transaction('tag').insert({ id, label: `tag ${id}` })

/** A second knex on the database, as another program would have. */
function another(t: Test, { config }: Database): Knex {
  const other = knex(config)
  t.teardown(() => other.destroy())
  return other
}

eachDatabase(
  t,
  'a serialization failure runs the whole function again',
  async (t, database) => {
    const db = await openShop(database)
    const { Tag } = db.models
    const meddle = (id: number, label: string) => database.knex('tag').where({ id }).update({ label })
    const seen: string[] = []
    const work = async (transaction: Knex): Promise<string> => {
      const tag = await Tag.get(1)
      seen.push(tag.label)
      if (seen.length < 3) await meddle(1, `changed ${seen.length}`)
      await transaction('tag')
        .where({ id: 1 })
        .update({ label: `${tag.label}!` })
      return tag.label
    }
    const options = { isolation: 'repeatableRead', retry: { attempts: 3, delay: 1 } } as const
    t.equal(await db.transaction(work, options), 'changed 2')
    t.same(seen, ['tag 1', 'changed 1', 'changed 2'], 'each run reads anew')
    t.equal((await Tag.get(1)).label, 'changed 2!')
    seen.length = 0
    await t.rejects(db.transaction(work, { ...options, retry: 2 }), { code: '40001' })
    t.equal(seen.length, 2, 'and no more often than was said')
    seen.length = 0
    await t.rejects(db.transaction(work, { isolation: 'repeatableRead' }), { code: '40001' })
    t.equal(seen.length, 1)
  },
  'postgres',
)

eachDatabase(
  t,
  'a serialization failure counts wherever it shows',
  async (t, database) => {
    const db = await openShop(database)
    let runs = 0
    const conflict = async (transaction: Knex): Promise<void> => {
      if (++runs > 1) return
      await transaction('tag').where({ id: 1 }).select()
      await database.knex('tag').where({ id: 1 }).update({ label: 'changed' })
      await db.models.Tag.modify(builder => builder.where('id', 1).forUpdate()).all()
    }
    const options = { isolation: 'repeatableRead', retry: { attempts: 2, delay: 0 } } as const
    const outcomes: Record<string, (transaction: Knex) => Promise<unknown>> = {
      'as the cause of what is thrown': conflict,
      'behind a savepoint': () => db.transaction(conflict),
      'swallowed, at COMMIT': transaction => conflict(transaction).catch(() => undefined),
      'hidden by the refusal of the next statement': async transaction => {
        await conflict(transaction).catch(() => undefined)
        await transaction('tag').select()
      },
    }
    for (const [title, work] of Object.entries(outcomes)) {
      runs = 0
      await db.transaction(work, options)
      t.equal(runs, 2, title)
    }
    runs = 0
    const knot = new Error('mine')
    knot.cause = new Error('the same', { cause: knot })
    await t.rejects(
      db.transaction(() => {
        runs++
        throw knot
      }, options),
      knot,
    )
    t.equal(runs, 1, 'and nothing else does')
  },
  'postgres',
)

eachDatabase(
  t,
  'what was committed is not done again, whatever comes then',
  async (t, database) => {
    const db = await openShop(database)
    let runs = 0
    const conflict = Object.assign(new Error('elsewhere'), { code: '40001' })
    const work = async (transaction: Knex.Transaction): Promise<void> => {
      await newTag(transaction, 5 + ++runs)
      await transaction.commit()
      throw conflict
    }
    await t.rejects(db.transaction(work, { retry: 3 }), conflict)
    t.equal(runs, 1)
    t.equal(await db.models.Tag.count(), 6)
    await t.rejects(
      db.transaction(() => Promise.reject(conflict), { retry: { attempts: 2, delay: 0 } }),
      conflict,
    )
  },
  'postgres',
)

eachDatabase(
  t,
  'transactions that lock each other out are both done in the end',
  async (t, database) => {
    const db = await openShop(database)
    let runs = 0
    const move = (from: number, to: number) =>
      db.transaction(
        async transaction => {
          runs++
          await transaction.raw("set local deadlock_timeout = '20ms'")
          await transaction('tag')
            .where({ id: from })
            .update({ label: `from ${from}` })
          if (runs <= 2) await new Promise(resolve => setTimeout(resolve, 50))
          await transaction('tag')
            .where({ id: to })
            .update({ label: `to ${to}` })
        },
        { retry: 5 },
      )
    await Promise.all([move(1, 2), move(2, 1)])
    t.ok(runs > 2)
    const labels = await db.models.Tag.where('id', '<', 3).orderBy('id').pluck('label')
    t.ok(
      [['to 1', 'from 2'].join(), ['from 1', 'to 2'].join()].includes(labels.join()),
      'one after the other',
    )
  },
  'postgres',
)

eachDatabase(
  t,
  'a database that is busy is tried again',
  async (t, database) => {
    const db = await openShop(database)
    const other = another(t, database)
    await database.exec('pragma busy_timeout = 0')
    const holder = await other.transaction()
    await newTag(holder, 6)
    let runs = 0
    const work = async (transaction: Knex): Promise<void> => {
      if (++runs === 2) await holder.commit()
      await newTag(transaction, 7)
    }
    t.match(await errorOf(() => db.transaction(transaction => newTag(transaction, 7))), /database is locked/)
    await db.transaction(work, { retry: { attempts: 2, delay: 1 } })
    t.equal(runs, 2)
    t.equal(await db.models.Tag.count(), 7)

    const reader = await other.transaction()
    await reader('tag').select()
    runs = 0
    const atCommit = db.transaction(
      async transaction => {
        if (++runs === 2) await reader.rollback()
        await newTag(transaction, 8)
      },
      { retry: { attempts: 2, delay: 1 } },
    )
    await atCommit
    t.equal(runs, 2, 'also where COMMIT finds it so')
    t.equal(await db.models.Tag.count(), 8)
  },
  'sqlite',
)
