import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import t from 'tap'
import { automap } from '../lib/index.js'
import { eachDatabase } from './fixtures/databases.js'
import { pageOf, sample } from './fixtures/pages.js'

t.test('the record shop has the same rows on every run', async t => {
  const { tableRows } = await sample('rows.js')
  const rows = tableRows()
  t.strictSame(tableRows(), rows)
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16)
  t.equal(digest, '4052801e63132b8e')
})

eachDatabase(
  t,
  'the record shop has one of everything that relationships are made of',
  async (t, database) => {
    const { createRecordShop } = await sample('create.js')
    const { tableRows } = await sample('rows.js')
    await createRecordShop(database.knex)
    const db = await automap(database.knex)
    for (const [table, rows] of Object.entries(tableRows())) {
      t.equal(await db.model(table).query().count(), rows.length, table)
    }
    t.equal(await db.model('best_seller').query().count(), 24)
    t.strictSame(new Set(db.relationships.map(({ kind }) => kind)).size, 4)
    t.ok(db.relationships.some(({ columns }) => columns.length === 2))
    t.strictSame(
      db.report.tables.flatMap(({ name, reason }) => (reason === null ? [] : [name])),
      ['best_seller', 'search_log'],
    )
    t.ok(db.report.foreignKeys.every(({ status }) => status === 'related'))
  },
)

t.test('the README of the examples names every one of them', async t => {
  const page = pageOf('examples/README.md')
  for (const name of readdirSync(new URL('../examples', import.meta.url))) {
    if (name.endsWith('.js')) t.match(page, `(${name})`)
  }
})
