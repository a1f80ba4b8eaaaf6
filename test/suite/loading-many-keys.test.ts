import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(t, 'a composite key finds its row, and none where a part is empty', async (t, database) => {
  await database.exec(`create table parent (a integer not null, b text not null, c integer not null, primary key (b, a));
    create table child (id integer not null primary key, y text, x integer, foreign key (y, x) references parent (b, a));
    insert into parent values (1, 'x', 10), (1, 'y', 11), (2, 'x', 12), (12, '', 13), (1, '2', 14);
    insert into child values (1, 'y', 1), (2, 'x', 2), (3, 'x', 1), (4, null, 1), (5, 'x', null), (6, null, null),
      (7, '', 12), (8, '2', 1);`)
  const db = await automap(database.knex)
  const expected = [11, 12, 10, null, null, null, 13, 14]
  for (const lazy of ['select', 'joined', 'selectin'] as const) {
    const children = await db.model('Child').orderBy('id').with('parent', { lazy })
    const parents = (await Promise.all(children.map(child => child.parent))) as (Untyped | null)[]
    t.same(
      parents.map(parent => parent?.c ?? null),
      expected,
      lazy,
    )
    const owners = await db.model('Parent').orderBy('c').with('children', { lazy })
    const lists = (await Promise.all(owners.map(parent => parent.children))) as Untyped[][]
    t.same(
      lists.map(list => list.map(({ id }) => id)),
      [[3], [1], [2], [7], [8]],
      lazy,
    )
  }
  const children = await db.model('Child').orderBy('id')
  t.same(await database.count(() => t.equal(children[3]?.parent, null)), [])
})

eachDatabase(t, 'twenty thousand keys go in one statement', async (t, database) => {
  const count = 20_000
  await database.exec({
    sqlite: `create table parent (id integer primary key); create table child (id integer primary key,
        parent_id integer not null references parent (id), a integer not null, b integer not null);
      create table pair (a integer not null, b integer not null, primary key (a, b));
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) insert into parent select i from n;
      insert into child select id, ${count} + 1 - id, id, id % 7 from parent;
      insert into pair select a, b from child;`,
    postgres: `create table parent (id integer primary key); create table child (id integer primary key,
        parent_id integer not null references parent (id), a integer not null, b integer not null);
      create table pair (a integer not null, b integer not null, primary key (a, b));
      insert into parent select generate_series(1, ${count});
      insert into child select id, ${count} + 1 - id, id, id % 7 from parent;
      insert into pair select a, b from child; analyze;`,
  })
  await database.exec(`create table other (a integer, b integer, foreign key (a, b) references pair (a, b));
    insert into other select a, b from child;`)
  const db = await automap(database.knex, { groupSize: count })
  const children = await db.model('Child').orderBy('id')
  const statements = await database.count(async () => {
    t.match(await children[0]?.parent, { id: count })
    t.match(children[count - 1]?.parent, { id: 1 })
  })
  t.equal(statements.length, 1)
  const others = await db.model('Other').with('pair', { lazy: 'selectin' }).orderBy('a')
  t.match((others[count - 1]!.pair as Untyped).toJSON(), { a: count, b: count % 7 })
  const found = await db
    .model('Child')
    .whereIn(
      'id',
      Array.from({ length: count }, (_, i) => i + 1),
    )
    .count()
  t.equal(found, count)
})
