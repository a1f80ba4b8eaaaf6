import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, openOffice, rowsOf, shapes } from '../fixtures/office.js'

eachDatabase(
  t,
  'a new instance is inserted by one statement, which brings what the database made',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person } = db.models
    const person = new Person({ name: 'Ada' })
    t.ok(person.isNew)
    const statements = await database.count(async () => t.equal(await person.save(), person), { all: true })
    t.same(shapes(statements), ['insert person'])
    t.notOk(person.isNew)
    t.same(person.changes, {})
    t.same([person.id, person.name, person.email, person.seat], [1, 'Ada', null, 0])
  },
)

eachDatabase(t, 'an UPDATE writes what is changed alone', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  const person = await new Person({ name: 'Ada', email: 'a@x' }).save()
  await database.knex('person').update({ email: 'other@x' })
  person.name = 'Eve'
  const [sql = ''] = await database.count(() => person.save(), { all: true })
  t.match(sql, /set [`"]name[`"] = \S+ where/)
  t.same([person.name, person.email], ['Eve', 'other@x'], 'and brings what others wrote')
  t.same(person.changes, {})
})

eachDatabase(t, 'new instances that it leads to are saved with it, all or none', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task, Step } = db.models
  const person = new Person({ name: 'Ada' })
  const task = new Task({ label: 'a', person, steps: [new Step({ label: 's' })] })
  t.same(shapes(await database.count(() => task.save(), { all: true })), [
    'begin',
    'insert person',
    'insert task',
    'insert step',
    'commit',
  ])
  t.equal(task.personId, person.id)
  t.equal(task.person, person)
  const other = new Task({ label: 'b', person: new Person({ name: 'Bob' }), steps: [new Step({})] })
  const message = await errorOf(() => other.save())
  t.match(message, /^NotNullError NOT_NULL_VIOLATED: Cannot save an instance of "Step"/)
  t.ok(other.isNew)
  t.equal(other.id, null)
  t.equal(other.personId, null)
  t.equal((await rowsOf(database, 'person', 'id')).length, 1)
  const [step] = other.steps as Loose[]
  if (step !== undefined) step.label = 'now'
  await other.save()
  t.equal((await rowsOf(database, 'step', 'label')).length, 2)
})

eachDatabase(t, 'other instances that were changed are not written', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task } = db.models
  const person = await new Person({ name: 'Ada', tasks: [new Task({ label: 'a' })] }).save()
  const [task] = await person.tasks
  if (task === undefined) throw new Error('no task')
  person.name = 'Eve'
  task.label = 'b'
  ;(await person.tasks).push(new Task({ label: 'c' }))
  t.same(shapes(await database.count(() => person.save())), ['update person', 'insert task'].sort().reverse())
  t.same(Object.keys(task.changes), ['label'])
  t.same(await rowsOf(database, 'task', 'label'), [['a'], ['c']])
})

eachDatabase(t, 'two saves at once are ordered', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  const person = new Person({ name: 'Ada' })
  await Promise.all([person.save(), person.save(), person.save()])
  t.same(await rowsOf(database, 'person', 'id'), [[1]])
  person.name = 'Bob'
  const first = person.save()
  person.name = 'Cid'
  t.equal(person.changes.name?.to, 'Cid')
  await Promise.all([first, person.save()])
  t.same(await rowsOf(database, 'person', 'name'), [['Cid']])
  t.same(person.changes, {})
})

eachDatabase(t, 'what is assigned during a save stays to be written', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  const person = await new Person({ name: 'Ada' }).save()
  person.name = 'Bob'
  const saving = person.save()
  await Promise.resolve()
  person.name = 'Cid'
  await saving
  t.match(person.changes, { name: { to: 'Cid' } })
  await person.save()
  t.same(await rowsOf(database, 'person', 'name'), [['Cid']])
})

