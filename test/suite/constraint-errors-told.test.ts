import t from 'tap'
import { automap, type ConstraintError, model, sql, text } from '../../lib/index.js'
import {
  change,
  openConstrained as open,
  order,
  refusal,
  sameRefusal as same,
} from '../fixtures/constrained.js'
import { eachDatabase } from '../fixtures/databases.js'
import { type Loose, loose } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

eachDatabase(t, 'what is checked at COMMIT is told there', async (t, database) => {
  await database.exec(`
    create table team (id integer primary key, name text);
    create table player (id integer primary key, team_id integer references team (id) deferrable initially deferred);`)
  if (database.dialect === 'sqlite') await database.exec('pragma foreign_keys = on')
  const db = await automap(database.knex)
  const Player = loose(db.models.Player)
  const constraint = { sqlite: null, postgres: 'player_team_id_fkey' }[database.dialect]
  await same(t, () => db.transaction(() => Player.insert({ id: 1, teamId: 5 })), [
    'ForeignKeyError',
    'FOREIGN_KEY_VIOLATED',
    'Player',
    ['teamId'],
    constraint,
    `Cannot commit the transaction: "Player.teamId" to "Team" would refer to a row that is not there${constraint === null ? '' : ` (constraint "${constraint}")`}; ${order}`,
  ])
  t.equal(await Player.query().count(), 0)
})

eachDatabase(t, 'a class is told by the table whose constraint it is', async (t, database) => {
  const { Architect, Manager } = await openStaff(database)
  const doing = 'Cannot insert rows of model'
  const named = { sqlite: '', postgres: ' (constraint "employee_pkey")' }[database.dialect]
  const constraint = { sqlite: null, postgres: 'employee_pkey' }[database.dialect]
  await same(t, () => loose(Architect).insert({ id: 1, name: 'x', language: 'y', style: 'z' }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Employee',
    ['id'],
    constraint,
    `${doing} "Architect": a row with the same "Employee.id" is there already${named}; ${change}`,
  ])
  await same(t, () => loose(Manager).insert({ id: 1, name: 'x' }), [
    'UniqueError',
    'UNIQUE_VIOLATED',
    'Manager',
    ['id'],
    constraint,
    `${doing} "Manager": a row with the same "Manager.id" is there already${named}; ${change}`,
  ])
})

eachDatabase(
  t,
  'no value of a row is in a message, and what is sensitive is withheld even in the cause',
  async (t, database) => {
    await database.exec(`create table login (id integer primary key, name varchar(40) constraint one_name unique,
    secret varchar(40) constraint one_secret unique); insert into login values (1, 'canary-name', 'canary-secret')`)
    class Login extends model('login', { secret: text().nullable().sensitive() }) {}
    await automap(database.knex, { models: { Login } })
    for (const [property, value] of [
      ['name', 'canary-name'],
      ['secret', 'canary-secret'],
    ] as const) {
      const error = (await loose(Login)
        .insert({ id: 2, [property]: value })
        .catch((failure: unknown) => failure)) as ConstraintError
      t.same(error.properties, [property])
      t.equal(error.constraint, `one_${property}`)
      t.notMatch(error.message, /canary/)
      if (property === 'secret')
        t.notMatch(`${(error.cause as Error).message}${JSON.stringify(error.cause)}`, /canary/)
    }
  },
)

eachDatabase(
  t,
  'names that look like others are told apart by the tables that there are',
  async (t, database) => {
    await database.exec(`create table "a.b" (id integer primary key, "c, d" text unique, "e.f" text unique, g text);
    create unique index the_both on "a.b" ("e.f", g); insert into "a.b" values (1, 'x', 'y', 'z')`)
    const { AB } = (await automap(database.knex)).models as unknown as Record<string, Loose>
    const first = await refusal(() => AB!.insert({ id: 2, cD: 'x' }))
    t.same([first.model, first.properties], ['AB', ['cD']])
    const second = await refusal(() => AB!.insert({ id: 2, eF: 'y' }))
    t.same(second.properties, ['eF'])
  },
)

eachDatabase(t, 'what the server refuses for another reason stays as it is', async (t, database) => {
  const { Country } = await open(database)
  const refused = await refusal(() =>
    Country.where('code', 'no').update({ name: () => sql`no_such_function()` }),
  )
  t.same([refused.name, refused.code, refused.isCaused], ['QueryError', 'QUERY_FAILED', true])
  await database.exec({
    sqlite: "create trigger stop before delete on country begin select raise(abort, 'not today'); end",
    postgres: `create function stop() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$;
      create trigger stop before delete on country for each row execute function stop()`,
  })
  const stopped = await refusal(() => Country.everything().delete())
  t.equal(stopped.code, 'QUERY_FAILED')
  t.match(stopped.message, /^Cannot delete rows of model "Country": .*not today$/)
})

eachDatabase(
  t,
  'domains, partitions and exclusions are told as far as the server tells them',
  async (t, database) => {
    await database.exec(`
      create domain positive as integer constraint is_positive check (value > 0);
      create domain filled as integer not null;
      create table stock (id integer primary key, amount positive, weight filled default 1);
      create table pair (id integer primary key, one positive, two positive, three filled default 1, four filled default 1);
      create table log (id integer, at integer not null, constraint log_key primary key (id, at), constraint late check (at < 100))
        partition by range (at);
      create table log_early partition of log for values from (0) to (1000);
      create table span (id integer primary key, during int4range, constraint no_overlap exclude using gist (during with &&));
      insert into log values (1, 1); insert into span values (1, '[1,5)');`)
    const models = (await automap(database.knex)).models as unknown as Record<string, Loose>
    const told = async (work: () => unknown): Promise<unknown[]> => {
      const { name, model, properties, constraint, message } = await refusal(work)
      return [name, model, properties, constraint, message]
    }
    t.same(await told(() => models.Stock!.insert({ id: 1, amount: -1 })), [
      'CheckError',
      'Stock',
      ['amount'],
      'is_positive',
      'Cannot insert rows of model "Stock": "Stock.amount" does not meet a check (constraint "is_positive"); give another value',
    ])
    t.same(
      await told(() =>
        models
          .Stock!.insert({ id: 1, amount: 1 })
          .then(() => models.Stock!.everything().update({ weight: () => sql`null` })),
      ),
      [
        'NotNullError',
        'Stock',
        ['weight'],
        null,
        'Cannot update rows of model "Stock": "Stock.weight" takes no null; give it a value',
      ],
    )
    t.same(await told(() => models.Pair!.insert({ id: 1, one: -1 })), [
      'CheckError',
      'Pair',
      [],
      'is_positive',
      'Cannot insert rows of model "Pair": "Pair.one" or "Pair.two" does not meet a check (constraint "is_positive"); give another value',
    ])
    t.same((await told(() => models.Log!.insert({ id: 1, at: 1 }))).slice(0, 4), [
      'UniqueError',
      'Log',
      [],
      'log_early_pkey',
    ])
    t.same((await told(() => models.Log!.insert({ id: 1, at: 500 }))).slice(0, 4), [
      'CheckError',
      'Log',
      ['at'],
      'late',
    ])
    t.same(await told(() => models.Span!.insert({ id: 2, during: '[2,3)' })), [
      'UniqueError',
      'Span',
      [],
      'no_overlap',
      `Cannot insert rows of model "Span": a row that excludes it is there already (constraint "no_overlap"); ${change}`,
    ])
  },
  'postgres',
)
