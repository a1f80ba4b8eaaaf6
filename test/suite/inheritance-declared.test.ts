import t from 'tap'
import {
  automap,
  boolean,
  composite,
  computed,
  createTables,
  integer,
  type Many,
  model,
  type One,
  relationship,
  sql,
  string,
  text,
} from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { classNames, plain } from '../fixtures/staff.js'

function shapes() {
  class Shape extends model(
    'shape',
    {
      id: integer().primaryKey().autoIncrement(),
      kind: integer(),
      x: integer(),
      y: integer(),
      hidden: boolean().default(false),
      at: composite({
        parts: { x: 'x', y: 'y' },
        make: ({ x, y }: { x: number; y: number }) => [x, y],
        take: ([x, y]: readonly number[]) => ({ x, y }),
      }),
      place: computed(text(), c => sql`${c.x} || ',' || ${c.y}`),
      parentId: integer('parent_id').nullable().references('shape.id'),
    },
    { polymorphicOn: 'kind', identity: 0, scope: query => query.where('hidden', false) },
  ) {
    static relationships = {
      parent: relationship('Shape', { uselist: false, backPopulates: 'parts' }),
      parts: relationship('Shape', { uselist: true }),
    }
    declare parent: One<Shape | null>
    declare parts: Many<Shape>
  }
  class Circle extends model(
    Shape,
    'circle',
    {
      id: integer().primaryKey().references('shape.id', { onDelete: 'cascade' }),
      radius: integer(),
      width: computed(integer(), c => sql`${c.radius} * 2`),
      title: computed(text(), c => sql`'circle at ' || ${c.place}`),
      dots: computed(integer(), c => c.marks!.count()),
      area: computed(integer(), {
        get: (row: { radius: number }) => 3 * row.radius ** 2,
        sql: c => sql`3 * ${c.radius} * ${c.radius}`,
      }),
    },
    { identity: 1, scope: query => query.where('radius', '<', 100).orWhere('x', '<', 0) },
  ) {
    declare marks: Many<Mark>
  }
  class Mark extends model('mark', {
    id: integer().primaryKey(),
    circleId: integer('circle_id').references('circle.id'),
  }) {
    declare circle: One<Circle>
  }
  return { Shape, Circle, Mark }
}

eachDatabase(
  t,
  'created tables hold what is inherited: value objects, computed properties, scopes',
  async (t, database) => {
    const { Shape, Circle, Mark } = shapes()
    t.same(await createTables(database.knex, [Shape, Circle, Mark]), ['shape', 'circle', 'mark'])
    await database.knex('shape').insert([
      { id: 1, kind: 0, x: 1, y: 1, hidden: false, parent_id: null },
      { id: 2, kind: 1, x: 2, y: 2, hidden: false, parent_id: 1 },
      { id: 3, kind: 1, x: 3, y: 3, hidden: true, parent_id: null },
      { id: 4, kind: 1, x: 4, y: 4, hidden: false, parent_id: null },
      { id: 5, kind: 1, x: -5, y: 5, hidden: true, parent_id: null },
    ])
    await database.knex('circle').insert([
      { id: 2, radius: 20 },
      { id: 3, radius: 30 },
      { id: 4, radius: 400 },
      { id: 5, radius: 500 },
    ])
    await database.knex('mark').insert([
      { id: 1, circle_id: 2 },
      { id: 2, circle_id: 2 },
    ])
    const db = await automap(database.knex, { models: [Shape, Circle, Mark] })
    t.same(db.report.declarations, [])
    const all = await Shape.all()
    t.same(classNames(all), ['Shape', 'Circle', 'Circle'])
    const circle = all[1] as InstanceType<typeof Circle>
    t.same(
      [circle.at, circle.place, circle.radius, circle.width, circle.title, circle.area],
      [[2, 2], '2,2', 20, 40, 'circle at 2,2', 1200],
    )
    t.equal(circle.dots, 2)
    t.same(plain(await Circle.all()), plain([circle]), 'a scope is inherited, whatever the own one says')
    t.same(await Circle.unscoped().orderBy('id').pluck('id'), [2, 3, 4, 5])
    t.same(
      await Circle.where('at' as 'x', [2, 2] as never)
        .where('area', 1200)
        .where('title', 'like', '%2')
        .count(),
      1,
    )
    t.same(await Circle.where('width', '>', 30).orderBy('width').pluck('place'), ['2,2'])
    t.equal((await Circle.find(4)) as unknown, null)
    t.equal((await circle.parent)?.id, 1)
    t.same(classNames(await all[0]!.parts), ['Circle'])
    t.equal((await Mark.with('circle', { lazy: 'joined' }).get(1)).circle.radius, 20)
    t.same((await circle.marks).length, 2)
  },
)

