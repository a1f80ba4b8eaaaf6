import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(
  t,
  'a key that the rows of inheriting tables do not have makes no inner join',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (id integer primary key);
      create table m (id integer primary key, u_id integer not null references u (id));
      create table child () inherits (m);
      insert into u values (1); insert into m values (1, 1); insert into child values (2, 9);`,
    )
    t.same(await ids(t, db, 'M', 'u'), [1, null])
    t.equal((await db.model('M').with('u')).length, await db.model('M').count())
  },
  'postgres',
)

eachDatabase(
  t,
  'a key whose rows a policy may hide makes no inner join',
  async (t, database) => {
    await database.exec(`create table u (id integer primary key);
      create table m (id integer primary key, u_id integer not null references u (id));
      insert into u values (1), (2); insert into m values (1, 1), (2, 2);
      alter table u enable row level security; alter table u force row level security;
      create policy first_only on u using (id = 1);
      create role reader_${process.pid} nologin; grant select on u, m to reader_${process.pid};`)
    t.teardown(() => database.exec(`drop owned by reader_${process.pid}; drop role reader_${process.pid}`))
    await database.knex.transaction(async transaction => {
      await transaction.raw(`set local role reader_${process.pid}`)
      const db = await automap(transaction)
      t.same(await ids(t, db, 'M', 'u'), [1, null])
    })
  },
  'postgres',
)

eachDatabase(
  t,
  'a key that is checked only at the end of a transaction makes no inner join',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (id integer primary key);
      create table m (id integer primary key,
        u_id integer not null references u (id) deferrable initially deferred);`,
    )
    await db.transaction(async transaction => {
      await transaction('m').insert({ id: 1, u_id: 9 })
      t.same(await ids(t, db, 'M', 'u'), [null])
      await transaction('u').insert({ id: 9 })
      t.same(await ids(t, db, 'M', 'u'), [9])
    })
  },
  'postgres',
)

eachDatabase(
  t,
  'a column that may not be read is left out, and with it what needs it',
  async (t, database) => {
    await database.exec(`create table u (id integer primary key, secret text);
      create table m (id integer primary key, u_id integer references u (id), note text);
      insert into u values (1, 'x'); insert into m values (1, 1, 'n');
      create role part_${process.pid} nologin;
      grant select (id) on u to part_${process.pid}; grant select (id, note) on m to part_${process.pid};`)
    t.teardown(() => database.exec(`drop owned by part_${process.pid}; drop role part_${process.pid}`))
    await database.knex.transaction(async transaction => {
      await transaction.raw(`set local role part_${process.pid}`)
      const db = await automap(transaction)
      t.same((await db.model('U').get(1)).toJSON(), { id: 1 })
      t.same((await db.model('M').get(1)).toJSON(), { id: 1, note: 'n' })
      t.same(told(db), [])
      t.match(db.report.foreignKeys, [{ status: 'skipped', reason: 'column "u_id" of "m" cannot be read' }])
    })
  },
  'postgres',
)

eachDatabase(
  t,
  'keys cross schemas',
  async (t, database) => {
    const db = await open(
      database,
      `create schema sales; create table customer (id integer primary key);
      create table sales.customer (id integer primary key, main_id integer references public.customer (id));
      create table sales.tag (id integer primary key);
      create table sales.customer_tag (customer_id integer references public.customer (id),
        tag_id integer references sales.tag (id), primary key (customer_id, tag_id));
      insert into customer values (1); insert into sales.customer values (5, 1); insert into sales.tag values (7);
      insert into sales.customer_tag values (1, 7);`,
      { schema: ['public', 'sales'] },
    )
    t.same(await ids(t, db, 'SalesCustomer', 'main'), [1])
    t.same(await ids(t, db, 'Customer', 'tags'), [[7]])
    t.same(await ids(t, db, 'Tag', 'customers'), [[1]])
  },
  'postgres',
)

eachDatabase(
  t,
  'a partitioned table is one model, related to like any other',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (id integer primary key);
      create table m (id integer not null, day date not null, u_id integer not null references u (id),
        primary key (id, day)) partition by range (day);
      create table m_2023 partition of m for values from ('2023-01-01') to ('2024-01-01');
      create table m_2024 partition of m for values from ('2024-01-01') to ('2025-01-01');
      insert into u values (1); insert into m values (1, '2023-05-05', 1), (2, '2024-05-05', 1);`,
    )
    t.same(Object.keys(db.models).sort(), ['M', 'U'])
    t.same(await ids(t, db, 'U', 'ms'), [[1, 2]])
    t.same(await ids(t, db, 'M', 'u'), [1, 1])
    t.match(String(db.model('M').with('u').plan()), /inner join/, 'its key holds in every partition')
  },
  'postgres',
)

eachDatabase(
  t,
  'a table without columns is a model of empty instances',
  async (t, database) => {
    const db = await open(
      database,
      'create table empty (); insert into empty default values; insert into empty default values;',
    )
    const rows = await db.model('Empty').query()
    t.same(
      rows.map((row: Untyped) => row.toJSON()),
      [{}, {}],
    )
  },
  'postgres',
)
