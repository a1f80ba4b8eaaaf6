/** A whole table, page by page: memory stays bounded, and no connection is held in between. */

import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Track } = db.models

// 1,628 tracks: two pages of at most 1,000, each one statement, with the albums joined to it.
const walk = await statementsOf(shop.knex, async () => {
  let count = 0
  for await (const track of Track.orderBy('title').with('album')) {
    assert.ok(track.album.title)
    count++
  }
  return count
})
assert.equal(walk.result, 1628)
assert.equal(walk.statements.length, 2)

// Lazy relationships work too: each page is a load group, so that makes one more statement for each.
const lazy = await statementsOf(shop.knex, async () => {
  for await (const track of Track.query()) await track.album
})
assert.equal(lazy.statements.length, 4)

// Leaving the loop ends it; nothing is left open.
for await (const track of Track.orderBy('seconds', 'desc')) {
  assert.equal(track.seconds, await Track.max('seconds'))
  break
}

// Into a file, through Node's own streams.
const folder = mkdtempSync(join(tmpdir(), 'streaming-'))
const file = join(folder, 'tracks.ndjson')
await pipeline(
  Readable.from(Track.where('seconds', '>', 400)),
  async function* (tracks) {
    for await (const track of tracks) yield `${JSON.stringify(track)}\n`
  },
  createWriteStream(file),
)
const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
assert.equal(lines.length, await Track.where('seconds', '>', 400).count())
assert.equal(typeof JSON.parse(lines[0]).title, 'string')
rmSync(folder, { recursive: true })

await shop.close()
