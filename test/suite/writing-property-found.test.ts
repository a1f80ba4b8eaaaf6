// What the property test beside this one has found, each as the shortest program that showed it.
import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { openLibrary, type Author as Row } from '../fixtures/library.js'

eachDatabase(
  t,
  'what a rolled back savepoint added and a query brought again is not added',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author, Book } = db.models
    await db.session(async session => {
      const author = await Author.get(1)
      const savepoint = db.transaction(async () => {
        session.add(new Book({ title: 'Five', author }))
        t.equal((await Book.all()).length, 5)
        throw new Error('no')
      })
      await t.rejects(savepoint, { message: 'no' })
      t.same([session.new, session.dirty, await session.plan()], [[], [], []])
    })
    t.equal(await Book.count(), 4)
  },
)

eachDatabase(
  t,
  'what has no owner can be put into the array of one that is not saved',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Book, Shelf } = db.models
    const four = await Book.get(4)
    t.equal(four.shelfCode, null)
    const shelf = new Shelf({ code: 'C' })
    ;(shelf.books as unknown as object[]).push(four)
    await shelf.save()
    t.equal(four.shelfCode, 'C')
    t.equal(await Book.where('shelfCode', 'C').count(), 1)
  },
)

eachDatabase(
  t,
  'one array of a pair can be changed where the arrays of both sides are loaded',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Book, Tag } = db.models
    await db.session(async session => {
      const one = await Book.get(1)
      const [old, recent] = await Tag.orderBy('id')
      const tags = await one.tags
      const books = await old!.books
      await recent!.books
      // What is held first is settled first.
      old!.label = 'older'
      tags.splice(tags.indexOf(old!), 1)
      await session.flush()
      t.same([tags, books.map(({ id }) => id)], [[recent], [2]])
      t.same([session.dirty, await session.plan()], [[], []])
      one.title = 'Uno'
      books.push(one)
      await session.flush()
      t.same(
        [tags, books.map(({ id }) => id)],
        [
          [recent, old],
          [2, 1],
        ],
      )
      t.same([session.dirty, await session.plan()], [[], []])
    })
    t.equal(await Book.whereHas('tags').count(), 2)
    t.same((await (await Book.get(1)).tags).length, 2)
  },
)

eachDatabase(
  t,
  'what is put back into an array that was emptied by an assignment stays in it',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author, Book } = db.models
    const ada = await Author.with('books').orderBy('id').first()
    const [one, two] = [...(ada?.books ?? [])]
    Object.assign(ada!, { books: [] })
    t.equal(one!.authorId, null)
    ada!.books.push(one!, two!)
    // What is written of the one is not forgotten of the other.
    one!.author = ada!
    await one!.save()
    await ada!.save()
    t.same([one!.authorId, one!.changes, two!.authorId, two!.changes], [1, {}, 1, {}])
    t.equal(await Book.where('authorId', 1).count(), 2)
  },
)

eachDatabase(
  t,
  'a collection that was loaded with those of others has what was inserted since',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author, Book } = db.models
    await db.session(async session => {
      const [ada, bob] = await Author.orderBy('id')
      const book = new Book({ title: 'Five', author: ada! })
      t.equal((await bob!.books).length, 1)
      session.add(book)
      await session.flush()
      const statements = await database.count(async () => {
        t.same(
          (await ada!.books).map(({ title }) => title),
          ['One', 'Two', 'Five'],
        )
        t.same(await session.plan(), [])
      })
      t.same(statements, [])
    })
  },
)

eachDatabase(t, 'a collection lets go of what is deleted after it was read again', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const ada = await Author.with('books').orderBy('id').first()
    const [one, two] = ada!.books
    await one!.refresh()
    session.delete(one!)
    await session.flush()
    t.same([ada!.books, await session.plan()], [[two], []])
  })
})

eachDatabase(
  t,
  'what was let go of in a savepoint that is rolled back is the one of its row again',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    await db.session(async session => {
      const ada = await Author.get(1)
      let other = ada
      const savepoint = db.transaction(async () => {
        session.expungeAll()
        other = await Author.get(1)
        t.not(other, ada)
        throw new Error('no')
      })
      await t.rejects(savepoint, { message: 'no' })
      t.same([session.has(ada), session.has(other)], [true, false])
      t.equal(await Author.get(1), ada)
    })
  },
)

eachDatabase(
  t,
  'what was read in a savepoint that is rolled back is as its row says when it is read again',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author, Book } = db.models
    await db.session(
      async session => {
        let [ada, bob]: (Row | undefined)[] = []
        const savepoint = db.transaction(async () => {
          await Author.everything().update({ name: 'x' })
          ;[ada, bob] = await Author.orderBy('id')
          t.same([ada!.name, bob!.name], ['x', 'x'])
          throw new Error('no')
        })
        await t.rejects(savepoint, { message: 'no' })
        bob!.email = 'new@test'
        const book = await Book.with('author').get(1)
        t.equal(book.author, ada)
        t.same([ada!.name, session.dirty], ['Ada', [bob]])
        const statements = await database.count(async () =>
          t.equal((await (await Book.get(3)).author).name, 'Bob'),
        )
        t.equal(statements.filter(sql => /^select/i.test(sql)).length, 2, 'it is not taken from memory')
        t.same([bob!.name, bob!.changes], ['Bob', { email: { from: 'bob@test', to: 'new@test' } }])
        t.same(await database.count(async () => t.equal(await (await Book.get(3)).author, bob)), [])
      },
      { autoflush: false },
    )
    t.same(await Author.orderBy('id').pluck('email'), ['ada@test', 'new@test', null])
  },
)
