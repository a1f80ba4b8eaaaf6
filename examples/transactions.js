/** Transactions: everything inside joins, nested ones are savepoints, and writing is knex's part. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'

const shop = await openRecordShop()
const db = await automap(shop.knex)
const { Label, Order, OrderLine } = db.models
const before = await Order.count()

// Queries, lazy loads and streams inside join the transaction by themselves; knex's own is given for writing.
const order = await db.transaction(async transaction => {
  const [{ id }] = await transaction('orders')
    .insert({ customer_id: 1, placed_at: transaction.fn.now(), status: 'open' })
    .returning('id')
  await transaction('order_line').insert([
    { order_id: id, line_no: 1, album_id: 1, quantity: 2, unit_price: '12.99' },
    { order_id: id, line_no: 2, album_id: 2, quantity: 1, unit_price: '8.99' },
  ])
  const written = await Order.get(id)
  assert.equal((await written.orderLines).length, 2)
  return written
})
assert.equal(await Order.count(), before + 1)
assert.equal(await OrderLine.where({ orderId: order.id }).sum('quantity'), 3)

// What throws is rolled back, and the error arrives.
await assert.rejects(
  db.transaction(async transaction => {
    await transaction('order_line').where({ order_id: order.id }).delete()
    assert.equal(await OrderLine.where({ orderId: order.id }).exists(), false)
    throw new Error('changed my mind')
  }),
  /changed my mind/,
)
assert.equal(await OrderLine.where({ orderId: order.id }).count(), 2)

// Inside another one it is a savepoint: the inner is undone, the outer goes on.
await db.transaction(async transaction => {
  await transaction('orders').where({ id: order.id }).update({ status: 'sent' })
  await db
    .transaction(async inner => {
      await inner('orders').where({ id: order.id }).update({ status: 'returned' })
      throw new Error('not yet')
    })
    .catch(error => assert.equal(error.message, 'not yet'))
  assert.equal((await Order.get(order.id)).status, 'sent')
})
assert.equal((await Order.get(order.id)).status, 'sent')

// An error that was caught inside makes no success of what the database has rolled back because of it.
const caught = db.transaction(async transaction => {
  await transaction('label').insert({ name: 'New Records' })
  await transaction('label')
    .insert({ id: 1, name: 'Taken' })
    .catch(() => undefined)
})
if (shop.dialect === 'postgres') await assert.rejects(caught, { code: 'QUERY_FAILED' })
else await caught
assert.equal(await Label.where({ name: 'New Records' }).exists(), shop.dialect !== 'postgres')

await shop.close()
