// 4 histories by default, the same ones each time; AUTOMAP_RUNS asks for as many others, AUTOMAP_SEED for some again.
import fc from 'fast-check'
import t from 'tap'
import { automap } from '../../lib/index.js'
import type { Snapshot } from '../../types/snapshot.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { moved } from '../fixtures/moved.js'

const runs = process.env.AUTOMAP_RUNS
const seed = process.env.AUTOMAP_SEED ?? (runs === undefined ? '7' : undefined)
const wanted = {
  numRuns: Number(runs ?? 4),
  endOnFailure: true,
  ...(seed === undefined ? {} : { seed: Number(seed) }),
}

const table = fc.constantFrom('customer', 'customers', 'orders', '"order"', 'customer_order')
const column = fc.constantFrom('customer', 'customers', 'customer_id', '"customerId"', 'orders', 'buyer_id')

const addedTable = table.map(name => `create table ${name} (id integer primary key)`)
const addedKey = fc
  .tuple(table, column, table)
  .map(([from, name, to]) => `alter table ${from} add column ${name} integer references ${to} (id)`)
const association = fc
  .tuple(table, table, table)
  .map(
    ([name, one, other]) =>
      `create table ${name} (customer_id integer references ${one} (id), orders integer references ${other} (id), ` +
      'primary key (customer_id, orders))',
  )
const addedColumn = fc
  .tuple(table, column)
  .map(([of, name]) => `alter table ${of} add column ${name} integer`)
const otherwise = fc.oneof(
  fc.tuple(table, column).map(([of, name]) => `alter table ${of} drop column ${name}`),
  fc.tuple(table, column, column).map(([of, from, to]) => `alter table ${of} rename column ${from} to ${to}`),
  fc.tuple(table, table).map(([from, to]) => `alter table ${from} rename to ${to}`),
  fc.tuple(table, column).map(([of, name]) => `create unique index one_only on ${of} (${name})`),
  fc.constant('drop index one_only'),
)

const statement = fc.oneof(
  addedTable,
  { weight: 6, arbitrary: addedKey },
  association,
  { weight: 2, arbitrary: addedColumn },
  otherwise,
  table.map(name => ({ sqlite: `drop table ${name}`, postgres: `drop table ${name} cascade` })),
)

const histories = fc.array(
  fc.record({ changes: fc.array(statement, { minLength: 3, maxLength: 8 }), taken: fc.boolean() }),
  { minLength: 3, maxLength: 8 },
)

/** Runs a statement; what the database refuses is no change. Tells whether there was one. */
async function change({ knex, dialect }: Database, given: Parameters<Database['exec']>[0]): Promise<boolean> {
  try {
    await knex.raw(typeof given === 'string' ? given : given[dialect])
    return true
  } catch {
    return false
  }
}

const start = [
  ...['customer', 'customers', '"order"'].map(name => `create table ${name} (id integer primary key)`),
  'create table orders (id integer primary key, customer_id integer references customer (id))',
]

interface Counts {
  changed: number
  free: number
}

/** Makes the changes of one step. Gives what the automap is then, with the names of the snapshot. */
async function step(
  database: Database,
  changes: readonly Parameters<Database['exec']>[0][],
  { known, counts }: { known: Snapshot; counts: Counts },
): Promise<Snapshot> {
  for (const sql of changes) counts.changed += Number(await change(database, sql))
  // Where all tables were dropped nothing is mapped.
  await database.knex.raw('create table last (id integer primary key)').catch(() => undefined)
  const snapshot = await (await automap(database.knex, { snapshot: known })).snapshot()
  const moves = moved(known, snapshot)
  if (moves.length > 0) throw new Error(moves.join('\n'))
  counts.free += moved(known, await (await automap(database.knex)).snapshot()).length
  return snapshot
}

eachDatabase(t, 'no change gives another name to what a snapshot names', async (t, { driver }) => {
  const counts: Counts = { changed: 0, free: 0 }
  const property = fc.asyncProperty(histories, async history => {
    const database = (await freshDatabase(t, driver)) as Database
    for (const sql of start) await database.knex.raw(sql)
    let known = await (await automap(database.knex)).snapshot()
    for (const { changes, taken } of history) {
      const next = await step(database, changes, { known, counts })
      if (taken) known = next
    }
  })
  await fc.assert(property, wanted)
  t.ok(counts.changed > 20, `${counts.changed} changes`)
  t.ok(counts.free > 0, 'without a snapshot names would have moved')
})
