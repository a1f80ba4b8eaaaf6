import t from 'tap'
import { integer, text } from '../../lib/declaration/columns.js'
import { revealed } from '../../lib/dialect/concealed.js'
import { automap, json, model } from '../../lib/index.js'
import { changedColumns } from '../../lib/instance/changes.js'
import { assign, assignmentOf, currentBound, editColumn, storedValue } from '../../lib/instance/edit.js'
import { type Instance, slotOf, stateFor } from '../../lib/instance/instance.js'
import { Journal } from '../../lib/instance/journal.js'
import type { Untyped } from '../../types/loaded.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { columnOf, openOneTrade, openTrade } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

t.test('an assignment is read at once, and the row keeps what it was', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const big = columnOf(Note, 'big')
  note.big = 7
  t.equal(note.big, 7)
  t.equal(slotOf(internal(note), big.slot), 7, 'the slot holds what is to be')
  t.equal(storedValue(internal(note), big), 5)
  t.equal(currentBound(internal(note), big), 7)
  note.big = 8
  t.equal(storedValue(internal(note), big), 5, 'a second one goes by what was read, too')
  note.big = 5
  t.same(note.changes, {}, 'what the column has already is no change')
  t.equal(storedValue(internal(note), big), 5)
  t.equal(currentBound(internal(note), big), 5)
})

t.test('what is bound is compared, not what was given', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  note.at = new Date('2024-05-06T07:08:09Z')
  note.flag = true
  note.data = { a: [1], b: 2 }
  note.tags = ['x', 'y']
  note.raw = Buffer.from([10])
  t.same(note.changes, {})
  note.raw = Buffer.from([11])
  note.flag = null
  t.same(Object.keys(note.changes), ['raw', 'flag'])
  const empty = await Note.get(2)
  empty.big = null
  t.same(empty.changes, {})
  empty.data = { a: 1 }
  t.same(empty.data, { a: 1 })
  empty.data = null
  t.same(empty.changes, {})
})

t.test('what nobody could have written there equals nothing', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  const { Note } = (await openTrade(database)).models
  await database.exec("update note set flag = 'maybe', big = 9007199254740993 where id = 2")
  const note = await Note.get(2)
  note.flag = true
  note.big = 9_007_199_254_740_991
  t.equal(note.big, 9_007_199_254_740_991)
  t.same({ ...note.changes }, { flag: { from: 'maybe', to: true }, big: note.changes.big })
  t.equal(note.changes.big?.to, 9_007_199_254_740_991)
})

t.test('a value is refused before anything is changed', async t => {
  const { Person } = await openOneTrade(t)
  const person = await Person.get(1)
  const assigning = (values: object) => errorOf(() => Object.assign(person, values))
  t.equal(
    await assigning({ name: 'Eve', id: 'x' }),
    'ValueError VALUE_INVALID: Cannot use a value for "person.id": expected an integer of 64 bits, got a string',
  )
  t.equal(
    await assigning({ name: null }),
    'ValueError VALUE_INVALID: Cannot use null for "Person.name": column "name" of the table takes no null',
  )
  t.equal(
    await assigning({ name: undefined }),
    'ValueError VALUE_INVALID: Cannot set "Person.name" to undefined: use null to empty it',
  )
  t.same(Object.keys(person.changes), ['name'], 'what came first was taken in')
  t.equal(person.name, 'Eve')
})

t.test('validators have their say, and sensitive values stay concealed', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  await database.exec(
    "create table user (id integer primary key, name text, pin text, card json); insert into user values (1, 'x', null, null)",
  )
  class User extends model('user', {
    name: text().validate(value => value.trim()),
    pin: text().nullable().sensitive(),
    card: json().nullable().sensitive(),
  }) {}
  await automap(database.knex, { models: [User] })
  const user = await User.get(1)
  user.name = '  Ada '
  t.equal(user.name, 'Ada')
  user.pin = '1234'
  t.equal(user.pin, '1234')
  t.equal(String(currentBound(internal(user), columnOf(User, 'pin'))), '[sensitive]')
  t.equal(revealed(currentBound(internal(user), columnOf(User, 'pin'))), '1234')
  t.equal(slotOf(internal(user), columnOf(User, 'pin').slot), '1234')
  user.pin = null
  t.same(user.changes, { name: { from: 'x', to: 'Ada' } })
})

t.test('a column that was not read takes an assignment', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  await database.exec(
    "create table page (id integer primary key, body text); insert into page values (1, 'old')",
  )
  class Page extends model('page', { body: text().deferred() }) {}
  await automap(database.knex, { models: [Page] })
  const page = (await Page.get(1)) as unknown as Untyped
  const loading = page.body as Promise<unknown>
  const load = loading.then(value => value)
  page.body = 'new'
  t.equal(page.body, 'new')
  t.equal(await load, 'new', 'a load that ends later gives it')
  t.equal(page.body, 'new')
  t.same(page.changes, { body: { from: null, to: 'new' } }, 'what it was is not known')
  page.body = 'old'
  t.same(page.changes, { body: { from: null, to: 'old' } })
})

t.test('values that were checked are taken in all at once', async t => {
  const { Deal } = await openOneTrade(t)
  const deal = internal(await Deal.get(1))
  const clientId = columnOf(Deal, 'clientId')
  const productId = columnOf(Deal, 'productId')
  const assignments = [assignmentOf(deal, clientId, 2), assignmentOf(deal, productId, null)]
  t.equal(changedColumns(deal).size, 0)
  assign(deal, assignments, null)
  t.same([...changedColumns(deal).keys()], [clientId, productId])
})

t.test('a journal remembers an instance before it is changed', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const journal = new Journal()
  editColumn(internal(note), columnOf(Note, 'big'), 6, journal)
  editColumn(internal(note), columnOf(Note, 'big'), 7, journal)
  t.equal(note.big, 7)
  journal.rollBack()
  t.equal(note.big, 5)
  t.same(note.changes, {})
})

t.test('what goes back to what it was while it is written stays an assignment', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  note.big = 6
  stateFor(internal(note)).turn = Promise.resolve()
  note.big = 5
  t.same(note.changes, { big: { from: 5, to: 5 } })
})

t.test('an integer key can be given as text', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  await database.exec('create table a (id integer primary key, n integer); insert into a values (1, 2)')
  class A extends model('a', { id: integer().primaryKey() }) {}
  const { A: Reflected } = (await automap(database.knex, { models: [A] })).models
  const one = await Reflected!.get(1)
  one.n = '2'
  t.same(one.changes, {})
})
