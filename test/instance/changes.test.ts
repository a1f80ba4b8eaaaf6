import { inspect } from 'node:util'
import t from 'tap'
import { automap, json, model } from '../../lib/index.js'
import { changedColumns } from '../../lib/instance/changes.js'
import type { Instance } from '../../lib/instance/instance.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { columnOf, openOneTrade } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

interface Data {
  a: unknown[]
  b?: unknown
}

t.test('changes tell what a property was and is, in a frozen object of no prototype', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  t.equal(changedColumns(internal(note)).size, 0, 'of an instance that nothing was done to, there are none')
  note.flag = false
  note.at = new Date(0)
  const { changes } = note
  t.equal(Object.getPrototypeOf(changes), null)
  t.ok(Object.isFrozen(changes) && Object.isFrozen(changes.flag))
  t.same(
    { ...changes },
    { flag: { from: true, to: false }, at: { from: new Date('2024-05-06T07:08:09Z'), to: new Date(0) } },
  )
})

t.test('JSON that is changed in place is noticed', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const data = note.data as Data
  t.same(note.changes, {})
  data.a.push('x')
  t.same(note.changes.data, { from: { a: [1], b: 2 }, to: { a: [1, 'x'], b: 2 } })
  t.equal(note.data, data, 'and stays the object that its owner holds')
  const edit = changedColumns(internal(note)).get(columnOf(Note, 'data'))
  t.same(edit?.before, '{"a": [1], "b": 2}')
  t.equal(edit?.bound, '{"a":[1,"x"],"b":2}')
  t.equal(changedColumns(internal(note)).get(columnOf(Note, 'data')), edit, 'once, until it is changed again')
  data.b = 3
  t.same(note.changes.data?.to, { a: [1, 'x'], b: 3 })
  data.a.pop()
  data.b = 2
  t.same(note.changes, {}, 'what is back at what it was is no change')
  t.equal(note.data, data)
  data.b = undefined
  t.same(Object.keys(note.changes), ['data'])
})

t.test('what JSON does not keep is no change', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const data = note.data as Data & { c?: unknown }
  data.c = undefined
  t.same(note.changes, {})
})

t.test('what was assigned can be changed in place, too', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const tags = ['z']
  note.tags = tags
  t.equal(note.tags, tags)
  tags.push('!')
  t.same(note.changes.tags, { from: ['x', 'y'], to: ['z', '!'] })
  tags.splice(0, 2, 'x', 'y')
  t.same(note.changes, {})
  tags.push('!')
  t.same(note.changes.tags?.to, ['x', 'y', '!'])
})

t.test('what does not fit any more is refused when changes are asked for', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const data = note.data as Data
  data.b = 5n
  t.equal(
    await errorOf(() => note.changes),
    'ValueError VALUE_INVALID: Cannot use a value for "note.data": expected a value that JSON can hold (Do not know how to serialize a BigInt), got an object',
  )
})

t.test('validators see what was changed in place', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  await database.exec(`create table post (id integer primary key, tags json, secret json);
    insert into post values (1, '["a"]', '{"pin": 1}')`)
  const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value)
  class Post extends model('post', { tags: json().validate(sorted as never), secret: json().sensitive() }) {}
  await automap(database.knex, { models: [Post] })
  const post = await Post.get(1)
  ;(post.tags as string[]).unshift('b')
  t.same(post.changes, { tags: { from: ['a'], to: ['a', 'b'] } })
  t.same(post.tags, ['a', 'b'])
  Object(post.secret).pin = 2
  t.equal(inspect(post.changes.secret), '{}', 'what is sensitive is not shown')
  t.same([post.changes.secret?.from, post.changes.secret?.to], [{ pin: 1 }, { pin: 2 }])
  t.equal(String(changedColumns(internal(post)).get(columnOf(Post, 'secret'))?.bound), '[sensitive]')
})

t.test('a new instance was nothing before', async t => {
  const { Person } = await openOneTrade(t)
  t.same(new Person({ name: 'Eve' }).changes, { name: { from: null, to: 'Eve' } })
  t.same(new Person().changes, {})
})
