import { AsyncResource } from 'node:async_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { type Customer, type OrderLine, openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'a loop that reads a relationship of each instance costs two queries',
  async (t, database) => {
    const { Order } = (await openShop(database)).models
    const names: string[] = []
    const statements = await database.count(async () => {
      for (const order of await Order.orderBy('id')) names.push((await order.customer).name)
    })
    t.equal(statements.length, 2)
    t.equal(names.length, 30)
    t.same(names.slice(0, 3), ['Customer 2', 'Customer 3', 'Customer 4'])
  },
)

eachDatabase(t, 'nested loops cost one query for each level', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  const labels = new Set<string>()
  const readLine = async (line: OrderLine): Promise<void> => {
    const item = await line.item
    for (const tag of await item.tags) labels.add(tag.label)
    if ((await item.category) !== null) labels.add('categorized')
  }
  const statements = await database.count(async () => {
    for (const customer of await Customer.query()) {
      for (const order of await customer.orders) {
        for (const line of await order.orderLines) await readLine(line)
      }
    }
  })
  t.equal(statements.length, 6)
  t.same([...labels].sort(), ['categorized', 'tag 1', 'tag 2', 'tag 3', 'tag 4', 'tag 5'])
})

eachDatabase(t, 'instances that came by a join or a select-in are a group too', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const orders = await Order.with('customer', 'orderLines')
  const statements = await database.count(async () => {
    for (const order of orders) {
      await order.customer.billingAddress
      for (const line of order.orderLines) await line.item
    }
  })
  t.equal(statements.length, 2)
})

eachDatabase(
  t,
  'instances that came one by one are loaded together when asked in one tick',
  async (t, database) => {
    const { Order } = (await openShop(database)).models
    const orders = await Promise.all([3, 1, 2].map(id => Order.get(id)))
    const statements = await database.count(async () => {
      const customers = await Promise.all(orders.map(order => order.customer))
      t.same(
        customers.map(customer => customer.id),
        [4, 2, 3],
      )
    })
    t.equal(statements.length, 1)
    const more = await Promise.all([4, 5].map(id => Order.get(id)))
    const later = await database.count(() =>
      Promise.all(
        more.map(async order => {
          await Promise.resolve()
          await null
          return order.customer
        }),
      ),
    )
    t.equal(later.length, 1, 'promise jobs of the same tick belong to it')
  },
)

eachDatabase(t, 'different relationships of one tick get a statement each', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.get(1)
  const statements = await database.count(() => Promise.all([order.customer, order.orderLines]))
  t.equal(statements.length, 2)
})

eachDatabase(t, 'all readers of a relationship share one load and one value', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.get(1)
  const statements = await database.count(async () => {
    const first = order.orderLines
    const [one, two] = await Promise.all([first, order.orderLines])
    t.equal(one, two)
    t.equal(await first, one, 'a lazy relationship held from before gives the loaded value')
    t.equal(await order.orderLines, one, 'awaiting a loaded value gives the value')
    t.equal(order.orderLines, one, 'the property is the value')
  })
  t.equal(statements.length, 1)
  const read = await Order.get(2)
  await database.count(async () => {
    const early = Promise.resolve(read.customer)
    await new Promise(resolve => process.nextTick(resolve))
    t.equal(await read.customer, await early, 'also one that joins while the statement runs')
  })
})

eachDatabase(t, 'two instances of one row each own their array', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const orders = await Promise.all([Order.get(1), Order.get(1)])
  const [one, two] = await Promise.all(orders.map(order => order.orderLines))
  t.same(JSON.stringify(one), JSON.stringify(two))
  t.not(one, two)
})

eachDatabase(t, 'what a key that is empty refers to costs no statement', async (t, database) => {
  const { Item, Delivery } = (await openShop(database)).models
  const item = await Item.get(5)
  const delivery = await Delivery.get(6)
  const statements = await database.count(() => {
    t.equal(item.category, null)
    t.equal(delivery.orderLine, null, 'a composite key')
  })
  t.same(statements, [])
  const some = await Item.whereIn('id', [1, 5]).orderBy('id')
  const one = await database.count(async () => {
    t.equal((await some[0]?.category)?.name, 'Category 2')
    t.equal(some[1]?.category, null, 'nor has the neighbour that was loaded along')
  })
  t.equal(one.length, 1)
})

