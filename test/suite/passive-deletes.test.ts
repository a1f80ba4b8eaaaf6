import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

const tables = {
  sqlite: `create table p (id integer primary key);
    create table c (id integer primary key, p_id integer not null references p (id) on delete cascade);
    create table d (id integer primary key, c_id integer not null references c (id) on delete cascade);
    create table e (id integer primary key, p_id integer references p (id) on delete set null);
    create table f (id integer primary key);
    create table p_f (p_id integer references p (id) on delete cascade, f_id integer references f (id), primary key (p_id, f_id))`,
  postgres: `create table p (id int primary key);
    create table c (id int primary key, p_id int not null references p (id) on delete cascade);
    create table d (id int primary key, c_id int not null references c (id) on delete cascade);
    create table e (id int primary key, p_id int references p (id) on delete set null);
    create table f (id int primary key);
    create table p_f (p_id int references p (id) on delete cascade, f_id int references f (id), primary key (p_id, f_id))`,
}
const rows = `insert into p values (1), (2), (3); insert into c values (1, 1), (2, 2), (3, 3);
  insert into d values (1, 1), (2, 2), (3, 3); insert into e values (1, 1), (2, 2), (3, 3);
  insert into f values (1); insert into p_f values (1, 1), (2, 1), (3, 1)`

eachDatabase(
  t,
  'what ON DELETE takes is gone, whether or not the connection holds to keys',
  async (t, database) => {
    await database.exec(tables)
    await database.exec(rows)
    const isSqlite = database.dialect === 'sqlite'
    if (isSqlite) await database.exec('pragma foreign_keys = off')
    const db = await automap(database.knex)
    const { P } = db.models
    const gone = await database.count(async () => (await P?.get(1))?.delete())
    t.equal(gone.filter(sql => /^delete/.test(sql)).length, isSqlite ? 4 : 2)
    await db.session(async session => session.delete((await P?.where('id', 2).with('fs').first()) as object))
    for (const [table, left] of Object.entries({ c: [3], d: [3], e: [1, 2, 3], p_f: [] as number[] })) {
      if (table === 'p_f') t.same(await database.knex(table).pluck('p_id'), [3], table)
      else t.same(await database.knex(table).orderBy('id').pluck('id'), left, table)
    }
    t.same(await database.knex('e').orderBy('id').pluck('p_id'), [null, null, 3])
  },
)

eachDatabase(t, 'a connection that automap opens holds to keys on every driver', async (t, database) => {
  await database.exec(tables)
  await database.exec(rows)
  const db = await automap(database.config)
  await (await db.models.P?.get(3))?.delete()
  t.same(await db.models.C?.count(), 2)
  t.same(await db.models.D?.count(), 2)
  const refused = await errorOf(() => db.models.C?.insert({ id: 9, pId: 99 }))
  t.match(refused, /^ForeignKeyError FOREIGN_KEY_VIOLATED: Cannot /)
  await db.close()
})
