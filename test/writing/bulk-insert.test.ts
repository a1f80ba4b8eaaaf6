import t from 'tap'
import { automap, model } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose } from '../fixtures/ledger.js'

const create = 'create table tag (id integer primary key, label text, other text)'

eachDatabase(t, 'one row gives one instance, and an array an array', async (t, database) => {
  await database.exec(create)
  const { Tag } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  const tag = await Tag!.insert({ id: 1, label: 'a' })
  t.notOk(Array.isArray(tag))
  const list = await Tag!.insert([{ id: 2, label: 'b' }])
  t.equal((list as unknown[]).length, 1)
  t.equal(await Tag!.insert({ id: 3 }, { returning: false }), 1)
  t.equal(await Tag!.insert([{ id: 4 }, { id: 5, label: 'c' }], { returning: false }), 2)
  t.equal(
    await errorOf(() => Tag!.insert(Array(2))),
    [
      'ValueError VALUE_INVALID: Cannot insert rows of model "Tag" for 1 reason:',
      '- rows[0], rows[1]: Cannot make a row of model "Tag": expected an object of properties, got undefined',
    ].join('\n'),
  )
})

eachDatabase(t, 'several rows are one transaction, and one row is one statement', async (t, database) => {
  await database.exec(create)
  const { Tag } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  const one = await database.count(() => Tag!.insert({ id: 1 }), { all: true })
  t.equal(one.length, 1)
  t.match(one[0], /^insert into \S+( as "row")? \(\S+\) values \((\?|\$1)\) returning /)
  const two = await database.count(() => Tag!.insert([{ id: 2 }, { id: 3, other: 'x' }]), { all: true })
  t.same(
    [two.length, two[0]!.slice(0, 5).toLowerCase(), two[2]!.slice(0, 6).toLowerCase()],
    [3, 'begin', 'commit'],
  )
  t.equal((await Tag!.get(2)).other, null)
})

eachDatabase(t, 'a key to the row above takes what that row gives itself', async (t, database) => {
  const [key, number] = {
    sqlite: ['integer primary key', 'text'],
    postgres: ['serial primary key', 'integer'],
  }[database.dialect] as [string, string]
  await database.exec(`create table animal (id ${key}, kind text not null);
    create table dog (animal_id integer not null primary key references animal (id), breed text);
    create table code (id ${number} not null primary key, kind text not null);
    create table key_code (code_id ${number} not null primary key references code (id))`)
  class Animal extends model('animal', {}, { polymorphicOn: 'kind' }) {}
  class Dog extends model(Animal, 'dog', {}, { identity: 'dog' }) {}
  class Code extends model('code', {}, { polymorphicOn: 'kind' }) {}
  class KeyCode extends model(Code, 'key_code', {}, { identity: 'key' }) {}
  await automap(database.knex, { models: { Animal, Dog, Code, KeyCode } })
  const dogs = (await loose(Dog).insert([{ breed: 'a' }, { breed: 'b' }])) as Record<string, unknown>[]
  t.same(
    dogs.map(({ id, animalId, kind, breed }) => [id, animalId, kind, breed]),
    [
      [1, 1, 'dog', 'a'],
      [2, 2, 'dog', 'b'],
    ],
  )
  t.same(await loose(Dog).insert({ breed: 'c' }, { returning: false }), 1)
  t.equal(
    await errorOf(() => loose(KeyCode).insert({})),
    'ValueError VALUE_INVALID: Cannot make a row of model "KeyCode" without "id", "codeId": the database takes no null there, and has no default',
  )
})
