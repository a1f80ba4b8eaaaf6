import t from 'tap'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { errorOf } from '../fixtures/error-of.js'
import { hold, planned, planning, set } from '../fixtures/planned.js'

const shop = {
  person: { columns: ['id', 'name?', 'email?'], unique: [['email']] },
  task: { columns: ['id', 'person_id', 'label?'], foreignKeys: ['person_id -> person.id'] },
  step: { columns: ['id', 'task_id'], foreignKeys: ['task_id -> task.id'] },
  visit: { columns: ['id', 'person_id?'], foreignKeys: ['person_id -> person.id'] },
}

t.test('new rows come behind those that they refer to, a step for each table', async t => {
  const { fresh } = planning(shop)
  const people = [1, 2].map(name => fresh('Person', { name }))
  const tasks = people.map(person => fresh('Task', { person }))
  const steps = [...tasks, ...tasks].map(task => fresh('Step', { task }))
  t.same(planned({ changed: steps }), [
    'insert person (name) x2',
    'insert task (person_id) x2',
    'insert step (task_id) x4',
  ])
})

t.test('keys that are given by value count as well', async t => {
  const { fresh, saved } = planning(shop)
  const changed = [
    fresh('Task', { id: 2, personId: 1 }),
    fresh('Person', { id: 1 }),
    saved('Task', { id: 3, personId: 9 }),
  ]
  set(changed[2]!, 'personId', 1)
  t.same(planned({ changed }), [
    'insert person (id) x1',
    'insert task (id, person_id) x1',
    'update task (person_id) x1',
  ])
})

t.test('rows of one table are written by levels', async t => {
  const { fresh } = planning({
    folder: { columns: ['id', 'parent_id?'], foreignKeys: ['parent_id -> folder.id'] },
  })
  const root = fresh('Folder')
  const middle = [1, 2].map(() => fresh('Folder', { parent: root }))
  const leaves = middle.map(parent => fresh('Folder', { parent }))
  t.same(planned({ changed: [...leaves, ...middle, root] }), [
    'insert folder x1',
    'insert folder (parent_id) x2',
    'insert folder (parent_id) x2',
  ])
  const known = fresh('Folder', { id: 7 })
  set(known, 'parent', known)
  t.same(planned({ changed: [known] }), ['insert folder (id, parent_id) x1'])
  const unknown = fresh('Folder')
  set(unknown, 'parent', unknown)
  t.same(planned({ changed: [unknown] }), ['insert folder (parent_id) x1', 'update folder (parent_id) x1'])
})

t.test('a row of defaults alone is a row', async t => {
  const { fresh } = planning(shop)
  t.same(planned({ changed: [fresh('Person'), fresh('Person')] }), ['insert person x2'])
})

t.test('only what fills itself is left out of an INSERT', async t => {
  const { fresh } = planning({
    thing: { columns: ['id', 'a?', { name: 'b', hasDefault: true }, 'c?'] },
  })
  const changed = [
    fresh('Thing', { a: 1 }),
    fresh('Thing', { c: 1 }),
    fresh('Thing', { b: 1 }),
    fresh('Thing', {}),
  ]
  t.same(planned({ changed }), ['insert thing (a, c) x3', 'insert thing (b) x1'])
})

t.test('deleted rows go behind those that refer to them, and behind what is written', async t => {
  const { fresh, saved } = planning(shop)
  const person = saved('Person', { id: 1 })
  const task = saved('Task', { id: 2, personId: 1 })
  const moved = saved('Task', { id: 3, personId: 1 })
  set(moved, 'person', fresh('Person'))
  t.same(planned({ changed: [moved], deleted: [person, task, saved('Step', { id: 4, taskId: 2 })] }), [
    'insert person x1',
    'update task (person_id) x1',
    'delete step x1',
    'delete task x1',
    'delete person x1',
  ])
})

t.test('what is unique is given up before it is taken', async t => {
  const { fresh, saved } = planning(shop)
  const old = saved('Person', { id: 1, email: 5 })
  const heir = saved('Person', { id: 2, email: 6 })
  set(heir, 'email', 5)
  const next = fresh('Person', { email: 6 })
  t.same(planned({ changed: [next, heir], deleted: [old] }), [
    'delete person x1',
    'update person (email) x1',
    'insert person (email) x1',
  ])
  t.same(planned({ changed: [fresh('Person', { id: 1 })], deleted: [old] }), [
    'delete person x1',
    'insert person (id) x1',
  ])
})

t.test('unique values are swapped by way of null', async t => {
  const { saved } = planning(shop)
  const [a, b] = [saved('Person', { id: 1, email: 5 }), saved('Person', { id: 2, email: 6 })]
  set(a, 'email', 6)
  set(a, 'name', 1)
  set(b, 'email', 5)
  t.same(planned({ changed: [a, b] }), [
    'update person (name, email) x1',
    'update person (email) x1',
    'update person (email) x1',
  ])
})

