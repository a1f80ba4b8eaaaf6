/** What SQLAlchemy's tests of automap demand of inheritance; `docs/sqlalchemy.md` tells which is which. */

import t from 'tap'
import { automap, integer, model, text } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { createUsers } from '../fixtures/sqlalchemy.js'

const tables = `
  create table single (id integer primary key, type text);
  create table joined_base (id integer primary key, type text);
  create table joined_inh (id integer primary key references joined_base (id), note text);
  insert into single values (1, 'u0'), (2, 'u1'), (3, 'u2'), (4, 'u2');
  insert into joined_base values (1, 'base'), (2, 'sub');
  insert into joined_inh values (2, 'kept');
`

const classNames = (instances: readonly object[]): string[] => instances.map(each => each.constructor.name)

eachDatabase(t, 'classes without a table of their own share their parent’s', async (t, database) => {
  await database.exec(tables)
  class Single extends model(
    'single',
    { id: integer().primaryKey(), type: text().nullable() },
    { polymorphicOn: 'type', identity: 'u0' },
  ) {}
  class SubUser1 extends model(Single, {}, { identity: 'u1' }) {}
  class SubUser2 extends Single {
    static identity = 'u2'
  }
  const db = await automap(database.knex, { models: [Single, SubUser1, SubUser2] })
  t.ok(SubUser2.prototype instanceof Single)
  t.same(classNames(await Single.query()), ['Single', 'SubUser1', 'SubUser2', 'SubUser2'])
  t.same(
    (await SubUser2.query()).map(({ id }) => id),
    [3, 4],
  )
  t.equal(await SubUser1.count(), 1)
  t.equal(db.models.SubUser2, SubUser2 as unknown)
  t.equal(db.models.Single, Single as unknown)
  t.equal(db.model('single'), Single as unknown, 'the table’s model is the parent')
})

eachDatabase(t, 'the key that a class inherits by is no relationship', async (t, database) => {
  await database.exec(tables)
  class Joined extends model(
    'joined_base',
    { id: integer().primaryKey(), type: text().nullable() },
    { polymorphicOn: 'type', identity: 'base' },
  ) {}
  class SubJoined extends model(
    Joined,
    'joined_inh',
    { id: integer().primaryKey(), note: text().nullable() },
    { identity: 'sub' },
  ) {}
  const db = await automap(database.knex, { models: [Joined, SubJoined] })
  t.same(db.relationships, [])
  t.ok(SubJoined.prototype instanceof Joined)
  t.same(classNames(await Joined.query()), ['Joined', 'SubJoined'])
  const [sub] = await SubJoined.query()
  t.same([sub?.id, sub?.type, sub?.note], [2, 'sub', 'kept'])
})

eachDatabase(t, 'an option that leaves out every relationship leaves the rest', async (t, database) => {
  await createUsers(database)
  await database.exec(tables)
  class Single extends model(
    'single',
    { type: text().nullable() },
    { polymorphicOn: 'type', identity: 'u0' },
  ) {}
  class SubUser1 extends model(Single, {}, { identity: 'u1' }) {}
  class SubUser2 extends model(Single, {}, { identity: 'u2' }) {}
  class Joined extends model(
    'joined_base',
    { type: text().nullable() },
    { polymorphicOn: 'type', identity: 'base' },
  ) {}
  class SubJoined extends model(Joined, 'joined_inh', {}, { identity: 'sub' }) {}
  const models = [Single, SubUser1, SubUser2, Joined, SubJoined]
  const db = await automap(database.knex, { models, relationships: () => false })
  t.same(db.relationships, [])
  t.equal(Object.keys(db.models).length, 17)
  t.equal(await db.model('User').count(), 3)
  t.same(classNames(await Joined.query()), ['Joined', 'SubJoined'])
})
