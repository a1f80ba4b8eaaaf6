import t from 'tap'
import { automap, model, text } from '../../lib/index.js'
import { type Instance, relatedOf } from '../../lib/instance/instance.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openOneTrade, openTrade, relationshipOf } from '../fixtures/trade.js'

t.test('names that the model lacks are all told at once', async t => {
  const { Person } = await openOneTrade(t)
  t.equal(
    await errorOf(() => new Person({ nmae: 'x', boss_id: 1, bos: null } as object)),
    [
      'MappingError PROPERTY_UNKNOWN: Model "Person" has no property "nmae". Did you mean "name"?',
      'Model "Person" has no property "boss_id": column "boss_id" is property "bossId"',
      'Model "Person" has no property "bos". Did you mean "boss"?',
    ].join('\n'),
  )
})

t.test('values that do not fit are all told at once', async t => {
  const { Person } = await openOneTrade(t)
  t.equal(
    await errorOf(() => new Person({ name: null as never, bossId: 'x' as never })),
    [
      'ValueError VALUE_INVALID: Cannot make a new "Person" for 2 reasons:',
      '- Cannot use null for "Person.name": column "name" of the table takes no null',
      '- Cannot use a value for "person.boss_id": expected an integer of 64 bits, got a string',
    ].join('\n'),
  )
  t.equal(
    await errorOf(() => new Person({ bossId: 'x' as never })),
    'ValueError VALUE_INVALID: Cannot use a value for "person.boss_id": expected an integer of 64 bits, got a string',
  )
  t.equal(
    await errorOf(() => new Person([] as object)),
    'ValueError VALUE_INVALID: Cannot make a new "Person": expected an object of properties, got an array',
  )
  t.equal(
    await errorOf(() => new Person(null as never)),
    'ValueError VALUE_INVALID: Cannot make a new "Person": expected an object of properties, got null',
  )
})

t.test('what is undefined is left out, and columns that are left out are null', async t => {
  const { Person } = await openOneTrade(t)
  const person = new Person({ name: undefined as never })
  t.same([person.name, person.id, person.changes], [null, null, {}])
})

eachDatabase(t, 'relationships are given with the values, both sides in step', async (t, database) => {
  const { Person, Group, Badge } = (await openTrade(database)).models
  const boss = await Person.with('peopleByBoss').get(1)
  const group = await Group.with('people').get(1)
  const badge = await Badge.get(3)
  const below = new Person({ name: 'Below' })
  const person = new Person({ name: 'Zoe', boss, groups: [group], badge, peopleByBoss: [below] })
  t.same([person.bossId, boss.peopleByBoss.at(-1)], [1, person])
  t.equal(group.people.at(-1), person)
  t.same([badge.person, badge.personId], [person, null])
  t.same([below.boss, below.isNew], [person, true])
})

t.test('a setter that is written by hand is asked, a getter alone is passed by', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await openTrade(database)
  class Person extends model('person', { name: text() }) {
    override get name(): string {
      return `${super.name}!`
    }
    override set name(value: string) {
      super.name = value.trim()
    }
  }
  class Badge extends model('badge', { code: text() }) {
    override get code(): string {
      return `#${super.code}`
    }
  }
  await automap(database.knex, { models: [Person, Badge] })
  t.equal(new Person({ name: ' Ada ' }).name, 'Ada!')
  t.equal(new Badge({ code: 'a' }).code, '#a')
})

eachDatabase(t, 'what was made in a transaction keeps its values after a rollback', async (t, database) => {
  const db = await openTrade(database)
  const { Person } = db.models
  const boss = await Person.with('peopleByBoss').get(1)
  const before = [...boss.peopleByBoss]
  let made: InstanceType<typeof Person> | undefined
  await t.rejects(
    db.transaction(() => {
      made = new Person({ name: 'Zoe', boss })
      t.equal(boss.peopleByBoss.at(-1), made)
      made.name = 'Zora'
      throw new Error('no')
    }),
    { message: 'no' },
  )
  t.same([made?.name, made?.isNew, made?.boss], ['Zoe', true, boss])
  t.same(boss.peopleByBoss, before, 'what was there before is as it was')
  t.equal(relatedOf(boss as unknown as Instance, relationshipOf(Person, 'boss').index), undefined)
})
