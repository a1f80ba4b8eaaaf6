import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openLibrary } from '../fixtures/library.js'

const fails = async (): Promise<never> => {
  throw new Error('no')
}

eachDatabase(
  t,
  'a savepoint is flushed into, and what was there before is not in it',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    await db.session(async session => {
      const [ada, bob] = await Author.orderBy('id')
      ada!.name = 'before'
      const statements = await database.count(
        () =>
          db.transaction(async () => {
            bob!.name = 'inside'
          }),
        { all: true },
      )
      t.same(
        statements.map(sql => sql.split(' ')[0]?.toLowerCase()),
        ['update', 'savepoint', 'update', 'release'],
      )
      t.same(session.dirty, [])
    })
    t.same(await Author.orderBy('id').pluck('name'), ['before', 'inside', 'Cid'])
  },
)

eachDatabase(t, 'a rolled back savepoint leaves the session as it was before it', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async session => {
    const [ada, bob, cid] = await Author.orderBy('id')
    const four = await Book.get(4)
    const eve = session.add(new Author({ name: 'Eve' }))
    let dan = eve
    let fay = eve
    await db
      .transaction(async () => {
        ada!.name = 'written'
        dan = session.add(new Author({ name: 'Dan' }))
        session.delete(four)
        await session.flush()
        t.equal(await Author.get(dan.id), dan)
        t.equal(await Book.find(4), null)
        bob!.name = 'not written'
        fay = session.add(new Author({ name: 'Fay' }))
        session.expunge(cid!)
        session.delete(eve)
        return fails()
      })
      .catch(() => undefined)
    t.same([ada!.name, bob!.name], ['Ada', 'Bob'])
    t.same([dan.isNew, dan.id, session.has(dan), session.has(fay)], [true, null, false, false])
    t.same([session.has(four), session.has(cid!), session.has(eve)], [true, true, true])
    t.same([session.new, session.dirty, session.deleted], [[], [], []])
    t.same(await database.count(async () => t.equal(await Book.get(4), four)), [], 'it is there again')
    t.equal(await Author.get(3), cid)
    t.equal(await Author.get(eve.id), eve)
    ada!.name = 'after'
    session.add(dan)
  })
  t.same(await Author.orderBy('id').pluck('name'), ['after', 'Bob', 'Cid', 'Eve', 'Dan'])
  t.equal(await Book.count(), 4)
})

eachDatabase(t, 'a savepoint that was released goes with the one around it', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    let eve = new Author({ name: 'Eve' })
    await db
      .transaction(async () => {
        await db.transaction(async () => session.add(eve))
        t.same([eve.isNew, session.has(eve)], [false, true])
        const { id } = eve
        t.equal(await Author.get(id), eve)
        return fails()
      })
      .catch(() => undefined)
    t.same([eve.isNew, session.has(eve)], [true, false])
    eve = session.add(eve)
  })
  t.equal(await Author.where('name', 'Eve').count(), 1)
})

eachDatabase(
  t,
  'a flush that fails in a savepoint fails with it, and the session goes on',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    await db.session(async session => {
      const ada = await Author.get(1)
      const twin = new Author({ name: 'twin', email: 'bob@test' })
      const failure = await errorOf(() => db.transaction(async () => session.add(twin)))
      t.match(failure, /^UniqueError UNIQUE_VIOLATED/)
      t.equal(session.has(twin), false)
      ada.name = 'goes on'
      const swallowed = await errorOf(() =>
        db.transaction(async () => {
          session.add(twin)
          await session.flush().catch(() => undefined)
          await Author.count()
        }),
      )
      t.equal(
        swallowed,
        'TransactionError SESSION_FAILED: Cannot run a statement in the session: a flush of the session failed, so nothing of its transaction is kept; let that error, which is the cause, leave the function given to session()',
      )
      t.equal(await Author.where('name', 'goes on').count(), 1)
    })
    t.equal(await Author.where('name', 'goes on').count(), 1)
  },
)

eachDatabase(t, 'a session in a transaction is a savepoint of it', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.transaction(async () => {
    const failure = db.session(async session => {
      session.add(new Author({ name: 'Eve' }))
      await session.flush()
      return fails()
    })
    t.equal(await errorOf(() => failure), 'Error: no')
    t.equal(await Author.count(), 3)
    await db.session(async session => {
      session.add(new Author({ name: 'Dan' }))
    })
    t.equal(await Author.count(), 4)
  })
})

eachDatabase(t, 'what is within a savepoint of knex is in the session, too', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const ada = await Author.get(1)
    await db.transaction(async transaction => {
      t.equal(await db.within(transaction, () => Author.where({ id: 1 }).first()), ada)
      const savepoint = await transaction.transaction()
      await db.within(savepoint, async () => {
        ada.name = 'inside'
        await session.flush()
      })
      await savepoint.rollback()
      t.same([ada.name, session.dirty], ['Ada', []])
    })
  })
})

eachDatabase(
  t,
  'what is within another transaction is no part of the session',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    await database.exec('create table apart (id integer)')
    const transaction = await database.knex.transaction()
    await db.session(async session => {
      const ada = await Author.get(1)
      await db.within(transaction, async () => {
        t.not(await Author.get(1), ada)
        t.equal(
          await errorOf(() => session.add(ada)),
          'TransactionError SESSION_FAILED: Cannot add with the session: this is called outside the function given to session(), or within another transaction; await it inside',
        )
      })
    })
    await transaction.rollback()
  },
  'postgres',
)
