import t from 'tap'
import { computed, integer, model, relationship, sql, text } from '../../../lib/index.js'
import type { Members } from '../../../types/declared.js'
import {
  animal,
  bootAnimals,
  invalid,
  kind,
  refusedAnimals,
  type World,
  world,
} from '../../fixtures/animals.js'
import { booted, findings } from '../../fixtures/booted.js'
import type { TableInput } from '../../fixtures/schema.js'

t.test('a class goes with the one that it inherits from where the database lacks a table', async t => {
  const tables = { cat: world.cat as TableInput, lion: { columns: ['id'], foreignKeys: ['id -> cat.id'] } }
  const lost = (given: World) =>
    findings(
      bootAnimals(
        Animal => {
          class Cat extends model(Animal, 'cat', {}, { identity: 'cat' }) {}
          class Lion extends model(Cat, 'lion', {}, { identity: 'lion' }) {}
          class Dog extends Animal {
            static identity = 'dog'
          }
          return { Lion, Cat, Dog }
        },
        { tables: given },
      ),
    )
  const none = 'the database has no table "animal"'
  t.same(lost(tables), [
    `Animal. tableMissing: ${none}`,
    `Cat. tableMissing: class "Animal", which it extends, is not mapped: ${none}`,
    `Dog. tableMissing: ${none}`,
    `Lion. tableMissing: class "Cat", which it extends, is not mapped: class "Animal", which it extends, is not mapped: ${none}`,
  ])
  t.same(lost(world), ['Lion. tableMissing: the database has no table "lion"'])
})

t.test('a concrete class does without the table of the one that it extends', async t => {
  const given = (options: object) =>
    bootAnimals(
      Animal => {
        class Cat extends model(Animal, 'cat', {}, { concrete: true, identity: 'cat' }) {}
        class Lion extends model(Cat, 'lion', {}, { identity: 'lion' }) {}
        return { Cat, Lion }
      },
      {
        options,
        tables: { cat: { columns: ['id', kind] }, lion: { columns: ['id'], foreignKeys: ['id -> cat.id'] } },
      },
    )
  const { mappings } = given({ polymorphicOn: 'kind' })
  t.same(
    mappings.map(({ name, inheritance }) => [name, inheritance?.discriminator?.column.property]),
    [
      ['Cat', 'kind'],
      ['Lion', 'kind'],
    ],
  )
})

t.test('a class can be concrete where nothing tells classes apart', async t => {
  class Animal extends model('animal', { bones: integer().nullable() }) {}
  class Owner extends model(Animal, 'owner', {}, { concrete: true }) {}
  const given = booted(world, { Animal, Owner })
  t.same(
    given.mappings
      .filter(({ declaration }) => declaration !== null)
      .map(({ name, inheritance }) => [name, inheritance]),
    [
      ['Animal', null],
      ['Owner', null],
    ],
  )
  t.same(findings(given), [])
})

t.test('classes of one table do not contradict each other', async t => {
  const both = (one: Members, other: Members) =>
    refusedAnimals(Animal => ({
      Dog: class extends model(Animal, one, { identity: 'dog' }) {},
      Wolf: class extends model(Animal, other, { identity: 'wolf' }) {},
    }))
  const bones =
    'Cannot map both "Dog.bones" and "Wolf.bones": the classes are kept in one table, and a property of it is one thing; rename one of them'
  t.equal(await both({ bones: integer().nullable() }, { bones: integer().nullable() }), 'no error')
  t.equal(await both({ bones: integer().nullable() }, { bones: text().nullable() }), invalid(bones))
  t.equal(
    await both({ bones: integer().nullable() }, { bones: integer('owner_id').nullable() }),
    invalid(bones),
  )
  t.equal(
    await both({ bones: integer().nullable() }, { bones: computed(integer(), () => sql`1`) }),
    invalid(bones),
  )
  const owner = relationship('Owner')
  const related = (...owners: unknown[]) =>
    refusedAnimals(Animal => {
      class Dog extends Animal {
        static identity = 'dog'
        static relationships = { owner: owners[0] }
      }
      class Wolf extends Animal {
        static identity = 'wolf'
        static relationships = { owner: owners[1] }
      }
      return { Dog, Wolf }
    })
  t.match(await related(owner, relationship('Owner')), 'Cannot map both "Dog.owner" and "Wolf.owner"')
})

t.test(
  'findings name the class that declares a property, and what is concrete may lack what it inherits',
  async t => {
    const given = bootAnimals(Animal => ({
      Dog: class extends model(
        Animal,
        { barks: integer(), bones: text() },
        { identity: 'dog', unique: [['bones']], exclude: ['owner_id'] },
      ) {
        static relationships = { house: relationship('House') }
      },
      House: class extends model('house') {},
      Robot: class extends model(Animal, 'owner', { volts: integer() }, { concrete: true }) {},
    }))
    t.same(findings(given), [
      'Dog.barks columnMissing: table "animal" has no column for it; name one with .named(\'…\'). Did you mean "bones"?',
      'Dog.bones nullabilityMismatch: column "bones" of table "animal" may hold NULL, and the class does not declare it nullable()',
      'Dog.bones typeMismatch: column "bones" of table "animal" is of type integer, which is not read as text; it is read as integer',
      'Dog.house tableMissing: class "House" is not mapped: the database has no table "house"',
      'House. tableMissing: the database has no table "house"',
      'Robot.volts columnMissing: table "owner" has no column for it; name one with .named(\'…\'). Did you mean "bones"?',
    ])
    const robot = given.mappings.find(({ name }) => name === 'Robot')
    t.equal(robot?.inheritance, null)
    t.same([...(robot?.properties.keys() ?? [])], ['id', 'bones'])
  },
)

t.test('the names of classes that share a table are taken', async t => {
  const given = booted(
    { ...world, dog: {} },
    (() => {
      const Animal = animal()
      class Dog extends Animal {
        static identity = 'dog'
      }
      return { Animal, Dog }
    })(),
  )
  t.same(
    given.mappings.map(({ name, table }) => `${name}: ${table.name}`),
    ['Animal: animal', 'Dog: animal', 'Cat: cat', 'Owner: owner', 'dog: dog'],
  )
})
