import { inspect } from 'node:util'
import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { classNames, openStaff, plain } from '../fixtures/staff.js'

const kinds = [
  'Manager',
  'Engineer',
  'Clerk',
  'Engineer',
  'Employee',
  'Employee',
  'Architect',
  'Chief',
  'Employee',
]

eachDatabase(t, 'a query of a class gives instances of the classes below it', async (t, database) => {
  const { db, Employee, Manager, Engineer, Architect, Clerk, Chief } = await openStaff(database)
  t.same(db.report.declarations, [])
  const statements = await database.count(async () => {
    const all = await Employee.all()
    t.same(classNames(all), kinds)
    t.ok(all.every(each => each instanceof Employee))
    t.same(
      all.map(each => each.shout),
      ['ANN!', 'BOB', 'CID', 'DOT', 'EVE', 'FAY', 'GUS', 'HAL!', 'IDA'],
    )
    t.same(plain(all[6]), {
      id: 7,
      name: 'Gus',
      kind: 'architect',
      companyId: 2,
      nick: 'gus!',
      language: 'Ada',
      mentorId: 4,
      style: 'brutalist',
    })
    t.equal(inspect(all[0]), "Manager { id: 1, name: 'Ann', kind: 'manager', companyId: 1, budget: 700 }")
    t.equal(inspect(all[2]), "Clerk { id: 3, name: 'Cid', kind: 'clerk', companyId: 2 }")
    t.equal(inspect(all[5]), "Employee { id: 6, name: 'Fay', kind: 'intern', companyId: 1 }")
  })
  t.equal(statements.length, 1)
  t.same(classNames(await Manager.all()), ['Manager', 'Chief'])
  t.same(classNames(await Engineer.all()), ['Engineer', 'Engineer', 'Architect'])
  t.same(classNames(await Architect.all()), ['Architect'])
  t.same(classNames(await Chief.all()), ['Chief'])
  t.same(classNames(await Clerk.all()), ['Clerk'])
})

eachDatabase(t, 'an instance is the same whichever class was queried', async (t, database) => {
  const { Employee, Engineer, Architect, Manager } = await openStaff(database)
  const all = await Employee.undefer('note').all()
  const of = (...ids: number[]) => plain(all.filter(({ id }) => ids.includes(id)))
  t.same(plain(await Engineer.undefer('note').all()), of(2, 4, 7))
  t.same(plain(await Architect.undefer('note').all()), of(7))
  t.same(plain(await Manager.undefer('note').all()), of(1, 8))
})

eachDatabase(t, 'a class is queried by what it inherits', async (t, database) => {
  const { Employee, Engineer, Manager, Architect, Company } = await openStaff(database)
  t.same(await Engineer.where('name', '<', 'F').orderBy('name', 'desc').pluck('name'), ['Dot', 'Bob'])
  t.same(await Engineer.orderBy('nick').whereNotNull('nick').pluck('nick', 'name'), [
    ['bobby', 'Bob'],
    ['gus!', 'Gus'],
  ])
  t.same(await Architect.where({ name: 'Gus', language: 'Ada', style: 'brutalist' }).count(), 1)
  t.same([await Employee.count(), await Manager.count(), await Engineer.count()], [9, 2, 3])
  t.same(
    [await Manager.sum('budget'), await Manager.max('name'), await Engineer.min('language')],
    [9700, 'Hal', 'Ada'],
  )
  t.equal(await Manager.orderBy('name').limit(1).exists(), true)
  t.equal(await Employee.limit(4).offset(6).count(), 3)
  t.same(await Company.whereHas('employees', query => query.where('name', 'Gus')).pluck('name'), ['Bell'])
  t.same(await Engineer.whereHas('projects').pluck('name'), ['Bob', 'Gus'])
  t.same(await Engineer.whereHas('company', query => query.where('name', 'Bell')).pluck('name'), [
    'Dot',
    'Gus',
  ])
  t.same(await Employee.whereHas('pupils', query => query.where('language', 'Ada')).pluck('name'), ['Dot'])
  t.equal(
    await errorOf(() => Employee.where('budget' as 'name', 'x')),
    'MappingError PROPERTY_UNKNOWN: Model "Employee" has no property "budget"',
  )
})

eachDatabase(t, 'a key finds a row of the class alone', async (t, database) => {
  const { Employee, Engineer, Manager, Architect } = await openStaff(database)
  for (let again = 0; again < 2; again++) {
    t.same(classNames([await Employee.get(1), await Employee.get(7), await Manager.get(8)]), [
      'Manager',
      'Architect',
      'Chief',
    ])
    t.equal(await Engineer.find(1), null)
    t.equal(await Manager.find(2), null)
    t.equal(await Architect.find(2), null)
    t.equal((await Engineer.get(2)).language, 'C')
  }
  t.equal(
    await errorOf(() => Manager.get(2)),
    'NotFoundError NOT_FOUND: No instance of "Manager" has key 2: the model holds no such row. find() gives null instead',
  )
  t.equal(
    await errorOf(() => Engineer.get(1)),
    'NotFoundError NOT_FOUND: No instance of "Engineer" has key 1: table "engineer" holds no such row. find() gives null instead',
  )
})

eachDatabase(t, 'streams and pages hold all classes', async (t, database) => {
  const { Employee, Manager } = await openStaff(database)
  const streamed = []
  for await (const each of Employee.query().orderBy('name', 'desc')) streamed.push(each)
  t.same(classNames(streamed), kinds.toReversed())
  const page = await Employee.orderBy('id').paginate({ page: 2, perPage: 4 })
  t.same([page.total, page.pages, classNames(page.items)], [9, 3, kinds.slice(4, 8)])
  t.same((await Manager.paginate({ page: 1, perPage: 1 })).total, 2)
})

