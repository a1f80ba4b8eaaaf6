import t from 'tap'
import {
  automap,
  boolean,
  createTables,
  integer,
  type Many,
  model,
  type One,
  relationship,
  string,
  text,
} from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { classNames, plain } from '../fixtures/staff.js'

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

eachDatabase(
  t,
  'classes inherit where no relationship is wanted, and give their place',
  async (t, database) => {
    await database.exec(`
    create table joined_base (id integer primary key, loud boolean not null, other_id integer references joined_base (id));
    create table joined_child (id integer primary key references joined_base (id), size integer);
    insert into joined_base values (1, false, null), (2, true, 1);
    insert into joined_child values (2, 7);`)
    class Base extends model(
      'joined_base',
      { loud: boolean() },
      { polymorphicOn: 'loud', identity: false },
    ) {}
    class Child extends model(Base, 'joined_child', {}, { identity: true }) {}
    const db = await automap(database.knex, { models: [Base, Child], relationships: () => false })
    t.same(db.relationships, [])
    t.same(classNames(await Base.all()), ['Base', 'Child'])
    t.same(plain(await Child.all()), [{ id: 2, loud: true, otherId: 1, size: 7 }])
    const Other = db.use(class Other extends Child {})
    t.same(classNames(await Base.all()), ['Base', 'Other'])
    t.equal((await Base.get(2)) instanceof Other, true)
  },
)