t.test('what is written later leaves the rest of the row where it is', async t => {
  const { fresh } = planning({
    person: { columns: ['id'] },
    hen: {
      columns: ['id', 'egg_id?', 'person_id'],
      foreignKeys: ['egg_id -> egg.id', 'person_id -> person.id'],
    },
    egg: { columns: ['id', 'hen_id'], foreignKeys: ['hen_id -> hen.id'] },
  })
  const hen = fresh('Hen', { person: fresh('Person') })
  set(hen, 'egg', fresh('Egg', { hen }))
  t.same(planned({ changed: [hen] }), [
    'insert person x1',
    'insert hen (egg_id, person_id) x1',
    'insert egg (hen_id) x1',
    'update hen (egg_id) x1',
  ])
})

t.test('rows of associations are in circles like others', async t => {
  const tables = (nullable: boolean) => ({
    tag: { columns: ['id'] },
    person: {
      columns: ['id', nullable ? 'best_id?' : 'best_id'],
      foreignKeys: ['(id, best_id) -> person_tag(person_id, tag_id)'],
    },
    person_tag: {
      columns: ['person_id', 'tag_id'],
      primaryKey: ['person_id', 'tag_id'],
      foreignKeys: ['person_id -> person.id', 'tag_id -> tag.id'],
    },
  })
  const person = (nullable: boolean) => {
    const { fresh, saved } = planning(tables(nullable))
    const made = fresh('Person', { id: 1, bestId: 2 })
    set(made, 'tags', [saved('Tag', { id: 2 })])
    return made
  }
  t.same(planned({ changed: [person(true)] }), [
    'insert person (id, best_id) x1',
    'insert person_tag (person_id, tag_id) x1',
    'update person (best_id) x1',
  ])
  t.match(
    await errorOf(() => planned({ changed: [person(false)] }, postgres.deferral)),
    /"Person.id", "Person.bestId" refers to "PersonTag"/,
  )
})

t.test('a key that no database watches over orders rows as well, and cannot wait', async t => {
  const { fresh } = planning(
    { hen: { columns: ['id', 'egg_id'] }, egg: { columns: ['id', 'hen_id'] } },
    {
      Hen: {
        table: 'hen',
        relationships: { egg: ['Egg', { primaryJoin: { eggId: 'id' }, foreignKey: ['eggId'] }] },
      },
      Egg: {
        table: 'egg',
        relationships: { hen: ['Hen', { primaryJoin: { henId: 'id' }, foreignKey: ['henId'] }] },
      },
    },
  )
  t.same(planned({ changed: [fresh('Egg', { hen: fresh('Hen', { eggId: 7 }) })] }), [
    'insert hen (egg_id) x1',
    'insert egg (hen_id) x1',
  ])
  const hen = fresh('Hen')
  set(hen, 'egg', fresh('Egg', { hen }))
  t.match(await errorOf(() => planned({ changed: [hen] })), /^WriteError WRITE_REFUSED/)
})

t.test('columns that are not mapped order nothing', async t => {
  const { fresh } = planning({
    person: { columns: ['id', { name: 'code', readable: false }], unique: [['code']] },
    task: { columns: ['id', 'person_code?', 'x?'], foreignKeys: ['person_code -> person.code'] },
  })
  t.same(planned({ changed: [fresh('Task', { personCode: 1 }), fresh('Person')] }).sort(), [
    'insert person x1',
    'insert task (person_code) x1',
  ])
})

t.test('an association takes the key that its end is about to get', async t => {
  const { saved } = planning({
    person: { columns: ['id', 'name?'] },
    tag: { columns: ['id', 'name?'] },
    person_tag: {
      columns: ['person_id', 'tag_id'],
      primaryKey: ['person_id', 'tag_id'],
      foreignKeys: ['person_id -> person.id', 'tag_id -> tag.id'],
    },
  })
  const [person, tag] = [saved('Person', { id: 1 }), saved('Tag', { id: 2 })]
  hold(person, 'tags', []).push(tag)
  set(person, 'id', 7)
  set(tag, 'name', 1)
  t.same(planned({ changed: [person, tag] }), [
    'update person (id) x1',
    'update tag (name) x1',
    'insert person_tag (person_id, tag_id) x1',
  ])
})

t.test('only the key of what a collection gained is written with its owner', async t => {
  const { fresh, saved } = planning({
    person: { columns: ['id'] },
    task: {
      columns: ['id', 'person_id?', 'boss_id?'],
      foreignKeys: ['person_id -> person.id', 'boss_id -> person.id'],
    },
  })
  const person = saved('Person', { id: 1 })
  const task = saved('Task', { id: 2 })
  set(task, 'boss', fresh('Person'))
  hold(person, 'tasks', []).push(task)
  t.same(planned({ changed: [person], whole: false }), ['update task (person_id) x1'])
})
