import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import type { LoadStrategy, Relationship } from '../../types/relationship.js'
import { eachDatabase } from '../fixtures/databases.js'
import { createShop } from '../fixtures/shop.js'
import { openShop } from '../fixtures/shop-models.js'

type Way = (db: Automap, relationship: Relationship) => Promise<readonly Untyped[]>

/** Every way to get a model's instances with one relationship loaded. */
const ways: Readonly<Record<string, Way>> = {
  'lazily, in a loop': async (db, { model, name }) => {
    const instances = await all(db, model)
    for (const instance of instances) await instance[name]
    return instances
  },
  'lazily, at once': async (db, { model, name }) => {
    const instances = await all(db, model)
    await Promise.all(instances.map(instance => instance[name]))
    return instances
  },
  'by load': async (db, { model, name }) => db.load(await all(db, model), name),
  'by rule': (db, { model, name }) => db.model(model).query().with(name).all(),
  joined: (db, { model, name }) => db.model(model).query().with(name, { lazy: 'joined' }).all(),
  selectin: (db, { model, name }) => db.model(model).query().with(name, { lazy: 'selectin' }).all(),
  streamed: async (db, { model, name }) => {
    const instances: Untyped[] = []
    for await (const instance of db.model(model).query().with(name)) instances.push(instance)
    return instances
  },
}

/** Without a primary key nothing else orders the rows of a model on its own. */
function all(db: Automap, model: string): Promise<Untyped[]> {
  const query = db.model(model).query()
  return (model === 'AuditLog' ? query.orderBy('message') : query).all()
}

/** What the databases give differently, by its path: exact decimals. */
const decimals = { sqlite: (price: number) => price, postgres: (price: number) => price.toFixed(2) }

eachDatabase(t, 'every strategy gives the same values in the same order', async (t, database) => {
  await createShop(database)
  const db = await automap(database.knex)
  for (const relationship of db.relationships) {
    const subject = `${relationship.model}.${relationship.name}`
    const texts = new Map<string, string>()
    for (const [way, load] of Object.entries(ways)) {
      texts.set(way, JSON.stringify(await load(db, relationship)))
    }
    const expected = texts.get('joined') as string
    t.ok(expected.includes(`"${relationship.name}":`), subject)
    for (const [way, text] of texts) t.equal(text, expected, `${subject} ${way}`)
  }
})

/** Everything in the shop, as the first database gave it. */
let known: string | undefined

eachDatabase(t, 'all databases agree', async (t, database) => {
  await createShop(database)
  const db = await automap(database.knex)
  const told: Record<string, unknown> = {}
  for (const relationship of db.relationships) {
    const subject = `${relationship.model}.${relationship.name}`
    told[subject] = await ways.selectin?.(db, relationship)
  }
  const price = decimals[database.dialect]
  const text = JSON.stringify(told, (name, value) => {
    if (name !== 'price') return value
    t.equal(value, price(Number(value)))
    return Number(value)
  })
  known ??= text
  t.equal(text, known)
  t.ok(text.length > 20_000)
})

eachDatabase(
  t,
  'a strategy that a relationship was given is used without being asked for',
  async (t, database) => {
    await createShop(database)
    const counts: Readonly<Record<LoadStrategy, readonly [query: number, read: number]>> = {
      select: [1, 1],
      joined: [1, 0],
      selectin: [2, 0],
      raise: [1, 0],
    }
    for (const [lazy, expected] of Object.entries(counts)) {
      const db = await automap(database.knex, {
        relationships: ({ name }) => (name === 'orderLines' ? { lazy: lazy as LoadStrategy } : undefined),
      })
      t.equal(db.relationships.find(each => each.name === 'orderLines')?.lazy, lazy)
      let orders: Untyped[] = []
      const query = await database.count(async () => {
        orders = await db.model('Order').query().all()
      })
      const read = await database.count(async () => {
        const lines = Promise.resolve(orders[0]?.orderLines)
        if (lazy === 'raise') await t.rejects(lines, { code: 'LOAD_REFUSED' })
        else t.equal(((await lines) as unknown[]).length, 2)
      })
      t.same([query.length, read.length], expected, lazy)
    }
  },
)

eachDatabase(t, 'a strategy that a query was given counts over the own one', async (t, database) => {
  await createShop(database)
  const db = await automap(database.knex, { relationships: () => ({ lazy: 'joined' }) })
  const Order = db.model('Order')
  const statements = await database.count(async () => {
    const order = await Order.with('orderLines', { lazy: 'select' })
      .with('customer', { lazy: 'raise' })
      .get(1)
    t.same(Object.keys(order.toJSON()), ['id', 'customerId', 'placedAt', 'note'])
    await t.rejects(Promise.resolve(order.customer), { code: 'LOAD_REFUSED' })
  })
  t.equal(statements.length, 1)
})

