import t from 'tap'
import { automap } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose, openLedger } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

type Row = Record<string, unknown>

const tables = {
  sqlite: `
    create table person (
      id integer primary key, email text unique, first text, last text, visits integer not null default 1,
      unique (first, last));
    create unique index only_some on person (visits) where visits > 100;
    create unique index lowered on person (lower(last));
    create table journal (line text, code integer);
    create unique index codes on journal (code);
    insert into person (id, email, first, last, visits) values (1, 'a@x', 'Ada', 'A', 5), (2, 'b@x', 'Bob', 'B', 6);`,
  postgres: `
    create table person (
      id serial primary key, email text unique, first text, last text, visits integer not null default 1,
      unique (first, last));
    create unique index only_some on person (visits) where visits > 100;
    create unique index lowered on person (lower(last));
    create table journal (line text, code integer);
    create unique index codes on journal (code);
    insert into person (id, email, first, last, visits) values (1, 'a@x', 'Ada', 'A', 5), (2, 'b@x', 'Bob', 'B', 6);
    select setval('person_id_seq', 10);`,
}

async function open(database: Database): Promise<Record<string, Loose>> {
  await database.exec(tables)
  const { models } = await automap(database.knex)
  return models as unknown as Record<string, Loose>
}

function shown(rows: unknown): unknown[] {
  return (rows as Row[]).map(({ email, first, visits }) => [email, first, visits])
}

eachDatabase(
  t,
  'rows whose key is there are updated, the others inserted, in one statement',
  async (t, database) => {
    const { Person } = await open(database)
    let rows: unknown
    const statements = await database.count(async () => {
      rows = await Person!.upsert(
        [
          { email: 'a@x', first: 'Eve', last: 'E' },
          { email: 'c@x', first: 'Cid', last: 'C' },
        ],
        { on: ['email'] },
      )
    })
    t.equal(statements.length, 1)
    t.same(shown(rows), [
      ['a@x', 'Eve', 5],
      ['c@x', 'Cid', 1],
    ])
    t.equal((rows as Row[])[0]!.id, 1)
    const ada = (await Person!.upsert({ id: 1, visits: 9 })) as Row
    t.same([ada.first, ada.visits], ['Eve', 9])
    t.equal(
      await Person!.upsert(
        [
          { id: 1, visits: 10 },
          { id: 50, visits: 1 },
        ],
        { returning: false },
      ),
      2,
    )
    t.equal((await Person!.get(1)).visits, 10)
    // What only tells the row comes back all the same.
    t.equal(((await Person!.upsert({ email: 'b@x' }, { on: ['email'] })) as Row).id, 2)
    t.same(await Person!.upsert([]), [])
  },
)

eachDatabase(t, 'what is not given stays as it is, whatever other rows give', async (t, database) => {
  const { Person } = await open(database)
  const rows = await Person!.upsert(
    [
      { email: 'a@x', visits: 50 },
      { email: 'b@x', first: 'Rob' },
    ],
    { on: ['email'] },
  )
  t.same(shown(rows), [
    ['a@x', 'Ada', 50],
    ['b@x', 'Rob', 6],
  ])
})

eachDatabase(t, 'only the named properties are taken over', async (t, database) => {
  const { Person } = await open(database)
  const rows = await Person!.upsert([{ email: 'a@x', first: 'Eve', visits: 70 }], {
    on: ['email'],
    update: ['visits'],
  })
  t.same(shown(rows), [['a@x', 'Ada', 70]])
  t.equal(
    await errorOf(() =>
      Person!.upsert([{ email: 'a@x', visits: 1 }, { email: 'b@x' }], { on: ['email'], update: ['visits'] }),
    ),
    'ValueError VALUE_INVALID: Cannot upsert rows of model "Person": rows[1] has no "visits"; give it in every row',
  )
  t.equal(
    await errorOf(() => Person!.upsert({ email: 'a@x' }, { on: ['email'], update: ['visits'] })),
    'ValueError VALUE_INVALID: Cannot upsert rows of model "Person": the row has no "visits"; give it in every row',
  )
})

eachDatabase(
  t,
  'rows that are there can be left as they are, and nothing is given for them',
  async (t, database) => {
    const { Person } = await open(database)
    const rows = await Person!.upsert(
      [
        { email: 'a@x', first: 'Eve' },
        { email: 'n@x', first: 'New' },
        { email: null, first: 'Nil' },
      ],
      { on: ['email'], update: false },
    )
    t.same(shown(rows), [
      ['n@x', 'New', 1],
      [null, 'Nil', 1],
    ])
    t.equal((await Person!.get(1)).first, 'Ada')
    t.equal(await Person!.upsert({ email: 'a@x' }, { on: ['email'], update: false }), null)
    t.equal(
      await Person!.upsert([{ email: 'a@x' }, { email: 'm@x' }], {
        on: ['email'],
        update: false,
        returning: false,
      }),
      1,
    )
  },
)

