import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, openOffice, rowsOf, shapes } from '../fixtures/office.js'

eachDatabase(
  t,
  'what is put into a collection gets the key, what is taken out goes or is let go',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person, Task, Visit } = db.models
    const ada = await new Person({
      name: 'Ada',
      tasks: [new Task({ label: 'a' })],
      visits: [new Visit({})],
    }).save()
    const bob = await new Person({ name: 'Bob' }).save()
    const tasks = await ada.tasks
    const visits = await ada.visits
    tasks.pop()
    visits.pop()
    tasks.push(new Task({ label: 'b' }), new Task({ label: 'c' }))
    const statements = await database.count(() => ada.save())
    t.same(shapes(statements).sort(), ['delete step', 'delete task', 'insert task', 'update visit'])
    t.same(await rowsOf(database, 'task', 'label', 'person_id'), [
      ['b', 1],
      ['c', 1],
    ])
    t.same(await rowsOf(database, 'visit', 'person_id'), [[null]])
    const [moved] = tasks
    ;(await bob.tasks).push(tasks[0])
    tasks.shift()
    t.same(shapes(await database.count(() => bob.save())), ['update task'])
    t.equal(moved?.personId, bob.id)
    t.equal(moved?.person, bob)
    t.same(await database.count(() => ada.save()), [], 'what came to be another is no orphan')
    t.same(await rowsOf(database, 'task', 'label', 'person_id'), [
      ['b', 2],
      ['c', 1],
    ])
  },
)

eachDatabase(
  t,
  'a session moves children between parents, whichever way that was said',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person, Task } = db.models
    await new Person({ name: 'Ada', tasks: ['a', 'b', 'c'].map(label => new Task({ label })) }).save()
    await new Person({ name: 'Bob', tasks: [new Task({ label: 'd' })] }).save()
    const statements = await database.count(() =>
      db.session(async () => {
        const [ada, bob] = await Person.orderBy('id').with('tasks')
        bob.tasks.push(ada.tasks.shift())
        ada.tasks[0].person = bob
        ada.tasks.find((task: Loose) => task.label === 'c').personId = bob.id
        bob.tasks.find((task: Loose) => task.label === 'd').person = ada
        t.same(bob.tasks.map((task: Loose) => task.label).sort(), ['a', 'b', 'c'])
      }),
    )
    t.same(shapes(statements.filter(sql => !sql.startsWith('select'))), ['update task'])
    t.same(await rowsOf(database, 'task', 'label', 'person_id'), [
      ['a', 2],
      ['b', 2],
      ['c', 2],
      ['d', 1],
    ])
  },
)

eachDatabase(t, 'an orphan is deleted, and one that finds new parents is not', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task, Step } = db.models
  const steps = (): Loose[] => [new Step({ label: 's' })]
  await new Person({
    name: 'Ada',
    tasks: ['a', 'b', 'c'].map(label => new Task({ label, steps: steps() })),
  }).save()
  await db.session(async session => {
    const ada = await Person.where('name', 'Ada').with('tasks').first()
    const [a, b] = ada.tasks
    ada.tasks.splice(0, 2)
    session.add(new Person({ name: 'Cid', tasks: [a] }))
    t.equal(b.label, 'b')
  })
  t.same(await rowsOf(database, 'task', 'label', 'person_id'), [
    ['a', 2],
    ['c', 1],
  ])
  t.equal((await rowsOf(database, 'step', 'id')).length, 2, 'what is below goes, too')
})

eachDatabase(t, 'a single one is replaced before the other takes its place', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Passport, Badge, Profile } = db.models
  const ada = await new Person({
    name: 'Ada',
    passport: new Passport({ label: 'old' }),
    badge: new Badge({ label: 'old' }),
    profile: new Profile({ bio: 'old' }),
  }).save()
  ada.passport = new Passport({ label: 'new' })
  ada.badge = new Badge({ label: 'new' })
  ada.profile = new Profile({ bio: 'new' })
  const statements = await database.count(() => ada.save())
  t.same(shapes(statements).sort(), [
    'delete passport',
    'delete profile',
    'insert badge',
    'insert passport',
    'insert profile',
    'update badge',
  ])
  t.same(await rowsOf(database, 'passport', 'label', 'person_id'), [['new', 1]])
  t.same(await rowsOf(database, 'badge', 'label', 'person_id'), [
    ['new', 1],
    ['old', null],
  ])
  t.same(await rowsOf(database, 'profile', 'bio', 'person_id'), [['new', 1]])
  ada.badge = null
  await ada.save()
  t.same(await rowsOf(database, 'badge', 'label', 'person_id'), [
    ['new', null],
    ['old', null],
  ])
})

eachDatabase(t, 'a child in the collections of two parents is refused', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task } = db.models
  const task = new Task({ label: 'a' })
  const people = [new Person({ name: 'Ada' }), new Person({ name: 'Bob' })]
  for (const person of people) (await person.tasks).push(task)
  t.equal(
    await errorOf(() => db.session(session => void session.add(people))),
    'WriteError WRITE_REFUSED: Cannot save an instance of "Task" that was put into "Person.tasks" of two instances: its key can refer to one of them. Take it out of the other',
  )
  t.same(await rowsOf(database, 'person', 'id'), [])
})

eachDatabase(t, 'what is saved by itself is a member from then on', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task, Visit } = db.models
  const [ada, bob] = [new Person({ name: 'Ada' }), new Person({ name: 'Bob' })]
  await db.session(session => void session.add([ada, bob]))
  await Promise.all([ada.visits, ada.tasks, bob.tasks])
  const visit = await new Visit({ person: ada }).save()
  t.same(ada.visits, [visit])
  ada.visits.pop()
  await ada.save()
  t.same(await rowsOf(database, 'visit', 'person_id'), [[null]])
  const task = await new Task({ label: 'a', person: ada }).save()
  task.person = bob
  await task.save()
  t.same([ada.tasks, bob.tasks], [[], [task]])
  ada.tasks.push(task)
  await ada.save()
  t.same(await rowsOf(database, 'task', 'person_id'), [[ada.id]], 'it may come back')
  t.same([ada.tasks, bob.tasks], [[task], []])
  await bob.save()
  t.same(await rowsOf(database, 'task', 'person_id'), [[ada.id]])
})

eachDatabase(t, 'what was not loaded is never let go', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task } = db.models
  await new Person({ name: 'Ada', tasks: ['x', 'y', 'z'].map(label => new Task({ label })) }).save()
  const [person] = await Person.with('tasks', (q: Loose) => q.where('label', 'x'))
  person.tasks.push(new Task({ label: 'w' }))
  await person.save()
  person.tasks.length = 0
  await person.save()
  t.same((await rowsOf(database, 'task', 'label')).flat(), ['y', 'z'])
  const [again] = await Person.with('tasks', (q: Loose) => q.where('label', 'y'))
  await again.delete()
  t.same(await rowsOf(database, 'task', 'label'), [], 'but goes with its parent')
})
