import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { blockOf, type Instance, slotOf } from '../../lib/instance/instance.js'
import { unread } from '../../lib/instance/unread.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'

t.test('a slot that was not read holds the mark, and nothing shows it', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec('create table t (id integer primary key, n integer); insert into t values (1, null)')
  const { T } = (await automap(database.knex)).models
  const one = (await T!
    .limit(1)
    .only('id' as never)
    .first()) as unknown as Instance & { toJSON(): object }
  t.equal(slotOf(one, 1), unread)
  t.equal(blockOf(one).group.mapping.columns[1]?.slot, 1)
  t.equal(inspect(one), 'T { id: 1 }')
  t.same(one.toJSON(), { id: 1 })
})
