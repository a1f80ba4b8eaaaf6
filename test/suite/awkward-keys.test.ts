import t from 'tap'
import type { Untyped } from '../../types/loaded.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(
  t,
  'two keys to one table are two relationships, each side of its own key',
  async (t, database) => {
    const db = await open(
      database,
      `create table address (id integer primary key);
    create table customer (id integer primary key, billing_id integer not null references address (id),
      shipping_id integer references address (id));
    insert into address values (1), (2), (3);
    insert into customer values (1, 1, 2), (2, 1, null), (3, 3, 1);`,
    )
    t.same(told(db), [
      'Address.customersByBilling oneToMany Customer',
      'Address.customersByShipping oneToMany Customer',
      'Customer.billing manyToOne Address',
      'Customer.shipping manyToOne Address',
    ])
    t.same(
      db.relationships.map(({ name, inverse }) => `${name} ${inverse}`),
      [
        'customersByBilling billing',
        'customersByShipping shipping',
        'billing customersByBilling',
        'shipping customersByShipping',
      ],
    )
    t.same(await ids(t, db, 'Customer', 'billing'), [1, 1, 3])
    t.same(await ids(t, db, 'Customer', 'shipping'), [2, null, 1])
    t.same(await ids(t, db, 'Address', 'customersByBilling'), [[1, 2], [], [3]])
    t.same(await ids(t, db, 'Address', 'customersByShipping'), [[3], [1], []])
  },
)

eachDatabase(t, 'two self references are told apart', async (t, database) => {
  const db = await open(
    database,
    `create table node (id integer primary key, parent_id integer references node (id),
      root_id integer references node (id));
    insert into node values (1, null, null); insert into node values (2, 1, 1); insert into node values (3, 2, 1);`,
  )
  t.same(told(db), [
    'Node.children oneToMany Node',
    'Node.nodesByRoot oneToMany Node',
    'Node.parent manyToOne Node',
    'Node.root manyToOne Node',
  ])
  t.same(await ids(t, db, 'Node', 'parent'), [null, 1, 2])
  t.same(await ids(t, db, 'Node', 'root'), [null, 1, 1])
  t.same(await ids(t, db, 'Node', 'children'), [[2], [3], []])
  t.same(await ids(t, db, 'Node', 'nodesByRoot'), [[2, 3], [], []])
})

eachDatabase(t, 'a column keeps its name before a relationship', async (t, database) => {
  const db = await open(
    database,
    `create table table_a (id integer primary key, table_bs text);
    create table table_b (id integer primary key, table_a integer references table_a (id));
    insert into table_a values (1, 'kept'); insert into table_b values (5, 1);`,
  )
  const one = await db.model('TableB').get(5)
  t.equal(one.tableA, 1)
  t.equal((await db.model('TableA').get(1)).tableBs, 'kept')
  const [b, a] = ['TableB', 'TableA'].map(
    model => db.relationships.find(each => each.model === model)?.name as string,
  ) as [string, string]
  t.same([b, a], ['tableARef', 'tableBsByTableA'])
  t.same(await ids(t, db, 'TableB', b), [1])
  t.same(await ids(t, db, 'TableA', a), [[5]])
  t.same(
    db.report.renamings.map(({ subject }) => subject),
    ['TableA.tableBsByTableA', 'TableB.tableARef'],
  )
})

eachDatabase(t, 'a unique key and a shared primary key are one-to-one', async (t, database) => {
  const db = await open(
    database,
    `create table u (id integer primary key);
    create table profile (id integer primary key, u_id integer unique references u (id));
    create table secret (id integer primary key references u (id));
    create table partial (id integer primary key, u_id integer references u (id), gone boolean);
    create unique index some_rows on partial (u_id) where gone;
    insert into u values (1), (2), (3); insert into profile values (7, 2), (8, null); insert into secret values (3);`,
  )
  t.same(
    told(db).filter(text => text.startsWith('U.')),
    ['U.partials oneToMany Partial', 'U.profile oneToOne Profile', 'U.secret oneToOne Secret'],
  )
  t.same(await ids(t, db, 'U', 'profile'), [null, 7, null])
  t.same(await ids(t, db, 'U', 'secret'), [null, null, 3])
  t.same(await ids(t, db, 'Profile', 'u'), [2, null])
  t.same(
    (await Promise.all((await db.model('Secret').query()).map(secret => secret.u))).map(
      u => (u as Untyped).id,
    ),
    [3],
  )
})

