import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(t, 'a table without a primary key is a model that can be queried', async (t, database) => {
  const db = await open(
    database,
    `create table u (id integer primary key);
    create table log (u_id integer references u (id), message text);
    insert into u values (1), (2); insert into log values (1, 'a'), (1, 'a'), (null, 'b');`,
  )
  t.equal(await db.model('Log').count(), 3)
  await t.rejects(db.model('Log').get(1), {
    name: 'MappingError',
    code: 'NO_PRIMARY_KEY',
    message: /^Cannot find an instance of "Log" by key: table "log" has no primary key/,
  })
  for (const lazy of ['select', 'joined', 'selectin'] as const) {
    const [u] = await db.model('U').orderBy('id').with('logs', { lazy })
    t.same(
      ((await u!.logs) as Untyped[]).map(({ message }) => message),
      ['a', 'a'],
      `${lazy}: rows that are alike stay two`,
    )
    const logs = await db.model('Log').orderBy('message').with('u', { lazy })
    t.same(
      (await Promise.all(logs.map(log => log.u))).map(u => (u as Untyped | null)?.id ?? null),
      [1, 1, null],
    )
  }
})

eachDatabase(
  t,
  'a table whose key is a unique column alone gives one instance for each row',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (code text not null unique, name text);
    create table m (id integer primary key, u_code text references u (code));
    insert into u values ('a', 'A'), ('b', 'B'); insert into m values (1, 'a'), (2, 'a'), (3, 'b');`,
    )
    const name = db.relationships.find(({ model }) => model === 'M')?.name as string
    const texts = new Set<string>()
    for (const lazy of ['select', 'joined', 'selectin'] as const) {
      const ms = await db.model('M').orderBy('id').with(name, { lazy })
      for (const m of ms) await m[name]
      texts.add(JSON.stringify(ms))
    }
    t.equal(texts.size, 1)
  },
)

eachDatabase(t, 'a view is a model that reads', async (t, database) => {
  const db = await open(
    database,
    `create table u (id integer primary key, name text); create view named as select id, name from u where name is not null;
    insert into u values (1, 'a'), (2, null);`,
  )
  t.same(
    (await db.model('Named').query()).map(row => row.toJSON()),
    [{ id: 1, name: 'a' }],
  )
  t.match(
    db.report.tables.find(({ name }) => name === 'named'),
    { status: 'mapped', model: 'Named', reason: 'a view: its model only reads' },
  )
  const without = await automap(database.knex, { views: false })
  t.same(Object.keys(without.models), ['U'])
  t.match(
    without.report.tables.find(({ name }) => name === 'named'),
    { status: 'skipped', model: null, reason: 'option "views" is false' },
  )
})

eachDatabase(t, 'odd names are usable', async (t, database) => {
  const q = (name: string): string => (database.dialect === 'sqlite' ? `\`${name}\`` : `"${name}"`)
  const db = await open(
    database,
    `create table ${q('class')} (id integer primary key, ${q('a-b')} text, ${q('*')} text, ${q('select')} text);
    create table ${q('123abc')} (id integer primary key, class_id integer references ${q('class')} (id));
    create table ${q('Order Details')} (id integer primary key, ${q('a.b')} integer, ${q('w?')} integer, ${q('x[0]')} integer);
    create table ${q('straße')} (id integer primary key, ${q(' as ')} integer);
    create table ${q('OrderLine')} (${q('Id')} integer primary key, ${q('metadata')} text, ${q('__class__')} text);
    insert into ${q('class')} values (1, 'x', 'star', 'sel'); insert into ${q('123abc')} values (1, 1);
    insert into ${q('Order Details')} values (1, 2, 3, 4); insert into ${q('straße')} values (1, 2);
    insert into ${q('OrderLine')} values (1, 'm', 'c');`,
  )
  t.same((await db.model('class').first())?.toJSON(), { id: 1, aB: 'x', '*': 'star', select: 'sel' })
  t.same((await db.model('Order Details').first())?.toJSON(), { id: 1, aB: 2, w: 3, x_0: 4 })
  t.same(Object.values((await db.model('straße').first())?.toJSON() ?? {}), [1, 2])
  t.same(Object.values((await db.model('OrderLine').first())?.toJSON() ?? {}), [1, 'm', 'c'])
  const other = db.relationships.find(({ kind }) => kind === 'manyToOne')
  t.same(await ids(t, db, other?.model as string, other?.name as string), [1])
})

eachDatabase(
  t,
  'only and except leave out tables, and the relationships that need them',
  async (t, database) => {
    const sql = `create table address (id integer primary key);
    create table customer (id integer primary key, address_id integer references address (id));
    create table note (id integer primary key, customer_id integer references customer (id));`
    const some = await open(database, sql, { only: ['customer', 'note'] })
    t.same(told(some), ['Customer.notes oneToMany Note', 'Note.customer manyToOne Customer'])
    t.match(
      some.report.foreignKeys.find(({ table }) => table === 'customer'),
      { status: 'skipped', reason: 'its target "address" is not mapped', relationships: [] },
    )
    const others = await automap(database.knex, { except: table => table.name.startsWith('n') })
    t.same(Object.keys(others.models).sort(), ['Address', 'Customer'])
    await t.rejects(automap(database.knex, { only: ['nope'] }), {
      code: 'OPTION_INVALID',
      message: 'Option "only" names "nope", which is no table. Did you mean "note"?',
    })
  },
)

eachDatabase(t, 'a side that was left out leaves the other one whole', async (t, database) => {
  const db = await open(
    database,
    `create table u (id integer primary key); create table m (id integer primary key, u_id integer unique references u (id));
    insert into u values (1); insert into m values (2, 1);`,
    { relationships: ({ owning }) => (owning ? undefined : false) },
  )
  t.same(told(db), ['M.u manyToOne U'])
  t.same(await ids(t, db, 'M', 'u'), [1])
  const turned = await automap(database.knex, {
    relationships: ({ owning }) => (owning ? false : { name: 'mine' }),
  })
  t.same(told(turned), ['U.mine oneToOne M'])
  t.same(await ids(t, turned, 'U', 'mine'), [2])
})
