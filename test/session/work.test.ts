import t from 'tap'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Author as LibraryAuthor, openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'a plan tells what a flush would write, and writes nothing', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book, Shelf } = db.models
  await db.session(async session => {
    t.same(await session.plan(), [])
    const [ada, four] = [await Author.get(1), await Book.get(4)]
    const shelf = session.add(new Shelf({ code: 'C' }))
    await session.flush()
    ada.name = 'x'
    session.add(new Author({ name: 'Eve', books: [new Book({ title: 'Five' })] }))
    session.delete([four, shelf])
    session.add(new Shelf({ code: 'C' }))
    const statements = await database.count(async () => {
      const plan = await session.plan()
      t.same(plan.map(({ kind, model, rows }) => `${kind} ${model} ${rows}`).sort(), [
        'delete Book 1',
        'delete Shelf 1',
        'insert Author 1',
        'insert Book 1',
        'insert Shelf 1',
        'update Author 1',
      ])
    })
    t.same(
      statements.filter(sql => !/^select/i.test(sql)),
      [],
    )
    t.same([session.new.length, session.deleted.length], [2, 2])
  })
  t.equal((await Shelf.get('C')).code, 'C')
})

eachDatabase(t, 'a refreshed instance gives up what was changed, and writes it not', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const [ada, bob] = await Author.orderBy('id')
    ada!.name = 'x'
    bob!.name = 'y'
    await ada!.refresh()
    t.same([ada!.name, session.dirty], ['Ada', [bob]])
  })
  t.same(await Author.orderBy('id').pluck('name'), ['Ada', 'y', 'Cid'])
})

eachDatabase(t, 'what is changed outside the function is written as well', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const outside = new Promise<(work: () => void) => void>(resolve => {
    setImmediate(() => resolve(work => work()))
  })
  await db.session(async session => {
    const ada = await Author.get(1)
    const run = await outside
    run(() => {
      ada.name = 'x'
    })
    t.same(session.dirty, [ada])
  })
  t.equal((await Author.get(1)).name, 'x')
})

t.test('an instance of a session that is open elsewhere is not saved', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author } = db.models
  let give: (author: { save(): Promise<unknown> }) => void = () => undefined
  const given = new Promise<{ save(): Promise<unknown> }>(resolve => {
    give = resolve
  })
  let release: () => void = () => undefined
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const session = db.session(async () => {
    give(await Author.get(1))
    await released
  })
  const ada = await given
  t.equal(
    await errorOf(() => ada.save()),
    'TransactionError SESSION_FAILED: Cannot save with the session: this is called outside the function given to session(), or within another transaction; await it inside',
  )
  release()
  await session
})

t.test('what savepoints leave to a transaction around the session is over with that', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author } = db.models
  const eve = new Author({ name: 'Eve' })
  const failure = await errorOf(() =>
    db.transaction(async () => {
      await db.session(async session => {
        await db.transaction(async () => session.add(eve))
      })
      t.equal(eve.isNew, false)
      throw new Error('no')
    }),
  )
  t.equal(failure, 'Error: no')
  t.equal(eve.isNew, true)
})

t.test('a flush asked for by a hook of a flush is that flush', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async session => {
    Author.on('beforeInsert', async author => {
      session.add(new Book({ title: 'Hooked', author }))
      await session.flush()
    })
    session.add(new Author({ name: 'Eve' }))
    const statements = await database.count(() => session.flush())
    t.equal(statements.length, 2)
  })
  t.equal(await Book.where('title', 'Hooked').count(), 1)
})

t.test('an instance of a session that is open is refused by another', async t => {
  const database = await freshDatabase(t, 'pg')
  if (database === null) return
  const db = await openLibrary(database)
  const { Author } = db.models
  let give: (author: LibraryAuthor) => void = () => undefined
  const given = new Promise<LibraryAuthor>(resolve => {
    give = resolve
  })
  let release: () => void = () => undefined
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const first = db.session(async () => {
    give(await Author.get(1))
    await released
  })
  const ada = await given
  await db.session(async session => {
    const elsewhere = 'it belongs to another session that is open; expunge() it there, or merge() it here'
    for (const [doing, ask] of [
      ['add', () => session.add(ada)],
      ['delete', () => session.delete(ada)],
    ] as const) {
      t.match(
        await errorOf(ask),
        new RegExp(`^WriteError WRITE_REFUSED: Cannot ${doing} .*: ${elsewhere.replace(/[()]/g, '.')}$`),
      )
    }
  })
  release()
  await first
})
