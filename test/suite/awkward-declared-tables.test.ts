/** Awkward tables and names, with one of the tables declared. */

import t from 'tap'
import { automap, integer, model, relationship, text } from '../../lib/index.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

const noted = (db: Pick<Automap, 'report'>): string[] =>
  db.report.declarations.map(each => `${each.model}.${each.property ?? ''} ${each.code}: ${each.message}`)

const pair = `create table table_a (id integer primary key, table_bs text);
  create table table_b (id integer primary key, table_a integer references table_a (id));
  insert into table_a values (1, 'kept'); insert into table_b values (5, 1);`

eachDatabase(t, 'a column gives its name to a relationship when the class says so', async (t, database) => {
  class TableB extends model('table_b', {
    id: integer().primaryKey(),
    tableAId: integer('table_a').nullable(),
  }) {
    static relationships = { tableA: relationship('TableA', { backPopulates: 'bs' }) }
  }
  const db = await open(database, pair, { models: [TableB] })
  t.same(told(db), ['TableA.bs oneToMany TableB', 'TableB.tableA manyToOne TableA'])
  t.equal((await TableB.get(5)).tableAId, 1)
  t.equal((await db.model('TableA').get(1)).tableBs, 'kept')
  t.same(await ids(t, db, 'TableB', 'tableA'), [1])
  t.same(await ids(t, db, 'TableA', 'bs'), [[5]])
})

eachDatabase(
  t,
  'a column gives way to a relationship that is declared with its name',
  async (t, database) => {
    class TableA extends model('table_a', { id: integer().primaryKey() }) {
      static relationships = { tableBs: relationship('TableB') }
    }
    const db = await open(database, pair, { models: [TableA] })
    t.same(told(db), ['TableA.tableBs oneToMany TableB', 'TableB.tableARef manyToOne TableA'])
    t.same(await ids(t, db, 'TableA', 'tableBs'), [[5]])
    t.same((await TableA.get(1)).toJSON(), { id: 1, table_bs: 'kept' })
    t.match(db.report.renamings, [
      { subject: 'TableA.table_bs', reason: '"tableBs" collides with relationship "tableBs"' },
      { subject: 'TableB.tableARef' },
    ])
    await db.close()
    class Renamed extends model('table_a', {
      id: integer().primaryKey(),
      note: text('table_bs').nullable(),
    }) {
      static relationships = { tableBs: relationship('TableB', { backPopulates: 'above' }) }
    }
    await automap(database.knex, { models: [Renamed] })
    const renamed = await Renamed.get(1)
    t.equal(renamed.note, 'kept')
    t.equal(((await Reflect.get(renamed, 'tableBs')) as Untyped[])[0]?.above, renamed)
  },
)

eachDatabase(t, 'a table without a key is given one', async (t, database) => {
  class Log extends model(
    'log',
    { uId: integer(), at: integer().references('moment.at') },
    { primaryKey: ['uId', 'at'] },
  ) {}
  const db = await open(
    database,
    `create table u (id integer primary key); create table moment (at integer primary key);
    create table log (u_id integer not null references u (id), at integer not null, message text);
    insert into u values (1), (2); insert into moment values (10), (20);
    insert into log values (1, 10, 'a'), (1, 20, 'b');`,
    { models: [Log] },
  )
  t.equal(((await Log.get([1, 20])) as unknown as Untyped).message, 'b')
  t.same(
    told(db).filter(text => text.startsWith('Log.')),
    ['Log.atRef manyToOne Moment', 'Log.u manyToOne U'],
  )
  t.same(noted(db), [])
  const u = await db.model('U').with('logs').get(1)
  t.same(
    (u.logs as Untyped[]).map(({ message }) => message),
    ['a', 'b'],
  )
})

eachDatabase(t, 'a view is given a key and a relationship, both ways', async (t, database) => {
  class Named extends model('named', { id: integer().primaryKey(), bossId: integer().references('u.id') }) {
    static relationships = { boss: relationship('U', { backPopulates: 'names' }) }
  }
  const db = await open(
    database,
    `create table u (id integer primary key, name text, boss_id integer);
    create view named as select id, name, boss_id from u where name is not null;
    insert into u values (1, 'a', null), (2, null, 1), (3, 'c', 1);`,
    { models: [Named] },
  )
  t.same(told(db), ['Named.boss manyToOne U', 'U.names oneToMany Named'])
  t.same((await Named.get(3)).toJSON(), { id: 3, bossId: 1, name: 'c' })
  t.same(await ids(t, db, 'Named', 'boss'), [null, 1])
  t.same(await ids(t, db, 'U', 'names'), [[3], [], []])
})

