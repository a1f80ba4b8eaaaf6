import t, { type Test } from 'tap'
import { automap, integer, model, type StaleInstanceError, text, timestamp } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

/** What the rows of every table here hold. */
interface Note {
  id: number
  body: string
  lock: number | null
  at: Date | null
  save(): Promise<unknown>
  delete(): Promise<void>
  refresh(): Promise<unknown>
}

/** A class whose rows have a version, and how to make and read them. */
interface Notes {
  new (values: object): Note
  get(id: number): Promise<Note>
}

const stale = (doing: string): string =>
  `StaleInstanceError STALE_INSTANCE: Cannot ${doing} an instance of "Note": its row is not there any more, or another has changed it since it was read. Read it again, or refresh() it`

async function openNotes(database: Database, version: string): Promise<Notes> {
  const zoned = database.dialect === 'sqlite' ? 'timestamp' : 'timestamptz'
  await database.exec(
    `create table note (id integer primary key, body varchar(40) not null, lock integer, at ${zoned}, rough timestamp)`,
  )
  class Note extends model(
    'note',
    { id: integer().primaryKey(), body: text(), lock: integer().nullable(), at: timestamp().nullable() },
    { version },
  ) {}
  await automap(database.knex, { models: [Note] })
  return Note as unknown as Notes
}

async function conflicts(t: Test, Note: Notes): Promise<void> {
  await new Note({ id: 1, body: 'first' }).save()
  const [mine, theirs, leaving] = [await Note.get(1), await Note.get(1), await Note.get(1)]
  theirs.body = 'theirs'
  await theirs.save()
  mine.body = 'mine'
  t.equal(await errorOf(() => mine.save()), stale('save'))
  t.equal(await errorOf(() => leaving.delete()), stale('delete'))
  t.equal((await Note.get(1)).body, 'theirs', 'nothing was lost')
  t.equal(mine.body, 'mine', 'and what was meant is at hand')
  await mine.refresh()
  t.equal(mine.body, 'theirs')
  mine.body = 'mine'
  await mine.save()
  mine.body = 'mine again'
  await mine.save()
  t.equal(await errorOf(() => theirs.delete()), stale('delete'))
  await mine.delete()
  mine satisfies object
  theirs.body = 'late'
  const error = await theirs.save().catch((reason: StaleInstanceError) => reason.code)
  t.equal(error, 'STALE_INSTANCE')
}

for (const version of ['lock', 'at', 'rough']) {
  eachDatabase(t, `of two that change one row the second is told, by "${version}"`, async (t, database) => {
    await conflicts(t, await openNotes(database, version))
  })
}

eachDatabase(
  t,
  'of two that change one row the second is told, by what the database keeps',
  async (t, database) => {
    await conflicts(t, await openNotes(database, 'xmin'))
  },
  'postgres',
)

eachDatabase(t, 'a counter begins at 1 and counts up, by one for each update', async (t, database) => {
  const Note = await openNotes(database, 'lock')
  const note = new Note({ id: 1, body: 'a' })
  await note.save()
  t.equal(note.lock, 1)
  for (const body of ['b', 'c']) {
    note.body = body
    await note.save()
  }
  t.equal(note.lock, 3)
  await note.save()
  t.equal((await Note.get(1)).lock, 3, 'what changes nothing counts nothing')
  const given = new Note({ id: 2, body: 'a', lock: 70 })
  await given.save()
  t.equal((await Note.get(2)).lock, 70, 'unless it is given')
})

eachDatabase(t, 'a row that was never counted is found by that', async (t, database) => {
  const Note = await openNotes(database, 'lock')
  await database.exec("insert into note values (1, 'a', null, null, null)")
  const [mine, theirs] = [await Note.get(1), await Note.get(1)]
  mine.body = 'b'
  await mine.save()
  t.equal(mine.lock, 1)
  theirs.body = 'c'
  t.equal(await errorOf(() => theirs.save()), stale('save'))
})

eachDatabase(t, 'a time is never the same twice, however fast the saves are', async (t, database) => {
  const Note = await openNotes(database, 'at')
  const note = new Note({ id: 1, body: '0' })
  const before = Date.now()
  await note.save()
  const times = [note.at?.getTime() ?? 0]
  for (let i = 1; i < 6; i++) {
    note.body = String(i)
    await note.save()
    times.push(note.at?.getTime() ?? 0)
  }
  t.strictSame(
    times,
    [...new Set(times)].toSorted((a, b) => a - b),
  )
  t.ok(Number(times[0]) >= before)
})

