import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(
  t,
  'a key to a table that is missing is reported, and the rest boots',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (id integer primary key, gone_id integer references gone (id));
      create table m (id integer primary key, u_id integer references u (id));`,
    )
    t.same(told(db), ['M.u manyToOne U', 'U.ms oneToMany M'])
    t.match(
      db.report.foreignKeys.find(({ table }) => table === 'u'),
      { status: 'skipped', reason: 'its target "gone" does not exist', relationships: [] },
    )
  },
  'sqlite',
)

eachDatabase(
  t,
  'a key in another letter case finds its table and column',
  async (t, database) => {
    const db = await open(
      database,
      `create table Users (Id integer primary key);
      create table m (id integer primary key, u_id integer references USERS (ID), v_id integer references users);
      insert into users values (1), (2); insert into m values (1, 2, 1);`,
    )
    t.same(told(db), [
      'M.u manyToOne User',
      'M.v manyToOne User',
      'User.msByU oneToMany M',
      'User.msByV oneToMany M',
    ])
    t.same(await ids(t, db, 'M', 'u'), [2])
    t.same(await ids(t, db, 'M', 'v'), [1])
    t.same(await ids(t, db, 'User', 'msByU'), [[], [1]])
  },
  'sqlite',
)

eachDatabase(
  t,
  'a key to a table without one is reported',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (id integer, name text); create table m (id integer primary key, u_id integer references u (id));`,
    )
    t.same(told(db), [])
    t.match(db.report.foreignKeys, [
      { status: 'skipped', reason: '"id" of "u" is not a key: more than one row could be meant' },
    ])
  },
  'sqlite',
)

eachDatabase(
  t,
  'rows whose primary key is empty stay rows of their own',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (code text primary key, name text);
      create table m (id integer primary key, u_code text references u (code));
      insert into u values (null, 'one'), (null, 'two'), ('c', 'three'); insert into m values (1, 'c'), (2, 'c');`,
    )
    const name = db.relationships.find(({ model }) => model === 'U')?.name as string
    for (const lazy of ['select', 'joined', 'selectin'] as const) {
      const us = await db.model('U').orderBy('name').with(name, { lazy })
      const lists = (await Promise.all(us.map(u => u[name]))) as Untyped[][]
      t.same(
        us.map((u, i) => [u.name, lists[i]?.map(({ id }) => id)]),
        [
          ['one', []],
          ['three', [1, 2]],
          ['two', []],
        ],
        lazy,
      )
    }
  },
  'sqlite',
)

eachDatabase(
  t,
  'a column called __proto__ is read',
  async (t, database) => {
    const db = await open(
      database,
      "create table t (id integer primary key, `__proto__` text, `` text); insert into t values (1, 'a', 'b');",
      { naming: 'preserve' },
    )
    const one = await db.model('t').get(1)
    t.equal(JSON.stringify(one), '{"id":1,"__proto___":"a","_":"b"}')
    t.equal(Object.getPrototypeOf(one), db.model('t').prototype)
  },
  'sqlite',
)

eachDatabase(
  t,
  'values that do not fit their column are given as they are stored, in keys too',
  async (t, database) => {
    const db = await open(
      database,
      `pragma foreign_keys = off; create table u (id integer primary key);
      create table m (id integer primary key, u_id integer references u (id));
      insert into u values (1); insert into m values (1, 'one'), (2, x'01'), (3, 1.5), (4, '1');`,
    )
    t.same(await ids(t, db, 'M', 'u'), [null, null, null, 1])
    t.same(
      (await db.model('M').orderBy('id')).map(({ uId }) => uId),
      ['one', Buffer.from([1]), 1.5, 1],
    )
  },
  'sqlite',
)

eachDatabase(
  t,
  'tables without a row id, strict ones and full-text ones are models',
  async (t, database) => {
    await database.exec(`create table a (code text primary key, n integer) without rowid;
      create table b (id integer primary key, a_code text references a (code)) strict;
      create virtual table f using fts5 (body);
      insert into a values ('x', 1); insert into b values (1, 'x'); insert into f values ('some words');`)
    const db = await automap(database.knex)
    t.same(Object.keys(db.models).sort(), ['A', 'B', 'F'])
    t.same(
      (await db.model('F').query()).map(row => row.body),
      ['some words'],
    )
    const [relationship] = db.relationships.filter(({ model }) => model === 'B')
    t.match(await (await db.model('B').get(1))[relationship?.name as string], { n: 1 })
  },
  'sqlite',
)
