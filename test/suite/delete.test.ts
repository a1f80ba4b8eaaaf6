import t from 'tap'
import { automap, integer, model, relationship, text } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, openOffice, rowsOf, shapes } from '../fixtures/office.js'

/** The office with people who say what goes with them. */
async function withPeople(database: Database, relationships: Record<string, unknown>): Promise<Loose> {
  await openOffice(database)
  class Person extends model('person', { id: integer().primaryKey().autoIncrement(), name: text() }) {
    static relationships = relationships
  }
  return automap(database.knex, { models: { Person } as Loose })
}

eachDatabase(t, 'what is gone is told, and taken out of what is loaded', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task } = db.models
  const person = await new Person({
    name: 'Ada',
    tasks: [new Task({ label: 'a' }), new Task({ label: 'b' })],
  }).save()
  const [task, other] = person.tasks
  const statements = await database.count(() => task.delete(), { all: true })
  t.same(shapes(statements), ['begin', 'delete step', 'delete task', 'commit'])
  t.same(person.tasks, [other])
  await person.save()
  t.same(await rowsOf(database, 'task', 'label'), [['b']])
  t.match(await errorOf(() => task.save()), /its row was deleted; make a new one$/)
})

eachDatabase(t, 'a collection with other cascades is followed as it says', async (t, database) => {
  const db = await withPeople(database, {
    visits: relationship('Visit', { cascade: ['saveUpdate', 'delete'] }),
    tasks: relationship('Task', { passiveDeletes: true }),
    tickets: relationship('Ticket', { cascade: ['saveUpdate'] }),
    tags: relationship('Tag', { secondary: 'person_tag', cascade: ['saveUpdate', 'delete'] } as Loose),
    clubs: relationship('Club', { secondary: 'membership', passiveDeletes: true } as Loose),
    seen: relationship('Badge', { viewOnly: true, uselist: true } as Loose),
  })
  const { Person, Visit, Tag, Ticket } = db.models
  await new Person({
    name: 'Ada',
    visits: [new Visit({})],
    tags: [new Tag({ label: 'x' })],
    tickets: [new Ticket({})],
  }).save()
  const ada = await Person.first()
  const statements = shapes(await database.count(() => ada.delete()))
  t.ok(statements.includes('delete visit'))
  t.ok(statements.includes('delete tag'))
  t.notOk(
    statements.some(each => / (task|ticket)$/.test(each)),
    'left to the database',
  )
  for (const table of ['person', 'visit', 'tag', 'person_tag', 'ticket'])
    t.same(await rowsOf(database, table, '*'), [], table)
})

eachDatabase(t, 'the other end of a key goes with its row where that is declared', async (t, database) => {
  await openOffice(database)
  class Task extends model('task', { id: integer().primaryKey().autoIncrement(), label: text() }) {
    static relationships = { person: relationship('Person', { cascade: ['saveUpdate', 'delete'] }) }
  }
  const db = (await automap(database.knex, { models: { Task } as Loose })) as Loose
  const { Person } = db.models
  const task = await new (Task as Loose)({ label: 'a', person: new Person({ name: 'Ada' }) }).save()
  await (await (Task as Loose).get(task.id)).delete()
  t.same(await rowsOf(database, 'person', 'id'), [])
})

eachDatabase(
  t,
  'rows of models without a key go, or are let go, by what they refer to',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person, Log, Stamp } = db.models
    const person = await new Person({ name: 'Ada' }).save()
    const [log, stamp] = [new Log({ message: 'a', person }), new Stamp({ message: 'b', person })]
    await log.save()
    await stamp.save()
    const [loaded] = await Person.with('logs', 'stamps')
    const [held, gone] = [loaded.logs[0], loaded.stamps[0]]
    await loaded.delete()
    t.same(await rowsOf(database, 'log', 'message', 'person_id'), [['a', null]])
    t.same(await rowsOf(database, 'stamp', 'message'), [])
    t.equal(held.personId, null)
    t.match(await errorOf(() => gone.save()), /its row was deleted/)
  },
)

eachDatabase(t, 'what the database refuses leaves everything as it was', async (t, database) => {
  const db = await withPeople(database, { tasks: relationship('Task', { cascade: ['saveUpdate'] }) })
  const { Person, Task, Visit } = db.models
  const person = await new Person({
    name: 'Ada',
    tasks: [new Task({ label: 'a' })],
    visits: [new Visit({})],
  }).save()
  const [visit] = person.visits
  t.match(
    await errorOf(() => person.delete()),
    /^ForeignKeyError FOREIGN_KEY_VIOLATED: Cannot delete an instance of "Person"/,
  )
  t.equal(visit.personId, person.id)
  t.equal(person.isNew, false)
  person.name = 'Eve'
  await person.save()
  t.same(await rowsOf(database, 'visit', 'person_id'), [[person.id]])
  t.same(await rowsOf(database, 'person', 'name'), [['Eve']])
})

