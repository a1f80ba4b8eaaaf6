/** Sessions: each row is one instance, and what was changed is written together, in as few statements as its keys allow. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Address, Album, Artist, Customer, Label, Order, OrderLine } = db.models

// A row is one instance, however it is read, and knows its relationships wherever it is met.
await db.session(async () => {
  const album = await Album.with('artist').get(1)
  assert.equal(await Album.get(1), album)
  assert.equal((await Artist.with('albums').get(album.artistId)).albums[0], album)
})

// Fifty customers with two orders of three lines: four statements between BEGIN and COMMIT, one for each table.
const lineOf = (album, i) => new OrderLine({ lineNo: i + 1, album, quantity: 1, unitPrice: album.price })
const orderOf = albums => new Order({ placedAt: new Date(), status: 'open', orderLines: albums.map(lineOf) })
const guestOf = (i, albums) =>
  new Customer({
    name: `Guest ${i}`,
    email: `guest.${i}@example.com`,
    billingAddress: new Address({ street: `${i} Pier Road`, city: 'Porto', country: 'PT' }),
    createdAt: new Date(),
    newsletter: false,
    orders: [orderOf(albums), orderOf(albums)],
  })

const albums = await Album.limit(3)
const shopping = await statementsOf(shop.knex, () =>
  db.session(async session => {
    session.add(Array.from({ length: 50 }, (_, i) => guestOf(i, albums)))
    const plan = await session.plan()
    assert.deepEqual(
      plan.map(({ kind, table, rows }) => `${kind} ${table} ${rows}`),
      ['insert address 50', 'insert customer 50', 'insert orders 100', 'insert order_line 300'],
    )
  }),
)
assert.equal(shopping.statements.length, 6)

// What was changed is written at the end, and before every query, so that queries see it.
await db.session(async session => {
  const guests = await Customer.where('name', 'like', 'Guest %')
  for (const guest of guests) guest.newsletter = true
  assert.equal(session.dirty.length, 50)
  assert.equal(await Customer.where({ newsletter: true }).where('name', 'like', 'Guest %').count(), 50)
  assert.equal(session.dirty.length, 0)
  // Unless a function is not to be disturbed.
  guests[0].name = 'Somebody'
  await session.withoutAutoflush(async () =>
    assert.equal(await Customer.where({ name: 'Somebody' }).count(), 0),
  )
})

// An instance from elsewhere, here one that a form has changed, is copied onto the session's own.
const detached = await Label.get(1)
detached.name = 'Old Pier Records'
const merged = await db.session(session => session.merge(detached))
assert.notEqual(merged, detached)
assert.equal((await Label.get(1)).name, 'Old Pier Records')

// What a session lets go of is not written.
await db.session(async session => {
  const label = await Label.get(1)
  label.name = 'Never mind'
  session.expunge(label)
})
assert.equal((await Label.get(1)).name, 'Old Pier Records')

// What may fail belongs in a transaction inside: a savepoint, whose end leaves the rest as it was.
await db.session(async session => {
  const label = session.add(new Label({ name: 'Second Wave' }))
  await db
    .transaction(async () => {
      session.add(new Label({ name: 'Old Pier Records' }))
    })
    .catch(error => assert.equal(error.code, 'UNIQUE_VIOLATED'))
  label.name = 'Third Wave'
})
assert.equal(await Label.where('name', 'like', '% Wave').count(), 1)

// A flush that fails ends the session: nothing of it is kept, whoever catches the error.
const failed = db.session(async session => {
  session.add(new Label({ name: 'Lost Wave' }))
  await session.flush()
  session.add(new Label({ name: 'Old Pier Records' }))
  await session.flush().catch(() => undefined)
  await Label.count()
})
await assert.rejects(failed, { code: 'SESSION_FAILED' })
assert.equal(await Label.where({ name: 'Lost Wave' }).exists(), false)

await shop.close()
