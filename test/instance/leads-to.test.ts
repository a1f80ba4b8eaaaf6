import t from 'tap'
import type { Instance } from '../../lib/instance/instance.js'
import {
  atHand,
  inSession,
  isContradicted,
  isOwning,
  isSameKey,
  isShared,
  keyIn,
  owningOf,
  stillLeads,
} from '../../lib/instance/leads-to.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'
import { columnOf, openOneTrade, relationshipOf } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

t.test('a key in the row leads to one instance', async t => {
  const { Deal, Client, Person } = await openOneTrade(t)
  const deal = internal(await Deal.get(1))
  const client = relationshipOf(Deal, 'client')
  t.same(
    owningOf(deal).map(({ name }) => name),
    ['client', 'product'],
  )
  t.notOk(isOwning(relationshipOf(Client, 'deals')))
  t.same(keyIn(deal, client), [1, 1])
  t.ok(isSameKey(client, ['1', 1], [1, '1']))
  t.notOk(isSameKey(client, [1, 2], [2, 1]))
  const ann = internal(await Client.get([1, 1]))
  t.ok(stillLeads(client, ann, [1, 1]))
  t.notOk(stillLeads(client, ann, [1, 2]))
  t.notOk(stillLeads(client, null, [1, 1]))
  t.equal(atHand(deal, client), undefined, 'what is not loaded is not at hand')
  t.equal(inSession(deal, client), undefined)
  t.equal(atHand(internal(await Person.with('boss').get(1)), relationshipOf(Person, 'boss')), null)
})

t.test('what has no key yet may be led to, and is contradicted by a key of its own', async t => {
  const { Deal, Client } = await openOneTrade(t)
  const deal = internal(await Deal.get(1))
  const client = relationshipOf(Deal, 'client')
  const fresh = internal(new Client({ tenantId: 1 }))
  t.ok(stillLeads(client, fresh, [1, null]))
  t.notOk(stillLeads(client, fresh, [2, null]))
  const slots = (...names: string[]) => new Set(names.map(name => columnOf(Deal, name).slot))
  t.ok(isContradicted(deal, client, fresh, slots('clientId')))
  t.notOk(isContradicted(deal, client, fresh, slots('tenantId')))
  t.notOk(isContradicted(deal, client, null, slots('clientId')))
  const nothing = internal(new Client())
  t.notOk(
    isContradicted(deal, client, nothing, slots('tenantId')),
    'what is another key’s, too, says nothing',
  )
  t.ok(isShared(deal, columnOf(Deal, 'tenantId'), client.columns))
  t.notOk(isShared(deal, columnOf(Deal, 'clientId'), client.columns))
})

t.test('in a session, what a key leads to is at hand', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openShop(database)
  const { Customer, Order, Review, Item, OrderLine, Delivery } = db.models
  await db.session(async () => {
    const [one, two] = await Customer.with('orders').whereIn('id', [2, 3]).orderBy('id')
    const order = await Order.get(10)
    t.equal(
      order,
      one!.orders.find(each => each.id === 10),
    )
    const statements = await database.count(() => {
      order.customerId = 3
      t.equal(order.customer, two)
      t.ok(two!.orders.includes(order))
      t.notOk(one!.orders.includes(order))
      order.customerId = 2
      t.equal(order.customer, one)
    })
    t.same(statements, [])
    const line = await OrderLine.with('deliveries').get([3, 1])
    const delivery = await Delivery.get(1)
    Object.assign(delivery, { orderId: 3 })
    t.equal(delivery.orderLine, line, 'by a key of several columns, too')
    const review = await Review.get(1)
    const item = await Item.get(3)
    review.itemSku = item.sku
    t.equal(
      inSession(internal(review), relationshipOf(Review, 'itemSkuRef')),
      undefined,
      'but by the primary key alone',
    )
    t.equal(await review.itemSkuRef, item)
  })
})
