import t from 'tap'
import { automap, integer, type Many, model, type One, relationship, text } from '../../lib/index.js'
import type { Instance } from '../../lib/instance/instance.js'
import { collectionChange } from '../../lib/instance/relation.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { openStaff } from '../fixtures/staff.js'
import { openOneTrade, openTrade, relationshipOf } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

/** What a collection gained and lost, and what a single relationship did. */
function change(owner: object, name: string): [added: unknown[], removed: unknown[]] {
  const { added, removed } = collectionChange(internal(owner), relationshipOf(owner.constructor, name))
  return [[...added], [...removed]]
}

t.test('one to one: who had the place loses it, on both sides', async t => {
  const { Person, Badge } = await openOneTrade(t)
  const [ada, bea] = await Person.with('badge').whereIn('id', [1, 2]).orderBy('id')
  const [a, b, c] = [ada!.badge!, bea!.badge!, await Badge.get(3)]
  ada!.badge = b
  t.same([b.person, b.personId, a.person, a.personId, bea!.badge], [ada, 1, null, null, null])
  t.same(change(ada!, 'badge'), [[b], [a]])
  t.same(change(bea!, 'badge'), [[], [b]])
  c.person = ada!
  t.same([ada!.badge, b.person, b.personId, c.personId], [c, null, null, 1])
  ada!.badge = null
  t.same([ada!.badge, c.person, c.personId], [null, null, null])
  ada!.badge = a
  t.same(a.changes, {})
  t.same(change(ada!, 'badge'), [[], []])
  a.person = null
  t.equal(ada!.badge, null)
  bea!.badge = b
  bea!.badge = b
  t.same([bea!.badge, b.personId], [b, 2])
})

t.test('many to many: both sides in step, where they are loaded', async t => {
  const { Person, Group } = await openOneTrade(t)
  const groups = await Group.with('people').orderBy('id')
  const [chess, choir, empty] = groups
  const ada = chess!.people[0]!
  await ada.groups
  empty!.people = [ada, ada]
  t.same(empty!.people, [ada], 'each once')
  t.same(await ada.groups, [...(await ada.groups)])
  t.ok((await ada.groups).includes(empty!))
  t.same(change(ada, 'groups'), [[empty], []])
  t.same(change(empty!, 'people'), [[ada], []])
  ada.groups = [choir!]
  t.notOk(empty!.people.includes(ada))
  t.ok(choir!.people.includes(ada))
  choir!.people.push(new Person({ name: 'New' }))
  t.equal(change(choir!, 'people')[0].length, choir!.people.length - 1)
})

t.test('a side that chooses among rows takes nobody in unasked', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await openTrade(database)
  class Person extends model('person', { id: integer().primaryKey() }) {
    static relationships = {
      staff: relationship('Person', {
        foreignKey: 'boss_id',
        uselist: true,
        backPopulates: 'boss',
        where: people => people.where('id', '<', 3),
      }),
      badge: relationship('Badge', { uselist: false, orderBy: 'code', backPopulates: 'person' }),
    }
    declare staff: Many<Person>
    declare boss: One<Person | null>
    declare badge: One<Badge | null>
  }
  class Badge extends model('badge', { id: integer().primaryKey(), code: text() }) {
    declare person: One<Person | null>
  }
  await automap(database.knex, { models: [Person, Badge] })
  const [ada] = await Person.with('staff', 'badge').where('id', 1)
  const dina = await Person.get(4)
  dina.boss = ada!
  t.same(
    ada!.staff.map(each => each.id),
    [2],
  )
  const bea = ada!.staff[0]!
  bea.boss = dina
  t.same(ada!.staff, [], 'but who goes, goes')
  const badge = await Badge.get(3)
  const before = ada!.badge
  badge.person = ada!
  t.equal(ada!.badge, before)
})

t.test('in a hierarchy, only who has the other side is kept in step', async t => {
  const staff = await openStaff((await freshDatabase(t, 'better-sqlite3')) as Database)
  const { Project, Engineer, Employee } = staff
  const project = await Project.with('lead').get(1)
  const bob = project.lead
  const gus = await Engineer.with('projects').get(7)
  await bob.projects
  project.lead = gus
  t.ok(gus.projects.includes(project))
  t.notOk((bob.projects as unknown[]).includes(project))
  const ann = await Employee.with('pupils').get(1)
  const mentored = ann.pupils[0]!
  mentored.mentor = gus
  t.same(ann.pupils, [])
  t.equal(mentored.mentor, gus)
})
