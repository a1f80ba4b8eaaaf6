import t from 'tap'
import { setStatus } from '../../../lib/instance/status.js'
import { errorOf } from '../../fixtures/error-of.js'
import { hold, planned, planning, set, workFor } from '../../fixtures/planned.js'

const tables = {
  person: { columns: ['id'] },
  task: { columns: ['id', 'person_id'], foreignKeys: ['person_id -> person.id'] },
  visit: { columns: ['id', 'person_id?'], foreignKeys: ['person_id -> person.id'] },
}

t.test('what is put into a collection takes the key, what is taken out gives it up', async t => {
  const { fresh, saved } = planning(tables)
  const person = saved('Person', { id: 1 })
  const visit = saved('Visit', { id: 2, personId: 1 })
  const visits = hold(person, 'visits', [visit])
  visits.pop()
  visits.push(fresh('Visit'), saved('Visit', { id: 3, personId: 9 }))
  t.same(planned({ changed: [person] }), ['insert visit (person_id) x1', 'update visit (person_id) x2'])
})

t.test('an orphan is deleted, and what is new or deleted anyway is left alone', async t => {
  const { fresh, saved } = planning(tables)
  const person = saved('Person', { id: 1 })
  const [first, second, third] = [2, 3, 4].map(id => saved('Task', { id, personId: 1 }))
  const tasks = hold(person, 'tasks', [first!, second!, third!])
  tasks.length = 0
  setStatus(third!, 'deleted')
  t.same(planned({ changed: [person], deleted: [second!] }), ['delete task x2'])
  const other = saved('Person', { id: 9 })
  hold(other, 'tasks', [fresh('Task')]).pop()
  t.same(planned({ changed: [other] }), [])
})

t.test('what came to be another is moved, whichever side said so', async t => {
  const { fresh, saved } = planning(tables)
  const [ada, bob] = [saved('Person', { id: 1 }), saved('Person', { id: 2 })]
  const [a, b, c, d] = [3, 4, 5, 6].map(id => saved('Task', { id, personId: 1 }))
  const tasks = hold(ada, 'tasks', [a!, b!, c!, d!])
  const others = hold(bob, 'tasks', [])
  others.push(tasks.shift()!)
  set(b!, 'personId', 2)
  set(c!, 'person', bob)
  set(d!, 'person', fresh('Person'))
  t.same(tasks, [])
  const work = workFor({ changed: [ada, bob] })
  t.equal(work.deleted.size, 0)
  t.same(planned({ changed: [ada, bob, d!] }), ['insert person x1', 'update task (person_id) x4'])
})

t.test('one that is saved alone writes the keys of what it gained and lost, and no more', async t => {
  const { saved } = planning({
    ...tables,
    visit: { ...tables.visit, columns: ['id', 'person_id?', 'label?'] },
  })
  const person = saved('Person', { id: 1 })
  const [a, b] = [saved('Visit', { id: 2, personId: 1 }), saved('Visit', { id: 3 })]
  const visits = hold(person, 'visits', [a])
  set(a, 'label', 1)
  set(b, 'label', 1)
  visits.splice(0, 1, b)
  t.same(planned({ changed: [person], whole: false }), ['update visit (person_id) x2'])
  t.same(planned({ changed: [person, a, b] }), ['update visit (person_id, label) x2'])
})

t.test('a member of two collections goes to the one that it was put into last', async t => {
  const { fresh, saved } = planning(tables)
  const [ada, bob] = [saved('Person', { id: 1 }), saved('Person', { id: 2 })]
  const task = saved('Task', { id: 3, personId: 1 })
  const tasks = hold(ada, 'tasks', [task])
  const others = hold(bob, 'tasks', [])
  others.push(task)
  for (const round of [1, 2]) {
    t.same(planned({ changed: [ada, bob] }), ['update task (person_id) x1'], `${round}`)
    t.same([tasks, others], [[], [task]])
  }
  const made = fresh('Task', { person: ada })
  others.push(made)
  for (const round of [1, 2]) {
    t.same(
      planned({ changed: [made, ada, bob], whole: false }),
      ['insert task (person_id) x1', 'update task (person_id) x1'],
      `${round}`,
    )
    t.same([tasks, others], [[], [task, made]])
  }
  const other = fresh('Task')
  tasks.push(other)
  others.push(other)
  t.equal(
    await errorOf(() => workFor({ changed: [ada, bob] })),
    'WriteError WRITE_REFUSED: Cannot save an instance of "Task" that was put into "Person.tasks" of two instances: its key can refer to one of them. Take it out of the other',
  )
})

