import knex from 'knex'
import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'
import type { Shop } from '../fixtures/subject.js'

const at = new Date('2026-01-02T03:04:05Z')

/** The shop, whose next rows have keys that nobody has, through a pool that gives up early where something waits for itself. */
async function hastyShop(t: Test, database: Database, max: number): Promise<Shop> {
  await openShop(database)
  const advance = ['address', 'customer', 'delivery', 'orders', 'tag'].map(
    table => `select setval(pg_get_serial_sequence('${table}', 'id'), 100);`,
  )
  await database.exec({ sqlite: '', postgres: advance.join('') })
  const pool = { min: 0, max: database.dialect === 'sqlite' ? 1 : max }
  const hasty = knex({ ...database.config, pool, acquireConnectionTimeout: 2000 })
  t.teardown(() => hasty.destroy())
  return automap(hasty)
}

eachDatabase(t, 'writes of one instance come one after the other', async (t, database) => {
  const db = await hastyShop(t, database, 2)
  const { Tag } = db.models
  const tag = new Tag({ label: 'a' })
  const statements: string[] = []
  db.knex.on('query', ({ sql }: { sql: string }) => void statements.push(sql))
  const first = tag.save()
  tag.label = 'b'
  await Promise.all([first, tag.save(), tag.save(), tag.save()])
  t.ok(statements.length <= 2, 'the second one writes all that there is when its turn comes')
  t.equal((await Tag.get(tag.id)).label, 'b')
  tag.label = 'c'
  db.knex.once('query', () => {
    tag.label = 'd'
  })
  await tag.save()
  t.equal((await Tag.get(tag.id)).label, 'c')
  t.strictSame(
    { ...tag.changes },
    { label: { from: 'c', to: 'd' } },
    'what is assigned meanwhile stays to be written',
  )
  await tag.save()
  t.equal((await Tag.get(tag.id)).label, 'd')
})

eachDatabase(t, 'a write that fails does not keep the next one from going on', async (t, database) => {
  const db = await hastyShop(t, database, 2)
  const { Customer } = db.models
  const [one, other] = [await Customer.get(1), await Customer.get(2)]
  other.email = one.email = 'same@example.org'
  await one.save()
  const failed = errorOf(() => other.save())
  const next = (async () => {
    await Promise.resolve()
    other.email = 'other@example.org'
    await other.save()
  })()
  t.match(await failed, /^UniqueError UNIQUE_VIOLATED: /)
  await next
  t.equal((await Customer.get(2)).email, 'other@example.org')
})

eachDatabase(t, 'what two writes lead to is inserted once', async (t, database) => {
  const db = await hastyShop(t, database, 4)
  const { Address, Customer, Order } = db.models
  const billingAddress = new Address({ street: 'New', city: 'New' })
  const customer = new Customer({ name: 'Ada', billingAddress, createdAt: at })
  const orders = Array.from({ length: 5 }, () => new Order({ customer, placedAt: at }))
  await Promise.all([...orders.map(order => order.save()), customer.save(), billingAddress.save()])
  t.equal(await Customer.where('name', 'Ada').count(), 1)
  t.equal(await Address.where('street', 'New').count(), 1)
  t.equal(await Order.where('customerId', customer.id).count(), 5)
})

eachDatabase(t, 'no write waits for a connection that waits for it', async (t, database) => {
  const db = await hastyShop(t, database, 1)
  const { Order, OrderLine } = db.models
  for (const meanwhile of ['refresh', 'save', 'delete'] as const) {
    const order = new Order({ customerId: 1, placedAt: at })
    await order.save()
    const lines = await order.orderLines
    lines.push(new OrderLine({ lineNo: 50, itemId: 1, quantity: 1 }))
    let other: Promise<string> | undefined
    const listener = ({ sql }: { sql: string }): void => {
      if (sql !== 'BEGIN;' || other !== undefined) return
      // From here on one statement is enough.
      lines.pop()
      order.note = meanwhile
      other = errorOf(() => order[meanwhile]())
    }
    db.knex.on('query', listener)
    await errorOf(() => order.save())
    t.equal(await other, 'no error', meanwhile)
    db.knex.removeListener('query', listener)
  }
})

eachDatabase(
  t,
  'in a transaction writes that begin at once are whole, each for itself',
  async (t, database) => {
    const db = await hastyShop(t, database, 1)
    const { Address, Customer } = db.models
    const newCustomer = (name: string, email: string) =>
      new Customer({ name, email, billingAddress: new Address({ street: name, city: 'New' }), createdAt: at })
    const customers = ['a', 'b', 'b', 'c'].map((email, i) => newCustomer(`New ${i}`, email))
    const outcomes = await db.transaction(() =>
      Promise.all(customers.map(each => errorOf(() => each.save()))),
    )
    t.strictSame(
      outcomes.map(outcome => outcome.split(':')[0]),
      ['no error', 'no error', 'UniqueError UNIQUE_VIOLATED', 'no error'],
    )
    t.strictSame(
      customers.map(({ isNew }) => isNew),
      [false, false, true, false],
    )
    t.equal(await Address.where('city', 'New').count(), 3)
    const [, , failed] = customers
    if (failed === undefined) throw new Error('There are four')
    failed.email = 'd'
    await failed.save()
    t.equal(await Address.where('city', 'New').count(), 4)
  },
)

eachDatabase(t, 'a savepoint and a write beside it that share an instance both end', async (t, database) => {
  const db = await hastyShop(t, database, 1)
  const { Address, Customer } = db.models
  const billingAddress = new Address({ street: 'New', city: 'New' })
  const customer = new Customer({ name: 'Ada', billingAddress, createdAt: at })
  await db.transaction(async () => {
    const inner = db.transaction(async () => {
      await Address.count()
      await customer.save()
    })
    await Promise.all([inner, customer.save(), billingAddress.save()])
  })
  t.equal(await Customer.where('name', 'Ada').count(), 1)
  t.equal(await Address.where('street', 'New').count(), 1)
})

eachDatabase(t, 'what waits for a delete is refused', async (t, database) => {
  const db = await hastyShop(t, database, 2)
  const { Delivery } = db.models
  const delivery = new Delivery({ carrier: 'a' })
  await delivery.save()
  delivery.carrier = 'b'
  const writes = [delivery.delete(), delivery.save(), delivery.refresh()]
  t.strictSame(await Promise.all(writes.map(write => errorOf(() => write))), [
    'no error',
    'WriteError WRITE_REFUSED: Cannot save an instance of "Delivery": its row was deleted; make a new one',
    'StaleInstanceError STALE_INSTANCE: Cannot refresh an instance of "Delivery": its row is not there any more',
  ])
  t.equal(await Delivery.find(delivery.id), null)
})

eachDatabase(t, 'a refresh waits for the write before it', async (t, database) => {
  const db = await hastyShop(t, database, 2)
  const tag = await db.models.Tag.get(1)
  tag.label = 'b'
  await Promise.all([tag.save(), tag.refresh()])
  t.equal(tag.label, 'b')
  t.strictSame({ ...tag.changes }, {})
})
