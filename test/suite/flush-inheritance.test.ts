import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { type Loose, rowsOf, shapes } from '../fixtures/office.js'
import { openStaff } from '../fixtures/staff.js'

eachDatabase(t, 'each class is written to its tables, parents first', async (t, database) => {
  const { Company, Employee, Manager, Engineer, Architect, Contractor, db } = (await openStaff(
    database,
  )) as Loose
  const company = new Company({ id: 10, name: 'New' })
  const people = [
    new Employee({ id: 20, name: 'E', company }),
    new Manager({ id: 21, name: 'M', budget: 5, company }),
    new Engineer({ id: 22, name: 'N', nick: 'n', language: 'C', company }),
    new Architect({ id: 23, name: 'A', language: 'Ada', style: 's', company }),
  ]
  people[3].mentor = people[2]
  const contractor = new Contractor({ id: 24, name: 'K', agency: 'X' })
  const statements = await database.count(() =>
    db.session((session: Loose) => void session.add([...people, contractor])),
  )
  t.same(shapes(statements).sort(), [
    'insert architect',
    'insert company',
    'insert contractor',
    'insert employee',
    'insert engineer',
  ])
  const isNew = ([id]: unknown[]): boolean => Number(id) >= 20
  t.same((await rowsOf(database, 'employee', 'id', 'kind', 'budget')).filter(isNew), [
    [20, 'employee', null],
    [21, 'manager', 5],
    [22, 'engineer', null],
    [23, 'architect', null],
  ])
  t.same((await rowsOf(database, 'engineer', 'id', 'name', 'language', 'mentor_id')).filter(isNew), [
    [22, 'n', 'C', null],
    [23, null, 'Ada', 22],
  ])
  t.same((await Employee.get(23)).style, 's')
  t.equal(people[1].kind, 'manager')
  const [, manager, engineer, architect] = people
  engineer.language = 'Lisp'
  t.same(shapes(await database.count(() => engineer.save())), ['update engineer'])
  architect.name = 'B'
  architect.style = 'b'
  architect.nick = 'c'
  t.same(shapes(await database.count(() => architect.save())).sort(), [
    'update architect',
    'update employee',
    'update engineer',
  ])
  manager.budget = 6
  t.same(shapes(await database.count(() => manager.save())), ['update employee'])
  await architect.refresh()
  t.same([architect.name, architect.style, architect.nick, architect.language], ['B', 'b', 'c', 'Ada'])
  const deleting = await database.count(() => architect.delete())
  t.same(shapes(deleting.filter(sql => sql.startsWith('delete'))).slice(-3), [
    'delete architect',
    'delete engineer',
    'delete employee',
  ])
  t.notOk((await rowsOf(database, 'employee', 'id')).flat().includes(23))
})
