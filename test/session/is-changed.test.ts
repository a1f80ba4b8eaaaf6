import t from 'tap'
import { automap } from '../../lib/index.js'
import { isInstance, relate } from '../../lib/instance/instance.js'
import { isChanged } from '../../lib/session/is-changed.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { openLibrary } from '../fixtures/library.js'

t.test('tells whether there may be something to write', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const { Author, Book, Shelf } = (await openLibrary(database)).models
  const changed = (value: unknown): boolean => isInstance(value) && isChanged(value)
  const ada = await Author.get(1)
  t.equal(changed(ada), false, 'never touched')
  const { notes } = ada
  t.equal(changed(ada), false, 'looked at')
  notes?.tags.push('b')
  t.equal(changed(ada), true, 'changed in place')
  notes?.tags.pop()
  t.equal(changed(ada), false, 'changed back')
  ada.name = 'x'
  t.equal(changed(ada), true, 'assigned')
  ada.name = 'Ada'
  const books = await ada.books
  t.equal(changed(ada), false, 'its books were looked at')
  books.reverse()
  t.equal(changed(ada), false, 'no order is kept')
  const last = books.pop()
  t.equal(changed(ada), true, 'one was taken out')
  books.push(last!, last!)
  t.equal(changed(ada), false, 'it is there again, however often')
  books.push(new Book({ title: 'x' }))
  t.equal(changed(ada), true)
  books.pop()
  books[0] = new Book({ title: 'x' })
  t.equal(changed(ada), true, 'as many, and others')
  const [bob] = await Author.where({ id: 2 })
  await bob?.books
  if (isInstance(bob)) relate(bob, 0, undefined)
  t.equal(changed(bob), false, 'what is not loaded any more was not changed')
  const book = new Book({ title: 'x' })
  t.equal(changed(book), true)
  const four = await Book.get(4)
  four.shelf = new Shelf()
  t.equal(changed(four), true, 'its key is still to come')
})

t.test('one to one counts as a collection of one', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table person (id integer primary key);
    create table passport (person_id integer not null primary key references person (id));
    insert into person values (1), (2);
    insert into passport values (1);`)
  const { Person, Passport } = (await automap(database.knex)).models
  const [one, two] = await Person!.orderBy('id')
  const changed = (value: unknown): boolean => isInstance(value) && isChanged(value)
  for (const person of [one, two]) await person!.passport
  t.same([changed(one), changed(two)], [false, false])
  two!.passport = new Passport!()
  t.same([changed(one), changed(two)], [false, true])
  two!.passport = null
  t.equal(changed(two), false)
})
