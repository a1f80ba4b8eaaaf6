import { queryObjects } from 'node:v8'
import t from 'tap'
import { automap } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'

// Loops that never leave the promise jobs are the hard case: one driver answers at once.
eachDatabase(t, 'a stream lets go of what it has passed', async (t, database) => {
  await database.exec('create table reading (id integer primary key)')
  const rows = Array.from({ length: 6000 }, (_, i) => ({ id: i + 1 }))
  await database.knex.batchInsert('reading', rows, 500)
  const { Reading } = (await automap(database.knex)).models
  let alive: unknown
  for await (const reading of Reading!.query()) {
    if (reading.id === 5500) alive = queryObjects(Reading as unknown as new () => object)
  }
  t.ok(Number(alive) >= 1000, `${alive} instances were alive`)
  t.ok(Number(alive) <= 2100, `${alive} instances were alive`)
})
