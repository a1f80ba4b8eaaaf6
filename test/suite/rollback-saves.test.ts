import type { Knex } from 'knex'
import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'
import type { Shop } from '../fixtures/subject.js'

const at = new Date('2026-01-02T03:04:05Z')
const mine = new Error('mine')

const sequences = ['address', 'customer', 'orders', 'tag']
  .map(table => `select setval(pg_get_serial_sequence('${table}', 'id'), 100);`)
  .join('')

eachDatabase(t, 'what was inserted is new again, with all that it leads to', async (t, database) => {
  const db: Shop = await openShop(database)
  await database.exec({ sqlite: '', postgres: sequences })
  const { Address, Customer, Order } = db.models
  const billingAddress = new Address({ street: 'New', city: 'New' })
  const customer = new Customer({ name: 'Ada', billingAddress, createdAt: at })
  const order = new Order({ customer, placedAt: at })
  const all = [order, customer, billingAddress]
  const undone = db.transaction(async () => {
    await order.save()
    t.strictSame(
      all.map(each => each.isNew),
      [false, false, false],
    )
    t.ok(order.customerId)
    throw mine
  })
  t.equal(await errorOf(() => undone), 'Error: mine')
  t.strictSame(
    all.map(each => each.isNew),
    [true, true, true],
  )
  t.strictSame([order.id, order.customerId, customer.id, customer.billingAddressId], [null, null, null, null])
  t.equal(order.customer, customer)
  await order.save()
  t.strictSame(
    all.map(each => each.isNew),
    [false, false, false],
  )
  t.equal((await Order.with('customer.billingAddress').get(order.id)).customer.billingAddress.street, 'New')
})

eachDatabase(t, 'what was updated, deleted or read again is as it was', async (t, database) => {
  const db: Shop = await openShop(database)
  const { Delivery, Tag } = db.models
  const delivery = await Delivery.first()
  const [one, other] = [await Tag.get(1), await Tag.get(2)]
  if (delivery === null) throw new Error('The shop has deliveries')
  const before = [one.label, other.label]
  other.label = 'pending'
  const undone = db.transaction(async transaction => {
    one.label = 'updated'
    await one.save()
    await other.save()
    await transaction('tag').where({ id: 1 }).update({ label: 'from elsewhere' })
    await one.refresh()
    t.equal(one.label, 'from elsewhere')
    await delivery.delete()
    t.match(await errorOf(() => delivery.save()), /its row was deleted/)
    throw mine
  })
  t.equal(await errorOf(() => undone), 'Error: mine')
  t.equal(one.label, before[0])
  t.strictSame({ ...one.changes }, {})
  t.strictSame({ ...other.changes }, { label: { from: before[1], to: 'pending' } })
  delivery.carrier = 'again'
  await Promise.all([delivery.save(), other.save()])
  t.equal((await Delivery.get(delivery.id)).carrier, 'again')
  t.equal((await Tag.get(2)).label, 'pending')
})

eachDatabase(t, 'collections hold what they held, and are written anew', async (t, database) => {
  const db: Shop = await openShop(database)
  const { Item, Order, OrderLine, Tag } = db.models
  const order = await Order.with('orderLines').get(1)
  const item = await Item.with('tags').get(1)
  const lines = await order.orderLines
  const line = new OrderLine({ lineNo: 50, itemId: 1, quantity: 1 })
  const [tag] = await Tag.whereNot('id', (await item.tags)[0]?.id ?? 0).limit(1)
  if (tag === undefined) throw new Error('The shop has tags')
  const write = async (): Promise<void> => {
    const tags = await item.tags
    ;(await order.orderLines).push(line)
    tags.splice(0, tags.length, tag)
    await order.save()
    await item.save()
  }
  const stored = async (): Promise<unknown> => [
    await OrderLine.where('orderId', 1).count(),
    (await (await Item.get(1)).tags).map(({ id }) => id),
  ]
  const there = await stored()
  const undo = async (): Promise<void> => {
    const undone = db.transaction(async () => {
      await write()
      t.notSame(await stored(), there)
      throw mine
    })
    t.equal(await errorOf(() => undone), 'Error: mine')
  }
  await undo()
  t.equal(await order.orderLines, lines, 'it is the same array')
  t.strictSame([lines.length, (await item.tags).map(({ id }) => id)], there)
  t.equal(line.isNew, true)
  await order.save()
  await item.save()
  t.strictSame(await stored(), there, 'there is nothing to write')
  await write()
  t.strictSame(await stored(), [lines.length, [tag.id]])
})

eachDatabase(
  t,
  'what only the array knew of when it was written stays to be written',
  async (t, database) => {
    const db: Shop = await openShop(database)
    const { Order, OrderLine } = db.models
    const order = await Order.get(1)
    const lines = await order.orderLines
    const undone = db.transaction(async () => {
      lines.push(new OrderLine({ lineNo: 50, itemId: 1, quantity: 1 }))
      await order.save()
      throw mine
    })
    t.equal(await errorOf(() => undone), 'Error: mine')
    t.equal(await OrderLine.where('orderId', 1).count(), lines.length - 1)
    await order.save()
    t.equal(await OrderLine.where('orderId', 1).count(), lines.length)
  },
)

eachDatabase(t, 'a write of several statements that fails takes back all of them', async (t, database) => {
  const db: Shop = await openShop(database)
  await database.exec({ sqlite: '', postgres: sequences })
  const { Address, Customer } = db.models
  const taken = await Customer.get(1)
  taken.email = 'taken@example.org'
  await taken.save()
  const billingAddress = new Address({ street: 'New', city: 'New' })
  const customer = new Customer({ name: 'Ada', email: taken.email, billingAddress, createdAt: at })
  t.match(await errorOf(() => customer.save()), /^UniqueError UNIQUE_VIOLATED: /)
  t.strictSame([customer.isNew, billingAddress.isNew, billingAddress.id], [true, true, null])
  t.equal(await Address.where('street', 'New').count(), 0)
  await db.transaction(async () => {
    await errorOf(() => customer.save())
    customer.email = 'new@example.org'
    await customer.save()
  })
  t.equal(await Address.where('street', 'New').count(), 1)
  t.equal((await Customer.get(customer.id)).email, 'new@example.org')
})

eachDatabase(t, 'saves follow a transaction that knex began', async (t, database) => {
  const db: Shop = await openShop(database)
  await database.exec({ sqlite: '', postgres: sequences })
  const tag = new db.models.Tag({ label: 'a' })
  const save = (transaction: Knex.Transaction) => db.within(transaction, () => tag.save())
  const undone = await database.knex.transaction()
  await save(undone)
  t.equal(tag.isNew, false)
  await undone.rollback()
  t.strictSame([tag.isNew, tag.id], [true, null])
  await database.knex.transaction(save)
  t.equal(tag.isNew, false)
  t.equal((await db.models.Tag.get(tag.id)).label, 'a')
})
