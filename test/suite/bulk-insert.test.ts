import t from 'tap'
import { automap } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose, Money, openLedger } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

type Row = Record<string, unknown>

const tables = {
  sqlite: `
    create table tag (id integer primary key, label text not null unique, weight integer not null default 3, note text);
    create table reading (sensor integer not null, at integer not null, value double, primary key (sensor, at));
    create table journal (line text);`,
  postgres: `
    create table tag (id serial primary key, label text not null unique, weight integer not null default 3, note text);
    create table reading (sensor integer not null, at integer not null, value double precision, primary key (sensor, at));
    create table journal (line text);`,
}

async function open(database: Database): Promise<Record<string, Loose>> {
  await database.exec(tables)
  const { models } = await automap(database.knex)
  return models as unknown as Record<string, Loose>
}

eachDatabase(
  t,
  'a row becomes an instance with all that the database has made of it',
  async (t, database) => {
    const { Tag } = await open(database)
    const statements = await database.count(async () => {
      const tag = (await Tag!.insert({ label: 'one' })) as Row
      t.same(JSON.parse(JSON.stringify(tag)), { id: 1, label: 'one', weight: 3, note: null })
      t.equal(tag.isNew, false)
    })
    t.equal(statements.length, 1)
    t.equal(await Tag!.query().count(), 1)
  },
)

eachDatabase(t, 'rows come back in their order, in one load group', async (t, database) => {
  const { Tag } = await open(database)
  const rows = Array.from({ length: 300 }, (_, i) => ({ label: `tag ${i}`, weight: i }))
  let tags: Row[] = []
  const statements = await database.count(async () => {
    tags = (await Tag!.insert(rows)) as Row[]
  })
  t.equal(statements.length, 1)
  t.same(
    tags.map(({ label, weight }) => ({ label, weight })),
    rows,
  )
  t.equal(new Set(tags.map(({ id }) => id)).size, 300)
  t.same(await Tag!.insert([]), [])
  t.equal(await Tag!.insert([], { returning: false }), 0)
})

eachDatabase(
  t,
  'rows are batched by what they leave to the database, and are there wholly or not at all',
  async (t, database) => {
    const { Tag } = await open(database)
    const all = await database.count(
      async () => {
        const tags = (await Tag!.insert([
          { label: 'a' },
          { label: 'b', weight: 7 },
          { id: 40, label: 'c', note: 'third' },
          { label: 'd', note: 'fourth' },
          { label: 'e', note: undefined },
        ])) as Row[]
        t.same(
          tags.map(({ label, weight, note }) => [label, weight, note]),
          [
            ['a', 3, null],
            ['b', 7, null],
            ['c', 3, 'third'],
            ['d', 3, 'fourth'],
            ['e', 3, null],
          ],
        )
      },
      { all: true },
    )
    t.equal(all.filter(sql => /^insert/.test(sql)).length, 3)
    t.equal(all.length, 5)
    const error = await errorOf(() =>
      Tag!.insert([{ label: 'x' }, { label: 'y', weight: 1 }, { label: 'a', weight: 1 }]),
    )
    t.match(
      error,
      /^UniqueError UNIQUE_VIOLATED: Cannot insert rows of model "Tag": a row with the same "Tag.label"/,
    )
    t.equal(await Tag!.query().count(), 5)
  },
)

eachDatabase(t, 'more rows than a statement can bind are written in several', async (t, database) => {
  const { Reading, Journal } = await open(database)
  const rows = Array.from({ length: 70_000 }, (_, i) => ({ sensor: i % 100, at: i, value: i / 8 }))
  let count: unknown
  const all = await database.count(
    async () => {
      count = await Reading!.insert(rows, { returning: false })
    },
    { all: true },
  )
  t.equal(count, 70_000)
  t.equal(all.filter(sql => /^insert/.test(sql)).length, { sqlite: 7, postgres: 7 }[database.dialect])
  t.equal(await Reading!.query().count(), 70_000)
  t.equal((await Reading!.get([99, 69_999])).value, 69_999 / 8)
  // A table without a key.
  const lines = (await Journal!.insert([{ line: 'a' }, {}, { line: 'c' }])) as Row[]
  t.same(
    lines.map(({ line }) => line),
    ['a', null, 'c'],
  )
})

