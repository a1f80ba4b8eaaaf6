import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openOffice, shapes } from '../fixtures/office.js'

eachDatabase(t, 'a row is read again, and what was assigned is given up', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task } = db.models
  const person = await new Person({ name: 'Ada', tasks: [new Task({ label: 'a' })] }).save()
  await database.knex('person').update({ email: 'a@x' })
  person.name = 'Eve'
  person.tasks.push(new Task({ label: 'b' }))
  const statements = await database.count(async () => t.equal(await person.refresh(), person), { all: true })
  t.same(shapes(statements), ['select'])
  t.same([person.name, person.email, person.changes], ['Ada', 'a@x', {}])
  t.equal((await person.tasks).length, 1, 'read again, too')
  await database.knex('task').del()
  await database.knex('person').del()
  t.equal(
    await errorOf(() => person.refresh()),
    'StaleInstanceError STALE_INSTANCE: Cannot refresh an instance of "Person": its row is not there any more',
  )
})

eachDatabase(t, 'a changed key is read by what it was', async (t, database) => {
  const db = await openOffice(database)
  const { Unit } = db.models
  const unit = await new Unit({ code: 'a', label: 'x' }).save()
  unit.code = 'b'
  await unit.refresh()
  t.same([unit.code, unit.label], ['a', 'x'])
})

eachDatabase(t, 'nothing is written before it in a session', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  await Person.insert({ name: 'Ada' })
  await db.session(async () => {
    const person = await Person.first()
    person.name = 'Eve'
    t.same(shapes(await database.count(() => person.refresh())), ['select'])
    t.equal(person.name, 'Ada')
  })
  t.equal((await Person.first()).name, 'Ada')
})

eachDatabase(t, 'it waits for a save that is under way', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  const person = await new Person({ name: 'Ada' }).save()
  person.name = 'Eve'
  const [, refreshed] = await Promise.all([person.save(), person.refresh()])
  t.equal(refreshed.name, 'Eve')
  t.same(person.changes, {})
})