eachDatabase(t, 'a row that is gone is told', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  const people = await Person.insert([{ name: 'Ada' }, { name: 'Bob' }, { name: 'Cid' }])
  await database.knex('person').where({ name: 'Ada' }).del()
  const [ada, bob] = people
  ada.name = 'Eve'
  t.equal(
    await errorOf(() => ada.save()),
    'StaleInstanceError STALE_INSTANCE: Cannot save an instance of "Person": its row is not there any more. Read it again, or refresh() it',
  )
  t.match(ada.changes, { name: { to: 'Eve' } })
  t.match(
    await errorOf(() => ada.delete()),
    /^StaleInstanceError STALE_INSTANCE: Cannot delete an instance of "Person": its row is/,
  )
  t.equal(ada.isNew, false)
  t.match(
    await errorOf(() => ada.refresh()),
    /^StaleInstanceError STALE_INSTANCE: Cannot refresh an instance of "Person": its row is/,
  )
  await db
    .session(async session => {
      session.add([ada, ...(await Person.query())])
      for (const person of await Person.query()) person.name += '!'
      const message = await errorOf(() => session.flush())
      t.match(message, /Cannot save 3 instances of "Person": 1 of their rows is not there any more/)
      throw new Error('over')
    })
    .catch(() => undefined)
  t.same(await rowsOf(database, 'person', 'name'), [['Bob'], ['Cid']])
  t.equal(bob.name, 'Bob')
})

eachDatabase(t, 'a row without a key can be inserted alone', async (t, database) => {
  const db = await openOffice(database)
  const { Log, Person } = db.models
  const log = await new Log({ message: 'a', person: new Person({ name: 'Ada' }) }).save()
  t.equal(log.personId, 1)
  log.message = 'b'
  const cure = 'table "log" has no primary key. Declare one: model(\'log\', { id: integer().primaryKey() })'
  t.equal(
    await errorOf(() => log.save()),
    `MappingError NO_PRIMARY_KEY: Cannot save an instance of "Log": ${cure}`,
  )
  t.equal(
    await errorOf(() => log.delete()),
    `MappingError NO_PRIMARY_KEY: Cannot delete an instance of "Log": ${cure}`,
  )
  t.equal(
    await errorOf(() => log.refresh()),
    `MappingError NO_PRIMARY_KEY: Cannot refresh an instance of "Log": ${cure}`,
  )
  const person = await Person.get(1)
  await person.delete()
  t.same(await rowsOf(database, 'log', 'message', 'person_id'), [['a', null]])
})

eachDatabase(t, 'a view is read alone', async (t, database) => {
  const db = await openOffice(database)
  await db.models.Person.insert({ name: 'Ada' })
  const [View] = Object.values(db.models).filter(({ name }) => name.startsWith('People'))
  const row = await View.first()
  t.match(await errorOf(() => row.delete()), /^MappingError READ_ONLY: Cannot delete an instance of/)
})

eachDatabase(t, 'a changed key is written where the row is found by the old one', async (t, database) => {
  const db = await openOffice(database)
  const { Unit, Part } = db.models
  const unit = await new Unit({ code: 'a', parts: [new Part({})] }).save()
  unit.code = 'b'
  ;(await unit.parts).push(new Part({}))
  await unit.save()
  t.same(await rowsOf(database, 'unit', 'code'), [['b']])
  t.same(await rowsOf(database, 'part', 'unit_code'), [['b'], ['b']])
  await unit.refresh()
  t.equal(unit.code, 'b')
})

eachDatabase(t, 'a session saves and deletes with what else it has', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  const told: unknown[] = []
  const off = db.on('flush', ({ inserted, updated, deleted, statements }) =>
    told.push([inserted, updated, deleted, statements]),
  )
  await db.session(async session => {
    const [ada, bob] = ['Ada', 'Bob'].map(name => new Person({ name }))
    session.add(bob)
    await ada.save()
    t.notOk(bob.isNew)
    ada.name = 'Eve'
    await bob.delete()
    t.same(ada.changes, {})
    await session.flush()
  })
  off()
  t.same(told, [
    [2, 0, 0, 1],
    [0, 1, 1, told.length > 1 ? (told[1] as number[])[3] : 0],
  ])
  t.same(await rowsOf(database, 'person', 'name'), [['Eve']])
})

eachDatabase(t, 'several rows that are gone are counted', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  await Person.insert(['a', 'b', 'c'].map(name => ({ name })))
  const people = await Person.orderBy('id')
  await database.knex('person').whereIn('name', ['a', 'b']).delete()
  t.match(
    await errorOf(() => db.session(async session => void session.delete([...people]))),
    /^StaleInstanceError STALE_INSTANCE: .*2 of/,
  )
  t.equal(await Person.count(), 1)
})
