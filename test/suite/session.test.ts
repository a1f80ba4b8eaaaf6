import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openLibrary } from '../fixtures/library.js'

eachDatabase(
  t,
  'what was added, changed and deleted is written when the function has ended',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author, Book } = db.models
    const statements = await database.count(
      async () => {
        const given = await db.session(async session => {
          const [ada, four] = [await Author.get(1), await Book.get(4)]
          ada.name = 'Ada Byron'
          const eve = session.add(new Author({ name: 'Eve', books: [new Book({ title: 'Five' })] }))
          session.delete(four)
          t.same(
            [session.new, session.dirty, session.deleted].map(list => list.length),
            [1, 1, 1],
          )
          t.equal(session.new[0], eve)
          t.equal(session.dirty[0], ada)
          t.same([session.has(eve), session.has(ada), session.has({})], [true, true, false])
          return eve
        })
        t.equal(given.isNew, false)
        t.equal((await given.books).length, 1)
      },
      { all: true },
    )
    t.equal(statements.filter(sql => /^(insert|update|delete)/i.test(sql)).length, 4)
    t.match(statements.at(0), /begin/i)
    t.match(statements.at(-1), /commit/i)
    t.same(await Author.orderBy('id').pluck('name'), ['Ada Byron', 'Bob', 'Cid', 'Eve'])
    t.same(await Book.orderBy('id').pluck('title'), ['One', 'Two', 'Three', 'Five'])
  },
)

eachDatabase(t, 'nothing changed writes nothing', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const statements = await database.count(() =>
    db.session(async session => {
      const ada = await Author.get(1)
      ada.name = 'Ada Byron'
      ada.name = 'Ada'
      ada.notes?.tags.push('b')
      ada.notes?.tags.pop()
      await ada.books
      await session.flush()
    }),
  )
  t.equal(statements.length, 2)
})

eachDatabase(t, 'a value that is changed in place is found, however it was come by', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const ada = await Author.get(1)
    const tags = ada.notes?.tags
    await session.flush()
    tags?.push('b')
    t.equal(session.dirty[0], ada)
  })
  t.same((await Author.get(1)).notes, { tags: ['a', 'b'] })
})

eachDatabase(t, "save and delete inside a session are the session's", async (t, database) => {
  const db = await openLibrary(database)
  const { Author, Book } = db.models
  await db.session(async session => {
    const eve = new Author({ name: 'Eve' })
    const ada = await Author.get(1)
    ada.name = 'Ada Byron'
    await eve.save()
    t.ok(session.has(eve))
    t.same(session.dirty, [], 'a session writes everything')
    t.equal(await Author.get(eve.id), eve)
    const four = await Book.get(4)
    await four.delete()
    t.equal(session.has(four), false)
    t.equal(await Book.find(4), null)
  })
})

eachDatabase(t, 'what was taken out again is not written', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  await db.session(async session => {
    const [ada, bob] = await Author.orderBy('id')
    const eve = session.add(new Author({ name: 'Eve' }))
    ada!.name = 'x'
    bob!.name = 'y'
    session.expunge([ada!, eve])
    t.same(
      [ada!, bob!, eve].map(each => session.has(each)),
      [false, true, false],
    )
    t.not(await Author.get(1), ada, 'its row is another instance from here on')
    ada!.name = 'z'
    session.expungeAll()
    t.equal(session.has(bob!), false)
    t.not(await Author.get(2), bob)
  })
  t.same(await Author.orderBy('id').pluck('name'), ['Ada', 'y', 'Cid'])
})

eachDatabase(t, 'an instance from before the session can be added to it', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  const ada = await Author.get(1)
  ada.name = 'Ada Byron'
  await db.session(async session => {
    session.add([ada])
    t.equal(await Author.get(1), ada)
    t.equal(await Author.where('name', 'Ada Byron').count(), 1)
    const cid = await Author.get(3)
    session.delete([...(await cid.books), cid])
  })
  t.equal(await Author.find(3), null)
})

eachDatabase(t, 'a new instance may stand for a row that is to be deleted', async (t, database) => {
  const db = await openLibrary(database)
  const { Shelf } = db.models
  await db.session(async session => {
    const b = new Shelf({ code: 'C', room: 'x' })
    session.add(b)
    await session.flush()
    session.delete(b)
    const again = session.add(new Shelf({ code: 'C', room: 'y' }))
    await session.flush()
    t.equal(await Shelf.get('C'), again)
  })
  t.equal((await Shelf.get('C')).room, 'y')
})

eachDatabase(t, 'what was to be deleted and is added is kept', async (t, database) => {
  const db = await openLibrary(database)
  const { Book } = db.models
  await db.session(async session => {
    const four = await Book.get(4)
    session.delete(four)
    session.delete(four)
    t.same(session.deleted, [four])
    session.add(four)
    t.same(session.deleted, [])
  })
  t.equal(await Book.count(), 4)
})

eachDatabase(t, 'a session refuses what it cannot take', async (t, database) => {
  const db = await openLibrary(database)
  const other = await (await import('../../lib/index.js')).automap(database.knex)
  const { Author, Book } = db.models
  const outside = await Author.get(1)
  const foreign = await other.models.Author!.get(1)
  await db.session(async session => {
    const ada = await Author.get(1)
    const four = await Book.get(4)
    await four.delete()
    t.equal(
      await errorOf(() => session.add(outside)),
      'WriteError WRITE_REFUSED: Cannot add an instance of "Author": the session has another instance of the same key; merge() this one onto that',
    )
    t.equal(
      await errorOf(() => session.delete(outside)),
      'WriteError WRITE_REFUSED: Cannot delete an instance of "Author": the session has another instance of the same key; merge() this one onto that',
    )
    t.equal(
      await errorOf(() => session.add(new Author({ id: 1, name: 'twin' }))),
      'WriteError WRITE_REFUSED: Cannot add an instance of "Author": the session has another instance of the same key; merge() this one onto that',
    )
    t.equal(
      await errorOf(() => session.add(four)),
      'WriteError WRITE_REFUSED: Cannot add an instance of "Book": its row was deleted; make a new instance of its values',
    )
    t.equal(
      await errorOf(() => session.delete(new Author({ name: 'x' }))),
      'WriteError WRITE_REFUSED: Cannot delete an instance of "Author": it is not saved; expunge() takes it out of the session',
    )
    t.equal(
      await errorOf(() => session.expunge([ada, outside])),
      'WriteError WRITE_REFUSED: Cannot expunge an instance of "Author": it is no part of the session',
    )
    t.ok(session.has(ada), 'all or none')
    t.equal(
      await errorOf(() => session.add([ada, null] as never)),
      'QueryError QUERY_INVALID: Cannot add with the session: expected instances of models of this automap, got null',
    )
    t.equal(
      await errorOf(() => session.add(foreign)),
      'QueryError QUERY_INVALID: Cannot add with the session: expected instances of models of this automap, got one of another',
    )
    t.equal(
      await errorOf(() => session.withoutAutoflush(5 as never)),
      'QueryError QUERY_INVALID: Expected withoutAutoflush(async () => …), got a number',
    )
    t.equal(
      await errorOf(() => db.session(async () => undefined)),
      'QueryError QUERY_INVALID: Cannot open a session inside another: a row would be two instances. Use the one that is open; for what may fail, use transaction() inside it',
    )
  })
  t.equal(
    await errorOf(() => db.session('x' as never)),
    'QueryError QUERY_INVALID: Expected session(async session => …), got a string',
  )
})
