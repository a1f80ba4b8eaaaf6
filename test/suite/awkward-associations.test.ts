import t from 'tap'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase, type PerDialect } from '../fixtures/databases.js'

eachDatabase(t, 'a self-referential many-to-many has two sides', async (t, database) => {
  const db = await open(
    database,
    `create table person (id integer primary key);
    create table friendship (a_id integer not null references person (id), b_id integer not null references person (id),
      primary key (a_id, b_id));
    insert into person values (1), (2), (3); insert into friendship values (1, 2), (1, 3), (3, 1);`,
  )
  const pair = db.relationships.filter(({ kind }) => kind === 'manyToMany')
  t.equal(pair.length, 2)
  t.same(
    pair.map(({ inverse }) => inverse),
    pair.map(({ name }) => name).reverse(),
  )
  const toB = pair.find(({ through }) => through?.targetColumns[0] === 'b_id')?.name as string
  const toA = pair.find(({ through }) => through?.targetColumns[0] === 'a_id')?.name as string
  t.same(await ids(t, db, 'Person', toB), [[2, 3], [], [1]])
  t.same(await ids(t, db, 'Person', toA), [[3], [1], [1]])
})

eachDatabase(
  t,
  'two many-to-many between one pair, beside a direct key, are all there',
  async (t, database) => {
    const db = await open(
      database,
      `create table u (id integer primary key);
    create table g (id integer primary key, owner_id integer references u (id));
    create table u_g (u_id integer not null references u (id), g_id integer not null references g (id), primary key (u_id, g_id));
    create table u_g_admin (u_id integer not null references u (id), g_id integer not null references g (id), primary key (u_id, g_id));
    insert into u values (1), (2); insert into g values (1, 2), (2, null);
    insert into u_g values (1, 1), (2, 1); insert into u_g_admin values (1, 2);`,
    )
    const between = db.relationships.filter(({ model, target }) => [model, target].sort().join() === 'G,U')
    t.same(
      between.map(({ model, name, kind }) => `${model}.${name} ${kind}`),
      [
        'G.owner manyToOne',
        'G.us manyToMany',
        'G.usViaUGAdmin manyToMany',
        'U.gs oneToMany',
        'U.gsViaUG manyToMany',
        'U.gsViaUGAdmin manyToMany',
      ],
    )
    t.same(await ids(t, db, 'G', 'owner'), [2, null])
    t.same(await ids(t, db, 'G', 'us'), [[1, 2], []])
    t.same(await ids(t, db, 'G', 'usViaUGAdmin'), [[], [1]])
    t.same(await ids(t, db, 'U', 'gs'), [[], [1]])
    t.same(await ids(t, db, 'U', 'gsViaUG'), [[1], [1]])
    t.same(await ids(t, db, 'U', 'gsViaUGAdmin'), [[2], []])
  },
)

const association = (columns: string, key: string): string => `create table u (id integer primary key);
  create table g (id integer primary key);
  create table u_g (${columns} u_id integer not null references u (id), g_id integer not null references g (id) ${key});
  insert into u values (1), (2); insert into g values (1), (2);
  insert into u_g (u_id, g_id) values (1, 2), (2, 2), (2, 1);`

const associations: Readonly<Record<string, { sql: PerDialect<string>; many: boolean }>> = {
  'with a primary key': { sql: association('', ', primary key (u_id, g_id)'), many: true },
  'with neither key nor other columns': { sql: association('', ''), many: true },
  'with a surrogate key and a unique pair': {
    sql: {
      sqlite: association('id integer primary key,', ', unique (g_id, u_id)'),
      postgres: association('id serial primary key,', ', unique (g_id, u_id)'),
    },
    many: true,
  },
  'with a surrogate key alone': {
    sql: {
      sqlite: association('id integer primary key,', ''),
      postgres: association('id serial primary key,', ''),
    },
    many: false,
  },
  'with a payload that fills itself': {
    sql: association('quantity integer default 1, note text,', ', primary key (u_id, g_id)'),
    many: true,
  },
}

for (const [title, { sql, many }] of Object.entries(associations)) {
  eachDatabase(
    t,
    `an association table ${title} ${many ? 'makes' : 'makes no'} many-to-many`,
    async (t, database) => {
      const db = await open(database, sql)
      t.equal(db.relationships.filter(({ kind }) => kind === 'manyToMany').length, many ? 2 : 0)
      t.equal(await db.model('UG').count(), 3, 'it is a model too')
      const lists = await db.model('U').orderBy('id').with('ugs')
      t.same(
        lists.map(({ ugs }) => (ugs as unknown[]).length),
        [1, 2],
      )
      if (!many) return
      t.same(await ids(t, db, 'U', 'gs'), [[2], [1, 2]])
      t.same(await ids(t, db, 'G', 'us'), [[2], [1, 2]])
    },
  )
}

eachDatabase(t, 'an association that must be told its payload is a model alone', async (t, database) => {
  const db = await open(
    database,
    `create table o (id integer primary key); create table i (id integer primary key);
    create table o_i (o_id integer not null references o (id), i_id integer not null references i (id),
      quantity integer not null, primary key (o_id, i_id));
    create table a (id integer primary key, o_id integer references o (id), i_id integer references i (id));
    create table abc (o_id integer not null references o (id), i_id integer not null references i (id),
      a_id integer not null references a (id), primary key (o_id, i_id, a_id));`,
  )
  t.same(
    db.relationships.filter(({ kind }) => kind === 'manyToMany'),
    [],
  )
  t.same(
    told(db).filter(text => text.startsWith('Abc.')),
    ['Abc.a manyToOne A', 'Abc.i manyToOne I', 'Abc.o manyToOne O'],
    'as is a table of three keys',
  )
})