eachDatabase(
  t,
  'a group is loaded in parts of the chosen size, from the instance on',
  async (t, database) => {
    const { Order } = (await openShop(database, { groupSize: 7 })).models
    const orders = await Order.orderBy('id')
    const statements = await database.count(async () => {
      for (const order of orders) await order.customer
    })
    t.equal(statements.length, 5)
    const again = await Order.orderBy('id')
    await again[20]?.orderLines
    t.same(
      again.filter(order => Array.isArray(order.orderLines)).map(order => order.id),
      [21, 22, 23, 24, 25, 26, 27],
    )
    await again[29]?.orderLines
    t.same(
      again.filter(order => Array.isArray(order.orderLines)).map(order => order.id),
      [17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30],
      'then those before it, the nearest first',
    )
  },
)

eachDatabase(t, 'with a group size of one, nobody else is loaded', async (t, database) => {
  const { Order } = (await openShop(database, { groupSize: 1 })).models
  const orders = await Order.limit(4)
  const statements = await database.count(async () => {
    for (const order of orders) await order.customer
  })
  t.equal(statements.length, 4)
})

eachDatabase(t, 'groups reach across blocks, forward and backward', async (t, database) => {
  await database.exec(`create table parent (id integer primary key);
    create table child (id integer primary key, parent_id integer not null references parent (id));`)
  await database.knex.batchInsert(
    'parent',
    Array.from({ length: 300 }, (_, i) => ({ id: i + 1 })),
    100,
  )
  await database.knex.batchInsert(
    'child',
    Array.from({ length: 300 }, (_, i) => ({ id: i + 1, parent_id: i + 1 })),
    100,
  )
  const { Child } = (await automap(database.knex, { groupSize: 200 })).models
  const children = await Child!.orderBy('id')
  const loaded = (): number[] =>
    children.map(({ id }) => Number(id)).filter(id => 'parent' in children[id - 1]!.toJSON())
  await children[149]?.parent
  t.equal(loaded().length, 200)
  t.same([loaded()[0], loaded().at(-1)], [101, 300], 'all behind it, then the nearest before it')
  await children[0]?.parent
  t.equal(loaded().length, 300)
})

eachDatabase(t, 'an instance that is kept does not keep its result alive', async (t, database) => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  await database.exec(`create table parent (id integer primary key, name text);
    create table child (id integer primary key, parent_id integer references parent (id));
    insert into parent (id, name) values (1, 'one'), (2, 'two');`)
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ id: i + 1, parent_id: (i % 2) + 1 }))
  await database.knex.batchInsert('child', rows, 400)
  const { Child } = (await automap(database.knex)).models
  let gone = 0
  const registry = new FinalizationRegistry(() => {
    gone++
  })
  const keepOne = async (): Promise<{ readonly [name: string]: unknown }> => {
    const children = await Child!.orderBy('id')
    for (const child of children) registry.register(child, null)
    await children[5000]?.parent
    return children[5000] as { readonly [name: string]: unknown }
  }
  const kept = await keepOne()
  for (let i = 0; i < 50 && gone < 9_900; i++) {
    collect()
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  t.ok(gone >= 9_900, `${gone} of 10,000 instances are collected`)
  t.ok(gone < 10_000, 'but not the one that is kept')
  t.equal(kept.id, 5001)
  t.match(kept.parent, { id: 1, name: 'one' })
  t.equal((await (kept.parent as { children: Promise<unknown[]> }).children).length, 5000)
})

eachDatabase(
  t,
  'a load in a transaction and one outside it do not share what they read',
  async (t, database) => {
    const db = await openShop(database)
    const order = await db.models.Order.get(1)
    const outside = new AsyncResource('outside')
    const [inner, outer] = await db.transaction(async transaction => {
      await transaction('customer').where({ id: 2 }).update({ name: 'Changed' })
      const read = (): PromiseLike<Customer> => Promise.resolve(order.customer)
      return Promise.all([read(), outside.runInAsyncScope(read), read()])
    })
    t.same([inner?.name, outer?.name], ['Changed', 'Customer 2'])
  },
  'postgres',
)
