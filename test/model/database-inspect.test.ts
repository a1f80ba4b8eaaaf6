import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(t, 'printing an automap names its models and floods no terminal', async (t, database) => {
  await database.exec(
    'create table person (id integer primary key); create table cat (id integer primary key)',
  )
  const db = await automap(database.knex)
  const { dialect, defaultSchema } = db.schema
  t.equal(inspect(db), `Automap of ${dialect} schema "${defaultSchema}" with models Cat, Person`)
})
