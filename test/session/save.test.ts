import t, { type Test } from 'tap'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, openOffice, shapes } from '../fixtures/office.js'

async function office(t: Test, options = {}): Promise<Loose> {
  const database = await freshDatabase(t, 'better-sqlite3')
  if (database === null) throw new Error('SQLite runs everywhere')
  return { database, ...(await openOffice(database, options)).models }
}

t.test('what is new or deleted is refused where it makes no sense', async t => {
  const { Person } = await office(t)
  const person = new Person({ name: 'Ada' })
  t.equal(
    await errorOf(() => person.delete()),
    'WriteError WRITE_REFUSED: Cannot delete an instance of "Person": it is not saved',
  )
  t.equal(
    await errorOf(() => person.refresh()),
    'WriteError WRITE_REFUSED: Cannot refresh an instance of "Person": it is not saved',
  )
  await person.save()
  await person.delete()
  t.equal(
    await errorOf(() => person.save()),
    'WriteError WRITE_REFUSED: Cannot save an instance of "Person": its row was deleted; make a new one',
  )
  t.equal(
    await errorOf(() => person.delete()),
    'WriteError WRITE_REFUSED: Cannot delete an instance of "Person": its row was deleted before',
  )
})

t.test('a row that nothing goes with is deleted by one statement', async t => {
  const { database, Person, Visit, Ticket } = await office(t)
  const person = await new Person({ name: 'Ada', visits: [new Visit({})], tickets: [new Ticket({})] }).save()
  const [visit] = person.visits
  t.same(shapes(await database.count(() => visit.delete(), { all: true })), ['delete visit'])
  t.same(person.visits, [])
})

t.test('an automap that only reads refuses before anything is sent', async t => {
  const { database, Person } = await office(t, { readOnly: true })
  await database.knex('person').insert({ name: 'Ada' })
  const person = await Person.first()
  person.name = 'Eve'
  const refusal = (doing: string): string =>
    `WriteError READ_ONLY: Cannot ${doing} an instance of "Person": this automap only reads, as its option "readOnly" says; use one without that option`
  t.same(
    await database.count(async () => t.equal(await errorOf(() => person.save()), refusal('save')), {
      all: true,
    }),
    [],
  )
  t.equal(await errorOf(() => person.delete()), refusal('delete'))
})
