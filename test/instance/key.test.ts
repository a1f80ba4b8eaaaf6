import t from 'tap'
import { automap } from '../../lib/automap.js'
import { keyOf } from '../../lib/instance/key.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'

t.test('no two different keys give the same', async t => {
  const keys = [
    [1],
    ['1'],
    [1n],
    [true],
    [1.5],
    [''],
    ['number1:1'],
    ['\0number1:1'],
    ['\0'],
    [Buffer.from('a')],
    ['a'],
    ['61'],
    [Buffer.from('')],
    ['a', 'bc'],
    ['ab', 'c'],
    ['a', ''],
    ['', 'a'],
    [1, 2],
    [1, '2'],
    ['1', 2],
    [12, ''],
    [Buffer.from('a'), 1],
    ['61', 1],
  ]
  t.equal(new Set(keys.map(keyOf)).size, keys.length)
  t.same(
    keys.map(keyOf),
    keys.map(key => keyOf([...key])),
    'and the same key gives the same again',
  )
  t.equal(keyOf([Buffer.from('ab')]), keyOf([new Uint8Array([97, 98])]), 'bytes are bytes')
})

t.test('a key with an empty part refers to nothing', async t => {
  t.equal(keyOf([null]), null)
  t.equal(keyOf([1, null]), null)
  t.not(keyOf(['']), null)
  t.not(keyOf([0]), null)
})

const big = `
  create table parent (id bigint not null primary key, name text);
  create table child (id integer not null primary key, parent_id bigint references parent (id));
  insert into parent values (9007199254740992, 'even'), (9007199254740993, 'odd'), (7, 'small');
  insert into child values (1, 9007199254740993), (2, 9007199254740992), (3, 7);`

const refusal = {
  sqlite:
    "Cannot read \"child.parent_id\" as a number: an integer in it has more digits than a number holds; choose values: { int8: 'bigint' } or { int8: 'string' }",
  postgres: null,
}

eachDatabase(t, 'a key that the driver has rounded never finds the row beside it', async (t, database) => {
  await database.exec(big)
  const { Child } = (await automap(database.knex)).models
  const read = Promise.resolve((await Child!.get(1)).parent)
  const message = refusal[database.dialect]
  // PostgreSQL's keys are texts, which lose nothing.
  if (message === null) t.equal(Object(await read).name, 'odd')
  else await t.rejects(read, { name: 'ValueError', code: 'VALUE_UNSAFE', message })
})

eachDatabase(
  t,
  'a key beyond what a number holds finds its row when it is read exactly',
  async (t, database) => {
    await database.exec(big)
    for (const int8 of ['bigint', 'string'] as const) {
      const { Parent, Child } = (await automap(database.knex, { values: { int8 } })).models
      const children = await Child!.orderBy('id')
      const names: unknown[] = []
      for (const child of children) names.push(Object(await child.parent).name)
      t.same(names, ['odd', 'even', 'small'], int8)
      const joined = await Child!.orderBy('id').with('parent', { lazy: 'joined' })
      t.same(
        joined.map(child => Object(child.parent).name),
        ['odd', 'even', 'small'],
      )
      const parents = await Parent!.orderBy('name').with('children', { lazy: 'joined' })
      t.same(
        parents.map(parent => (parent.children as { id: number }[]).map(child => child.id)),
        [[2], [1], [3]],
      )
    }
  },
)

t.test('rows that differ in a rounded key are not folded into one', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(big)
  const { Parent } = (await automap(database.knex)).models
  await t.rejects(Promise.resolve(Parent!.with('children', { lazy: 'joined' })), {
    code: 'VALUE_UNSAFE',
    message:
      "Cannot read \"parent.id\" as a number: an integer in it has more digits than a number holds; choose values: { int8: 'bigint' } or { int8: 'string' }",
  })
})

t.test('a real number is a key, however big', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`create table parent (at real primary key, name text);
    create table child (id integer primary key, at real references parent (at));
    insert into parent values (1e300, 'big'), (0.5, 'half');
    insert into child values (1, 1e300), (2, 0.5);`)
  const { Child } = (await automap(database.knex)).models
  const children = await Child!.orderBy('id')
  const [relationship = ''] = ['parent', 'atRef'].filter(name => name in children[0]!)
  t.equal(Object(await children[0]?.[relationship]).name, 'big')
  t.equal(Object(await children[1]?.[relationship]).name, 'half')
})
