import { queryObjects } from 'node:v8'
import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { type Author, type Book, openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'a row is one instance, however it is read', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async () => {
    const [ada] = await Author.where('name', 'Ada')
    t.equal(await Author.where({ id: 1 }).first(), ada)
    t.equal(await Author.findBy({ email: 'ada@test' }), ada)
    t.equal((await Author.orderBy('id')).at(0), ada)
    t.equal((await Book.get(1).then(book => book.author)) as unknown, ada, 'a lazy load')
    t.equal((await Book.where({ id: 2 }).with('author'))[0]?.author, ada, 'a joined one')
    t.equal((await Book.where({ id: 2 }).with('author', { lazy: 'selectin' }))[0]?.author, ada)
    for await (const author of Author.where({ id: 1 })) t.equal(author, ada, 'a stream')
    t.same(
      await Promise.all([Author.get(2), Author.where({ id: 2 }).first()]).then(([a, b]) => a === b),
      true,
    )
    const [books, again] = await Promise.all([Book.orderBy('id'), Book.orderBy('id')])
    t.same(
      books.map((book, i) => book === again[i]),
      [true, true, true, true],
    )
  })
  const outside = await Author.get(1)
  await db.session(async () => t.not(await Author.get(1), outside, 'what is no part of the session stays so'))
  t.not(await Author.get(1), outside)
})

eachDatabase(t, 'a read by key needs no statement for what is there', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book, Shelf } = db.models
  await db.session(async () => {
    const statements = await database.count(async () => {
      const ada = await Author.get(1)
      t.equal(await Author.get(1), ada)
      t.equal(await Author.find('1'), ada)
      t.equal(await Author.find({ id: 1 }), ada)
      t.equal(await Author.where('name', 'Ada').find(1), ada, 'conditions are for the database to answer')
      t.equal(await Author.where('name', 'Bob').find(1), null)
    })
    t.equal(statements.length, 3)
    const [one] = await Book.where({ id: 1 })
    const [shelf] = await Shelf.where({ code: 'A' })
    const lazily = await database.count(async () => {
      t.equal(await one?.author, await Author.get(1))
      t.equal(await one?.shelf, shelf)
    })
    t.same(lazily, [])
  })
})

eachDatabase(t, 'a lazy load asks for those alone that are not there', async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async () => {
    const ada = await Author.get(1)
    const books = await Book.orderBy('id')
    const statements = await database.count(async () => {
      const authors = await Promise.all(books.map(book => book.author))
      t.equal(authors[0], ada)
      t.equal(authors[1], ada)
      t.same(
        authors.map(({ id }) => id),
        [1, 1, 2, 3],
      )
    })
    t.equal(statements.length, 1)
    const [sql] = await database.count(async () => {
      for (const book of books) await (await book.author).books
    })
    t.match(sql, /book/, 'one load for all, though they came with several results')
    t.equal(books[3]?.author, (await Author.get(3)) as unknown)
  })
})

eachDatabase(
  t,
  'instances that were there get their neighbours from the last result',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    await db.session(async () => {
      for (const id of [1, 2, 3]) await Author.get(id)
      const statements = await database.count(async () => {
        for (const author of await Author.orderBy('id')) await author.books
      })
      t.equal(statements.length, 2)
    })
  },
)

eachDatabase(
  t,
  'what an instance has is not overwritten, and what it lacks is filled',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    await db.session(
      async () => {
        const [ada] = await Author.where({ id: 1 }).only('name')
        ada!.name = 'Ada Byron'
        await Author.where({ id: 1 }).first()
        t.equal(ada?.name, 'Ada Byron')
        t.equal(ada?.email, 'ada@test')
        const [again] = await Author.where({ id: 1 }).with('books')
        t.equal(again as unknown, ada)
        t.equal(again?.books.length, 2)
        const { books } = again!
        const statements = await database.count(async () => {
          t.equal(
            (await Author.where({ id: 1 }).with('books'))[0]?.books,
            books,
            'its collection is the same',
          )
          t.equal((await Author.where({ id: 1 }).with('books', { lazy: 'joined' }))[0]?.books, books)
        })
        t.equal(statements.length, 3)
        t.same(
          books.map(({ id }) => id),
          [1, 2],
        )
      },
      { autoflush: false },
    )
  },
)

eachDatabase(
  t,
  'the instances of a session are held weakly, unless they are changed',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    const rows = Array.from({ length: 6000 }, (_, i) => ({ name: `n${i}` }))
    await database.knex.batchInsert('author', rows, 500)
    const alive = (): number => queryObjects(Author as unknown as new () => object) as unknown as number
    await db.session(
      async session => {
        let least = 0
        let read = 0
        for await (const author of Author.query()) {
          read += 1
          if (read <= 5) author.name = `changed ${read}`
          if (read === 5500) least = alive()
        }
        t.ok(least >= 1000, `${least} instances were alive`)
        t.ok(least <= 2500, `${least} instances were alive`)
        t.same(
          session.dirty.map(author => (author as Author).name),
          [1, 2, 3, 4, 5].map(n => `changed ${n}`),
        )
      },
      { autoflush: false },
    )
    t.equal(await Author.where('name', 'like', 'changed %').count(), 5)
  },
)

eachDatabase(
  t,
  'a stream goes on behind rows, not behind what instances keep of them',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    const rows = Array.from({ length: 2500 }, (_, i) => ({ name: `n${9999 - i}` }))
    await database.knex.batchInsert('author', rows, 500)
    await db.session(async () => {
      const living = await Author.orderBy('id')
      await db.transaction(transaction => transaction.raw("update author set name = 'm' || id"))
      const seen = new Set<Author>()
      for await (const author of Author.orderBy('name')) seen.add(author)
      t.equal(seen.size, 2503)
      t.ok(living.every(author => seen.has(author)))
    })
  },
)

eachDatabase(t, 'rows that a join repeats are as many as outside', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const repeated = (): PromiseLike<Author[]> =>
    Author.orderBy('id').modify(query => query.joinRaw('cross join tag'))
  const outside = (await repeated()).map(({ id }) => id)
  await db.session(async () => {
    const inside = await repeated()
    t.same(
      inside.map(({ id }) => id),
      outside,
    )
    t.equal(new Set(inside).size, 3)
  })
})

eachDatabase(
  t,
  'a collection that is kept keeps its owner, and what is put into it is written',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author, Book } = db.models
    const rows = Array.from({ length: 3000 }, (_, i) => ({ name: `n${i}` }))
    await database.knex.batchInsert('author', rows, 500)
    await db.session(async () => {
      const books = await firstBooks()
      for await (const _ of Author.query());
      books.push(new Book({ title: 'Late' }))
      t.equal(await Book.where({ title: 'Late', authorId: 1 }).count(), 1)
    })

    async function firstBooks(): Promise<Book[]> {
      return (await Author.get(1)).books
    }
  },
)
