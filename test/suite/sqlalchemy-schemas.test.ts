/** What SQLAlchemy's tests of automap demand of several schemas; `docs/sqlalchemy.md` tells which is which. */

import t from 'tap'
import { automap, integer, model, text } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

/** Makes a table `user` in the connection's own schema and in `test_schema`, each with a row; gives the own one's name. */
async function createTwice(database: Database): Promise<string> {
  const users = (schema: string, name: string): string =>
    `create table ${schema}."user" (id integer primary key, name text not null);
     insert into ${schema}."user" values (1, '${name}');`
  const own = { sqlite: 'main', postgres: 'public' }[database.dialect]
  await database.exec({
    sqlite: `attach ':memory:' as test_schema;`,
    postgres: 'create schema test_schema;',
  })
  await database.exec(users(own, 'own') + users('test_schema', 'other'))
  return own
}

const nameOf = async (found: PromiseLike<unknown>): Promise<unknown> =>
  Reflect.get(Object(await found), 'name')

eachDatabase(t, 'option schema reads that schema', async (t, database) => {
  await createTwice(database)
  const db = await automap(database.knex, { schema: 'test_schema' })
  t.same(Object.keys(db.models), ['User'])
  t.same(
    [db.schema.defaultSchema, db.schema.tables.map(({ schema }) => schema)],
    ['test_schema', ['test_schema']],
  )
  t.equal(await nameOf(db.model('User').first()), 'other')
})

eachDatabase(t, 'without option schema the own schema of the connection is read', async (t, database) => {
  const own = await createTwice(database)
  const db = await automap(database.knex)
  t.same(Object.keys(db.models), ['User'])
  t.same([db.schema.defaultSchema, db.schema.tables.map(({ schema }) => schema)], [own, [own]])
  t.equal(await nameOf(db.model('User').first()), 'own')
})

eachDatabase(t, 'tables of one name in two schemas are two models', async (t, database) => {
  const own = await createTwice(database)
  const db = await automap(database.knex, { schema: [own, 'test_schema'] })
  t.same(Object.keys(db.models).sort(), ['TestSchemaUser', 'User'])
  t.equal(db.model(`${own}.user`), db.models.User)
  t.equal(db.model('user'), db.models.User)
  t.equal(db.model('test_schema.user'), db.models.TestSchemaUser)
  t.same(await Promise.all(Object.values(db.models).map(each => nameOf(each.first()))), ['own', 'other'])
  const quoted = { sqlite: '`test_schema`.`user`', postgres: '"test_schema"."user"' }[database.dialect]
  t.match(db.model('TestSchemaUser').query().toSQL().sql, quoted)
})

eachDatabase(t, 'a schema that is read later gives the same two models', async (t, database) => {
  const own = await createTwice(database)
  const db = await automap(database.knex)
  const { User } = db.models
  await db.reflect({ schema: 'test_schema' })
  t.same(Object.keys(db.models).sort(), ['TestSchemaUser', 'User'])
  t.equal(db.models.User, User)
  t.equal(db.model(`${own}.user`), User)
  t.equal(await nameOf(db.model('test_schema.user').first()), 'other')
})

eachDatabase(
  t,
  'a name that is kept for tables of one schema leaves the plain one to others',
  async (t, database) => {
    const own = await createTwice(database)
    const db = await automap(database.knex, {
      schema: [own, 'test_schema'],
      only: 'test_schema.*',
      naming: { className: ({ schema }, name) => (schema === 'test_schema' ? `Test${name}` : name) },
    })
    t.same(Object.keys(db.models), ['TestUser'])
    const { TestUser } = db.models
    await db.reflect({ only: `${own}.*` })
    t.same(Object.keys(db.models).sort(), ['TestUser', 'User'])
    t.equal(db.models.TestUser, TestUser)
    t.equal(await nameOf(db.model('User').first()), 'own')
  },
)

eachDatabase(t, 'a name that is taken stays with its table, whatever is read later', async (t, database) => {
  const own = await createTwice(database)
  const db = await automap(database.knex, { schema: [own, 'test_schema'], only: 'test_schema.*' })
  const { User } = db.models
  await db.reflect({ only: `${own}.*` })
  t.equal(db.models.User, User)
  t.equal(db.model('test_schema.user'), User)
  t.not(db.model(`${own}.user`), User)
  t.equal(await nameOf(db.model(`${own}.user`).first()), 'own')
  t.match(db.report.renamings, [{ wanted: 'User', reason: '"User" collides with table "test_schema.user"' }])
})

eachDatabase(t, 'a schema that is called like a table is in nobody’s way', async (t, database) => {
  await database.exec({
    sqlite: `attach ':memory:' as "user"; create table main."user" (id integer primary key);
      create table "user"."user" (id integer primary key);`,
    postgres: `create schema "user"; create table "user" (id integer primary key);
      create table "user"."user" (id integer primary key);`,
  })
  const own = { sqlite: 'main', postgres: 'public' }[database.dialect]
  const db = await automap(database.knex, { schema: [own, 'user'] })
  t.same(Object.keys(db.models).sort(), ['User', 'UserUser'])
  t.equal(db.model('user'), db.models.User)
  t.equal(db.model('user.user'), db.models.UserUser)
})

eachDatabase(
  t,
  'of two tables that want one name neither is lost, and the report tells',
  async (t, database) => {
    const own = await createTwice(database)
    const db = await automap(database.knex, { schema: [own, 'test_schema'], strict: true })
    t.equal(db.model(`${own}.user`).name, 'User')
    t.equal(db.model('test_schema.user').name, 'TestSchemaUser')
    t.same(db.report.renamings, [
      {
        subject: 'TestSchemaUser',
        wanted: 'User',
        given: 'TestSchemaUser',
        reason: '"User" collides with the same name in another schema, table "user"',
      },
    ])
    const both = { schema: [own, 'test_schema'], naming: { className: () => 'Person' } }
    t.equal(
      await errorOf(() => automap(database.knex, both)),
      'MappingError NAME_TAKEN: Cannot name table "test_schema.user" "Person": table "user" has that name; return another name from naming.className',
      'names of one’s own are refused instead',
    )
  },
)

eachDatabase(t, 'classes are declared for one table of each schema', async (t, database) => {
  const own = await createTwice(database)
  class Own extends model('user', { id: integer().primaryKey(), name: text() }) {}
  class Other extends model(
    'user',
    { id: integer().primaryKey(), name: text() },
    { schema: 'test_schema' },
  ) {}
  const db = await automap(database.knex, {
    schema: [own, 'test_schema'],
    models: [Own, Other],
    strict: true,
  })
  t.same(Object.keys(db.models).sort(), ['Other', 'Own'])
  t.equal((await Own.get(1)).name, 'own')
  t.equal((await Other.get(1)).name, 'other')
  t.same([db.report.renamings, db.report.declarations], [[], []])
  t.equal(await errorOf(() => db.model('user')), 'no error')
})
