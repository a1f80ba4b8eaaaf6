import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'whatever could see a change sees it', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async session => {
    const [ada, bob] = await Author.orderBy('id')
    ada!.name = 'Zoe'
    t.same(await Author.orderBy('name').pluck('name'), ['Bob', 'Cid', 'Zoe'])
    ada!.name = 'Y'
    t.equal(await Author.where('name', 'Y').exists(), true)
    ada!.name = 'X'
    t.equal(await Author.max('name'), 'X')
    ada!.name = 'W'
    for await (const author of Author.orderBy('name', 'desc').limit(1)) t.equal(author, ada)
    const book = session.add(new Book({ title: 'Five', author: bob! }))
    t.equal((await bob!.books).includes(book), true, 'a lazy load')
    t.equal(await Book.where('title', 'Five').where({ authorId: 2 }).count(), 1)
    session.delete(book)
    t.equal(await Book.find(book.id), null, 'not even by key')
  })
})

eachDatabase(t, 'a read that needs no statement writes nothing', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const ada = await Author.get(1)
    ada.name = 'x'
    const statements = await database.count(() => Author.get(1))
    t.same([statements, session.dirty], [[], [ada]])
  })
})

eachDatabase(t, 'what is to have another key is found by that alone', async (t, database) => {
  const db = await openLibrary(database)
  const { Shelf } = db.models
  await db.session(async session => {
    const shelf = session.add(new Shelf({ code: 'C' }))
    await session.flush()
    shelf.code = 'D'
    t.equal(await Shelf.find('C'), null)
    t.equal(await Shelf.get('D'), shelf)
    t.same(await database.count(() => Shelf.get('D')), [])
  })
})

eachDatabase(t, 'nothing is written before its time where that is not wanted', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async session => {
    const ada = await Author.get(1)
    const four = await Book.get(4)
    ada.name = 'x'
    session.delete(four)
    const given = await session.withoutAutoflush(async () => {
      t.equal(await Author.where('name', 'x').count(), 0)
      t.equal(await Book.get(4), four, 'it is still what its row is')
      await db.transaction(async () =>
        t.equal(await Author.where('name', 'x').count(), 1, 'a savepoint has to'),
      )
      ada.name = 'y'
      await session.flush()
      return Author.where('name', 'y').count()
    })
    t.equal(given, 1)
    ada.name = 'z'
    t.equal(await Author.where('name', 'z').count(), 1)
  })
  await db.session(
    async session => {
      const ada = await Author.get(1)
      ada.name = 'late'
      t.equal(await Author.where('name', 'late').count(), 0)
      await session.flush()
      t.equal(await Author.where('name', 'late').count(), 1)
      ada.name = 'at last'
    },
    { autoflush: false },
  )
  t.equal((await Author.get(1)).name, 'at last')
})

eachDatabase(t, 'queries at once wait for one flush', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async () => {
    const ada = await Author.get(1)
    ada.name = 'x'
    const statements = await database.count(async () => {
      const counts = await Promise.all([1, 2, 3].map(() => Author.where('name', 'x').count()))
      t.same(counts, [1, 1, 1])
    })
    t.equal(statements.filter(sql => /^update/i.test(sql)).length, 1)
    t.equal(statements.length, 4)
  })
})

eachDatabase(t, 'hooks may read and change what is written', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  const off = Book.on('beforeUpdate', async book => {
    // The load that caused the flush is of the same relationship.
    const author = await book.author
    book.title = `${book.title} by ${author.name}`
  })
  const offInsert = Author.on('afterInsert', async author => {
    const [first] = await Author.where({ id: 2 })
    first!.name = `before ${author.name}`
  })
  await db.session(async session => {
    const one = await Book.get(1)
    one.title = 'Changed'
    t.equal((await one.author).name, 'Ada')
    t.equal(one.title, 'Changed by Ada')
    session.add(new Author({ name: 'Eve' }))
    await session.flush()
    t.same(session.dirty, [], 'there was another round')
    t.equal(await Author.where('name', 'before Eve').count(), 1)
  })
  off()
  offInsert()
})