eachDatabase(t, 'models that always load each other do not do so for ever', async (t, database) => {
  await createShop(database)
  for (const lazy of ['joined', 'selectin'] as const) {
    const db = await automap(database.knex, {
      relationships: ({ sourceTable, name }) =>
        ['orders', 'customer', 'category'].includes(sourceTable) && name !== 'items' ? { lazy } : undefined,
    })
    const statements = await database.count(async () => {
      const order = await db.model('Order').get(1)
      t.match(JSON.parse(JSON.stringify(order)), { customer: { id: 2, profile: { bio: 'Bio 2' } } })
      const category = await db.model('Category').get(4)
      t.match(JSON.parse(JSON.stringify(category)), { parent: { id: 2 } })
    })
    t.ok(statements.length < 25, `${lazy} ends after ${statements.length} statements`)
  }
})

eachDatabase(t, 'what was loaded along a relationship knows where it came from', async (t, database) => {
  const { Customer, Order } = (await openShop(database)).models
  const statements = await database.count(async () => {
    for (const lazy of ['joined', 'selectin'] as const) {
      const customers = await Customer.with('orders', { lazy })
        .with('profile', { lazy })
        .orderBy('id')
        .limit(3)
      for (const customer of customers) {
        for (const order of customer.orders) t.equal(await order.customer, customer)
        if (customer.profile) t.equal(await customer.profile.customer, customer)
      }
    }
  })
  t.equal(statements.length, 4)
  const [one, two] = await Order.whereIn('id', [1, 10]).with('customer').orderBy('id')
  t.equal(one?.customer, two?.customer, 'rows that share a row share an instance')
})

eachDatabase(t, 'two joined collections give each instance once', async (t, database) => {
  const { Customer, Item } = (await openShop(database)).models
  const expected = await Item.with('tags', { lazy: 'selectin' })
    .with('orderLines', { lazy: 'selectin' })
    .orderBy('id')
  let joined: unknown
  const statements = await database.count(async () => {
    joined = await Item.with('tags', { lazy: 'joined' }).with('orderLines', { lazy: 'joined' }).orderBy('id')
  })
  t.equal(statements.length, 1)
  t.equal(JSON.stringify(joined), JSON.stringify(expected))
  const deep = await Customer.with('orders', { lazy: 'joined' })
    .with('orders.orderLines', { lazy: 'joined' })
    .orderBy('id')
  t.equal(JSON.stringify(deep), JSON.stringify(await Customer.with('orders.orderLines').orderBy('id')))
})

eachDatabase(t, 'deep paths give the same by every strategy', async (t, database) => {
  await createShop(database)
  const texts = new Set<string>()
  for (const lazy of ['select', 'joined', 'selectin'] as const) {
    const db = await automap(database.knex)
    let query = db.model('Customer').orderBy('id')
    const paths = ['orders', 'orders.orderLines', 'orders.orderLines.item', 'orders.orderLines.item.category']
    for (const path of lazy === 'select' ? [] : paths) query = query.with(path, { lazy })
    const customers = await query
    for (const customer of customers) {
      for (const order of (await customer.orders) as Untyped[]) {
        for (const line of (await order.orderLines) as Untyped[])
          await ((await line.item) as Untyped).category
      }
    }
    texts.add(JSON.stringify(customers))
  }
  t.equal(texts.size, 1)
})

eachDatabase(t, 'a path that leads back loads what it says', async (t, database) => {
  const { Customer, Profile } = (await openShop(database)).models
  for (const options of [{ lazy: 'joined' }, { lazy: 'selectin' }] as const) {
    const [customer] = await Customer.with('orders', options)
      .with('orders.customer', options)
      .with('orders.customer.billingAddress', options)
      .whereHas('orders')
    t.equal(typeof customer?.orders[0]?.customer.billingAddress.city, 'string', options.lazy)
    const [filtered] = await Customer.with('orders', options)
      .with('orders.customer', options, back => back.where('name', 'nobody'))
      .whereHas('orders')
    t.equal(filtered?.orders[0]?.customer, null, options.lazy)
    const [profile] = await Profile.with('customer', options).with('customer.profile', options, back =>
      back.where('bio', 'nothing like it'),
    )
    t.equal(profile?.customer.profile, null, options.lazy)
  }
  const [customer] = await Customer.with('orders.customer.billingAddress').whereHas('orders')
  t.equal(typeof customer?.orders[0]?.customer.billingAddress.city, 'string', 'by rule')
})
