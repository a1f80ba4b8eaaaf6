/** Awkward association tables, with one of the tables declared. */

import t from 'tap'
import { integer, model, relationship } from '../../lib/index.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase, type PerDialect } from '../fixtures/databases.js'

const manyToMany = (db: Parameters<typeof told>[0]): string[] =>
  db.relationships
    .filter(({ kind }) => kind === 'manyToMany')
    .map(({ model, name, inverse }) => `${model}.${name} ${inverse}`)

eachDatabase(
  t,
  'of a self-referential many-to-many each side is declared by its key',
  async (t, database) => {
    class Person extends model('person', { id: integer().primaryKey() }) {
      static relationships = {
        friends: relationship('Person', {
          secondary: 'friendship',
          foreignKey: 'a_id',
          backPopulates: 'befriendedBy',
        }),
        befriendedBy: relationship('Person', { secondary: 'friendship' }),
      }
    }
    const db = await open(
      database,
      `create table person (id integer primary key);
    create table friendship (a_id integer not null references person (id), b_id integer not null references person (id),
      primary key (a_id, b_id));
    insert into person values (1), (2), (3); insert into friendship values (1, 2), (1, 3), (3, 1);`,
      { models: [Person] },
    )
    t.same(manyToMany(db), ['Person.befriendedBy friends', 'Person.friends befriendedBy'])
    t.same(await ids(t, db, 'Person', 'friends'), [[2, 3], [], [1]])
    t.same(await ids(t, db, 'Person', 'befriendedBy'), [[3], [1], [1]])
  },
)

const groups = `create table u (id integer primary key);
  create table g (id integer primary key, owner_id integer references u (id));
  create table u_g (u_id integer not null references u (id), g_id integer not null references g (id), primary key (u_id, g_id));
  create table u_g_admin (u_id integer not null references u (id), g_id integer not null references g (id), primary key (u_id, g_id));
  insert into u values (1), (2); insert into g values (1, 2), (2, null);
  insert into u_g values (1, 1), (2, 1); insert into u_g_admin values (1, 2);`

eachDatabase(
  t,
  'of two many-to-many beside a direct key each is declared by what it goes through',
  async (t, database) => {
    class G extends model('g', { id: integer().primaryKey() }) {
      static relationships = {
        admins: relationship('U', { secondary: 'u_g_admin', backPopulates: 'administers' }),
        head: relationship('U'),
      }
    }
    const db = await open(database, groups, { models: [G] })
    t.same(manyToMany(db), ['G.admins administers', 'G.us gsViaUG', 'U.administers admins', 'U.gsViaUG us'])
    t.same(await ids(t, db, 'G', 'head'), [2, null], 'with nothing said, the direct key')
    t.same(await ids(t, db, 'G', 'admins'), [[], [1]])
    t.same(await ids(t, db, 'G', 'us'), [[1, 2], []])
    t.same(await ids(t, db, 'U', 'administers'), [[2], []])
    t.same(await ids(t, db, 'U', 'gsViaUG'), [[1], [1]])
    t.same(await ids(t, db, 'U', 'gs'), [[], [1]])
  },
)

const association = (columns: string, key: string): string => `create table u (id integer primary key);
  create table g (id integer primary key);
  create table u_g (${columns} u_id integer not null references u (id), g_id integer not null references g (id) ${key});
  insert into u values (1), (2); insert into g values (1), (2);
  insert into u_g (u_id, g_id) values (1, 2), (2, 2), (2, 1);`

const associations: Readonly<Record<string, PerDialect<string>>> = {
  'with neither key nor other columns': association('', ''),
  'with a surrogate key alone': {
    sqlite: association('id integer primary key,', ''),
    postgres: association('id serial primary key,', ''),
  },
  'with a payload that must be told': association('quantity integer not null default 1,', ''),
}

for (const [title, sql] of Object.entries(associations)) {
  eachDatabase(t, `an association table ${title} can be declared many-to-many`, async (t, database) => {
    class U extends model('u', { id: integer().primaryKey() }) {
      static relationships = { groups: relationship('G', { secondary: 'u_g', backPopulates: 'members' }) }
    }
    const db = await open(database, sql, { models: [U] })
    t.same(manyToMany(db), ['G.members groups', 'U.groups members'])
    t.same(await ids(t, db, 'U', 'groups'), [[2], [1, 2]])
    t.same(await ids(t, db, 'G', 'members'), [[2], [1, 2]])
    t.equal(await db.model('UG').count(), 3, 'it is a model too')
  })
}

eachDatabase(t, 'two of three keys can be declared many-to-many', async (t, database) => {
  class O extends model('o', { id: integer().primaryKey() }) {
    static relationships = {
      items: relationship('I', { secondary: 'abc' }),
      agents: relationship('A', {
        secondary: { table: 'Abc', source: { id: 'oId' }, target: { id: 'aId' } },
      }),
    }
  }
  const db = await open(
    database,
    `create table o (id integer primary key); create table i (id integer primary key);
    create table a (id integer primary key);
    create table abc (o_id integer not null references o (id), i_id integer not null references i (id),
      a_id integer not null references a (id), primary key (o_id, i_id, a_id));
    insert into o values (1), (2); insert into i values (1), (2); insert into a values (5);
    insert into abc values (1, 1, 5), (1, 2, 5);`,
    { models: [O] },
  )
  t.same(await ids(t, db, 'O', 'items'), [[1, 2], []])
  t.same(await ids(t, db, 'O', 'agents'), [[5], []], 'met twice and given once')
  t.same(
    told(db).filter(text => text.startsWith('Abc.')),
    ['Abc.a manyToOne A', 'Abc.i manyToOne I', 'Abc.o manyToOne O'],
  )
})
