/** Awkward keys, with one of the tables declared. */

import t from 'tap'
import { integer, model, relationship, text } from '../../lib/index.js'
import type { Untyped } from '../../types/loaded.js'
import { ids, open, told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'

const addresses = `create table address (id integer primary key);
  create table customer (id integer primary key, billing_id integer not null references address (id),
    shipping_id integer references address (id));
  insert into address values (1), (2), (3);
  insert into customer values (1, 1, 2), (2, 1, null), (3, 3, 1);`

eachDatabase(t, 'of two keys to one table each is declared by its column', async (t, database) => {
  class Customer extends model('customer', { id: integer().primaryKey(), billingId: integer() }) {
    static relationships = {
      payer: relationship('Address', { foreignKey: 'billingId', backPopulates: 'paidFor' }),
    }
  }
  const db = await open(database, addresses, { models: [Customer] })
  t.same(told(db), [
    'Address.customersByShipping oneToMany Customer',
    'Address.paidFor oneToMany Customer',
    'Customer.payer manyToOne Address',
    'Customer.shipping manyToOne Address',
  ])
  t.same(
    db.relationships.map(({ name, inverse }) => `${name} ${inverse}`),
    ['customersByShipping shipping', 'paidFor payer', 'payer paidFor', 'shipping customersByShipping'],
  )
  t.same(await ids(t, db, 'Customer', 'payer'), [1, 1, 3])
  t.same(await ids(t, db, 'Customer', 'shipping'), [2, null, 1])
  t.same(await ids(t, db, 'Address', 'paidFor'), [[1, 2], [], [3]])
  t.same(await ids(t, db, 'Address', 'customersByShipping'), [[3], [1], []])
})

eachDatabase(
  t,
  'a relationship that is called like one key and declared by another is the other',
  async (t, database) => {
    class Customer extends model('customer', { id: integer().primaryKey() }) {
      static relationships = { billing: relationship('Address', { foreignKey: 'shipping_id' }) }
    }
    class Address {
      static relationships = { customers: relationship(() => Customer, { foreignKey: 'billing_id' }) }
    }
    const db = await open(database, addresses, { models: [Customer, Address] })
    t.same(await ids(t, db, 'Customer', 'billing'), [2, null, 1])
    t.same(await ids(t, db, 'Address', 'customers'), [[1, 2], [], [3]])
    const other = db.relationships.find(({ model, name }) => model === 'Customer' && name !== 'billing')
    t.match(other, { inverse: 'customers', columns: ['billing_id'] })
    t.same(await ids(t, db, 'Customer', String(other?.name)), [1, 1, 3])
  },
)

eachDatabase(t, 'of two self references each side is declared by its column', async (t, database) => {
  class Node extends model('node', { id: integer().primaryKey() }) {
    static relationships = {
      top: relationship('Node', { foreignKey: 'root_id', uselist: false, backPopulates: 'all' }),
      all: relationship('Node', { foreignKey: 'root_id', uselist: true }),
      below: relationship('Node', { foreignKey: 'parent_id', uselist: true, orderBy: { id: 'desc' } }),
    }
  }
  const db = await open(
    database,
    `create table node (id integer primary key, parent_id integer references node (id),
      root_id integer references node (id));
    insert into node values (1, null, null); insert into node values (2, 1, 1); insert into node values (3, 1, 1);`,
    { models: [Node] },
  )
  t.same(told(db), [
    'Node.all oneToMany Node',
    'Node.below oneToMany Node',
    'Node.parent manyToOne Node',
    'Node.top manyToOne Node',
  ])
  t.same(await ids(t, db, 'Node', 'top'), [null, 1, 1])
  t.same(await ids(t, db, 'Node', 'all'), [[2, 3], [], []])
  t.same(await ids(t, db, 'Node', 'below'), [[3, 2], [], []])
  t.same(await ids(t, db, 'Node', 'parent'), [null, 1, 1])
})

eachDatabase(t, 'a self reference is declared by its names alone', async (t, database) => {
  class Node extends model('node', { id: integer().primaryKey() }) {
    static relationships = {
      boss: relationship('Node', { uselist: false, backPopulates: 'team' }),
      team: relationship('Node', { backPopulates: 'boss' }),
    }
  }
  const db = await open(
    database,
    `create table node (id integer primary key, parent_id integer references node (id));
    insert into node values (1, null); insert into node values (2, 1); insert into node values (3, 1);`,
    { models: [Node] },
  )
  t.same(told(db), ['Node.boss manyToOne Node', 'Node.team oneToMany Node'])
  t.same(await ids(t, db, 'Node', 'boss'), [null, 1, 1])
  t.same(await ids(t, db, 'Node', 'team'), [[2, 3], [], []])
})

eachDatabase(t, 'one to one is what the key says, or what is declared', async (t, database) => {
  class U extends model('u', { id: integer().primaryKey() }) {
    static relationships = {
      about: relationship('Profile'),
      hidden: relationship('Secret'),
      last: relationship('Visit', { uselist: false, orderBy: { id: 'desc' } }),
    }
  }
  const db = await open(
    database,
    `create table u (id integer primary key);
    create table profile (id integer primary key, u_id integer unique references u (id));
    create table secret (id integer primary key references u (id));
    create table visit (id integer primary key, u_id integer references u (id));
    insert into u values (1), (2), (3); insert into profile values (7, 2), (8, null); insert into secret values (3);
    insert into visit values (1, 1), (2, 2);`,
    { models: [U] },
  )
  t.same(told(db), [
    'Profile.u manyToOne U',
    'Secret.u manyToOne U',
    'U.about oneToOne Profile',
    'U.hidden oneToOne Secret',
    'U.last oneToOne Visit',
    'Visit.u manyToOne U',
  ])
  t.same(await ids(t, db, 'U', 'about'), [null, 7, null])
  t.same(await ids(t, db, 'U', 'hidden'), [null, null, 3])
  t.same(await ids(t, db, 'U', 'last'), [1, 2, null])
})

eachDatabase(t, 'declared classes that refer to each other load in a circle', async (t, database) => {
  class A extends model('a', { id: integer().primaryKey() }) {
    static relationships = { next: relationship('B', { foreignKey: 'b_id', backPopulates: 'previous' }) }
  }
  class B extends model('b', { id: integer().primaryKey() }) {
    static relationships = {
      next: relationship(() => A, { foreignKey: 'a_id' }),
      previous: relationship(() => A, { foreignKey: 'b_id' }),
    }
  }
  const db = await open(
    database,
    {
      sqlite: `pragma foreign_keys = off; create table a (id integer primary key, b_id integer references b (id));
      create table b (id integer primary key, a_id integer references a (id));
      insert into a values (1, 2); insert into b values (2, 1);`,
      postgres: `create table a (id integer primary key, b_id integer);
      create table b (id integer primary key, a_id integer references a (id));
      insert into a values (1, 2); insert into b values (2, 1);
      alter table a add foreign key (b_id) references b (id);`,
    },
    { models: [A, B] },
  )
  t.equal(db.relationships.length, 4)
  t.same(await ids(t, db, 'A', 'next'), [2])
  t.same(await ids(t, db, 'B', 'next'), [1])
  t.same(await ids(t, db, 'B', 'previous'), [[1]])
  const a = await db.model('A').with('next.next.next').get(1)
  t.equal((((a.next as Untyped).next as Untyped).next as Untyped).id, 2)
})

const tenants = `create table tenant (id integer primary key);
  create table u (tenant_id integer not null references tenant (id), id integer not null, primary key (tenant_id, id));
  create table d (id integer primary key, tenant_id integer not null references tenant (id), author_id integer,
    foreign key (tenant_id, author_id) references u (tenant_id, id));
  insert into tenant values (1), (2); insert into u values (1, 1), (2, 1), (2, 2);
  insert into d values (1, 1, 1), (2, 2, 1), (3, 2, null), (4, 2, 2);`

eachDatabase(t, 'a composite key is declared by its columns, in any order', async (t, database) => {
  class D extends model('d', { id: integer().primaryKey(), tenantId: integer() }) {
    static relationships = {
      author: relationship('U', { foreignKey: ['author_id', 'tenantId'], backPopulates: 'written' }),
      home: relationship('Tenant', { foreignKey: 'tenantId' }),
    }
  }
  const db = await open(database, tenants, { models: [D] })
  t.same(told(db), [
    'D.author manyToOne U',
    'D.home manyToOne Tenant',
    'Tenant.ds oneToMany D',
    'Tenant.us oneToMany U',
    'U.tenant manyToOne Tenant',
    'U.written oneToMany D',
  ])
  t.same(await ids(t, db, 'D', 'author'), [1, 1, null, 2])
  t.same(await ids(t, db, 'D', 'home'), [1, 2, 2, 2])
  const authors = await db.model('U').orderBy('tenantId').orderBy('id').with('written')
  t.same(
    authors.map(({ written }) => (written as Untyped[]).map(({ id }) => id)),
    [[1], [2], [4]],
  )
})

eachDatabase(t, 'a composite key that only the class knows of relates, too', async (t, database) => {
  class D extends model('d', { id: integer().primaryKey() }) {
    static relationships = {
      author: relationship('U', { primaryJoin: { tenantId: 'tenantId', authorId: 'id' } }),
    }
  }
  const db = await open(
    database,
    `create table u (tenant_id integer not null, id integer not null, primary key (tenant_id, id));
    create table d (id integer primary key, tenant_id integer, author_id integer);
    insert into u values (1, 1), (2, 1); insert into d values (1, 1, 1), (2, 2, 1), (3, 2, 9), (4, null, 1);`,
    { models: [D] },
  )
  t.same(told(db), ['D.author manyToOne U', 'U.ds oneToMany D'])
  const written = await db.model('D').orderBy('id').with('author')
  t.same(
    written.map(({ author }) => (author as Untyped | null)?.tenantId ?? null),
    [1, 2, null, null],
  )
  t.same(await ids(t, db, 'D', 'author'), [1, 1, null, null])
})

eachDatabase(t, 'a key to a unique column is found by the tables alone', async (t, database) => {
  class M extends model('m', { id: integer().primaryKey(), email: text().nullable() }) {
    static relationships = { person: relationship('U') }
  }
  const db = await open(
    database,
    `create table u (id integer primary key, email text unique);
    create table m (id integer primary key, email text references u (email));
    insert into u values (1, 'a@x'), (2, 'b@x'), (3, null);
    insert into m values (1, 'b@x'), (2, null), (3, 'b@x');`,
    { models: [M] },
  )
  t.same(told(db), ['M.person manyToOne U', 'U.ms oneToMany M'])
  t.same(await ids(t, db, 'M', 'person'), [2, null, 2])
  t.same(await ids(t, db, 'U', 'ms'), [[], [1, 3], []])
})

eachDatabase(t, 'of keys that say the same one is declared', async (t, database) => {
  class M extends model('m', { id: integer().primaryKey() }) {
    static relationships = { owner: relationship('U', { foreignKey: 'u_id' }) }
  }
  const db = await open(
    database,
    `create table u (id integer primary key);
    create table m (id integer primary key, u_id integer references u (id),
      foreign key (u_id) references u (id), foreign key (u_id) references u (id) on delete cascade);
    insert into u values (1); insert into m values (4, 1);`,
    { models: [M] },
  )
  t.same(told(db), ['M.owner manyToOne U', 'U.ms oneToMany M'])
  t.same(await ids(t, db, 'M', 'owner'), [1])
})