eachDatabase(
  t,
  'children that were moved in memory are kept, and new ones are not made',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person, Task } = db.models
    const [ada, bob] = [
      new Person({ name: 'Ada', tasks: ['a', 'b'].map(label => new Task({ label })) }),
      new Person({ name: 'Bob' }),
    ]
    await db.session(session => void session.add([ada, bob]))
    ada.tasks[0].person = bob
    await ada.delete()
    t.same(await rowsOf(database, 'task', 'label', 'person_id'), [['a', bob.id]])
    await db.session(async session => {
      const person = await Person.with('tasks').first()
      const [task] = person.tasks
      person.tasks.push(new Task({ label: 'c' }))
      task.person = session.add(new Person({ name: 'Cid' }))
      session.delete(person)
    })
    t.same(await rowsOf(database, 'task', 'label'), [['a']])
    t.same(await rowsOf(database, 'person', 'name'), [['Cid']])
  },
)

eachDatabase(t, 'one statement is enough where the database sees to the rest', async (t, database) => {
  if (database.dialect === 'sqlite') await database.exec('pragma foreign_keys = on')
  await database.exec({
    sqlite:
      'create table boss (id integer primary key); create table aide (id integer primary key, boss_id integer references boss (id) on delete cascade)',
    postgres:
      'create table boss (id integer primary key); create table aide (id integer primary key, boss_id integer not null references boss (id) on delete cascade)',
  })
  class Boss extends model('boss', { id: integer().primaryKey() }) {
    static relationships = {
      aides: relationship('Aide', { cascade: ['saveUpdate', 'delete'], passiveDeletes: true }),
    }
  }
  const db = (await automap(database.knex, { models: { Boss } as Loose })) as Loose
  const { Aide } = db.models
  const Model = Boss as Loose
  for (const id of [1, 2]) await new Model({ id, aides: [new Aide({ id })] }).save()
  const [first, second] = await Model.orderBy('id')
  t.same(shapes(await database.count(() => first.delete(), { all: true })), ['delete boss'])
  const [aide] = await second.aides
  t.same(shapes(await database.count(() => second.delete())), ['delete aide', 'delete boss'])
  t.match(await errorOf(() => aide.refresh()), /not there any more$/)
  const third = await new Model({ id: 3, aides: [new Aide({ id: 3 })] }).save()
  third.aides.length = 0
  t.match(shapes(await database.count(() => third.delete())), ['delete aide', 'delete boss'])
})

eachDatabase(t, 'rows of an association go without a model of theirs being asked', async (t, database) => {
  await openOffice(database)
  const db = (await automap(database.knex, {
    relationships: ({ name }) => (name === 'personTags' ? false : undefined),
  })) as Loose
  const { Person, Tag } = db.models
  const person = await new Person({ name: 'Ada', tags: [new Tag({ label: 'x' })] }).save()
  t.ok(shapes(await database.count(() => person.delete())).includes('delete person_tag'))
  t.same(await rowsOf(database, 'person_tag', 'tag_id'), [])
})

eachDatabase(t, 'a view is let be', async (t, database) => {
  const db = await withPeople(database, {
    shown: relationship('People', { primaryJoin: { id: 'id' }, uselist: true } as Loose),
    seen: relationship('People', { primaryJoin: { id: 'id' }, uselist: true, viewOnly: true } as Loose),
  })
  const { Person } = db.models
  const person = await new Person({ name: 'Ada' }).save()
  await person.delete()
  t.same(await rowsOf(database, 'person', 'id'), [])
})

eachDatabase(t, 'what has no key to be referred to by has nothing that goes with it', async (t, database) => {
  await database.exec(`
    create table band (id integer primary key, code varchar(10) unique);
    create table fan (id integer primary key, band_code varchar(10) not null references band (code))`)
  const db = (await automap(database.knex)) as Loose
  const { Band, Fan } = db.models
  await Band.insert([{ id: 1 }, { id: 2, code: 'x' }])
  await Fan.insert({ id: 1, bandCode: 'x' })
  const deleted = await db.session(async (session: Loose) => {
    const bands = await Band.orderBy('id')
    session.delete(bands[0])
    const statements = await database.count(() => session.flush())
    session.delete(bands[1])
    return shapes(statements)
  })
  t.same(deleted, ['delete band'])
  t.same(await rowsOf(database, 'fan', 'id'), [])
})