eachDatabase(t, 'tables that refer to each other load in a circle', async (t, database) => {
  const db = await open(database, {
    sqlite: `pragma foreign_keys = off; create table a (id integer primary key, b_id integer references b (id));
      create table b (id integer primary key, a_id integer references a (id));
      insert into a values (1, 2); insert into b values (2, 1);`,
    postgres: `create table a (id integer primary key, b_id integer);
      create table b (id integer primary key, a_id integer references a (id));
      insert into a values (1, 2); insert into b values (2, 1);
      alter table a add foreign key (b_id) references b (id);`,
  })
  t.equal(db.relationships.length, 4)
  t.same(await ids(t, db, 'A', 'b'), [2])
  t.same(await ids(t, db, 'B', 'a'), [1])
  const a = await db.model('A').with('b.a.b').get(1)
  t.equal((((a.b as Untyped).a as Untyped).b as Untyped).id, 2)
})

eachDatabase(t, 'a composite key is one relationship, overlapping ones are one each', async (t, database) => {
  const db = await open(
    database,
    `create table tenant (id integer primary key);
    create table u (tenant_id integer not null references tenant (id), id integer not null, primary key (tenant_id, id));
    create table d (id integer primary key, tenant_id integer not null references tenant (id), author_id integer,
      foreign key (tenant_id, author_id) references u (tenant_id, id));
    insert into tenant values (1), (2); insert into u values (1, 1), (2, 1), (2, 2);
    insert into d values (1, 1, 1), (2, 2, 1), (3, 2, null), (4, 2, 2);`,
  )
  t.same(told(db), [
    'D.tenant manyToOne Tenant',
    'D.u manyToOne U',
    'Tenant.ds oneToMany D',
    'Tenant.us oneToMany U',
    'U.ds oneToMany D',
    'U.tenant manyToOne Tenant',
  ])
  t.same(await ids(t, db, 'D', 'u'), [1, 1, null, 2])
  const authors = await db.model('U').orderBy('tenantId').orderBy('id').with('ds')
  t.same(
    authors.map(({ ds }) => (ds as Untyped[]).map(({ id }) => id)),
    [[1], [2], [4]],
  )
  t.same(await ids(t, db, 'D', 'tenant'), [1, 2, 2, 2])
  t.same(await ids(t, db, 'Tenant', 'ds'), [[1], [2, 3, 4]])
})

eachDatabase(t, 'a key to a unique column finds its rows', async (t, database) => {
  const db = await open(
    database,
    `create table u (id integer primary key, email text unique);
    create table m (id integer primary key, email text references u (email));
    insert into u values (1, 'a@x'), (2, 'b@x'), (3, null);
    insert into m values (1, 'b@x'), (2, null), (3, 'b@x');`,
  )
  const [m, u] = ['M', 'U'].map(
    model => db.relationships.find(each => each.model === model)?.name as string,
  ) as [string, string]
  t.same(await ids(t, db, 'M', m), [2, null, 2])
  t.same(await ids(t, db, 'U', u), [[], [1, 3], []])
})

eachDatabase(t, 'keys that say the same are one relationship', async (t, database) => {
  const db = await open(
    database,
    `create table u (id integer primary key);
    create table m (id integer primary key, u_id integer references u (id),
      foreign key (u_id) references u (id), foreign key (u_id) references u (id) on delete cascade);
    insert into u values (1); insert into m values (4, 1);`,
  )
  t.same(told(db), ['M.u manyToOne U', 'U.ms oneToMany M'])
  t.same(db.report.foreignKeys.map(({ status }) => status).sort(), ['collapsed', 'collapsed', 'related'])
  t.same(await ids(t, db, 'U', 'ms'), [[4]])
})
