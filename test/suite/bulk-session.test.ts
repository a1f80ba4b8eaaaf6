import t from 'tap'
import { automap, integer, model, sql, text } from '../../lib/index.js'
import type { Database } from '../fixtures/databases.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose, openLedger } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

type Row = Record<string, unknown>
type Columns = Record<string, unknown>

eachDatabase(t, 'what a session inserts is one of its instances', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  await db.session(async session => {
    const [eve, fay] = (await Account.insert([{ owner: 'Eve' }, { owner: 'Fay' }])) as [Row, Row]
    t.ok(session.has(eve))
    t.equal(await Account.get(eve.id), eve)
    t.same(session.dirty, [])
    fay.owner = 'Faye'
    t.same(session.dirty, [fay])
  })
  t.same(await Account.where('id', '>', 4).orderBy('id').pluck('owner'), ['Eve', 'Faye'])
})

eachDatabase(t, 'what was inserted is new again after a rollback', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  let eve: Row = {}
  await errorOf(() =>
    db.transaction(async () => {
      eve = (await Account.insert({ owner: ' Eve ', amount: 3 })) as Row
      t.same([eve.isNew, eve.rowVersion, eve.doubled], [false, 1, 6])
      throw new Error('no')
    }),
  )
  t.same([eve.isNew, eve.owner, eve.amount, eve.doubled], [true, 'Eve', 3, null])
  t.equal(await Account.query().count(), 3)
  await (eve.save as () => Promise<unknown>)()
  t.equal(await Account.query().count(), 4)
  await db.session(async session => {
    await errorOf(() =>
      db.transaction(async () => {
        const [fay] = (await Account.insert([{ owner: 'Fay' }])) as [Row]
        eve = fay
        t.ok(session.has(fay))
        throw new Error('no')
      }),
    )
    t.notOk(session.has(eve))
    t.equal(eve.isNew, true)
    t.equal(await Account.query().count(), 4)
  })
})

eachDatabase(t, 'living instances are what a bulk update has made of them', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  await db.session(async () => {
    const [ada, bob] = (await Account.orderBy('id').limit(2).all()) as [Row, Row]
    ada.owner = 'Zoe'
    const statements = await database.count(async () => {
      t.equal(
        await Account.where('owner', '>=', 'B').update({ amount: (c: Columns) => sql`${c.amount} + 1` }),
        3,
      )
    })
    // What is changed is written first, and what is living is read again.
    t.equal(statements.length, 3)
    t.same([ada.owner, ada.amount, ada.doubled, ada.rowVersion], ['Zoe', 11, 22, 3])
    t.same([bob.amount, bob.stamp, bob.rowVersion], [21, 'bulk', 6])
    t.same(ada.changes, {})
    t.equal(await Account.where('id', 3).update({ owner: 'x' }), 1)
    ada.owner = 'Ann'
  })
  t.same(await Account.orderBy('id').pluck('owner'), ['Ann', 'Bob', 'x'])
})

eachDatabase(t, 'a rollback takes back what a bulk change did to living instances', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  await db.session(async () => {
    const ada = (await Account.get(1)) as Row
    await errorOf(() =>
      db.transaction(async () => {
        await Account.where('id', 1).update({ owner: 'Eve' })
        t.equal(ada.owner, 'Eve')
        await Account.where('id', 1).delete()
        throw new Error('no')
      }),
    )
    t.equal(ada.owner, 'Ada')
    ada.amount = 12
  })
  t.equal((await Account.get(1)).amount, 12)
})

eachDatabase(t, 'living instances know that a bulk delete took their rows', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  await db.session(async session => {
    const [ada, bob] = (await Account.orderBy('id').limit(2).all()) as [Row, Row]
    t.equal(await Account.where('branchId', 1).where('id', 1).delete(), 1)
    t.notOk(session.has(ada))
    t.ok(session.has(bob))
    t.equal(await Account.find(1), null)
  })
})

eachDatabase(t, 'a key is not changed behind the back of a session', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  await db.session(async () => {
    t.equal(
      await errorOf(() => Account.where('id', 1).update({ id: 100 })),
      'QueryError QUERY_INVALID: Cannot update "Account.id", which is a key, of the rows of a query: living instances of the session are known by it; change it on the instances',
    )
  })
  t.equal(await Account.where('id', 1).update({ id: 100 }), 1)
  t.ok(await Account.find(100))
})

