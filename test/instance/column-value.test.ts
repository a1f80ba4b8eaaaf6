import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'

const ddl = {
  sqlite:
    'create table event (id integer primary key, at datetime, day date, data json, big bigint, flag boolean);',
  postgres:
    'create table event (id integer primary key, at timestamptz, day date, data jsonb, big bigint, flag boolean);',
}

eachDatabase(t, 'a value is decoded once, and then is the same object', async (t, database) => {
  await database.exec(ddl)
  await database.exec(`insert into event values (1, '2024-05-06 07:08:09', '2024-05-06', '{"a": [1]}', 5, true),
    (2, null, null, null, null, null);`)
  const { Event } = (await automap(database.knex)).models
  const event = await Event!.get(1)
  t.equal(event.data, event.data)
  t.same(
    [event.day, event.data, event.big, event.flag, event.day],
    ['2024-05-06', { a: [1] }, 5, true, '2024-05-06'],
  )
  const empty = await Event!.get(2)
  t.same([empty.at, empty.day, empty.data, empty.big, empty.flag], [null, null, null, null, null])
})

eachDatabase(
  t,
  'a date is made anew each time, so that a changed one can be assigned',
  async (t, database) => {
    await database.exec(ddl)
    await database.exec("insert into event (id, at) values (1, '2024-05-06 07:08:09');")
    const { Event } = (await automap(database.knex)).models
    const event = await Event!.get(1)
    const at = event.at as Date
    at.setUTCFullYear(2030)
    t.same(event.changes, {}, 'in place nothing is changed')
    t.same(event.at, new Date('2024-05-06T07:08:09Z'))
    event.at = at
    t.same(event.changes, { at: { from: new Date('2024-05-06T07:08:09Z'), to: at } })
    await event.save()
    t.same((await Event!.get(1)).at, new Date('2030-05-06T07:08:09Z'))
    event.at = new Date('2030-05-06T07:08:09Z')
    t.same(event.changes, {}, 'the same time is no change')
  },
)

eachDatabase(t, 'a value that rows are matched by stays as the driver gave it', async (t, database) => {
  await database.exec({
    sqlite: `create table slot (at datetime primary key, name text);
      create table booking (id integer primary key, slot_at datetime references slot (at));`,
    postgres: `create table slot (at timestamptz primary key, name text);
      create table booking (id integer primary key, slot_at timestamptz references slot (at));`,
  })
  await database.exec(`insert into slot values ('2024-05-06 07:08:09.123456', 'early'), ('2024-05-06 07:08:09.123457', 'late');
    insert into booking values (1, '2024-05-06 07:08:09.123457');`)
  const db = await automap(database.knex)
  const name = db.relationships.find(({ model }) => model === 'Booking')?.name as string
  const booking = await db.models.Booking!.get(1)
  t.equal((booking.slotAt as Date).getTime() % 1000, 123)
  t.not(booking.slotAt, booking.slotAt)
  t.equal(Object(await booking[name]).name, 'late', 'the microseconds still count')
})
