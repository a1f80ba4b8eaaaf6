import t from 'tap'
import { automap, integer, json, model, text } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Book, openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'an instance from elsewhere is merged onto the one of its row', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const outside = await Author.get(1)
  outside.name = 'Ada Byron'
  outside.notes?.tags.push('b')
  await db.session(async session => {
    const statements = await database.count(async () => {
      const ada = await session.merge(outside)
      t.not(ada, outside)
      t.same([ada.name, ada.email, ada.notes], ['Ada Byron', 'ada@test', { tags: ['a', 'b'] }])
      t.not(ada.notes, outside.notes, 'values that can be changed in place are not shared')
      t.same(Object.keys(ada.changes).sort(), ['name', 'notes'])
      await session.withoutAutoflush(async () => {
        t.equal(await session.merge(outside), ada)
        t.equal(await session.merge(ada), ada, 'what is of the session is merged already')
      })
    })
    t.equal(statements.length, 1, 'it is read once')
    t.same([session.has(outside), session.dirty.length], [false, 1])
  })
  t.same([(await Author.get(1)).name, (await Author.get(1)).notes], ['Ada Byron', { tags: ['a', 'b'] }])
  t.equal(outside.changes.name?.to, 'Ada Byron', 'it is as it was')
})

eachDatabase(t, 'what is the same changes nothing', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const outside = await Author.where({ id: 1 }).with('books.tags').first()
  await db.session(async session => {
    const ada = await session.merge(outside!)
    t.same([ada.changes, session.dirty], [{}, []])
    ada.name = 'x'
    await session.merge(outside!)
    t.equal(ada.name, 'Ada', 'the other one says so')
  })
})

eachDatabase(t, 'a new instance with a key is merged by what was set', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Shelf } = db.models
  await db.session(async session => {
    const ada = await session.merge(new Author({ id: 1, name: 'Ada Byron' }))
    t.same([ada.isNew, ada.name, ada.email], [false, 'Ada Byron', 'ada@test'])
    const shelf = await session.merge(new Shelf({ code: 'C', room: 'x' }))
    t.same([shelf.isNew, shelf.code, session.new], [true, 'C', [shelf]])
    const nobody = await session.merge(new Author({ name: 'Nobody' }))
    t.ok(nobody.isNew)
  })
  t.equal((await Shelf.get('C')).room, 'x')
  t.same(await Author.orderBy('id').pluck('name'), ['Ada Byron', 'Bob', 'Cid', 'Nobody'])
})

eachDatabase(t, 'what an instance leads to is merged with it', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book, Tag } = db.models
  const outside = await Author.where({ id: 1 }).with('books.tags').first()
  const [one, two] = outside!.books
  one!.title = 'First'
  two!.tags = []
  one!.tags.push(new Tag({ label: 'third' }))
  const books: Book[] = outside!.books
  books.push(new Book({ title: 'Six' }))
  await db.session(async session => {
    const ada = await session.merge(outside!)
    t.equal(ada.books.length, 3)
    t.ok(ada.books.every(book => session.has(book) && !books.includes(book)))
    t.equal(ada.books[0]?.author as unknown, ada)
  })
  const titles = await Book.where({ authorId: 1 }).orderBy('id').with('tags')
  t.same(
    titles.map(({ title, tags }) => [title, ...tags.map(({ label }) => label).sort()]),
    [['First', 'new', 'old', 'third'], ['Two'], ['Six']],
  )
})

eachDatabase(t, 'a single related instance is merged, and none as well', async (t, database) => {
  const db = await openLibrary(database)
  const { Book } = db.models
  const [one, four] = await Book.whereIn('id', [1, 4]).with('shelf').with('author').orderBy('id')
  one!.shelf!.room = 'south'
  one!.author = four!.author
  four!.shelf = one!.shelf
  const [two] = await Book.where({ id: 2 }).with('shelf')
  two!.shelf = null
  await db.session(async session => {
    const merged = await session.merge(one!)
    t.equal((await session.merge(four!)).shelf, merged.shelf)
    await session.merge(two!)
  })
  const after = await Book.orderBy('id').with('shelf')
  t.same(
    after.map(({ authorId, shelf }) => [authorId, shelf?.room ?? null]),
    [
      [3, 'south'],
      [1, null],
      [2, 'south'],
      [3, 'south'],
    ],
  )
})

eachDatabase(t, 'what cannot be merged is refused', async (t, database) => {
  await database.exec({
    sqlite:
      'create table page (id integer primary key, body text not null, extra json, row_version integer not null)',
    postgres:
      'create table page (id integer primary key, body text not null, extra json, row_version integer not null)',
  })
  await database.exec(`insert into page values (1, 'x', '{"a":1}', 1), (2, 'y', null, 1)`)
  class Page extends model(
    'page',
    { id: integer().primaryKey(), body: text(), extra: json().nullable(), rowVersion: integer() },
    { version: 'rowVersion' },
  ) {}
  const db = await automap(database.knex, { models: { Page } })
  const [one, two] = await Page.orderBy('id')
  await db.session(async session => {
    const gone = await Page.get(2)
    session.delete(gone)
    await session.flush()
    t.equal(
      await errorOf(() => session.merge(gone)),
      'WriteError WRITE_REFUSED: Cannot merge an instance of "Page": its row was deleted; make a new instance of its values',
    )
    t.equal(
      await errorOf(() => session.merge({} as never)),
      'QueryError QUERY_INVALID: Cannot merge with the session: expected instances of models of this automap, got an object',
    )
    t.ok((await session.merge(two!)).isNew, 'its row is gone, and it becomes another one')
    session.expungeAll()
  })
  await database.knex('page').update({ row_version: 2 })
  await db.session(async session => {
    t.equal(
      await errorOf(() => session.merge(one!)),
      'StaleInstanceError STALE_INSTANCE: Cannot merge an instance of "Page": its row was changed since it was read; read it again, and decide anew',
    )
  })
})
