import t from 'tap'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import {
  found,
  graphOf,
  openKilled,
  rows,
  standing,
  statements,
  tables,
  unwritten,
  writeGraph,
  written,
} from '../fixtures/killed-flush.js'
import { shapes } from '../fixtures/office.js'
import { openStruck, type Strike } from '../fixtures/struck.js'

const commit = statements.length - 1

/** What is said of the statement that found the connection lost. */
const failed = [
  'begin a transaction: BEGIN; - ',
  'save an instance of "Person": ',
  'save an instance of "Person": ',
  'save 2 instances of "Task": ',
  'save 41 instances of "Step": ',
  'save rows of "PersonTag": ',
  'delete rows of "PersonTag": ',
  'delete an instance of "Visit": ',
  'delete an instance of "Step": ',
  'commit the transaction: COMMIT; - ',
].map(doing => `QueryError QUERY_FAILED: Cannot ${doing}`)

const unknown =
  'CommitUnknownError COMMIT_UNKNOWN: Cannot tell whether the transaction was committed: the connection was lost before the database answered: COMMIT; - '

/** What comes of it, by the statement that is struck; whether that statement's answer comes is the difference. */
const errors: Readonly<Record<Strike, readonly string[]>> = {
  'ended before': failed.with(commit, unknown),
  'ended after': [...failed.slice(1), 'no error'],
  'cut before': failed.with(commit, unknown),
  'cut at the answer of': failed.with(commit, unknown),
}

for (const how of Object.keys(errors) as Strike[]) {
  eachDatabase(
    t,
    `a flush whose connection is ${how} any statement is there as a whole or not at all`,
    async (t, database) => {
      await database.exec(tables('postgres'))
      const struck = await openStruck(database)
      t.teardown(() => struck.close())
      const db = await openKilled(struck.knex)
      for (const [at, statement] of statements.entries()) {
        await database.exec(`truncate person, task, step, visit, tag, person_tag; ${rows}`)
        const graph = await graphOf(db)
        const before = standing(graph)
        const sent = struck.strike(at, how)
        const error = await errorOf(() => writeGraph(db, graph))
        const label = `${how} ${statement}`
        t.equal(error.slice(0, errors[how][at]?.length), errors[how][at], label)
        t.same(shapes(sent.slice(0, at + 1)), statements.slice(0, at + 1), `${label}: what was sent`)
        await settled(database)
        const isWritten = at === commit && (how === 'ended after' || how === 'cut at the answer of')
        t.same(await found(database.knex), isWritten ? written : unwritten, `${label}: what is there`)
        if (isWritten) continue
        t.strictSame(standing(graph), before, `${label}: instances are as before the session`)
        struck.strike(0, null)
        await writeGraph(db, graph)
        t.same(await found(database.knex), written, `${label}: it is written once afterwards`)
      }
      t.equal(await db.models.Person.count(), 3, 'the last one, too, leaves a pool that gives connections')
      await new Promise(resolve => setImmediate(resolve))
      t.equal(struck.knex.client.pool.numUsed(), 0)
    },
    'postgres',
  )
}

/** A server notices a moment later that a client has gone. */
async function settled({ knex }: Database): Promise<void> {
  const others = () =>
    knex('pg_stat_activity').whereRaw(
      `datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
    )
  while ((await others()).length > 0) await new Promise(resolve => setTimeout(resolve, 5))
}
