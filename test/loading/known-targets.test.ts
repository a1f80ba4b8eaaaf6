import t from 'tap'
import { automap } from '../../lib/index.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'what is always loaded with an instance has to be there', async (t, database) => {
  const db = await openLibrary(database, {
    relationships: ({ name }) => ({
      lazy: name === 'author' ? 'joined' : name === 'tags' ? 'selectin' : 'select',
    }),
  })
  const { Author, Book } = db.models
  await db.session(async session => {
    const one = await Book.get(1)
    t.ok(one.author)
    t.same(await database.count(async () => t.equal(await Book.get(1), one)), [])
    const five = session.add(new Book({ title: 'Five', authorId: 1 }))
    await session.flush()
    const statements = await database.count(async () => {
      t.equal(await Book.get(five.id), five)
      t.equal(five.author, one.author)
      t.same(five.tags, [])
    })
    t.equal(statements.length, 2)
    t.same(await database.count(() => Book.get(five.id)), [])
    const [ada] = await Author.where({ id: 1 }).only('name')
    t.equal((await Author.get(1)).email, 'ada@test', 'and every column that comes with a row')
    t.equal(ada as unknown, one.author)
  })
})

eachDatabase(t, 'what a scope could leave out is asked for', async (t, database) => {
  await openLibrary(database)
  const { model, integer, text } = await import('../../lib/index.js')
  let hidden = 0
  class Author extends model(
    'author',
    { id: integer().primaryKey(), name: text() },
    { scope: query => query.where('id', '!=', hidden) },
  ) {}
  const db = await automap(database.knex, { models: { Author } })
  const { Book } = db.models
  await db.session(async () => {
    const ada = await Author.get(1)
    hidden = 1
    t.equal(await Author.find(1), null)
    const [book] = await Book!.where({ id: 1 })
    t.equal(await book?.author, null)
    hidden = 0
    t.equal(await Author.find(1), ada)
  })
})

t.test('only a key that is the primary key of the target is enough to know it', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table item (id integer primary key, sku text not null unique);
    create table review (id integer primary key, sku text not null references item (sku));
    create table line (a integer, b integer, primary key (a, b));
    create table part (id integer primary key, y integer, x integer, foreign key (y, x) references line (b, a));
    insert into item values (1, 'one');
    insert into review values (1, 'one');
    insert into line values (1, 2), (2, 1);
    insert into part values (1, 2, 1);`)
  const db = await automap(database.knex)
  const { Item, Review, Line, Part } = db.models
  await db.session(async () => {
    const item = await Item!.get(1)
    const lines = await Line!.orderBy('a')
    const [review, part] = [await Review!.get(1), await Part!.get(1)]
    const asked = await database.count(async () => t.equal(await review.skuRef, item))
    t.equal(asked.length, 1)
    t.same(await database.count(async () => t.equal(await part.line, lines[0])), [], 'in whatever order')
  })
})

eachDatabase(t, 'a key that is changed while it is followed leads to the new place', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  const book = await Book.get(1)
  const loading = Promise.resolve(book.author)
  book.authorId = 2
  t.equal((await loading).name, 'Bob')
  const [two] = await Book.where({ id: 2 })
  const off = Author.on('beforeLoad', () => {
    two!.authorId = 3
  })
  t.equal((await two!.author).name, 'Cid', 'also when it has been asked for')
  off()
  await db.session(
    async () => {
      const own = await Book.get(1)
      own.authorId = 2
      const [ada] = await Author.where({ id: 1 }).with('books')
      t.ok(ada?.books.includes(own), 'the database has it so')
      t.equal((await own.author).name, 'Bob')
    },
    { autoflush: false },
  )
})

eachDatabase(t, 'what leads nowhere is not loaded again', async (t, database) => {
  const db = await openLibrary(database)
  const { Book } = db.models
  await db.session(async session => {
    const [four] = await Book.where({ id: 4 }).with('shelf', { lazy: 'selectin' })
    const [again] = await Book.where({ id: 4 }).with('shelf', { lazy: 'selectin' })
    t.equal(again, four)
    t.same([four?.shelf, session.dirty], [null, []])
  })
})

eachDatabase(t, 'what was put there while it was loaded stays', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  const [book, other] = [await Book.get(1), await Author.get(3)]
  const loading = Promise.resolve(book.author)
  book.author = other
  t.equal(await loading, other)
  t.equal(book.author, other)
})

eachDatabase(t, 'what is no part of the session is not led to by what is', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const outside = await Author.get(1)
  await db.session(async session => {
    const [book] = await outside.books
    t.ok(session.has(book!))
    const ada = await book!.author
    t.not(ada, outside)
    t.ok(session.has(ada))
  })
})