eachDatabase(t, 'classes that share their rows are brought up to date, too', async (t, database) => {
  const { db, Employee, Engineer } = await openStaff(database)
  await database.exec('delete from project; delete from engineer_skill; update engineer set mentor_id = null')
  await db.session(async session => {
    const [bob, gus] = [await Engineer.get(2), (await Employee.get(7)) as unknown as Row]
    t.equal(await Engineer.where('id', '<', 8).update({ language: 'Zig' }), 3)
    t.equal(await Engineer.where('id', 2).update({ name: 'Rob', language: 'C' }), 1)
    t.same([bob.name, bob.language, gus.language], ['Rob', 'C', 'Zig'])
    t.equal(await Employee.whereIn('id', [2]).delete(), 1)
    t.notOk(session.has(bob))
  })
})

eachDatabase(t, 'an upsert gives the living instance of a row that was there', async (t, database) => {
  const { db, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  await db.session(async session => {
    const bob = (await Account.get(2)) as Row
    const [first, second] = (await Account.upsert([
      { id: 2, owner: 'Rob' },
      { id: 90, owner: 'New' },
    ])) as [Row, Row]
    t.equal(first, bob)
    t.same([bob.owner, bob.rowVersion], ['Rob', 6])
    t.ok(session.has(second))
    t.equal(await Account.upsert({ id: 2, owner: 'Bo' }, { returning: false }), 1)
    t.equal(bob.owner, 'Bo')
    t.equal(await Account.upsert({ id: 2, owner: 'x' }, { update: false }), null)
  })
})

async function hooked(database: Database) {
  await database.exec({
    sqlite:
      'create table thing (id integer primary key, slug varchar(20) not null, size integer, twin_id integer)',
    postgres:
      'create table thing (id serial primary key, slug varchar(20) not null, size integer, twin_id integer)',
  })
  const calls: string[] = []
  class Thing extends model('thing', {
    id: integer().primaryKey().autoIncrement(),
    slug: text(),
    size: integer().nullable(),
  }) {
    static hooks = {
      beforeValidate: (thing: Row) => {
        calls.push(`beforeValidate ${thing.isNew}`)
        if (thing.size !== 0) thing.slug ??= `slug-${thing.size}`
      },
      afterValidate: () => calls.push('afterValidate'),
      beforeInsert: (thing: Row) => {
        calls.push('beforeInsert')
        thing.size = (thing.size as number) * 2
      },
      afterInsert: async (thing: Row) => {
        calls.push(`afterInsert ${thing.isNew}`)
        if (thing.size === 26) throw new Error('unlucky')
      },
    }
  }
  const db = await automap(database.knex, { models: { Thing } })
  return { db, Thing: loose(Thing) as Loose, calls }
}

eachDatabase(t, 'hooks see every row that is inserted, and may change it', async (t, database) => {
  const { Thing, calls } = await hooked(database)
  const things = (await Thing.insert([{ size: 1 }, { slug: 'b', size: 2 }])) as Row[]
  t.same(
    things.map(({ slug, size, isNew }) => [slug, size, isNew]),
    [
      ['slug-1', 2, false],
      ['b', 4, false],
    ],
  )
  t.same(calls, [
    'beforeValidate true',
    'beforeValidate true',
    'afterValidate',
    'afterValidate',
    'beforeInsert',
    'beforeInsert',
    'afterInsert false',
    'afterInsert false',
  ])
  t.equal(await Thing.insert([{ size: 5 }], { returning: false }), 1)
  t.match(await errorOf(() => Thing.insert([{ size: 3 }, { size: 13 }])), /^Error: unlucky$/)
  t.equal(await Thing.query().count(), 3)
  t.equal(
    await errorOf(() => Thing.insert([{ size: 1 }, { size: 0 }])),
    [
      'ValueError VALUE_INVALID: Cannot insert rows of model "Thing" for 1 reason:',
      '- rows[1]: Cannot make a row of model "Thing" without "slug": the database takes no null there, and has no default',
    ].join('\n'),
  )
  t.match(
    await errorOf(() => Thing.insert([{ slug: null }])),
    /^ValueError VALUE_INVALID: Cannot insert rows of model "Thing" for 1 reason:\n- rows\[0\]: Cannot use null/,
  )
})

eachDatabase(t, 'an upsert calls the hooks that check', async (t, database) => {
  const { db, Thing, calls } = await hooked(database)
  t.equal(((await Thing.upsert({ size: 7 })) as Row).slug, 'slug-7')
  t.same(calls, ['beforeValidate true', 'afterValidate'])
  await db.session(async session => {
    const [thing] = (await Thing.insert([{ size: 1 }])) as [object]
    t.ok(session.has(thing))
    t.same(session.dirty, [])
  })
})