eachDatabase(t, 'all that is wrong with rows is told at once, with their places', async (t, database) => {
  const { Tag } = await open(database)
  const statements = await database.count(async () => {
    t.equal(
      await errorOf(() =>
        Tag!.insert([{ label: 'a' }, { lable: 'b' }, { label: 'c', wieght: 1 }, { lable: 'd' }]),
      ),
      [
        'MappingError PROPERTY_UNKNOWN: Cannot insert rows of model "Tag":',
        '- rows[1], rows[3]: Model "Tag" has no property "lable". Did you mean "label"?',
        '- rows[2]: Model "Tag" has no property "wieght". Did you mean "weight"?',
      ].join('\n'),
    )
    const wrong = [{ label: 'a' }, 7, { label: null }, ...Array.from({ length: 5 }, () => ({ weight: 1 }))]
    t.equal(
      await errorOf(() => Tag!.insert(wrong)),
      [
        'ValueError VALUE_INVALID: Cannot insert rows of model "Tag" for 3 reasons:',
        '- rows[1]: Cannot make a row of model "Tag": expected an object of properties, got a number',
        '- rows[2]: Cannot use null for "Tag.label": column "label" of the table takes no null',
        '- rows[3], rows[4], rows[5] and 2 more: Cannot make a row of model "Tag" without "label": the database takes no null there, and has no default',
      ].join('\n'),
    )
    t.match(
      await errorOf(() => Tag!.insert([{}])),
      /^ValueError VALUE_INVALID: Cannot insert rows of model "Tag" for 1 reason:\n- rows\[0\]: /,
    )
    t.equal(
      await errorOf(() => Tag!.insert({ lable: 'x' })),
      'MappingError PROPERTY_UNKNOWN: Model "Tag" has no property "lable". Did you mean "label"?',
    )
    t.equal(
      await errorOf(() => Tag!.insert({})),
      'ValueError VALUE_INVALID: Cannot make a row of model "Tag" without "label": the database takes no null there, and has no default',
    )
    t.equal(
      await errorOf(() => Tag!.insert(undefined)),
      'ValueError VALUE_INVALID: Cannot make a row of model "Tag": expected an object of properties, got undefined',
    )
    t.equal(
      await errorOf(() => Tag!.insert({ label: 'a' }, { retruning: false })),
      'OptionError OPTION_UNKNOWN: Unknown option "retruning" of insert(). Did you mean "returning"?',
    )
    t.equal(
      await errorOf(() => Tag!.insert({ label: 'a' }, 1)),
      'OptionError OPTION_INVALID: Expected the options of insert() to be an object, got 1',
    )
    t.equal(
      await errorOf(() => Tag!.insert({ label: 'a' }, { returning: 'id' })),
      'OptionError OPTION_INVALID: Expected option "returning" to be true or false, got "id"',
    )
  })
  t.same(statements, [])
})

eachDatabase(t, 'values are validated, taken apart and begun as the class says', async (t, database) => {
  const { Branch, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  const branch = await Branch.get(2)
  const eve = (await Account.insert({
    id: 9,
    owner: ' Eve ',
    branch,
    money: new Money(5, 'EUR'),
    secret: 's',
  })) as Row
  t.same(
    [eve.owner, eve.branchId, eve.amount, eve.currency, eve.rowVersion, eve.secret, eve.doubled, eve.stamp],
    ['Eve', 2, 5, 'EUR', 1, 's', 10, null],
  )
  t.equal((await (eve.branch as Promise<unknown>)) !== null, true)
  t.equal(
    await errorOf(() =>
      Account.insert([{ owner: '' }, { owner: 'x', branch: new Branch({ name: 'unsaved' }) }]),
    ),
    [
      'ValueError VALUE_REFUSED: Cannot insert rows of model "Account" for 2 reasons:',
      '- rows[0]: Cannot use a value for "Account.owner": a validator refused it; the cause says why',
      '- rows[1]: Cannot set "Account.branch": the instance has no key to refer to',
    ].join('\n'),
  )
})

eachDatabase(t, 'a class writes its rows to all of its tables', async (t, database) => {
  const { Engineer, Architect, Manager, Employee } = await openStaff(database)
  const architects = (await loose(Architect).insert([
    { id: 20, name: 'Lin', language: 'C', style: 'gothic' },
    { id: 21, name: 'Max', nick: 'm', language: 'D', style: 'baroque' },
  ])) as Row[]
  t.same(
    architects.map(({ id, name, kind, nick, language, style }) => [id, name, kind, nick, language, style]),
    [
      [20, 'Lin', 'architect', null, 'C', 'gothic'],
      [21, 'Max', 'architect', 'm', 'D', 'baroque'],
    ],
  )
  t.ok(architects.every(each => each instanceof Architect && each instanceof Engineer))
  t.equal(await loose(Engineer).insert({ id: 22, name: 'Noa', language: 'E' }, { returning: false }), 1)
  t.equal((await Engineer.get(22)).kind, 'engineer')
  t.equal(((await loose(Manager).insert({ id: 23, name: 'Oz', budget: 1 })) as Row).kind, 'manager')
  const employee = (await loose(Employee).insert({ id: 24, name: 'Pia', kind: 'manager' })) as Row
  t.ok(employee instanceof Manager)
  const failed = await errorOf(() =>
    loose(Architect).insert([
      { id: 30, name: 'Q', language: 'C', style: 'x' },
      { id: 20, name: 'R', language: 'C', style: 'x' },
    ]),
  )
  t.match(failed, /^UniqueError UNIQUE_VIOLATED: /)
  t.equal(await Employee.find(30), null)
})

eachDatabase(t, 'views and automaps that only read take no rows', async (t, database) => {
  await database.exec(tables)
  await database.exec('create view heavy as select id, label from tag where weight > 5')
  const { Heavy } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  t.equal(
    await errorOf(() => Heavy!.insert({ label: 'x' })),
    'MappingError READ_ONLY: Cannot insert rows of model "Heavy": "heavy" is a view; write the tables that it is made of',
  )
  const { Tag } = (await automap(database.knex, { readOnly: true })).models as unknown as Record<
    string,
    Loose
  >
  t.equal(
    await errorOf(() => Tag!.insert({ label: 'x' })),
    'WriteError READ_ONLY: Cannot insert rows of model "Tag": this automap only reads, as its option "readOnly" says; use one without that option',
  )
})