eachDatabase(t, 'a key that is none is refused, with those that there are', async (t, database) => {
  const { Person, Journal } = await open(database)
  const keys = 'its keys are ["id"] and ["email"] and ["first", "last"]'
  const refused = async (on: unknown, row: object = { email: 'x' }): Promise<string> =>
    (await errorOf(() => Person!.upsert(row, { on }))).replace(
      'QueryError QUERY_INVALID: Cannot upsert rows of model "Person"',
      '…',
    )
  t.equal(await refused(['first']), `… on "first": no key of table "person" is on just that; ${keys}`)
  t.equal(await refused(['visits']), `… on "visits": index "only_some" holds only some rows; ${keys}`)
  t.equal(await refused(['last']), `… on "last": index "lowered" is on an expression; ${keys}`)
  t.equal(await refused([]), '…: expected on to be an array of properties, got an empty array')
  t.equal(await refused('email'), '…: expected on to be an array of properties, got a string')
  t.equal(
    await refused(['emial']),
    'MappingError PROPERTY_UNKNOWN: Model "Person" has no property "emial". Did you mean "email"?',
  )
  t.equal(
    await refused(['email'], { first: 'x' }),
    'ValueError VALUE_INVALID: Cannot upsert rows of model "Person": the row has no "email"; give it in every row',
  )
  t.equal(
    await errorOf(() => Person!.upsert({ id: 1 }, { update: 'visits' })),
    'QueryError QUERY_INVALID: Cannot upsert rows of model "Person": expected update to be true, false or an array of properties, got a string',
  )
  t.equal(
    await errorOf(() => Person!.upsert({ id: 1 }, { update: [] })),
    'QueryError QUERY_INVALID: Cannot upsert rows of model "Person": expected update to be true, false or an array of properties, got an empty array',
  )
  t.equal(
    await errorOf(() => Journal!.upsert({ line: 'a', code: 1 })),
    'MappingError NO_PRIMARY_KEY: Cannot upsert rows of model "Journal": table "journal" has no primary key. Say which key to go by: { on: [property] }',
  )
  t.equal(((await Journal!.upsert({ line: 'a', code: 1 }, { on: ['code'] })) as Row).line, 'a')
  t.equal(((await Journal!.upsert({ line: 'b', code: 1 }, { on: ['code'] })) as Row).line, 'b')
  t.equal(await Journal!.query().count(), 1)
})

eachDatabase(
  t,
  'a deferrable key is refused, with its reason',
  async (t, database) => {
    await database.exec(`
      create table seat (id integer primary key deferrable, row_no integer, unique (row_no) deferrable);
      create table chair (id integer, code integer constraint chair_code unique deferrable initially deferred, spare integer);`)
    const models = (await automap(database.knex)).models as unknown as Record<string, Loose>
    t.equal(
      await errorOf(() => models.Seat!.upsert({ id: 1 })),
      'QueryError QUERY_INVALID: Cannot upsert rows of model "Seat" on "id": its key "seat_pkey" is deferrable, so that the database does not look at it in time; it has no key to go by',
    )
    t.equal(
      await errorOf(() => models.Chair!.upsert({ code: 1 }, { on: ['code'] })),
      'QueryError QUERY_INVALID: Cannot upsert rows of model "Chair" on "code": its key "chair_code" is deferrable, so that the database does not look at it in time; it has no key to go by',
    )
  },
  'postgres',
)

eachDatabase(t, 'two rows with one key in one call are refused', async (t, database) => {
  const { Person } = await open(database)
  t.equal(
    await errorOf(() =>
      Person!.upsert([{ email: 'z@x' }, { email: 'y@x' }, { email: 'z@x' }], { on: ['email'] }),
    ),
    'ValueError VALUE_INVALID: Cannot upsert rows of model "Person": rows[0] and rows[2] have the same "email"; leave one out',
  )
  t.equal(
    await errorOf(() =>
      Person!.upsert(
        [
          { first: 'a', last: 'b' },
          { first: 'a', last: 'b' },
        ],
        { on: ['last', 'first'] },
      ),
    ),
    'ValueError VALUE_INVALID: Cannot upsert rows of model "Person": rows[0] and rows[1] have the same "last" and "first"; leave one out',
  )
  t.equal(await Person!.upsert([{ email: null }, { email: null }], { on: ['email'], returning: false }), 2)
})

eachDatabase(t, 'an update counts versions up and stamps what is declared so', async (t, database) => {
  const Account = loose((await openLedger(database)).Account)
  const rows = (await Account.upsert([
    { id: 2, owner: 'Bob', amount: 1, rowVersion: 99 },
    { id: 77, owner: 'New', amount: 2 },
  ])) as Row[]
  t.same(
    rows.map(({ id, amount, rowVersion, stamp }) => [id, amount, rowVersion, stamp]),
    [
      [2, 1, 6, 'bulk'],
      [77, 2, 1, null],
    ],
  )
  t.ok((rows[0]!.touchedAt as Date).getTime() > 0)
  t.equal(rows[1]!.touchedAt, null)
  const set = (await Account.upsert(
    { id: 2, owner: 'Bob', stamp: 'mine', rowVersion: 40 },
    { update: ['rowVersion', 'stamp'] },
  )) as Row
  t.same([set.rowVersion, set.stamp], [40, 'mine'])
})

eachDatabase(t, "a class touches no other class's rows", async (t, database) => {
  const { Manager, Clerk, Employee, Engineer } = await openStaff(database)
  const ann = (await loose(Manager).upsert({ id: 1, name: 'Anna' })) as Row
  t.same([ann.name, ann.kind, ann.budget], ['Anna', 'manager', 700])
  t.equal(
    await errorOf(() =>
      loose(Clerk).upsert([
        { id: 60, name: 'new' },
        { id: 1, name: 'x' },
      ]),
    ),
    'WriteError WRITE_REFUSED: Cannot upsert rows of model "Clerk": a row with the same "id" is there already, and is of another class; give it other values',
  )
  t.equal(await Employee.find(60), null)
  t.equal(await loose(Clerk).upsert({ id: 1, name: 'x' }, { update: false }), null)
  const bob = (await loose(Employee).upsert({ id: 3, name: 'Sid' })) as Row
  t.same([bob.name, bob.kind], ['Sid', 'clerk'])
  t.equal(
    await errorOf(() => loose(Engineer).upsert({ id: 2, name: 'x', language: 'y' })),
    'QueryError QUERY_INVALID: Cannot upsert rows of model "Engineer": rows of "Engineer" are in several tables, and one that is there may be missing in another; insert rows, or update those that are there',
  )
})