t.test('what nobody saves cannot be referred to', async t => {
  const { fresh, saved } = planning(tables, {
    Person: { table: 'person', relationships: { tasks: ['Task', { cascade: ['merge'] }] } },
    Task: { table: 'task', relationships: { person: ['Person', { cascade: ['merge'] }] } },
  })
  const refusal = (subject: string, model: string): string =>
    `WriteError WRITE_REFUSED: Cannot save ${subject} holds a new instance of "${model}" that is not saved with it. Save that one first, or have the relationship cascade saveUpdate`
  const task = fresh('Task', { person: fresh('Person') })
  t.equal(
    await errorOf(() => planned({ changed: [task] })),
    refusal('an instance of "Task": "Task.person"', 'Person'),
  )
  const person = saved('Person', { id: 1 })
  const tasks = hold(person, 'tasks', [])
  tasks.push(fresh('Task'))
  t.equal(
    await errorOf(() => planned({ changed: [person] })),
    refusal('an instance of "Person": "Person.tasks"', 'Task'),
  )
  tasks.pop()
  const gone = saved('Task', { id: 2 })
  setStatus(gone, 'deleted')
  tasks.push(gone)
  t.equal(
    await errorOf(() => planned({ changed: [person] })),
    'WriteError WRITE_REFUSED: Cannot save an instance of "Person": "Person.tasks" holds an instance of "Task" that was deleted. Take it out',
  )
})

t.test('what takes no null is not taken out of a collection, unless it is deleted', async t => {
  const { saved } = planning(tables, {
    Person: { table: 'person', relationships: { tasks: ['Task', { cascade: ['saveUpdate'] }] } },
  })
  const person = saved('Person', { id: 1 })
  hold(person, 'tasks', [saved('Task', { id: 2, personId: 1 })]).pop()
  t.equal(
    await errorOf(() => planned({ changed: [person] })),
    'WriteError WRITE_REFUSED: Cannot take an instance of "Task" out of "Person.tasks": its key, "Task.personId", takes no null. Delete it, give it to another, or have the relationship cascade deleteOrphan',
  )
})

t.test('what is only viewed is not written', async t => {
  const { saved, fresh } = planning(tables, {
    Person: { table: 'person', relationships: { seen: ['Visit', { viewOnly: true }] } },
  })
  const person = saved('Person', { id: 1 })
  hold(person, 'seen', []).push(fresh('Visit'))
  t.same(planned({ changed: [person] }), [])
})

t.test('members of what is deleted are not looked at', async t => {
  const { fresh, saved } = planning({
    ...tables,
    ...{
      tag: { columns: ['id'] },
      person_tag: {
        columns: ['person_id', 'tag_id'],
        primaryKey: ['person_id', 'tag_id'],
        foreignKeys: ['person_id -> person.id', 'tag_id -> tag.id'],
      },
    },
  })
  const person = saved('Person', { id: 1 })
  const [visit, tag] = [saved('Visit', { id: 2 }), saved('Tag', { id: 3 })]
  hold(person, 'visits', []).push(visit)
  hold(person, 'tags', []).push(tag)
  const work = workFor({ changed: [person, fresh('Visit')], deleted: [visit, tag] })
  t.equal(work.added.length, 0)
  t.same(planned({ changed: [person], deleted: [visit, tag] }), ['delete tag x1', 'delete visit x1'])
})
