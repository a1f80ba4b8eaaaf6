import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { type Loose, openOffice, rowsOf, shapes } from '../fixtures/office.js'

eachDatabase(t, 'a graph of new instances takes one statement for each table', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task, Step } = db.models
  const people = Array.from({ length: 200 }, (_, i) => {
    const tasks = Array.from({ length: 3 }, (_, j) => {
      const steps = Array.from({ length: 4 }, (_, k) => new Step({ label: `${i}.${j}.${k}` }))
      return new Task({ label: `${i}.${j}`, steps })
    })
    return new Person({ name: `Person ${i}`, tasks })
  })
  const statements = await database.count(
    () =>
      db.session(session => {
        session.add(people)
      }),
    { all: true },
  )
  t.same(shapes(statements), ['begin', 'insert person', 'insert task', 'insert step', 'commit'])
  t.equal(await Step.count(), 2400)
  t.equal(
    await Step.where('label', '199.2.3')
      .whereHas('task', (q: Loose) => q.where('label', '199.2'))
      .count(),
    1,
  )
  t.same(
    people.map(({ id }) => id),
    people.map((_, i) => i + 1),
    'in the order in which they were added',
  )
  t.equal(await Step.whereHas('task.person', (q: Loose) => q.where('name', 'Person 7')).count(), 12)
  t.notOk(people.some(each => each.isNew))
})

eachDatabase(t, 'many changes of the same properties take a handful of statements', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  await Person.insert(Array.from({ length: 2000 }, (_, i) => ({ name: `Person ${i}` })))
  const people = await Person.orderBy('id')
  const statements = await database.count(
    () =>
      db.session(async () => {
        for (const person of await Person.query()) person.name += '!'
      }),
    { all: true },
  )
  const updates = statements.filter(sql => sql.startsWith('update'))
  t.ok(updates.length <= 2, `${updates.length} statements`)
  t.equal(await Person.where('name', 'like', '%!').count(), 2000)
  t.equal(people[0]?.name, 'Person 0', 'read before')
})

eachDatabase(t, 'nothing that was not changed is written', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task } = db.models
  const person = await new Person({ name: 'Ada', tasks: [new Task({ label: 'a' })] }).save()
  const statements = await database.count(
    async () => {
      await person.save()
      person.name = 'Eve'
      person.name = 'Ada'
      const tasks = await person.tasks
      tasks.push(tasks.pop())
      await person.save()
    },
    { all: true },
  )
  t.same(statements, [])
})

eachDatabase(
  t,
  'rows without a value where the database has none of its own share a statement',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person } = db.models
    const people = [
      new Person({ name: 'Ada', email: 'a@x' }),
      new Person({ name: 'Bob' }),
      new Person({ name: 'Cid', seat: 7 }),
      new Person({ name: 'Dot', email: null }),
    ]
    const statements = await database.count(() => db.session(session => void session.add(people)))
    t.same(shapes(statements), ['insert person', 'insert person'])
    t.same(await rowsOf(database, 'person', 'name', 'email', 'seat'), [
      ['Ada', 'a@x', 0],
      ['Bob', null, 0],
      ['Cid', null, 7],
      ['Dot', null, 0],
    ])
    t.same(
      people.map(({ seat }) => seat),
      [0, 0, 7, 0],
      'defaults come back',
    )
  },
)