eachDatabase(t, 'odd names are declared as they are', async (t, database) => {
  const q = (name: string): string => (database.dialect === 'sqlite' ? `\`${name}\`` : `"${name}"`)
  class Klass extends model('class', {
    id: integer().primaryKey(),
    dashed: text('a-b'),
    star: text('*').nullable(),
    registry: text('select'),
    metadata: text().nullable(),
  }) {
    static relationships = { numbers: relationship('123abc', { backPopulates: 'kind' }) }
  }
  class Detail extends model('Order Details', { id: integer().primaryKey(), dotted: integer('a.b') }) {}
  class Street {
    static table = 'straße'
    static columns = { as: integer(' as ') }
  }
  class OrderLine {
    get twice(): number {
      return Number(Reflect.get(this, 'id')) * 2
    }
  }
  const db = await open(
    database,
    `create table ${q('class')} (id integer primary key, ${q('a-b')} text not null, ${q('*')} text,
      ${q('select')} text not null, metadata text);
    create table ${q('123abc')} (id integer primary key, class_id integer references ${q('class')} (id));
    create table ${q('Order Details')} (id integer primary key, ${q('a.b')} integer not null);
    create table ${q('straße')} (id integer primary key, ${q(' as ')} integer not null);
    create table ${q('OrderLine')} (${q('Id')} integer primary key, ${q('__class__')} text);
    insert into ${q('class')} values (1, 'x', 'star', 'sel', 'm'); insert into ${q('123abc')} values (1, 1);
    insert into ${q('Order Details')} values (1, 2); insert into ${q('straße')} values (1, 2);
    insert into ${q('OrderLine')} values (1, 'c');`,
    { models: [Klass, Detail, Street, OrderLine], strict: true },
  )
  t.same((await Klass.where('dashed', 'x').first())?.toJSON(), {
    id: 1,
    dashed: 'x',
    star: 'star',
    registry: 'sel',
    metadata: 'm',
  })
  t.same(await ids(t, db, 'Klass', 'numbers'), [[1]])
  t.same(await ids(t, db, '123abc', 'kind'), [1])
  t.equal((await Detail.get(1)).dotted, 2)
  t.equal((await db.model('Street').get(1)).as, 2)
  const line = (await db.model('OrderLine').first()) as Untyped
  t.same([line.twice, Object.values(line.toJSON())], [2, [1, 'c']])
})

eachDatabase(
  t,
  'a class whose target was not asked for is told, and works otherwise',
  async (t, database) => {
    class Customer extends model('customer', { id: integer().primaryKey() }) {
      static relationships = { home: relationship('Address'), notes: relationship('Note') }
    }
    const db = await open(
      database,
      `create table address (id integer primary key);
    create table customer (id integer primary key, address_id integer references address (id));
    create table note (id integer primary key, customer_id integer references customer (id));
    insert into customer values (1, null); insert into note values (4, 1);`,
      { models: [Customer], only: ['customer', 'note'] },
    )
    t.same(told(db), ['Customer.notes oneToMany Note', 'Note.customer manyToOne Customer'])
    t.same(await ids(t, db, 'Customer', 'notes'), [[4]])
    t.same(noted(db), ['Customer.home tableMissing: table "address" is not mapped'])
    t.equal(
      await errorOf(async () => Reflect.get(await Customer.get(1), 'home')),
      'MappingError RELATIONSHIP_UNKNOWN: Cannot use "Customer.home": the declared relationship fits nothing in the database; the report\'s declarations say why',
    )
  },
)

eachDatabase(
  t,
  'a key to a table that is missing is told of the class, and the rest boots',
  async (t, database) => {
    class U extends model('u', { id: integer().primaryKey() }) {
      static relationships = { gone: relationship('Gone', { foreignKey: 'gone_id' }), ms: relationship('M') }
    }
    class Gone extends model('gone', { id: integer().primaryKey() }) {}
    const db = await open(
      database,
      `pragma foreign_keys = off; create table u (id integer primary key, gone_id integer references gone (id));
      create table m (id integer primary key, u_id integer references u (id));
      insert into u values (1, null); insert into m values (2, 1);`,
      { models: [U, Gone] },
    )
    t.same(told(db), ['M.u manyToOne U', 'U.ms oneToMany M'])
    t.same(await ids(t, db, 'U', 'ms'), [[2]])
    t.same(noted(db), [
      'Gone. tableMissing: the database has no table "gone"',
      'U.gone tableMissing: class "Gone" is not mapped: the database has no table "gone"',
    ])
  },
  'sqlite',
)

eachDatabase(
  t,
  'a key in another letter case is the one that is declared',
  async (t, database) => {
    class M extends model('m', { id: integer().primaryKey(), uId: integer().nullable() }) {
      static relationships = { owner: relationship('User', { foreignKey: 'uId' }) }
    }
    const db = await open(
      database,
      `create table Users (Id integer primary key);
      create table m (id integer primary key, u_id integer references USERS (ID), v_id integer references users);
      insert into users values (1), (2); insert into m values (1, 2, 1);`,
      { models: [M] },
    )
    t.same(
      told(db).filter(text => text.startsWith('M.')),
      ['M.owner manyToOne User', 'M.v manyToOne User'],
    )
    t.same(await ids(t, db, 'M', 'owner'), [2])
    t.same(await ids(t, db, 'M', 'v'), [1])
  },
  'sqlite',
)

eachDatabase(
  t,
  'a key to a table without one relates when the class gives it one',
  async (t, database) => {
    class U extends model('u', { id: integer().primaryKey() }) {}
    const db = await open(
      database,
      `pragma foreign_keys = off; create table u (id integer, name text);
      create table m (id integer primary key, u_id integer references u (id));
      insert into u values (1, 'a'), (2, 'b'); insert into m values (7, 2);`,
      { models: [U] },
    )
    t.same(told(db), ['M.u manyToOne U', 'U.ms oneToMany M'])
    t.same(await ids(t, db, 'M', 'u'), [2])
    t.same(await ids(t, db, 'U', 'ms'), [[], [7]])
  },
  'sqlite',
)
