import t from 'tap'
import { fingerprint } from '../../../lib/dialect/sqlite/fingerprint.js'
import { freshDatabase } from '../../fixtures/databases.js'
import { type Change, everyChangeTells, ground } from '../../fixtures/fingerprinted.js'

const changes: readonly Change[] = [
  ['another type', 'create table k (id integer primary key, v text)'],
  ['a trigger', 'create trigger k_in after insert on k begin select 1; end'],
  ['a virtual table', 'create virtual table words using fts5(word)'],
]

t.test('what this database alone can change gives another fingerprint, too', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  if (database === null) return
  await everyChangeTells(t, database, changes, ({ knex }) =>
    fingerprint(knex, { schemas: null, timeout: 30_000 }),
  )
})

t.test('attached databases count where they are asked for', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  if (database === null) return
  const sum = (...schemas: string[]): Promise<string> =>
    fingerprint(database.knex, { schemas, timeout: 30_000 })
  await database.exec(`${ground} attach ':memory:' as "o'ther""s"`)
  const both = await sum('main', `o'ther"s`)
  const main = await sum('main')
  await database.exec(`create table "o'ther""s".t (id integer)`)
  t.not(await sum('main', `o'ther"s`), both)
  t.equal(await sum('main'), main)
})
