import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, openOffice, rowsOf, shapes } from '../fixtures/office.js'

eachDatabase(t, 'rows that refer to each other are written with a second UPDATE', async (t, database) => {
  const db = await openOffice(database)
  const { Room, Desk } = db.models
  const rooms = Array.from({ length: 20 }, (_, i) => {
    const room = new Room({ label: `r${i}` })
    const desk = new Desk({ label: `d${i}`, room })
    room.host = desk
    return room
  })
  const statements = await database.count(() => db.session(session => void session.add(rooms)))
  t.same(shapes(statements), ['insert room', 'insert desk', 'update room'])
  t.ok(rooms.every(room => room.hostId === room.host.id && room.host.roomId === room.id))
  t.same((await Room.whereHas('host', (q: Loose) => q.where('label', 'd7')).first()).label, 'r7')
  t.same(
    rooms.map(({ changes }) => Object.keys(changes)),
    rooms.map(() => []),
  )
  const deleting = await database.count(() => db.session(session => session.delete(rooms)))
  t.same(shapes(deleting.filter(sql => !sql.startsWith('select'))), [
    'update room',
    'delete desk',
    'delete room',
  ])
  t.same(await rowsOf(database, 'room', 'id'), [])
})

eachDatabase(t, 'a row may refer to itself', async (t, database) => {
  const db = await openOffice(database)
  const { Folder } = db.models
  const known = new Folder({ id: 7, label: 'a' })
  known.parent = known
  t.same(shapes(await database.count(() => known.save())), ['insert folder'])
  const given = new Folder({ label: 'b' })
  given.parent = given
  t.same(shapes(await database.count(() => given.save())), ['insert folder', 'update folder'])
  t.same(await rowsOf(database, 'folder', 'label', 'parent_id'), [
    ['a', 7],
    ['b', given.id],
  ])
  t.equal(given.parentId, given.id)
  await known.delete()
  await given.delete()
  t.same(await rowsOf(database, 'folder', 'label'), [])
})

eachDatabase(t, 'unique values are swapped by way of null', async (t, database) => {
  const db = await openOffice(database)
  const { Person } = db.models
  await Person.insert(['a', 'b', 'c'].map(name => ({ name, email: `${name}@x` })))
  const statements = await database.count(() =>
    db.session(async () => {
      const [a, b, c] = await Person.orderBy('id')
      ;[a.email, b.email, c.email] = [b.email, c.email, a.email]
    }),
  )
  t.ok(statements.filter(sql => sql.startsWith('update')).length >= 2)
  t.same(await rowsOf(database, 'person', 'name', 'email'), [
    ['a', 'b@x'],
    ['b', 'c@x'],
    ['c', 'a@x'],
  ])
  await db.session(async session => {
    const [a, b] = await Person.orderBy('id')
    a.email = 'd@x'
    b.email = 'b@x'
    session.add(new Person({ name: 'd', email: 'c@x' }))
  })
  t.same((await rowsOf(database, 'person', 'email')).flat(), ['a@x', 'b@x', 'c@x', 'd@x'])
  await db.session(async session => {
    session.delete(await Person.findBy({ email: 'c@x' }))
    session.add(new Person({ name: 'e', email: 'c@x' }))
  })
  t.equal((await Person.findBy({ email: 'c@x' })).name, 'e')
})

eachDatabase(t, 'unique values that take no null are not swapped in silence', async (t, database) => {
  const db = await openOffice(database)
  const { Unit } = db.models
  await Unit.insert([{ code: 'a' }, { code: 'b' }])
  t.equal(
    await errorOf(() =>
      db.session(async () => {
        const [a, b] = await Unit.orderBy('code')
        ;[a.code, b.code] = ['b', 'a']
      }),
    ),
    'WriteError WRITE_REFUSED: Cannot save rows that wait for each other in a circle: "Unit.code" takes what another "Unit" has. ' +
      'None of these takes null, and no constraint of theirs can wait for COMMIT: declare one deferrable, or write in two steps',
  )
})

const circles = {
  sqlite: (mode: string) => `
    create table hen (id integer primary key, egg_id integer not null references egg (id) ${mode});
    create table egg (id integer primary key, hen_id integer not null references hen (id) ${mode});`,
  postgres: (mode: string) => `
    create table hen (id integer primary key, egg_id integer not null);
    create table egg (id integer primary key, hen_id integer not null references hen (id) ${mode});
    alter table hen add foreign key (egg_id) references egg (id) ${mode};`,
}

for (const mode of ['deferrable initially deferred', 'deferrable']) {
  eachDatabase(t, `what takes no null waits for COMMIT where it is ${mode}`, async (t, database) => {
    const db = await openOffice(database)
    await database.exec(circles[database.dialect](mode))
    await db.reflect()
    const { Hen, Egg } = db.models
    const hen = new Hen({ id: 1 })
    hen.egg = new Egg({ id: 2, hen })
    const statements = await database.count(() => hen.save())
    t.same(shapes(statements).filter(each => each.startsWith('insert')).length, 2)
    t.same(await rowsOf(database, 'hen', 'id', 'egg_id'), [[1, 2]])
    await hen.delete()
    t.same(await rowsOf(database, 'egg', 'id'), [])
  })
}

eachDatabase(t, 'a circle that cannot be broken is refused by its name', async (t, database) => {
  const db = await openOffice(database)
  await database.exec(circles[database.dialect](''))
  await db.reflect()
  const { Hen, Egg } = db.models
  // SQLite would let the key wait, if it were known.
  const keys = database.dialect === 'sqlite' ? [{}, {}] : [{ id: 1 }, { id: 2 }]
  const hen = new Hen(keys[0])
  hen.egg = new Egg({ ...keys[1], hen })
  t.equal(
    await errorOf(() => hen.save()),
    'WriteError WRITE_REFUSED: Cannot save rows that wait for each other in a circle: "Hen.eggId" refers to "Egg"; ' +
      '"Egg.henId" refers to "Hen". None of these takes null, and no constraint of theirs can wait for COMMIT: ' +
      'declare one deferrable, or write in two steps',
  )
})
