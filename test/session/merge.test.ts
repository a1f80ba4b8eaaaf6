import t from 'tap'
import { automap, integer, model, text } from '../../lib/index.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { openLibrary } from '../fixtures/library.js'

eachDatabase(t, 'what the database makes is not copied', async (t, database) => {
  await database.exec({
    sqlite: `create table line (
      id integer primary key, amount integer, twice integer generated always as (amount * 2) stored)`,
    postgres: `create table line (
      id integer generated always as identity primary key, amount integer,
      twice integer generated always as (amount * 2) stored)`,
  })
  await database.exec('insert into line (amount) values (1), (2)')
  const db = await automap(database.knex)
  const { Line } = db.models
  const [one, two] = await Line!.orderBy('id')
  one!.amount = 5
  await database.knex('line').where({ id: 2 }).delete()
  await db.session(async session => {
    const own = await session.merge(one!)
    await session.flush()
    t.equal(own.twice, 10)
    const again = await session.merge(two!)
    await session.flush()
    t.same([again.amount, again.twice], [2, 4])
  })
})

t.test('what was not read is not copied', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const { Author } = db.models
  const [part] = await Author.where({ id: 1 }).only('name')
  await db.session(async session => {
    const ada = await session.merge(part!)
    t.same([ada.email, session.dirty], ['ada@test', []])
  })
})

t.test('only what merge cascades to is merged', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await openLibrary(database)
  const { relationship } = await import('../../lib/index.js')
  class Author extends model('author', { id: integer().primaryKey(), name: text() }) {
    static relationships = { books: relationship('Book', { cascade: ['saveUpdate'] }) }
  }
  const db = await automap(database.knex, { models: { Author } })
  const ada = await Author.where({ id: 1 })
    .with('books' as never)
    .first()
  const books = (ada as unknown as { books: { title: string }[] }).books
  books[0]!.title = 'x'
  books.pop()
  await db.session(async session => {
    await session.merge(ada!)
    t.same(session.dirty, [])
  })
})

t.test('a new instance of a class with a version is merged like any other', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table page (id integer primary key, body text not null, row_version integer not null);
    insert into page values (1, 'x', 3)`)
  class Page extends model(
    'page',
    { id: integer().primaryKey(), body: text(), rowVersion: integer() },
    { version: 'rowVersion' },
  ) {}
  const db = await automap(database.knex, { models: { Page } })
  const read = await Page.get(1)
  read.body = 'y'
  await db.session(async session => {
    const page = await session.merge(read)
    t.same([page.body, page.rowVersion], ['y', 3])
    await session.flush()
    t.equal(page.rowVersion, 4)
    t.equal((await session.merge(new Page({ id: 1, body: 'z' }))).body, 'z')
  })
  t.equal((await Page.get(1)).body, 'z')
})

t.test('a circle is merged once', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table node (id integer primary key, next_id integer references node (id));
    insert into node values (1, null), (2, 1);
    update node set next_id = 2 where id = 1`)
  const db = await automap(database.knex)
  const { Node } = db.models
  const [one, two] = await Node!.orderBy('id')
  one!.next = two
  two!.next = one
  await db.session(async session => {
    const own = await session.merge(one!)
    t.equal((own.next as { next: unknown }).next, own)
    t.same(session.dirty, [])
  })
})

t.test('none is merged where the key is on the other side, too', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table person (id integer primary key);
    create table passport (id integer primary key, person_id integer unique references person (id));
    insert into person values (1);
    insert into passport values (7, 1);`)
  const db = await automap(database.knex)
  const { Person, Passport } = db.models
  const [person] = await Person!.where({ id: 1 }).with('passport')
  person!.passport = null
  await db.session(async session => {
    const own = await session.merge(person!)
    t.equal(own.passport, null)
  })
  t.equal((await Passport!.get(7)).personId, null)
})