eachDatabase(t, 'rows of a class name its identity, and each of its tables', async (t, database) => {
  const { Shape, Circle, Mark } = shapes()
  await automap(database.knex, { models: [Shape, Circle, Mark], create: 'missing' })
  t.same(Shape.toRow({ kind: 5, at: [1, 2] }), { kind: 5, x: 1, y: 2 })
  t.same((Shape as { toRow: (values: object) => unknown }).toRow({ x: 1, y: 2 }), { kind: 0, x: 1, y: 2 })
  const rows = Circle.toRow({ id: 7, kind: 1, x: 1, y: 2, radius: 3 })
  t.same(rows, { shape: { id: 7, kind: 1, x: 1, y: 2 }, circle: { id: 7, radius: 3 } })
  for (const [table, row] of Object.entries(rows)) await database.knex(table).insert(row as object)
  t.equal((await Circle.get(7)).radius, 3)
  t.same((Circle as { toRow: (values: object) => unknown }).toRow({ x: 1, y: 2, radius: 3 }), {
    shape: { kind: 1, x: 1, y: 2 },
    circle: { radius: 3 },
  })
})

eachDatabase(t, 'without a property that tells classes apart the tables do', async (t, database) => {
  class Page extends model('page', { id: integer().primaryKey(), title: text() }) {}
  class Article extends model(Page, 'article', {
    pageId: integer('page_id').primaryKey().references('page.id'),
    body: text(),
  }) {}
  class Story extends model(Article, 'story', {
    id: integer().primaryKey().references('page.id'),
    title: text().nullable(),
  }) {}
  await createTables(database.knex, { Page, Article, Story })
  await database.knex('page').insert([
    { id: 1, title: 'plain' },
    { id: 2, title: 'news' },
    { id: 3, title: 'tale' },
  ])
  await database.knex('article').insert([
    { page_id: 2, body: 'b2' },
    { page_id: 3, body: 'b3' },
  ])
  await database.knex('story').insert([{ id: 3, title: 'own' }])
  await automap(database.knex, { models: { Page, Article, Story } })
  t.same(classNames(await Page.all()), ['Page', 'Page', 'Page'])
  t.same(plain(await Article.all()), [
    { id: 2, title: 'news', pageId: 2, body: 'b2' },
    { id: 3, title: 'tale', pageId: 3, body: 'b3' },
  ])
  t.same(
    plain(await Story.all()),
    [{ id: 3, pageId: 3, body: 'b3', title: 'own' }],
    'its own title hides the other',
  )
  t.same(await Story.where('title', 'own').where('pageId', 3).pluck('title', 'pageId'), [['own', 3]])
  t.equal((await Article.get(3)).title, 'tale')
  t.equal(await Story.find(2), null)
})

