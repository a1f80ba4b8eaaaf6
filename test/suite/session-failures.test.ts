import t from 'tap'
import { WriteError } from '../../lib/errors.js'
import type { Session } from '../../types/session.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'a failed flush fails the session, whatever its function does', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const why =
    'a flush of the session failed, so nothing of its transaction is kept; let that error, which is the cause, leave the function given to session()'
  const ada = await Author.get(1)
  let first: unknown
  const given = await errorAt(() =>
    db.session(async session => {
      session.add(ada)
      ada.name = 'written'
      await session.flush()
      session.add(new Author({ name: 'twin', email: 'bob@test' }))
      first = await session.flush().then(
        () => null,
        (error: unknown) => error,
      )
      t.equal(
        await errorOf(() => Author.count()),
        `TransactionError SESSION_FAILED: Cannot run a statement in the session: ${why}`,
      )
      t.equal(
        await errorOf(() => session.flush()),
        `TransactionError SESSION_FAILED: Cannot flush the session: ${why}`,
      )
      t.equal(
        await errorOf(() => session.add(ada)),
        `TransactionError SESSION_FAILED: Cannot add with the session: ${why}`,
      )
      t.equal(
        await errorOf(() => session.plan()),
        `TransactionError SESSION_FAILED: Cannot plan what the session writes: ${why}`,
      )
      t.equal(
        await errorOf(() => session.withoutAutoflush(() => 1)),
        `TransactionError SESSION_FAILED: Cannot run a function in the session: ${why}`,
      )
      t.equal(
        await errorOf(() => session.expungeAll()),
        `TransactionError SESSION_FAILED: Cannot expunge what the session has: ${why}`,
      )
      t.equal(
        await errorOf(() => ada.save()),
        `TransactionError SESSION_FAILED: Cannot save with the session: ${why}`,
      )
      t.equal(
        await errorOf(() => ada.delete()),
        `TransactionError SESSION_FAILED: Cannot delete with the session: ${why}`,
      )
      return 'all is well'
    }),
  )
  t.match(`${first}`, /UniqueError/)
  t.equal(`${given}`, `TransactionError: Cannot flush the session: ${why}`)
  t.equal((given as Error).cause, first)
  t.same([ada.name, ada.changes], ['Ada', {}], 'as it was before the session')
  t.equal(await Author.where('name', 'written').count(), 0)
})

async function errorAt(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => null,
    (error: unknown) => error,
  )
}

eachDatabase(t, 'a function that throws leaves everything as it was', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const eve = new Author({ name: 'Eve' })
  const ada = await Author.get(1)
  t.equal(
    await errorOf(() =>
      db.session(async session => {
        session.add([eve, ada])
        ada.name = 'x'
        await session.flush()
        t.equal(eve.isNew, false)
        throw new Error('no')
      }),
    ),
    'Error: no',
  )
  t.same([eve.isNew, eve.id, ada.name, ada.changes], [true, null, 'Ada', {}])
  t.equal(await Author.count(), 3)
  await db.session(async session => {
    session.add([eve, ada])
  })
  t.equal(await Author.count(), 4)
})

eachDatabase(t, 'what is wrong only at the end fails all', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const failure = await errorOf(() =>
    db.session(async session => {
      session.add(new Author({ name: 'twin', email: 'bob@test' }))
    }),
  )
  t.match(failure, /^UniqueError UNIQUE_VIOLATED/)
  t.equal(await Author.count(), 3)
})

eachDatabase(t, 'a session is over when its function has ended', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const why =
    'the session has ended; use it inside the function given to session(), and await what is done there'
  let kept: Session | undefined
  const ada = await db.session(async session => {
    kept = session
    return Author.get(1)
  })
  const session = kept as Session
  t.equal(
    await errorOf(() => session.add(ada)),
    `TransactionError SESSION_FAILED: Cannot add with the session: ${why}`,
  )
  t.equal(
    await errorOf(() => session.flush()),
    `TransactionError SESSION_FAILED: Cannot flush the session: ${why}`,
  )
  t.same([session.new, session.dirty, session.deleted, session.has(ada)], [[], [], [], false])
  ada.name = 'x'
  await ada.save()
  t.equal(await Author.where('name', 'x').count(), 1, 'its instances can be saved by themselves')
  await db.session(async next => {
    t.equal(next.add(ada), ada)
  })
})

eachDatabase(t, 'an instance is in one session at a time', async (t, database) => {
  const db = await openLibrary(database)
  const other = await openOther()
  const { Author } = db.models
  await db.session(async session => {
    const ada = await Author.get(1)
    const failure = await errorOf(() => other.session(async () => 1))
    t.match(failure, /POOL_EXHAUSTED|no error/)
    t.ok(session.has(ada))
  })

  async function openOther(): Promise<typeof db> {
    const { automap } = await import('../../lib/index.js')
    return automap(database.knex)
  }
})

eachDatabase(t, 'each try has a session of its own', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const seen: object[] = []
  let kept: Session | undefined
  await db.session(
    async session => {
      const ada = await Author.get(1)
      seen.push(ada)
      ada.name = `try ${seen.length}`
      await session.flush()
      if (kept === undefined) {
        kept = session
        throw conflict()
      }
      t.equal(kept.has(seen[0] as object), false)
      t.not(seen[0], seen[1])
      t.same([session.dirty, session.has(ada)], [[], true])
    },
    { retry: { attempts: 2, delay: 0 } },
  )
  t.equal((await Author.get(1)).name, 'try 2')

  function conflict(): Error {
    const code = { sqlite3: 'SQLITE_BUSY', 'better-sqlite3': 'SQLITE_BUSY', pg: '40001' }[database.driver]
    return Object.assign(new Error('again'), { code })
  }
})

eachDatabase(t, 'a hook that never comes to an end is stopped', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  let calls = 0
  const off = Author.on('afterUpdate', author => {
    author.name = `${++calls}`
  })
  const failure = await errorAt(() =>
    db.session(async () => {
      const ada = await Author.get(1)
      ada.name = 'x'
    }),
  )
  off()
  t.ok(failure instanceof WriteError)
  t.equal(
    (failure as Error).message,
    'Cannot flush the session: after 100 rounds there is still something to write; is a hook changing instances whenever it is called?',
  )
  t.equal((await Author.get(1)).name, 'Ada')
})
