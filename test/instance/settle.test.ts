import t from 'tap'
import { automap, custom, model } from '../../lib/index.js'
import { changedColumns } from '../../lib/instance/changes.js'
import { type Instance, loadedOf, slotOf, stateFor, stateOf } from '../../lib/instance/instance.js'
import { Journal } from '../../lib/instance/journal.js'
import { collectionChange } from '../../lib/instance/relation.js'
import { reread, type Saved, settleDeleted, settleMembers, settleSaved } from '../../lib/instance/settle.js'
import { statusOf } from '../../lib/instance/status.js'
import { freshDatabase } from '../fixtures/databases.js'
import { columnOf, mappingOf, openOneTrade, relationshipOf } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

/** As if what is changed had been written, and this had come back. */
function settle(instance: object, returned: Record<string, unknown>, taken = changesOf(instance)): void {
  const columns = Object.keys(returned).map(property => columnOf(instance.constructor, property))
  settleSaved(internal(instance), { columns, values: Object.values(returned), taken }, null)
}

function changesOf(instance: object): Saved['taken'] {
  return changedColumns(internal(instance))
}

t.test('what was written and came back is what is there', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  note.flag = false
  note.big = 6
  note.amount = 2
  settle(note, { flag: 0, big: 7 })
  t.same(note.changes, {})
  t.same([note.flag, note.big, note.amount], [false, 7, 2], 'a trigger may have written another value')
  t.equal(
    slotOf(internal(note), columnOf(Note, 'amount').slot),
    2,
    'what did not come back is what was bound',
  )
})

t.test('a new instance is saved then, with the key that it was given', async t => {
  const { Person } = await openOneTrade(t)
  const zoe = new Person({ name: 'Zoe' })
  const staff = zoe.peopleByBoss
  settle(zoe, { id: 9, name: 'Zoe', bossId: 1 })
  t.same([statusOf(internal(zoe)), zoe.isNew, zoe.id], ['saved', false, 9])
  t.equal(zoe.peopleByBoss, staff)
  t.equal(Object(await zoe.boss).name, 'Ada', 'a key that the database has set leads somewhere')
})

t.test('what was assigned during the write stays to be written', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  note.big = 6
  note.flag = false
  note.tags = ['a']
  const taken = changesOf(note)
  stateFor(internal(note)).turn = Promise.resolve()
  note.big = 7
  note.flag = true
  note.tags = ['b']
  note.raw = Buffer.from('x')
  stateFor(internal(note)).turn = null
  settle(note, { big: 6, flag: 1, tags: '["a"]', id: 1 }, taken)
  t.same(Object.keys(note.changes).sort(), ['big', 'raw', 'tags'], 'but what the database has by now')
  t.same(
    [note.changes.big, note.changes.tags],
    [
      { from: 6, to: 7 },
      { from: ['a'], to: ['b'] },
    ],
  )
  t.equal(note.flag, true)
})

t.test('an object that was changed in place stays the one that its owner holds', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const data = note.data as { a: unknown[]; b: unknown }
  const tags: string[] = ['z']
  note.tags = tags
  data.a.push(2)
  settle(note, { data: '{"b": 2, "a": [1, 2]}' })
  t.same([note.data, note.tags], [data, tags])
  t.equal(note.data, data)
  t.same(note.changes, {}, 'the order of names makes no difference')
  data.a.push(3)
  tags.push('!')
  t.same(Object.keys(note.changes).sort(), ['data', 'tags'], 'and is still watched')
  settle(note, { data: '{"a": [1, 2, 3], "by": "trigger"}', tags: '["z", "!"]' })
  t.same(note.data, { a: [1, 2, 3], by: 'trigger' }, 'unless the database has made another value of it')
  t.equal(note.tags, tags)
})

t.test('what only came back does not take away what was changed in place meanwhile', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const data = note.data as { a: unknown[] }
  settle(note, { data: '{"b":2,"a":[1]}' })
  t.equal(note.data, data, 'the same value is the same object')
  settle(note, { data: '{"c": 1}' })
  t.same(note.data, { c: 1 })
  Object(note.data).d = 2
  settle(note, { data: '{"e": 1}' }, new Map())
  t.same(note.changes, { data: { from: { e: 1 }, to: { c: 1, d: 2 } } })
})

t.test('what is converted is decoded again, as its value cannot be', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  await database.exec(
    "create table post (id integer primary key, tags json); insert into post values (1, '[]')",
  )
  const tags = custom<string>({
    type: 'json',
    kind: 'json',
    read: value => (value as string[]).join(),
    write: value => value.split(','),
  })
  class Post extends model('post', { tags }) {}
  await automap(database.knex, { models: [Post] })
  const post = await Post.get(1)
  post.tags = 'x,y'
  settle(post, {})
  t.equal(post.tags, 'x,y')
  t.same(post.changes, {})
})

t.test('a key that was written is the same key, however the driver writes it', async t => {
  const { Person } = await openOneTrade(t)
  const [ada, cora] = [await Person.with('peopleByBoss').get(1), await Person.get(4)]
  cora.boss = ada
  settle(cora, { bossId: '1' })
  t.equal(cora.boss, ada)
  t.same(collectionChange(internal(ada), relationshipOf(Person, 'peopleByBoss')).added, [])
})

