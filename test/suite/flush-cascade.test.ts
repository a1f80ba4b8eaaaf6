import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, type Office, openOffice, rowsOf, shapes } from '../fixtures/office.js'

/** A person with two of everything that is left or goes with them, and another one beside. */
async function furnish({ models }: Office): Promise<void> {
  const { Person, Task, Step, Visit, Call, Ticket, Passport, Badge, Profile } = models
  for (const name of ['Ada', 'Bob']) {
    const steps = (): Loose[] => ['x', 'y'].map(label => new Step({ label }))
    const person = new Person({
      name,
      tasks: ['a', 'b'].map(label => new Task({ label, steps: steps() })),
      visits: [new Visit({}), new Visit({})],
      calls: [new Call({})],
      tickets: [new Ticket({}), new Ticket({})],
      passport: new Passport({}),
      badge: new Badge({}),
      profile: new Profile({}),
    })
    await person.save()
  }
}

eachDatabase(t, 'what a deleted row leaves is let go or goes with it, set by set', async (t, database) => {
  const db = await openOffice(database)
  await furnish(db)
  const { Person } = db.models
  const ada = await Person.findBy({ name: 'Ada' })
  const statements = await database.count(() => ada?.delete())
  const selects = statements.filter(sql => sql.startsWith('select'))
  t.equal(selects.length, 1, 'what has rows of its own below is read')
  t.match(selects[0], /task/)
  const writes = statements.filter(sql => !sql.startsWith('select'))
  t.equal(writes.filter(sql => /ticket|`call`|"call"/.test(sql)).length, 0, 'left to the database')
  t.same(shapes(writes).sort(), [
    'delete friend',
    'delete friend',
    'delete membership',
    'delete passport',
    'delete person',
    'delete person_tag',
    'delete profile',
    'delete stamp',
    'delete step',
    'delete task',
    'update badge',
    'update log',
    'update visit',
  ])
  t.equal(shapes(writes).at(-1), 'delete person')
  t.ok(shapes(writes).indexOf('delete step') < shapes(writes).indexOf('delete task'))
  for (const table of ['task', 'ticket']) {
    t.same(await rowsOf(database, table, 'person_id'), [[2], [2]], table)
  }
  for (const table of ['passport', 'profile']) {
    t.same(await rowsOf(database, table, 'person_id'), [[2]], table)
  }
  t.same(await rowsOf(database, 'visit', 'person_id'), [[null], [null], [2], [2]])
  t.same(await rowsOf(database, 'call', 'person_id'), [[null], [2]])
  t.same(await rowsOf(database, 'badge', 'person_id'), [[null], [2]])
  t.equal((await rowsOf(database, 'step', 'id')).length, 4)
})

eachDatabase(t, 'what is loaded follows in memory', async (t, database) => {
  const db = await openOffice(database)
  await furnish(db)
  const { Person } = db.models
  const ada = await Person.where('name', 'Ada').with('tasks.steps', 'visits', 'tickets', 'badge').first()
  if (ada === null) throw new Error('nobody')
  const { badge } = ada
  const [task, visit, ticket] = [ada.tasks[0], ada.visits[0], ada.tickets[0]]
  await ada.delete()
  t.equal(visit?.personId, null)
  t.equal(visit?.person, null)
  t.same(visit?.changes, {})
  t.equal(badge?.personId, null)
  t.match(await errorOf(() => task?.save()), /was deleted/)
  t.match(await errorOf(() => ticket?.save()), /was deleted/)
  t.match(await errorOf(() => ada.delete()), /was deleted/)
  t.equal((await rowsOf(database, 'person', 'id')).length, 1)
})

eachDatabase(
  t,
  'a session deletes several with what belongs to them by the same few statements',
  async (t, database) => {
    const db = await openOffice(database)
    await furnish(db)
    const { Person } = db.models
    const statements = await database.count(() =>
      db.session(async session => {
        session.delete([...(await Person.query())])
      }),
    )
    const writes = shapes(statements.filter(sql => !sql.startsWith('select')))
    t.equal(new Set(writes).size, writes.length)
    for (const table of ['person', 'task', 'step', 'ticket', 'passport', 'profile']) {
      t.same(await rowsOf(database, table, '*'), [], table)
    }
    for (const table of ['visit', 'call', 'badge']) {
      t.ok(
        (await rowsOf(database, table, 'person_id')).every(([id]) => id === null),
        table,
      )
    }
  },
)

eachDatabase(t, 'a tree is deleted from the leaves', async (t, database) => {
  const db = await openOffice(database, {})
  const { Folder } = db.models
  const root = new Folder({
    label: '0',
    children: [
      new Folder({ label: '1', children: [new Folder({ label: '2' })] }),
      new Folder({ label: '3' }),
    ],
  })
  const saving = await database.count(() => root.save())
  t.same(shapes(saving), ['insert folder', 'insert folder', 'insert folder'], 'one for each level')
  t.same(
    await rowsOf(database, 'folder', 'label', 'parent_id'),
    [
      ['0', null],
      ['1', 1],
      ['2', 2],
      ['3', 1],
    ].sort(),
  )
  const statements = await database.count(() =>
    db.session(async session => session.delete([...(await Folder.query())])),
  )
  t.same(shapes(statements.filter(sql => sql.startsWith('delete'))), [
    'delete folder',
    'delete folder',
    'delete folder',
  ])
  t.same(await rowsOf(database, 'folder', 'id'), [])
})