eachDatabase(
  t,
  'classes of one table can be joined by others, and refer to each other',
  async (t, database) => {
    class Person extends model(
      'person',
      {
        id: integer().primaryKey(),
        role: string(8),
        bossId: integer('boss_id').nullable().references('person.id'),
      },
      { polymorphicOn: 'role' },
    ) {
      static relationships = { boss: relationship('Boss', { uselist: false, backPopulates: 'people' }) }
      declare boss: One<Boss | null>
    }
    class Boss extends model(Person, { car: text().nullable() }, { identity: 'boss' }) {
      static relationships = { people: relationship(Person, { uselist: true }) }
      declare people: Many<Person>
    }
    class Owner extends model(
      Boss,
      'owner',
      { id: integer().primaryKey().references('person.id'), share: integer() },
      { identity: 'owner', polymorphicLoad: 'selectin' },
    ) {}
    class Founder extends model(Owner, { year: integer().nullable() }, { identity: 'founder' }) {}
    class Worker extends model(
      Person,
      { desk: text().nullable(), teamId: integer('team_id').nullable().references('team.id') },
      { identity: 'worker' },
    ) {
      declare team: One<Team | null>
    }
    class Guest extends model(
      Person,
      { desk: text().nullable(), teamId: integer('team_id').nullable().references('team.id') },
      { identity: 'guest' },
    ) {
      declare team: One<Team | null>
    }
    class Team extends model('team', {
      id: integer().primaryKey(),
      ownerId: integer('owner_id').nullable().references('owner.id'),
    }) {
      static relationships = { owner: relationship('Founder') }
      declare owner: One<Founder | null>
      declare people: Many<Person>
    }
    const models = { Team, Founder, Guest, Worker, Owner, Boss, Person }
    await createTables(database.knex, models)
    await database.knex('team').insert([{ id: 1 }, { id: 2 }])
    await database.knex('person').insert([
      { id: 1, role: 'founder' },
      { id: 2, role: 'owner', boss_id: 1 },
      { id: 3, role: 'boss', boss_id: 2, car: 'red' },
      { id: 4, role: 'worker', boss_id: 3, desk: 'A', team_id: 1 },
      { id: 5, role: 'guest', boss_id: 4, desk: 'B', team_id: 1 },
    ])
    await database.knex('owner').insert([
      { id: 1, share: 60, year: 1999 },
      { id: 2, share: 40 },
    ])
    await database.knex('team').update({ owner_id: 2 }).where({ id: 1 })
    await database.knex('team').update({ owner_id: 1 }).where({ id: 2 })
    const db = await automap(database.knex, { models })
    const statements = await database.count(async () => {
      t.same(plain(await Person.all()), [
        { id: 1, role: 'founder', bossId: null, car: null, share: 60, year: 1999 },
        { id: 2, role: 'owner', bossId: 1, car: null, share: 40 },
        { id: 3, role: 'boss', bossId: 2, car: 'red' },
        { id: 4, role: 'worker', bossId: 3, desk: 'A', teamId: 1 },
        { id: 5, role: 'guest', bossId: 4, desk: 'B', teamId: 1 },
      ])
    })
    t.equal(statements.length, 3)
    t.same(classNames(await Boss.all()), ['Founder', 'Owner', 'Boss'])
    t.same(classNames(await Owner.all()), ['Founder', 'Owner'])
    t.same(plain(await Founder.all()), [
      { id: 1, role: 'founder', bossId: null, car: null, share: 60, year: 1999 },
    ])
    const people = await Person.with('boss', { lazy: 'joined' })
    t.same(
      people.map(({ boss }) => boss?.id ?? null),
      [null, 1, 2, 3, null],
      'a worker is no boss',
    )
    const bosses = await Boss.with('people', { lazy: 'selectin' })
    t.same(
      bosses.map(each => each.people.map(({ id }) => id)),
      [[2], [3], [4]],
    )
    t.equal(bosses[0]?.people[0]?.boss, bosses[0])
    const teams = await Team.with('owner').with('people')
    t.same(
      teams.map(each => [each.owner?.year ?? null, each.people.length]),
      [
        [null, 2],
        [1999, 0],
      ],
    )
    const workers = await Worker.with('team')
    t.equal(workers[0]?.team?.id, 1)
    const all = await Person.all()
    t.equal((await (all[4] as InstanceType<typeof Guest>).team)?.id, 1)
    t.equal('team' in (all[0] as object), false)
    t.same(
      db.relationships
        .filter(({ model }) => model !== 'Team')
        .map(({ model, name, target }) => `${model}.${name}: ${target}`),
      ['Boss.people: Person', 'Guest.team: Team', 'Owner.teams: Team', 'Person.boss: Boss'],
    )
    t.equal(
      await errorOf(() => Person.with('people' as 'boss')),
      'MappingError RELATIONSHIP_UNKNOWN: Model "Person" has no relationship "people"',
    )
  },
)

eachDatabase(
  t,
  'a concrete class can have classes below it, in its table and beside',
  async (t, database) => {
    class Vehicle extends model(
      'vehicle',
      { id: integer().primaryKey(), type: text(), wheels: integer().sensitive() },
      { polymorphicOn: 'type' },
    ) {}
    class Car extends model(Vehicle, 'car', { doors: integer() }, { concrete: true, identity: 'car' }) {}
    class Taxi extends model(Car, { sign: text().nullable() }, { identity: 'taxi' }) {}
    class Limo extends model(
      Car,
      'limo',
      { id: integer().primaryKey().references('car.id'), bar: boolean() },
      { identity: 'limo' },
    ) {}
    class Bike extends model(Vehicle, {}, { identity: 'bike' }) {}
    const models = { Vehicle, Car, Taxi, Limo, Bike }
    await createTables(database.knex, models)
    await database.knex('vehicle').insert([{ id: 1, type: 'bike', wheels: 2 }])
    await database.knex('car').insert([
      { id: 1, type: 'car', wheels: 4, doors: 5 },
      { id: 2, type: 'taxi', wheels: 4, doors: 5, sign: 'on' },
      { id: 3, type: 'limo', wheels: 6, doors: 8 },
    ])
    await database.knex('limo').insert([{ id: 3, bar: true }])
    await automap(database.knex, { models })
    t.same(classNames(await Vehicle.all()), ['Bike'])
    t.same(classNames(await Car.all()), ['Car', 'Taxi', 'Limo'])
    t.same(
      plain(await Limo.all()),
      [{ id: 3, type: 'limo', doors: 8, bar: true }],
      'sensitive as it is above',
    )
    t.equal((await Limo.get(3)).wheels, 6)
  },
)
