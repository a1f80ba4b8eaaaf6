import t from 'tap'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openLibrary } from '../fixtures/library.js'

t.test('takes one or several, and looks at all before it takes the first', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const [dan, eve] = [new Author({ name: 'Dan' }), new Author({ name: 'Eve' })]
    t.match(await errorOf(() => session.add([dan, {}])), /^QueryError QUERY_INVALID/)
    t.same(session.new, [])
    const list = [dan, eve]
    t.equal(session.add(list), list)
    t.equal(session.add(dan), dan)
    t.same(session.new, [dan, eve])
    t.not(session.new, session.new, 'a list of its own each time')
    t.same([session.has(dan), session.has(null as never), session.has(db)], [true, false, false])
    t.same(session.expunge(list), undefined)
    t.same(session.new, [])
    t.same(session.delete([]), undefined)
  })
})

t.test('counts what cascades lead to as its own, once it is written', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author, Book, Tag } = db.models
  const old = await Tag.get(1)
  old.label = 'older'
  await db.session(async session => {
    const third = new Tag({ label: 'third' })
    const book = new Book({ title: 'Five', tags: [third, old] })
    const eve = session.add(new Author({ name: 'Eve', books: [book] }))
    t.same([session.has(book), session.new], [false, [eve]])
    await session.flush()
    t.same([session.has(book), session.has(third), session.has(old)], [true, true, true])
    t.equal(await Book.get(book.id), book)
    t.equal(await Tag.get(1), old)
  })
})
