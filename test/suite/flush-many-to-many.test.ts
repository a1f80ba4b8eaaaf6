import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { openOffice, rowsOf, shapes } from '../fixtures/office.js'

eachDatabase(t, 'rows of the association come and go with what collections hold', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Tag } = db.models
  const [x, y, z] = ['x', 'y', 'z'].map(label => new Tag({ label }))
  const ada = new Person({ name: 'Ada', tags: [x, y] })
  t.same(shapes(await database.count(() => ada.save())), ['insert person', 'insert tag', 'insert person_tag'])
  t.same(await rowsOf(database, 'person_tag', 'person_id', 'tag_id'), [
    [1, 1],
    [1, 2],
  ])
  const tags = await ada.tags
  tags.splice(0, 1)
  tags.push(z)
  t.same(shapes(await database.count(() => ada.save())), [
    'insert tag',
    'insert person_tag',
    'delete person_tag',
  ])
  t.same(await rowsOf(database, 'person_tag', 'person_id', 'tag_id'), [
    [1, 2],
    [1, 3],
  ])
  t.same(await database.count(() => ada.save()), [])
  t.same(x.people.length, 0)
  t.same((await z.people).length, 1)
})

eachDatabase(t, 'a row is written once where both sides say so', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Tag } = db.models
  await new Person({ name: 'Ada', tags: [new Tag({ label: 'x' })] }).save()
  const statements = await database.count(() =>
    db.session(async session => {
      const ada = await Person.with('tags').first()
      const x = await Tag.with('people').first()
      const y = session.add(new Tag({ label: 'y' }))
      const bob = session.add(new Person({ name: 'Bob' }))
      ada.tags.push(y)
      ;(await y.people).push(ada)
      x.people.push(bob)
      ;(await bob.tags).push(x)
      x.people.splice(x.people.indexOf(ada), 1)
      ada.tags.splice(ada.tags.indexOf(x), 1)
    }),
  )
  t.same(shapes(statements.filter(sql => !sql.startsWith('select'))), [
    'insert tag',
    'insert person',
    'insert person_tag',
    'delete person_tag',
  ])
  t.same(await rowsOf(database, 'person_tag', 'person_id', 'tag_id'), [
    [1, 2],
    [2, 1],
  ])
})

eachDatabase(t, 'people are friends of each other, in each direction once', async (t, database) => {
  const db = await openOffice(database)
  const Person = db.models.Person
  const [ada, bob, cid] = ['Ada', 'Bob', 'Cid'].map(name => new Person({ name }))
  ada.rights = [bob, ada]
  ;(await bob.lefts).push(ada)
  ;(await bob.rights).push(cid)
  ;(await cid.lefts).push(bob)
  await db.session(session => void session.add([ada, bob, cid]))
  t.same(await rowsOf(database, 'friend', 'left_id', 'right_id'), [
    [1, 1],
    [1, 2],
    [2, 3],
  ])
  const [one] = await Person.where('id', 1).with('rights')
  one.rights.pop()
  await one.save()
  t.same(await rowsOf(database, 'friend', 'left_id', 'right_id'), [
    [1, 1],
    [2, 3],
  ])
  await bob.delete()
  t.same(await rowsOf(database, 'friend', 'left_id', 'right_id'), [[1, 1]])
  await one.delete()
  t.same(await rowsOf(database, 'friend', 'left_id', 'right_id'), [])
})

eachDatabase(
  t,
  'an association with a model of its own is written by either, and once',
  async (t, database) => {
    const db = await openOffice(database)
    const { Person, Club, Membership } = db.models
    const [chess, golf] = ['chess', 'golf'].map(label => new Club({ label }))
    const ada = new Person({ name: 'Ada', clubs: [chess, golf] })
    await db.session(
      session => void session.add([new Membership({ person: ada, club: golf, level: 7 }), ada]),
    )
    t.same(await rowsOf(database, 'membership', 'person_id', 'club_id', 'level'), [
      [1, 1, 7],
      [1, 2, 1],
    ])
    await db.session(async session => {
      const person = await Person.with('clubs').first()
      const membership = await Membership.get([1, 1])
      person.clubs.length = 0
      session.delete(membership)
    })
    t.same(await rowsOf(database, 'membership', 'person_id'), [])
  },
)

eachDatabase(t, 'both ends are deleted with the rows between them', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Tag } = db.models
  const tags = ['x', 'y'].map(label => new Tag({ label }))
  await db.session(
    session => void session.add([new Person({ name: 'Ada', tags }), new Person({ name: 'Bob', tags })]),
  )
  t.equal((await rowsOf(database, 'person_tag', 'tag_id')).length, 4)
  await db.session(async session => {
    session.delete([...(await Person.query()), ...(await Tag.query())])
  })
  for (const table of ['person', 'tag', 'person_tag']) t.same(await rowsOf(database, table, '*'), [], table)
})