eachDatabase(t, 'updates of a query raise versions that nobody read', async (t, database) => {
  for (const version of database.dialect === 'postgres' ? ['lock', 'at', 'xmin'] : ['lock', 'at']) {
    await database.exec('drop table if exists note')
    const Note = await openNotes(database, version)
    await new Note({ id: 1, body: 'a' }).save()
    const note = await Note.get(1)
    const whole = Note as unknown as { everything(): { update(values: object): Promise<number> } }
    t.equal(await whole.everything().update({ body: 'b' }), 1)
    note.body = 'c'
    t.equal(await errorOf(() => note.save()), stale('save'), version)
  }
})

eachDatabase(t, 'a change to any table of a hierarchy counts', async (t, database) => {
  for (const version of database.dialect === 'postgres' ? ['lock', 'xmin'] : ['lock']) {
    await database.exec(`
      drop table if exists dog; drop table if exists animal;
      create table animal (id integer primary key, kind varchar(10) not null, lock integer, name varchar(20));
      create table dog (id integer primary key references animal (id), tricks integer);`)
    class Animal extends model(
      'animal',
      { id: integer().primaryKey(), kind: text(), lock: integer().nullable() },
      { polymorphicOn: 'kind', identity: 'animal', version },
    ) {}
    class Dog extends model(Animal, 'dog', { tricks: integer().nullable() }, { identity: 'dog' }) {}
    await automap(database.knex, { models: [Animal, Dog] })
    await new Dog({ id: 1, tricks: 1 }).save()
    const [mine, theirs] = [await Dog.get(1), await Animal.get(1)]
    t.ok(theirs instanceof Dog)
    mine.tricks = 2
    await mine.save()
    mine.tricks = 3
    await mine.save()
    const refused = stale('save').replace('Note', 'Dog')
    Object.assign(theirs, { tricks: 4 })
    t.equal(await errorOf(() => theirs.save()), refused, version)
    t.equal((await Dog.get(1)).tricks, 3)
  }
})

eachDatabase(t, 'a flush of many is told of those that others have changed', async (t, database) => {
  for (const version of database.dialect === 'postgres' ? ['lock', 'at', 'xmin'] : ['lock', 'at']) {
    await database.exec('drop table if exists note')
    await openNotes(database, version)
    class Note extends model('note', { id: integer().primaryKey(), body: text() }, { version }) {}
    const db = await automap(database.knex, { models: [Note] })
    await db.session(session => session.add([1, 2, 3].map(id => new Note({ id, body: 'a' }))))
    const statements = await database.count(() =>
      db.session(async () => {
        for (const note of await Note.orderBy('id')) note.body += note.id
      }),
    )
    t.equal(statements.filter(sql => /^(with .*)?update/i.test(sql)).length, 1, version)
    const notes = await Note.orderBy('id')
    t.equal(await Note.where('id', 2).update({ body: 'theirs' }), 1)
    for (const note of notes) note.body = 'mine'
    t.equal(
      await errorOf(() => db.session(session => session.add(notes))),
      'StaleInstanceError STALE_INSTANCE: Cannot save 3 instances of "Note": 1 of their rows is not there any more, or another has changed it since it was read. Read it again, or refresh() it',
    )
    t.strictSame(await Note.orderBy('id').pluck('body'), ['a1', 'theirs', 'a3'], 'nothing of it was kept')
    t.strictSame(
      notes.map(each => each.changes.body?.from),
      ['a1', 'a2', 'a3'],
      'and all of it can be tried again',
    )
  }
})

eachDatabase(t, 'what one transaction writes twice is no conflict with itself', async (t, database) => {
  for (const version of database.dialect === 'postgres' ? ['lock', 'at', 'xmin'] : ['lock', 'at']) {
    await database.exec('drop table if exists note')
    await openNotes(database, version)
    class Note extends model('note', { id: integer().primaryKey(), body: text() }, { version }) {}
    const db = await automap(database.knex, { models: [Note] })
    const note = new Note({ id: 1, body: 'a' })
    await db.transaction(async () => {
      await note.save()
      note.body = 'b'
      await note.save()
      await db.transaction(async () => {
        note.body = 'c'
        await note.save()
      })
      const undone = db.transaction(async () => {
        note.body = 'd'
        await note.save()
        throw new Error('undone')
      })
      t.equal(await errorOf(() => undone), 'Error: undone')
      note.body = 'e'
      await note.save()
    })
    note.body = 'f'
    await note.save()
    t.equal((await Note.get(1)).body, 'f', version)
  }
})