eachDatabase(t, 'what a query leaves out is read when it is awaited', async (t, database) => {
  const { Employee, Engineer } = await openStaff(database)
  const some = await Employee.only('name').all()
  const statements = await database.count(async () => {
    for (const each of some) {
      if (each instanceof Engineer) t.match(await each.language, /^(C|Lisp|Ada)$/)
    }
    for (const each of some) await each.note
  })
  t.equal(statements.length, 2)
  t.equal(await some[0]?.note, 'first')
  const without = await Employee.defer('name').all()
  t.equal((without[1] as InstanceType<typeof Engineer>).language, 'C')
  t.equal(await without[1]?.name, 'Bob')
})

eachDatabase(t, 'the key that inherits is no relationship, and other keys are', async (t, database) => {
  const { db } = await openStaff(database)
  t.same(
    db.relationships
      .filter(({ model, target }) =>
        [model, target].some(name => ['Employee', 'Engineer', 'Architect'].includes(name)),
      )
      .map(({ model, name, kind, target, key }) => `${model}.${name}: ${kind} ${target}, ${key}`),
    [
      'Company.employees: oneToMany Employee, employee(company_id) -> company(id)',
      'Employee.company: manyToOne Company, employee(company_id) -> company(id)',
      'Employee.pupils: oneToMany Engineer, engineer(mentor_id) -> employee(id)',
      'Engineer.engineerSkills: oneToMany EngineerSkill, engineer_skill(engineer_id) -> engineer(id)',
      'Engineer.mentor: manyToOne Employee, engineer(mentor_id) -> employee(id)',
      'Engineer.projects: oneToMany Project, project(lead_id) -> engineer(id)',
      'Engineer.skills: manyToMany Skill, engineer_skill: (engineer_id) -> engineer(id), (skill_id) -> skill(id)',
      'EngineerSkill.engineer: manyToOne Engineer, engineer_skill(engineer_id) -> engineer(id)',
      'Project.lead: manyToOne Engineer, project(lead_id) -> engineer(id)',
      'Skill.engineers: manyToMany Engineer, engineer_skill: (engineer_id) -> engineer(id), (skill_id) -> skill(id)',
    ],
  )
})

eachDatabase(t, 'every class is a model of the automap', async (t, database) => {
  const { db, Employee, Engineer, Clerk, Contractor } = await openStaff(database)
  t.same(Object.keys(db.models).sort(), [
    'Architect',
    'Chief',
    'Clerk',
    'Company',
    'Contractor',
    'Employee',
    'Engineer',
    'EngineerSkill',
    'Manager',
    'Project',
    'Skill',
  ])
  t.equal(db.models.Clerk, Clerk)
  t.equal(db.model('employee') as unknown, Employee)
  t.equal(db.model('engineer') as unknown, Engineer)
  t.equal(db.model('contractor') as unknown, Contractor)
  t.same(
    db.report.tables
      .filter(({ name }) => /^(emp|eng.*r$|arch)/.test(name))
      .map(({ name, model }) => `${name}: ${model}`),
    ['architect: Architect', 'employee: Employee', 'engineer: Engineer'],
  )
  const named = (subject: string) => {
    const { subject: of, source, rule, override } = db.explain(subject)
    return [of, source, rule, override]
  }
  t.same(named('Clerk'), [
    'Clerk',
    'employee',
    'Declared by class "Clerk"',
    'rename class "Clerk", or give the models as an object under names of your own',
  ])
  t.same(named('Manager.budget'), [
    'Manager.budget',
    'employee.budget',
    'Declared by class "Manager"',
    'rename "budget" in class "Manager"',
  ])
  t.same(named('Engineer.name').slice(0, 2), ['Employee.name', 'employee.name'])
  t.same(named('Architect.nick').slice(0, 2), ['Engineer.nick', 'engineer.name'])
  t.same(named('Architect.mentor').slice(0, 3), [
    'Engineer.mentor',
    'engineer.mentor_id',
    'Declared by class "Engineer"',
  ])
  t.same(named('employee.company_id').slice(0, 2), ['Employee.companyId', 'employee.company_id'])
  t.equal(
    await errorOf(() => db.explain('Engineer.budgt')),
    'MappingError PROPERTY_UNKNOWN: Model "Engineer" has no property "budgt"',
  )
})

eachDatabase(t, 'a concrete class is alone with its table', async (t, database) => {
  const { Employee, Contractor, Company } = await openStaff(database)
  const all = await Contractor.orderBy('name').all()
  t.same(plain(all), [
    { id: 1, name: 'Joe', agency: 'Temps', companyId: 1 },
    { id: 2, name: 'Kim', agency: 'Temps', companyId: 2 },
  ])
  t.ok(all[0] instanceof Employee)
  t.equal(all[0]?.shout, 'JOE', 'what is written by hand is inherited')
  t.equal(await Employee.where('name', 'Joe').count(), 0)
  t.equal((await all[0]?.company)?.name, 'Ada & Co')
  t.same((await Company.get(1)).toJSON(), { id: 1, name: 'Ada & Co' })
  t.equal(
    await errorOf(() => all[0]?.kind),
    'MappingError PROPERTY_UNKNOWN: Cannot use "Contractor.kind": table "contractor" has no column "kind". Add the column, or remove the property from the class',
  )
  t.equal(
    await errorOf(() => all[0]?.pupils),
    'MappingError PROPERTY_UNKNOWN: Cannot use "Contractor.pupils": a class above has it, and table "contractor" has no column or key for it',
  )
  t.equal(Contractor.prototype.pupils, undefined)
})
