import t from 'tap'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { openLibrary } from '../fixtures/library.js'

t.test('what a bulk change has deleted stands for nothing', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Shelf } = db.models
  await db.session(async session => {
    const shelf = session.add(new Shelf({ code: 'C', room: 'x' }))
    await session.flush()
    await Shelf.where({ code: 'C' }).delete()
    t.equal(await Shelf.find('C'), null)
    t.same([session.has(shelf), session.dirty], [false, []])
    const again = session.add(new Shelf({ code: 'C', room: 'y' }))
    await session.flush()
    t.equal(await Shelf.get('C'), again)
  })
})

t.test('what a bulk change has changed is so at once', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async () => {
    const ada = await Author.get(1)
    await Author.where({ id: 1 }).update({ name: 'x' })
    t.equal(ada.name, 'x')
    t.equal(await Author.get(1), ada)
    const [eve] = await Author.insert([{ name: 'Eve' }])
    t.equal(await Author.get(eve!.id), eve)
  })
})

t.test('a key that is written moves its instance', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Shelf } = db.models
  await db.session(async session => {
    const shelf = session.add(new Shelf({ code: 'C' }))
    await session.flush()
    shelf.code = 'D'
    await session.flush()
    t.same(await database.count(async () => t.equal(await Shelf.get('D'), shelf)), [])
    t.equal(await Shelf.find('C'), null)
    const failure = await db
      .transaction(async () => {
        shelf.code = 'E'
        await session.flush()
        throw new Error('no')
      })
      .catch((error: Error) => error.message)
    t.equal(failure, 'no')
    t.same(await database.count(async () => t.equal(await Shelf.get('D'), shelf)), [], 'and back')
  })
})

t.test('what was added in a savepoint is let go of when that is rolled back', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author } = db.models
  const ada = await Author.get(1)
  await db.session(async session => {
    await db.transaction(async () => {
      session.add(ada)
      ada.name = 'x'
    })
    t.same([session.has(ada), session.dirty], [true, []])
    session.expunge(ada)
    await db
      .transaction(async () => {
        session.add(ada)
        throw new Error('no')
      })
      .catch(() => undefined)
    t.equal(session.has(ada), false)
    t.not(await Author.get(1), ada)
  })
})
