import t from 'tap'
import { automap, computed, integer, model, sql, text } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

type Row = Record<string, unknown>

const create = `
  create table team (id integer primary key, name text not null unique, motto text);
  create table player (id integer primary key, name text not null, team_id integer references team (id), bio text,
    stats text);
  insert into team values (1, 'Reds', 'go');`

async function open(database: Database) {
  await database.exec(create)
  class Team extends model('team', { id: integer().primaryKey(), name: text() }) {}
  class Player extends model(
    'player',
    {
      id: integer().primaryKey(),
      name: text(),
      bio: text().nullable().deferred(),
      shout: computed(text(), c => sql`upper(${c.name})`),
      teamName: computed(text(), c => c.team!.name!),
    },
    database.dialect === 'postgres' ? { version: 'xmin' } : {},
  ) {}
  const db = await automap(database.knex, { models: { Team, Player } })
  return { db, Team: loose(Team), Player: loose(Player) }
}

eachDatabase(
  t,
  'what is computed comes with new rows, and what is deferred does not',
  async (t, database) => {
    const { db, Player } = await open(database)
    const write = async (): Promise<[Row, Row]> =>
      (await Player.insert([
        { id: 1, name: 'Ann', teamId: 1, bio: 'long' },
        { id: 2, name: 'Bob' },
      ])) as [Row, Row]
    const check = async (): Promise<void> => {
      let rows: [Row, Row] = [{}, {}]
      const statements = await database.count(async () => {
        rows = await write()
      })
      // What looks at other rows is read when they are written.
      t.equal(statements.length, 2)
      const [ann, bob] = rows
      t.same([ann.shout, ann.teamName, bob.shout, bob.teamName], ['ANN', 'Reds', 'BOB', null])
      t.same([await ann.bio, await bob.bio], ['long', null])
    }
    await check()
    await Player.everything().delete()
    await db.transaction(check)
  },
)

eachDatabase(t, 'without a key, what looks at other rows is left to be asked for', async (t, database) => {
  await database.exec(
    'create table base (id integer primary key, name text); create table log (line text, base_id integer)',
  )
  class Base extends model('base', { id: integer().primaryKey() }) {}
  class Log extends model('log', {
    line: text().nullable(),
    many: computed(integer(), () => sql`(select count(*) from base)`),
  }) {}
  await automap(database.knex, { models: { Base, Log } })
  const log = (await loose(Log).insert({ line: 'a' })) as Row
  t.equal(log.line, 'a')
  t.match(await errorOf(() => log.many), /no error|NO_PRIMARY_KEY/)
})

eachDatabase(t, 'keys that the database makes are handed on to the tables below', async (t, database) => {
  await database.exec({
    sqlite: `create table animal (id integer primary key, kind text not null, name text);
      create table cat (id integer primary key references animal (id), lives integer)`,
    postgres: `create table animal (id serial primary key, kind text not null, name text);
      create table cat (id integer primary key references animal (id), lives integer)`,
  })
  class Animal extends model(
    'animal',
    {
      id: integer().primaryKey().autoIncrement(),
      kind: text(),
      loud: computed(text(), c => sql`upper(${c.name})`),
    },
    { polymorphicOn: 'kind', identity: 'animal' },
  ) {}
  class Cat extends model(Animal, 'cat', { lives: integer().nullable() }, { identity: 'cat' }) {}
  const db = await automap(database.knex, { models: { Animal, Cat } })
  t.equal(await loose(Cat).insert([{ name: 'a', lives: 1 }, { name: 'b' }], { returning: false }), 2)
  const cats = (await loose(Cat).insert([
    { name: 'c', lives: 7 },
    { id: 50, name: 'd' },
  ])) as Row[]
  t.same(
    cats.map(({ name, lives, loud }) => [name, lives, loud]),
    [
      ['c', 7, 'C'],
      ['d', null, 'D'],
    ],
  )
  t.equal(await loose(Cat).where('lives', 7).count(), 1)
  await db.session(async session => {
    const animal = (await loose(Animal).insert({ name: 'e', kind: 'cat' })) as Row
    t.ok(animal instanceof Cat)
    t.ok(session.has(animal))
    t.equal(animal.kind, 'cat')
    const plain = (await loose(Animal).insert({ name: 'f' })) as Row
    t.notOk(plain instanceof Cat)
  })
})

eachDatabase(t, 'rows that a trigger leaves out are missed', async (t, database) => {
  const { Team } = await open(database)
  await database.exec({
    sqlite:
      "create trigger skip before insert on team when new.name = 'skip' begin select raise(ignore); end",
    postgres: `create function skip() returns trigger language plpgsql as
        $$ begin if new.name = 'skip' then return null; end if; return new; end $$;
      create trigger skip before insert on team for each row execute function skip()`,
  })
  const { from } = { from: { sqlite: '`main`.`team`', postgres: '"public"."team"' }[database.dialect] }
  for (const returning of [true, false]) {
    t.equal(
      await errorOf(() =>
        Team.insert(
          [
            { id: 8, name: 'a' },
            { id: 9, name: 'skip' },
          ],
          { returning },
        ),
      ),
      `WriteError WRITE_REFUSED: Cannot insert rows of model "Team": of 2 rows the database took 1, and told no error; look for a trigger or a rule of ${from} that leaves rows out`,
    )
  }
})

eachDatabase(
  t,
  'rows can be inserted without the privilege to read them',
  async (t, database) => {
    const { knex } = database
    await open(database)
    const role = `writer_${process.pid}`
    await database.exec(
      `create role ${role}; grant insert, select on team to ${role}; grant usage on schema public to ${role}`,
    )
    t.teardown(() => knex.raw(`drop owned by ${role}; drop role ${role}`))
    const db = await automap(database.knex)
    await db.transaction(async trx => {
      await trx.raw(`revoke select on team from ${role}`)
      await trx.raw(`set local role ${role}`)
      t.equal(
        await (loose(db.models.Team) as Loose).insert({ id: 5, name: 'Blues' }, { returning: false }),
        1,
      )
    })
  },
  'postgres',
)

eachDatabase(t, 'several classes of one table are written and told apart', async (t, database) => {
  const { db, Manager, Employee } = await openStaff(database)
  await db.session(async session => {
    const boss = (await loose(Manager).insert({ id: 40, name: 'B', kind: 'chief' })) as Row
    t.equal((boss.constructor as { name: string }).name, 'Chief')
    t.ok(session.has(boss))
    t.equal(await Employee.get(40), boss)
  })
})

eachDatabase(t, 'a row that stands for no class is one of the class that writes it', async (t, database) => {
  await database.exec('create table shape (id integer primary key, kind varchar(9))')
  class Shape extends model('shape', { id: integer().primaryKey() }, { polymorphicOn: 'kind' }) {}
  class Circle extends model(Shape, {}, { identity: 'circle' }) {}
  const db = await automap(database.knex, { models: { Shape, Circle } })
  await db.transaction(async () => {
    const [none, circle] = (await loose(Shape).insert([{ id: 1 }, { id: 2, kind: 'circle' }])) as [Row, Row]
    t.notOk(none instanceof Circle)
    t.ok(circle instanceof Circle)
  })
})
