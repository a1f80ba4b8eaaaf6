import t from 'tap'
import type { LoadStrategy } from '../../types/relationship.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { classNames, openStaff, plain } from '../fixtures/staff.js'

eachDatabase(t, 'joined tables come in one statement, or in one for each class', async (t, database) => {
  const joined = await openStaff(database)
  const before = plain(await joined.Employee.all())
  await joined.db.close()
  for (const table of [
    'architect',
    'engineer_skill',
    'project',
    'engineer',
    'employee',
    'contractor',
    'company',
    'skill',
  ])
    await database.exec(`drop table ${table}`)
  const { Employee, Company, Manager, Clerk } = await openStaff(database, 'selectin')
  const seen = async (run: () => PromiseLike<unknown>) => {
    let found: unknown
    const statements = await database.count(async () => {
      found = plain(await run())
    })
    return [statements.length, found]
  }
  t.same(await seen(() => Employee.all()), [3, before])
  t.same(
    (await seen(() => Employee.where('name', '<', 'D').all()))[0],
    2,
    'none for a class that is not there',
  )
  t.same((await seen(() => Manager.all()))[0], 1)
  t.same((await seen(() => Clerk.all()))[0], 1)
  t.same((await seen(() => Employee.limit(0).all()))[0], 1)
  const [apart] = await seen(() => Company.with('employees', { lazy: 'selectin' }))
  t.equal(apart, 4)
  const [together] = await seen(() => Company.with('employees', { lazy: 'joined' }))
  t.equal(together, 3)
  const plan = Employee.query().plan()
  t.same(
    plan.statements.map(({ path, model, strategy, reason }) => [path, model, strategy, reason]),
    [
      ['', 'Employee', 'root', 'the query itself'],
      ['', 'Engineer', 'selectin', 'what it adds to the rows, where one is of this class'],
      ['', 'Architect', 'selectin', 'what it adds to the rows, where one is of this class'],
    ],
  )
})

/** What a query gives by each strategy, its relationship read where it was left to be. */
async function eachWay<T extends object>(
  query: (lazy: LoadStrategy) => PromiseLike<T[]>,
  property: keyof T,
): Promise<unknown[]> {
  const found = []
  for (const lazy of ['joined', 'selectin', 'select'] as const) {
    const instances = await query(lazy)
    for (const each of instances) await each[property]
    found.push(plain(instances))
  }
  return found
}

for (const load of ['joined', 'selectin'] as const) {
  eachDatabase(t, `all strategies give equal instances where tables are ${load}`, async (t, database) => {
    const { Company, Project, Skill, Engineer, Employee } = await openStaff(database, load)
    const ways = [
      await eachWay(lazy => Company.with('employees', { lazy }), 'employees'),
      await eachWay(lazy => Project.with('lead', { lazy }), 'lead'),
      await eachWay(lazy => Skill.with('engineers', { lazy }), 'engineers'),
      await eachWay(lazy => Engineer.with('mentor', { lazy }), 'mentor'),
    ]
    for (const [joined, selectin, lazy] of ways) {
      t.same(selectin, joined)
      t.same(lazy, joined)
    }
    const projects = await Project.with('lead').orderBy('id')
    t.same(classNames(projects.map(({ lead }) => lead)), ['Engineer', 'Engineer', 'Architect'])
    const engineers = await Engineer.with('mentor')
    t.same(classNames(engineers.map(({ mentor }) => mentor as object)), ['Manager', 'Engineer', 'Engineer'])
    const deep = await Company.with('employees.pupils.projects').get(1)
    const apart = await Company.query()
      .with('employees', { lazy: 'joined' })
      .with('employees.pupils', { lazy: 'joined' })
      .with('employees.pupils.projects', { lazy: 'joined' })
      .find(1)
    t.same(plain(apart), plain(deep))
    t.equal((await Employee.query().with('company').get(2)).company?.name, 'Ada & Co')
  })
}

eachDatabase(t, 'a loop over several classes costs two statements', async (t, database) => {
  const { Employee, Engineer } = await openStaff(database)
  const statements = await database.count(async () => {
    for (const each of await Employee.all()) await each.company
  })
  t.equal(statements.length, 2)
  const own = await database.count(async () => {
    for (const each of await Employee.all()) if (each instanceof Engineer) await each.projects
  })
  t.equal(own.length, 2)
  const both = await database.count(async () => {
    const all = await Employee.all()
    await Promise.all(all.map(each => (each instanceof Engineer ? each.skills : each.company)))
  })
  t.equal(both.length, 3)
})

eachDatabase(t, 'relationships are loaded into instances of several classes', async (t, database) => {
  const { db, Employee, Manager, Engineer, Project } = await openStaff(database)
  const all = await Employee.all()
  const statements = await database.count(() => db.load(all, 'company', 'pupils.projects'))
  t.equal(statements.length, 3)
  t.same(
    all.map(each => (each.pupils as object[]).length),
    [1, 1, 0, 1, 0, 0, 0, 0, 0],
  )
  const engineers = await Engineer.all()
  await db.load(engineers, 'projects')
  t.equal((engineers[0]!.projects as object[]).length, 2)
  await db.load([...(await Manager.all()), ...engineers], 'company')
  t.match(
    await errorOf(async () =>
      db.load([...engineers, ...(await Project.all())] as never[], 'company' as never),
    ),
    /^QueryError QUERY_INVALID: Cannot load relationships: expected instances of one model of this automap/,
  )
})
