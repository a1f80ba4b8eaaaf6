import t from 'tap'
import { driftOf } from '../../lib/drift/drift.js'
import { automap } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { changes } from '../fixtures/ddl-changes-constraints.js'

eachDatabase(t, 'every change is as bad as it is for an app', async (t, database) => {
  const own = changes.filter(([, , , , only]) => only === undefined || only === database.dialect)
  const named = own.map((change, place) => ({ change, name: `t${place}` }))
  const run = async (which: 1 | 2): Promise<void> => {
    for (const { change, name } of named) await database.exec(change[which].replaceAll('@', name))
  }
  await run(1)
  const before = await snapshotOf(database)
  await run(2)
  const found = driftOf(before, await snapshotOf(database))
  for (const { change, name } of named) {
    const its = found.filter(
      ({ table, message }) =>
        table?.split('_')[0] === name || (table === null && message.includes(`"${name}_`)),
    )
    t.same(
      its.map(({ severity, code }) => `${severity} ${code}`),
      change[3],
      `${change[0]}: ${its.map(({ message }) => message).join('; ')}`,
    )
  }
})

/** A snapshot of a fresh look. */
async function snapshotOf({ knex }: Database): ReturnType<Awaited<ReturnType<typeof automap>>['snapshot']> {
  return await (await automap(knex)).snapshot()
}
