import t from 'tap'
import { automap, model, text } from '../../lib/index.js'
import { type Instance, slotOf } from '../../lib/instance/instance.js'
import { setColumn, setKeyPart } from '../../lib/instance/set-column.js'
import { currentBound, storedValue } from '../../lib/instance/stored.js'
import { eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { columnOf, openOneTrade } from '../fixtures/trade.js'

t.test('an assignment that was found fit is taken in without a look', async t => {
  const { Person } = await openOneTrade(t)
  const ada = await Person.get(1)
  const internal = ada as unknown as Instance
  const bossId = columnOf(Person, 'bossId')
  setColumn(internal, { column: bossId, value: 2, bound: 2 }, null)
  t.equal(ada.bossId, 2)
  setColumn(internal, { column: bossId, value: null, bound: null }, null)
  t.same(ada.changes, {})
})

t.test('a part of a key is taken as it stands in the other row', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3'))!
  await database.exec(`create table slot (at datetime primary key);
    create table visit (id integer primary key, slot_at datetime references slot (at));
    insert into slot values ('2024-05-06 07:08:09.123456');
    insert into visit values (1, '2024-05-06 07:08:09.123456')`)
  class Visit extends model('visit', { code: text('slot_at').nullable().sensitive() }) {}
  await automap(database.knex, { models: [Visit] })
  const { Visit: Plain } = (await automap(database.knex)).models
  const visit = await Plain!.get(1)
  const column = columnOf(Plain!, 'slotAt')
  const internal = visit as unknown as Instance
  setKeyPart(internal, column, '2024-05-06 07:08:09.123457', null)
  t.equal(slotOf(internal, column.slot), '2024-05-06 07:08:09.123457', 'a microsecond makes another key')
  t.same(visit.slotAt, new Date('2024-05-06T07:08:09.123Z'))
  setKeyPart(internal, column, '2024-05-06 07:08:09.123456', null)
  t.same(visit.changes, {})
  const secret = (await Visit.get(1)) as unknown as Instance
  setKeyPart(secret, columnOf(Visit, 'code'), '2025-01-01', null)
  t.equal(String(currentBound(secret, columnOf(Visit, 'code'))), '[sensitive]')
  t.equal(storedValue(secret, columnOf(Visit, 'code')), '2024-05-06 07:08:09.123456')
  setKeyPart(secret, columnOf(Visit, 'code'), null, null)
  t.equal(currentBound(secret, columnOf(Visit, 'code')), null)
})

eachDatabase(t, 'bytes that were read and come back are written', async (t, database) => {
  await database.exec({
    sqlite: "create table file (id integer primary key, content blob); insert into file values (1, x'0102');",
    postgres:
      "create table file (id integer primary key, content bytea); insert into file values (1, '\\x0102');",
  })
  const { File } = (await automap(database.knex)).models
  const file = await File!.get(1)
  const content = file.content as Buffer
  content[0] = 9
  t.same(file.changes, {}, 'in place nothing is noticed')
  file.content = content
  t.same(Object.keys(file.changes), ['content'])
  await file.save()
  t.same((await File!.get(1)).content, Buffer.from([9, 2]))
  file.content = Buffer.from([9, 2])
  t.same(file.changes, {})
})
