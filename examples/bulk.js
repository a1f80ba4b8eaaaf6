/** Bulk writing: rows by the thousand, without an instance where none is wanted. */

import assert from 'node:assert/strict'
import { automap, sql } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Label, SearchLog, Track } = db.models

// All rows or none, in as few statements as the database takes; what it numbers and fills in comes back with them.
const labels = await Label.insert([{ name: 'First Wave' }, { name: 'Second Wave' }])
assert.deepEqual(
  labels.map(({ name, isNew }) => [name, isNew]),
  [
    ['First Wave', false],
    ['Second Wave', false],
  ],
)
const before = await SearchLog.count()
const rows = Array.from({ length: 50_000 }, (_, i) => ({ searchedAt: new Date(0), words: `search ${i}` }))
const log = await statementsOf(shop.knex, () => SearchLog.insert(rows, { returning: false }))
assert.equal(log.result, 50_000)
assert.equal(await SearchLog.count(), before + 50_000)
assert.ok(log.statements.length < 10, `${log.statements.length} statements`)

// A row is checked before anything is sent, and the message says which.
const wrong = [{ name: 'Third Wave' }, { nmae: 'Fourth Wave' }]
await assert.rejects(Label.insert(wrong), { code: 'PROPERTY_UNKNOWN', message: /rows\[1\]/ })
assert.equal(await Label.where({ name: 'Third Wave' }).exists(), false)

// Inserts rows, or updates those with the same key. The key must be one of the database's; the primary key is the default.
const upserted = await Label.upsert([{ name: 'First Wave' }, { name: 'Third Wave' }], { on: ['name'] })
assert.equal(upserted[0].id, labels[0].id)
const left = await Label.upsert({ name: 'First Wave' }, { on: ['name'], update: false })
assert.equal(left, null)
await assert.rejects(Track.upsert({ albumId: 1, position: 1, title: 'A', seconds: 1 }, { on: ['title'] }), {
  code: 'QUERY_INVALID',
})

// One statement for every row that a query gives. A function makes a value of the row's own columns.
const long = Track.where('seconds', '>', 400)
const count = await long.count()
const total = await long.sum('seconds')
assert.equal(await long.update({ seconds: columns => sql`${columns.seconds} + 1` }), count)
assert.equal(await long.sum('seconds'), total + count)

// Every row has to be asked for by name: a condition that was forgotten, or came to nothing, hits none.
await assert.rejects(SearchLog.query().delete(), { code: 'CONDITION_MISSING' })
assert.equal(await SearchLog.whereIn('words', []).delete(), 0)
assert.equal(await SearchLog.everything().delete(), before + 50_000)

await shop.close()
