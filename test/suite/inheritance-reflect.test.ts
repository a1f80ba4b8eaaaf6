import t from 'tap'
import type { Many } from '../../lib/index.js'
import { automap } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { classNames, makeStaff, openStaff, plain, staffModels } from '../fixtures/staff.js'

const desks = `
  create table desk (
    id integer primary key, owner_id integer references employee (id), builder_id integer references architect (id));
  insert into desk values (1, 1, 7), (2, 7, 7), (3, 2, null);`

eachDatabase(t, 'classes are related to tables that are reflected later', async (t, database) => {
  const { db, Employee, Engineer, Architect } = await openStaff(database)
  const early = await Employee.all()
  await early[1]?.company
  await database.exec(desks)
  await db.reflect()
  const added = db.relationships.filter(({ model, target }) => [model, target].includes('Desk'))
  t.same(
    added.map(({ model, name, target }) => `${model}.${name}: ${target}`),
    [
      'Architect.desksByBuilder: Desk',
      'Desk.builder: Architect',
      'Desk.owner: Employee',
      'Employee.desks: Desk',
    ],
  )
  type Owner = { readonly desks: Many<object> }
  const statements = await database.count(async () => {
    for (const each of early) await (each as unknown as Owner).desks
  })
  t.equal(statements.length, 1)
  t.same(
    early.map(each => ((each as unknown as Owner).desks as object[]).length),
    [1, 1, 0, 0, 0, 0, 1, 0, 0],
  )
  t.equal((early[1]!.company as { name: string }).name, 'Ada & Co', 'what was loaded stays')
  const architects = await Architect.query()
    .with('desksByBuilder' as 'skills')
    .all()
  t.same(plain(architects), [
    {
      ...(plain(await Architect.get(7)) as object),
      desksByBuilder: [
        { id: 1, ownerId: 1, builderId: 7 },
        { id: 2, ownerId: 7, builderId: 7 },
      ],
    },
  ])
  t.equal('desksByBuilder' in (await Engineer.get(2)), false)
  const owners = await db.model('Desk').query().with('owner').with('builder').orderBy('id')
  t.same(classNames(owners.map(({ owner }) => owner as object)), ['Manager', 'Architect', 'Engineer'])
})

eachDatabase(t, 'a reflection that fails adds nothing to classes that share rows', async (t, database) => {
  await makeStaff(database)
  const models = staffModels()
  const db = await automap(database.knex, {
    models,
    naming: { className: ({ name }, own) => (name === 'desk' ? 'Employee' : own) },
  })
  await database.exec(desks)
  const before = db.relationships.length
  t.match(await errorOf(() => db.reflect()), /^MappingError NAME_TAKEN: Cannot name table "desk" "Employee"/)
  t.equal(db.relationships.length, before)
  t.equal((await models.Employee.all()).length, 9)
})

eachDatabase(t, 'a table that comes later does not change how rows are read', async (t, database) => {
  await makeStaff(database)
  await database.exec(`
    drop table engineer_skill; drop table project; drop table architect;`)
  const { Architect, Engineer, Employee, ...others } = staffModels()
  const { Project, Skill, ...rest } = others
  const db = await automap(database.knex, { models: { Employee, Engineer, Architect, ...rest } })
  t.match(
    await errorOf(() => Architect.all()),
    'MappingError MODEL_UNKNOWN: Class "Architect" is not mapped: the database has no table "architect"',
  )
  t.same(classNames([await Employee.get(7)]), ['Employee'])
  t.same(classNames([await Engineer.get(7)]), ['Engineer'])
  await database.exec(
    'create table architect (id integer primary key references engineer (id), style varchar(9))',
  )
  await db.reflect()
  t.same(
    db.report.declarations.map(({ model, message }) => `${model}: ${message}`),
    [
      'Architect: class "Engineer", which it extends, was mapped before it could be; call automap() again to map both',
    ],
  )
})
