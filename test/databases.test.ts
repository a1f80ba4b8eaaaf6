import t from 'tap'
import { eachDatabase } from './fixtures/databases.js'

eachDatabase(t, 'gives a fresh database to every test', async (t, database) => {
  await database.exec(
    'create table item (id integer primary key); insert into item values (1); insert into item values (2)',
  )
  t.same(await database.knex('item').pluck('id'), [1, 2])
})

eachDatabase(t, 'gives a fresh database to every test, again', async (t, database) => {
  await database.exec({ sqlite: 'create table item (a integer)', postgres: 'create table item (b integer)' })
  const columns = await database.knex('item').columnInfo()
  t.same(Object.keys(columns), [database.dialect === 'sqlite' ? 'a' : 'b'])
})
