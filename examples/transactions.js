/** Transactions: everything inside joins, nested ones are savepoints, and after a rollback instances are as they were. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Album, Customer, Label, Order, OrderLine } = db.models
const before = await Order.count()

// Queries, lazy loads, streams and writes inside join the transaction by themselves.
const order = await db.transaction(async () => {
  const customer = await Customer.get(1)
  const albums = await Album.limit(2)
  const written = await new Order({ customer, placedAt: new Date(), status: 'open' }).save()
  await OrderLine.insert(
    albums.map(({ id: albumId, price: unitPrice }, i) => ({
      orderId: written.id,
      lineNo: i + 1,
      albumId,
      quantity: 2 - i,
      unitPrice,
    })),
  )
  assert.equal((await written.orderLines).length, 2)
  return written
})
assert.equal(await Order.count(), before + 1)
assert.equal(await OrderLine.where({ orderId: order.id }).sum('quantity'), 3)

// What throws is rolled back, the error arrives, and instances are as they were before.
const draft = new Order({ customer: await Customer.get(2), placedAt: new Date(), status: 'open' })
await assert.rejects(
  db.transaction(async () => {
    await draft.save()
    order.status = 'sent'
    await order.save()
    await OrderLine.where({ orderId: order.id }).delete()
    throw new Error('changed my mind')
  }),
  /changed my mind/,
)
assert.equal(await OrderLine.where({ orderId: order.id }).count(), 2)
assert.equal(order.status, 'open')
assert.deepEqual([draft.isNew, draft.id], [true, null])

// Inside another one it is a savepoint: the inner is undone, the outer goes on.
await db.transaction(async () => {
  order.status = 'sent'
  await order.save()
  await db
    .transaction(async () => {
      order.status = 'returned'
      await order.save()
      throw new Error('not yet')
    })
    .catch(error => assert.equal(error.message, 'not yet'))
  assert.equal(order.status, 'sent')
})
assert.equal((await Order.get(order.id)).status, 'sent')

// knex's own transaction is handed in, for statements of your own; and one that knex began can be joined.
await db.transaction(transaction => transaction('label').insert({ name: 'By Hand' }))
await db.knex.transaction(transaction =>
  db.within(transaction, async () => {
    const label = await Label.findBy({ name: 'By Hand' })
    label.name = 'By Hand, Twice'
    await label.save()
  }),
)
assert.equal(await Label.where({ name: 'By Hand, Twice' }).exists(), true)

// An error that was caught inside makes no success of what the database has rolled back because of it.
const caught = db.transaction(async () => {
  await new Label({ name: 'New Records' }).save()
  await new Label({ name: 'By Hand, Twice' })
    .save()
    .catch(error => assert.equal(error.code, 'UNIQUE_VIOLATED'))
})
if (shop.dialect === 'postgres') await assert.rejects(caught, { code: 'QUERY_FAILED' })
else await caught
assert.equal(await Label.where({ name: 'New Records' }).exists(), shop.dialect !== 'postgres')

await shop.close()
