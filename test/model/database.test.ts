import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { AutomapOptions } from '../../types/options.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(
  t,
  'a model is found by its name, by its table, and by schema and table',
  async (t, database) => {
    const db = await openShop(database)
    const schema = { sqlite: 'main', postgres: 'public' }[database.dialect]
    t.equal(db.model('Order'), db.models.Order)
    t.equal(db.model<object>('orders'), db.models.Order)
    t.equal(db.model<object>(`${schema}.order_line`), db.models.OrderLine)
  },
)

eachDatabase(t, 'a model that there is not is answered with the nearest one', async (t, database) => {
  const db = await openShop(database)
  const refused = (message: string): Expected => ({
    name: 'MappingError',
    code: 'MODEL_UNKNOWN',
    message,
  })
  t.throws(() => db.model('Ordr'), refused('No model or table is called "Ordr". Did you mean "Order"?'))
  t.throws(
    () => db.model('order_lines'),
    refused('No model or table is called "order_lines". Did you mean "order_line"?'),
  )
  t.throws(() => db.model('xyzzy'), refused('No model or table is called "xyzzy"'))
  t.throws(() => db.model('toString'), refused('No model or table is called "toString"'))
  t.throws(() => db.model('__proto__'), refused('No model or table is called "__proto__"'))
  t.throws(
    () => db.model(undefined as unknown as string),
    refused('Expected the name of a model or table, got undefined'),
  )
})

eachDatabase(
  t,
  "a table outside the connection's schema is found by schema, and by name where it is alone",
  async (t, database) => {
    await database.exec(`create schema sales; create table customer (id integer primary key);
      create table sales.customer (id integer primary key); create table sales.invoice (id integer primary key);`)
    const db = await automap(database.knex, { schema: ['public', 'sales'] })
    t.equal(db.model('customer'), db.models.Customer)
    t.equal(db.model('sales.customer'), db.models.SalesCustomer)
    t.equal(db.model('public.customer'), db.models.Customer)
    t.equal(db.model('invoice'), db.models.Invoice)
  },
  'postgres',
)

/** Every object below a value that is not frozen, by its path. */
function loose(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const below = Object.entries(value).flatMap(([name, part]) => loose(part, `${path}.${name}`))
  return Object.isFrozen(value) ? below : [path, ...below]
}

eachDatabase(
  t,
  'what is known about the database is frozen, and safe to write as JSON',
  async (t, database) => {
    const db = await openShop(database)
    for (const [name, data] of Object.entries({
      schema: db.schema,
      relationships: db.relationships,
      report: db.report,
    })) {
      t.same(loose(data), [], name)
      t.same(JSON.parse(JSON.stringify(data)), data, name)
    }
    t.ok(Object.isFrozen(db.models))
    t.equal(Object.getPrototypeOf(db.models), null)
  },
)

const looks: Readonly<Record<string, (look: (...seen: unknown[]) => void) => AutomapOptions>> = {
  only: look => ({ only: table => look(table) === undefined }),
  except: look => ({ except: ['x*', table => look(table) !== undefined] }),
  className: look => ({
    naming: {
      className: (table, name) => {
        look(table)
        return name
      },
    },
  }),
  propertyName: look => ({
    naming: {
      propertyName: (column, table, name) => {
        look(column, table)
        return name
      },
    },
  }),
  relationships: look => ({ relationships: candidate => look(candidate) }),
}

for (const [option, optionsOf] of Object.entries(looks)) {
  eachDatabase(t, `what a function in option "${option}" is given is frozen`, async (t, database) => {
    await database.exec(`create table parent (a integer not null, b integer not null, primary key (a, b));
      create table child (id integer primary key, a integer, b integer, foreign key (a, b) references parent (a, b))`)
    const seen: unknown[] = []
    await automap(
      database.knex,
      optionsOf((...given) => void seen.push(...given)),
    )
    t.ok(seen.length > 0)
    for (const each of seen) t.same(loose(each), [])
  })
}

eachDatabase(t, 'relationships are listed by model and name', async (t, database) => {
  const db = await openShop(database)
  const names = db.relationships.map(({ model, name }) => `${model}.${name}`)
  t.same(names, [...names].sort())
  t.equal(names.length, 34)
  t.same(
    db.relationships.find(({ model, name }) => model === 'Order' && name === 'customer'),
    {
      model: 'Order',
      name: 'customer',
      target: 'Customer',
      inverse: 'orders',
      kind: 'manyToOne',
      columns: ['customer_id'],
      referencedColumns: ['id'],
      through: null,
      key: 'orders(customer_id) -> customer(id)',
      lazy: 'select',
      nullable: false,
      cascade: ['saveUpdate', 'merge'],
      passiveDeletes: false,
      viewOnly: false,
    },
  )
})

eachDatabase(t, 'explain tells where a name comes from', async (t, database) => {
  const db = await openShop(database)
  const explanation = db.explain('Order.customer')
  t.equal(explanation.key, 'orders(customer_id) -> customer(id)')
  t.match(
    String(explanation),
    /^Order\.customer is the relationship of orders\(customer_id\) -> customer\(id\)\n/,
  )
  t.throws(() => db.explain('Order.custommer'), {
    name: 'MappingError',
    code: 'PROPERTY_UNKNOWN',
    message: 'Model "Order" has no property "custommer". Did you mean "customer"?',
  })
})

eachDatabase(t, 'a connection that was given stays open when the automap is closed', async (t, database) => {
  const db = await openShop(database)
  const order = await db.models.Order.get(1)
  const { orders } = { orders: order.orderLines }
  t.equal(db.knex, database.knex)
  await db.close()
  await db.close()
  const closed = (doing: string): Expected => ({
    name: 'TransactionError',
    code: 'CLOSED',
    message: `Cannot ${doing}: this automap was closed`,
  })
  await t.rejects(db.models.Order.get(1), closed('query model "Order"'))
  await t.rejects(Promise.resolve(orders), closed('load Order.orderLines'))
  await t.rejects(
    db.transaction(() => 1),
    closed('begin a transaction'),
  )
  await t.rejects(db.load(order, 'customer'), closed('load Order.customer'))
  t.equal((await database.knex('orders')).length, 30)
})

eachDatabase(t, 'a connection that automap opened is closed with it', async (t, database) => {
  await openShop(database)
  const db = await automap(database.url)
  t.not(db.knex, database.knex)
  t.equal(await db.models.Order?.count(), 30)
  await db[Symbol.asyncDispose]()
  await t.rejects(Promise.resolve(db.knex.raw('select 1')), /Unable to acquire a connection/)
  const byConfig = await automap(database.config)
  await byConfig.close()
  await t.rejects(Promise.resolve(byConfig.knex.raw('select 1')), /Unable to acquire a connection/)
})

eachDatabase(t, 'two automaps of one process never meet', async (t, database) => {
  const one = await openShop(database)
  const two = await automap(database.knex)
  t.not(one.models.Order, two.models.Order)
  const order = await two.models.Order!.get(1)
  t.notOk(order instanceof one.models.Order)
  await one.close()
  t.equal(await two.models.Order!.count(), 30)
  t.match(await order.customer, { id: 2 })
})

interface Expected {
  name: string
  code: string
  message: string
}
