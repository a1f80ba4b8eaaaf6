import t from 'tap'
import { automap, integer, model } from '../../../lib/index.js'
import { type Database, freshDatabase } from '../../fixtures/databases.js'

t.test('a row that is at hand as a class without the key is let go of all the same', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table person (id integer primary key, name text not null);
    create table singer (id integer primary key references person (id), agent_id integer references person (id));
    insert into person values (1, 'Ada'), (2, 'Bea');
    insert into singer values (2, 1);
  `)
  class Person extends model('person', { id: integer().primaryKey() }) {
    declare name: string
  }
  class Singer extends model(Person, 'singer', { agentId: integer().nullable() }) {}
  const db = await automap(database.knex, { models: { Person, Singer } })
  await db.session(async session => {
    const [ada, bea] = await Person.orderBy('id')
    bea!.name = 'Bea Holm'
    session.delete(ada!)
  })
  t.same(await Singer.pluck('id', 'name', 'agentId'), [[2, 'Bea Holm', null]])
})