t.test('what was deleted is taken out of what is loaded', async t => {
  const { Person, Group } = await openOneTrade(t)
  const [ada] = await Person.with('peopleByBoss', 'badge', 'groups').where('id', 1)
  const bea = ada!.peopleByBoss[0]!
  const badge = ada!.badge!
  const group = ada!.groups[0]!
  await group.people
  settleDeleted(internal(badge), null)
  t.same([ada!.badge, statusOf(internal(badge)), badge.isNew], [null, 'deleted', false])
  t.same(collectionChange(internal(ada), relationshipOf(Person, 'badge')).removed, [])
  settleDeleted(internal(bea), null)
  t.notOk(ada!.peopleByBoss.includes(bea))
  t.same(collectionChange(internal(ada), relationshipOf(Person, 'peopleByBoss')).removed, [])
  const cora = ada!.peopleByBoss[0]!
  settleDeleted(internal(ada), null)
  t.equal(loadedOf(internal(cora), relationshipOf(Person, 'boss').index), undefined)
  t.same(
    collectionChange(internal(group), relationshipOf(Group, 'people')).removed,
    [],
    'the association went with it',
  )
})

t.test('an association that was written is no change of the other side', async t => {
  const { Person, Group } = await openOneTrade(t)
  const groups = await Group.with('people').orderBy('id')
  const [chess, choir] = groups
  const ada = await Person.with('groups').get(3)
  const side = relationshipOf(Person, 'groups')
  const other = relationshipOf(Group, 'people')
  const gone = chess!.people[0]!
  await gone.groups
  ada.groups.push(chess!)
  const { members } = collectionChange(internal(ada), side)
  settleMembers(internal(ada), side, members, null)
  t.same(collectionChange(internal(ada), side).added, [])
  t.ok(chess!.people.includes(ada))
  t.same(collectionChange(internal(chess), other).added, [])
  chess!.people = []
  settleMembers(internal(chess), other, [], null)
  t.same(collectionChange(internal(gone), side).removed, [])
  t.same(collectionChange(internal(ada), side).removed, [])
  t.same(ada.groups, [])
  ada.groups = [choir!]
  settleMembers(internal(choir), other, choir!.people.map(internal), null)
  t.same(collectionChange(internal(ada), side).added, [])
  const staff = relationshipOf(Person, 'peopleByBoss')
  settleMembers(internal(ada), staff, [], null)
  t.same(stateOf(internal(ada))?.members.get(staff.index), [])
})

t.test('a row that was read again is all that there is', async t => {
  const { Person } = await openOneTrade(t)
  const [ada, bea] = await Person.with('peopleByBoss').whereIn('id', [1, 2]).orderBy('id')
  const cora = ada!.peopleByBoss[1]!
  cora.name = 'C'
  cora.boss = bea!
  await cora.groups
  const journal = new Journal()
  const { columns } = mappingOf(Person)
  const row: Record<string, unknown> = { id: 3, name: 'Coralie', bossId: 1 }
  reread(
    internal(cora),
    columns.map(({ property }) => row[property]),
    journal,
  )
  t.same([cora.name, cora.bossId, cora.changes], ['Coralie', 1, {}])
  t.notOk(bea!.peopleByBoss.includes(cora))
  t.equal(loadedOf(internal(cora), relationshipOf(Person, 'boss').index), undefined)
  journal.rollBack()
  t.same([cora.name, cora.bossId, cora.boss], ['C', 2, bea])
  t.ok(bea!.peopleByBoss.includes(cora))
})

t.test('a rollback undoes what was settled', async t => {
  const { Person, Group } = await openOneTrade(t)
  const [ada] = await Person.with('peopleByBoss', 'groups', 'badge').where('id', 1)
  const [group] = ada!.groups
  await group!.people
  const journal = new Journal()
  ada!.name = 'A'
  const saved = { columns: [columnOf(Person, 'name')], values: ['A'], taken: changesOf(ada!) }
  settleSaved(internal(ada), saved, journal)
  const side = relationshipOf(Person, 'groups')
  ada!.groups = []
  settleMembers(internal(ada), side, [], journal)
  const staff = [...ada!.peopleByBoss]
  settleDeleted(internal(ada), journal)
  t.same([ada!.isNew, statusOf(internal(ada)), { ...ada!.changes }], [false, 'deleted', {}])
  journal.rollBack()
  t.same([ada!.name, Object.keys(ada!.changes), statusOf(internal(ada))], ['A', ['name'], 'saved'])
  t.same(
    staff.map(each => loadedOf(internal(each), relationshipOf(Person, 'boss').index)),
    [ada, ada],
  )
  t.equal(relationshipOf(Group, 'people').inverse, side)
})

t.test('what has no other side is settled by itself', async t => {
  const { Person } = await openOneTrade(t, {
    relationships: ({ name }) => (name === 'boss' ? false : undefined),
  })
  const [ada] = await Person.with('peopleByBoss').where('id', 1)
  settleDeleted(internal(ada), null)
  t.equal(ada!.peopleByBoss.length, 2)
  const dina = await Person.get(4)
  reread(internal(dina), [4, 'D', null], null)
  t.same([dina.name, dina.bossId], ['D', null])
})
