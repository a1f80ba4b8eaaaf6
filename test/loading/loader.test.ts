import t from 'tap'
import { automap } from '../../lib/automap.js'
import { QueryError } from '../../lib/errors.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'a load that fails rejects each of its readers, and the next read tries again',
  async (t, database) => {
    const { Order } = (await openShop(database)).models
    const orders = await Order.orderBy('id').limit(3)
    await database.exec('alter table customer rename to gone')
    const lost: unknown[] = []
    const noteLost = (reason: unknown): void => void lost.push(reason)
    process.on('unhandledRejection', noteLost)
    const statements = await database.count(async () => {
      const results = await Promise.allSettled(orders.map(order => order.customer))
      for (const result of results) {
        t.equal(result.status, 'rejected')
        const { reason } = result as PromiseRejectedResult
        t.ok(reason instanceof QueryError)
        t.equal(reason.code, 'QUERY_FAILED')
        t.match(reason.message, /^Cannot load Order\.customer: .*customer/)
        t.ok(reason.cause instanceof Error)
      }
    })
    t.equal(statements.length, 1)
    await new Promise(resolve => setTimeout(resolve, 20))
    process.off('unhandledRejection', noteLost)
    t.same(lost, [], 'no rejection is left without a reader')
    t.same(Object.keys(orders[1]?.toJSON() ?? {}), ['id', 'customerId', 'placedAt', 'note'])
    await database.exec('alter table gone rename to customer')
    const again = await database.count(async () => {
      t.equal((await orders[1]?.customer)?.name, 'Customer 3')
      t.equal((await orders[2]?.customer)?.name, 'Customer 4')
    })
    t.equal(again.length, 1)
  },
)

eachDatabase(t, 'a lazy load in a loop is not stopped by one that failed', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.get(1)
  await database.exec('alter table customer rename to gone')
  const outcomes: string[] = []
  for (let i = 0; i < 3; i++) {
    if (i === 2) await database.exec('alter table gone rename to customer')
    outcomes.push(
      await Promise.resolve(order.customer).then(
        ({ name }) => name,
        () => 'failed',
      ),
    )
  }
  t.same(outcomes, ['failed', 'failed', 'Customer 2'])
})

eachDatabase(
  t,
  'a load that fails leaves alone what another one has brought meanwhile',
  async (t, database) => {
    const db = await openShop(database)
    const { Order } = db.models
    const orders = await Order.orderBy('id').limit(2)
    const [first, second] = orders
    // Whole only after the batch has begun: its statement fails, the tree's statement comes after it.
    await database.exec('alter table order_line rename to gone')
    const failing = Promise.resolve(first?.orderLines).then(
      () => 'loaded',
      () => 'failed',
    )
    t.equal(await failing, 'failed')
    await database.exec('alter table gone rename to order_line')
    await db.load(orders, 'orderLines')
    t.equal((await second?.orderLines)?.length, 2)
  },
)

eachDatabase(
  t,
  'a relationship that the query chose to raise is raised for its own instances alone',
  async (t, database) => {
    await openShop(database)
    const db = await automap(database.knex, {
      relationships: ({ name, sourceTable }) =>
        sourceTable === 'orders' && name === 'customer' ? { lazy: 'raise' } : undefined,
    })
    const { Order } = db.models
    const order = await Order!.get(1)
    await t.rejects(Promise.resolve(order.customer), {
      code: 'LOAD_REFUSED',
      message:
        "Order.customer is not loaded, and its strategy 'raise' forbids a lazy load: load it with the query: .with('customer')",
    })
    const [lazy] = await Order!.with('customer', { lazy: 'select' }).limit(1)
    t.match(await lazy?.customer, { id: 2 })
    const [joined] = await Order!.with('customer').limit(1)
    t.match(joined?.customer, { id: 2 })
  },
)
