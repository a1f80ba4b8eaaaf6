import t from 'tap'
import { automap, integer, type Many, model, type One, relationship } from '../../lib/index.js'
import type { Instance } from '../../lib/instance/instance.js'
import { collectionChange } from '../../lib/instance/relation.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openOneTrade, openTrade, relationshipOf } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

/** What a collection gained and lost, and what a single relationship did. */
function change(owner: object, name: string): [added: unknown[], removed: unknown[]] {
  const { added, removed } = collectionChange(internal(owner), relationshipOf(owner.constructor, name))
  return [[...added], [...removed]]
}

t.test('what is of another class is refused, and told by its type alone', async t => {
  const { Person, Group } = await openOneTrade(t)
  const [ada] = await Person.with('peopleByBoss', 'groups').where('id', 1)
  const group = await Group.get(1)
  const refused = (values: object) => errorOf(() => Object.assign(ada!, values))
  t.equal(
    await refused({ boss: group }),
    'ValueError VALUE_INVALID: Cannot use a value for "Person.boss": expected an instance of Person, or null, got an instance of Group',
  )
  t.equal(
    await refused({ groups: group }),
    'ValueError VALUE_INVALID: Cannot use a value for "Person.groups": expected an array of instances of Group, got an instance of Group',
  )
  t.equal(
    await refused({ groups: [group, 5] }),
    'ValueError VALUE_INVALID: Cannot use a value for "Person.groups": expected instances of Group in the array, got a number',
  )
  t.equal(
    await refused({ boss: (await Person.get(4)).boss }),
    'ValueError VALUE_INVALID: Cannot use a value for "Person.boss": expected an instance of Person, or null, got what has to be awaited first',
  )
  t.same(ada!.changes, {})
  const { groups } = ada!
  groups.push({} as never)
  t.equal(
    await errorOf(() => collectionChange(internal(ada), relationshipOf(Person, 'groups'))),
    'ValueError VALUE_INVALID: Cannot use a value for "Person.groups": expected instances of Group in the array, got an object',
  )
})

t.test('what is not loaded cannot be replaced unseen', async t => {
  const { Person, Group } = await openOneTrade(t)
  const ada = await Person.get(1)
  const message = (name: string) =>
    `NotLoadedError NOT_LOADED: Cannot set "Person.${name}": it is not loaded, and what it holds would be let go unseen; await it first, or load it with the query: .with('${name}')`
  for (const [name, value] of Object.entries({ peopleByBoss: [], groups: [], badge: null })) {
    t.equal(await errorOf(() => Object.assign(ada, { [name]: value })), message(name))
  }
  const group = new Group({ id: 7, name: 'New', people: [ada] })
  t.same(group.people, [ada], 'a new instance holds nothing yet')
  const [one] = await Person.whereNull('bossId')
  one!.boss = ada
  t.equal(one!.boss, ada, 'to one can')
})

t.test('where the key is empty, nothing is lost', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`create table a (id integer primary key, code text unique);
    create table b (id integer primary key, a_code text references a (code)); insert into a values (1, null);
    insert into b values (1, null)`)
  const { A, B } = (await automap(database.knex)).models
  const [a, b] = [await A!.get(1), await B!.get(1)]
  a.bs = [b]
  t.same([a.bs, b.a, b.aCode], [[b], a, null])
})

t.test('what is only read is not written', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await openTrade(database)
  class Badge extends model('badge', { id: integer().primaryKey() }) {
    declare person: One<Person | null>
  }
  class Person extends model('person', { id: integer().primaryKey() }) {
    static relationships = { early: relationship('Badge', { viewOnly: true, foreignKey: 'person_id' }) }
    declare early: Many<Badge>
  }
  await automap(database.knex, { models: [Person, Badge] })
  const person = await Person.get(1)
  t.equal(
    await errorOf(() => Object.assign(person, { early: [] })),
    'MappingError READ_ONLY: Cannot set "Person.early": the relationship is declared viewOnly, and is only read',
  )
  const early = (await person.early) as unknown
  if (Array.isArray(early)) early.pop()
  t.same(change(person, 'early'), [[], []])
})
