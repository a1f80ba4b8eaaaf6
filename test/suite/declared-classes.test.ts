/** What declared classes are, beside what they declare: their members, their fields, and whose they are. */

import { inspect } from 'node:util'
import t from 'tap'
import { automap, computed, integer, model, relationship, sql, text } from '../../lib/index.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { createShop } from '../fixtures/shop.js'

/** A plain class as it is once it is mapped. */
function mapped<T extends object>(model: new () => T): Model<T> {
  return model as unknown as Model<T>
}

async function schemaOf(database: Database): Promise<string> {
  await createShop(database)
  return { sqlite: 'main', postgres: 'public' }[database.dialect]
}

eachDatabase(t, 'a declared class is what every way to its rows gives', async (t, database) => {
  await createShop(database)
  class Customer extends model('customer', { id: integer().primaryKey(), name: text() }) {
    override get name(): string {
      return super.name.toUpperCase()
    }
  }
  const { Order, ...models } = (await automap(database.knex, { models: [Customer] })).models
  t.equal(models.Customer, Customer as unknown)
  const db = { order: (await Order!.get(1)) as Untyped }
  const found: unknown[] = [
    await Customer.get(2),
    await Customer.find(2),
    await Customer.first(),
    await Customer.findBy({ id: 2 }),
    ...(await Customer.where('id', 2)),
    ...(await Customer.paginate({ page: 1, perPage: 1 })).items,
    await db.order.customer,
    ((await Order!.with('customer').get(1)) as Untyped).customer,
    ((await Order!.with('customer', { lazy: 'selectin' }).get(1)) as Untyped).customer,
  ]
  for await (const customer of Customer.limit(1)) found.push(customer)
  for (const customer of found) {
    t.equal((customer as object).constructor, Customer)
    t.match((customer as Customer).name, /^CUSTOMER [12]$/)
  }
  t.equal((await Customer.where('name', 'Customer 2')).length, 1, 'queries ask for what the column holds')
  t.same(await Customer.where('id', 2).pluck('name'), ['Customer 2'])
})

eachDatabase(t, 'a plain class has members, fields and statics like any other', async (t, database) => {
  await createShop(database)
  class Named {
    declare name: string
    get initial(): string {
      return this.name[0] as string
    }
  }
  class Customer extends Named {
    static table = 'customer'
    static columns = { email: text().nullable() }
    static relationships = { orders: relationship('Order', { backPopulates: 'buyer' }) }
    static named(name: string): unknown {
      return mapped(Customer).findBy({ name })
    }
    declare id: number
    declare email: string | null
    #visits = 0
    visit(): number {
      return ++this.#visits
    }
  }
  class Order {
    static columns = { id: integer().primaryKey() }
    static table = 'orders'
    static relationships = { buyer: relationship(() => Customer) }
    declare id: number
  }
  const db = await automap(database.knex, { models: { Customer, Order } })
  const customer = await mapped(Customer).get(2)
  t.equal(customer.initial, 'C')
  t.equal(customer.email, 'c2@shop.test')
  t.same([customer.visit(), customer.visit()], [1, 2])
  t.equal((await mapped(Customer).get(2)).visit(), 1)
  t.ok((await Customer.named('Customer 3')) instanceof Customer)
  const [order] = (await Reflect.get(customer, 'orders')) as [Order]
  t.ok(order instanceof Order)
  t.equal(Reflect.get(order, 'buyer'), customer, 'the other side is known')
  t.equal(db.models.Customer, Customer)
  t.equal(db.model('orders'), Order as unknown)
  t.equal(inspect(await mapped(Order).only('id').first()), 'Order { id: 1, customerId: 2 }')
  t.equal(Object.keys(customer).length, 0, 'nothing shows on the instance')
})

eachDatabase(t, 'a computed property is a getter here and SQL there', async (t, database) => {
  await createShop(database)
  class OrderLine extends model('order_line', {
    orderId: integer().primaryKey(),
    lineNo: integer().primaryKey(),
    quantity: integer(),
    double: computed(integer(), {
      get: (row: { quantity: number }) => row.quantity * 2,
      sql: ({ quantity }) => sql`${quantity} * 2`,
    }),
  }) {}
  await automap(database.knex, { models: [OrderLine] })
  const line = (await OrderLine.where('double', '>', 4).orderBy('double').first()) as OrderLine
  t.equal(line.double, line.quantity * 2)
  t.ok(line.double > 4)
})

eachDatabase(t, 'what the database lacks is refused where it is used', async (t, database) => {
  await createShop(database)
  class Customer extends model('customer', { nickname: text().nullable() }) {
    static relationships = { wishes: relationship(() => Wish) }
  }
  class Wish extends model('wish', { id: integer().primaryKey() }) {}
  class Dream {
    static table = 'dream'
  }
  const models = [Customer, Wish, Dream]
  const failed = errorOf(() => automap(database.knex, { models, strict: true }))
  t.match(await failed, /^DeclarationError DECLARATION_MISMATCH: /)
  const unmapped = (name: string, why: string): string =>
    `MappingError MODEL_UNKNOWN: Class "${name}" is not mapped${why}`
  t.equal(
    await errorOf(() => Customer.query()),
    unmapped('Customer', ' yet: pass it to automap(connection, { models: [Customer] })'),
  )
  t.notOk('where' in Dream, 'a boot that fails changes nothing')

  const { report } = await automap(database.knex, { models })
  const customer = await Customer.get(1 as never)
  t.equal(
    await errorOf(() => customer.nickname),
    'MappingError PROPERTY_UNKNOWN: Cannot use "Customer.nickname": table "customer" has no column "nickname". Add the column, or remove the property from the class',
  )
  t.equal(
    await errorOf(() => Customer.where('nickname', 'Ada')),
    'MappingError PROPERTY_UNKNOWN: Model "Customer" has no property "nickname": the class declares it, and the database has no column for it that is read; the report\'s declarations say why',
  )
  t.equal(
    await errorOf(() => Customer.with('wishes' as never)),
    'MappingError RELATIONSHIP_UNKNOWN: Model "Customer" has no relationship "wishes": the declared one fits nothing in the database; the report\'s declarations say why',
  )
  const missing = {
    Dream: 'the database has no table "dream". Did you mean "item"?',
    Wish: 'the database has no table "wish"',
  }
  t.same(
    report.declarations
      .filter(({ property }) => property === null)
      .map(({ model, message }) => [model, message]),
    Object.entries(missing),
  )
  for (const each of [Wish, Dream]) {
    t.equal(
      await errorOf(() => mapped(each as new () => { id: number }).where('id', 1)),
      unmapped(each.name, `: ${missing[each.name as keyof typeof missing]}`),
    )
  }
})

eachDatabase(t, 'a class belongs to one automap until that is closed', async (t, database) => {
  const schema = await schemaOf(database)
  class Customer extends model('customer', { name: text() }) {}
  class Tag {
    static table = 'tag'
  }
  const both = await Promise.allSettled([
    automap(database.knex, { models: [Tag, Customer] }),
    automap(database.knex, { models: [Tag, Customer] }),
  ])
  const [first] = both.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const [second] = both.flatMap(each => (each.status === 'rejected' ? [each.reason as Error] : []))
  t.match(second, {
    name: 'DeclarationError',
    code: 'MODEL_TAKEN',
    message: `Cannot map class "Customer" to table "${schema}.customer": it is mapped to table "${schema}.customer" of another automap that is still open. Close that one first, or declare a class for each`,
  })
  t.equal((await Customer.get(1 as never)).name, 'Customer 1')
  await first?.close()
  await automap(database.knex, { models: [Tag], naming: 'preserve' })
  t.equal(
    await errorOf(() => Customer.get(1 as never)),
    'TransactionError CLOSED: Cannot query model "Customer": this automap was closed',
  )
  const again = await automap(database.knex, { models: [Customer], naming: 'preserve' })
  const customer = (await Customer.get(1 as never)) as unknown as Untyped
  t.equal(customer.billing_address_id, 2)
  t.notOk('billingAddressId' in customer, 'accessors of before are gone')
  t.equal(again.models.Customer, Customer as unknown)
})

eachDatabase(
  t,
  'a field that hides a property fails the boot, whatever else is declared',
  async (t, database) => {
    await createShop(database)
    class Tag extends model('tag') {}
    class Customer extends model('customer', { id: integer() }) {
      name = ''
    }
    const boot = (): Promise<unknown> => automap(database.knex, { models: [Tag, Customer] })
    t.equal(
      await errorOf(boot),
      'DeclarationError PROPERTY_HIDDEN: Class "Customer" hides mapped property "name" behind a class field; write `declare name: …` instead of a field, or leave it out',
    )
    t.match(await errorOf(() => Tag.all()), /^MappingError MODEL_UNKNOWN: Class "Tag" is not mapped yet/)
  },
)

eachDatabase(t, 'a class that took a place keeps it when more is reflected', async (t, database) => {
  await createShop(database)
  class Tag extends model('tag', { id: integer().primaryKey() }) {}
  const db = await automap(database.knex, { only: ['customer', 'tag'], models: [Tag] })
  const before = db.models
  class Customer extends (before.Customer!) {
    visits: string[] = []
  }
  db.use(Customer)
  await db.reflect({ only: ['orders', 'item_tag', 'item'] })
  t.equal(db.models.Customer, Customer as unknown)
  const customer = await Customer.get(2)
  t.same(customer.visits, [])
  const [order] = (await (customer as Untyped).orders) as [Untyped]
  t.equal(await order.customer, customer)
  t.equal((await before.Customer!.get(2)).constructor, Customer)
  t.equal(db.models.Tag, Tag as unknown)
  const tag = (await Tag.get(1)) as unknown as Untyped
  t.equal(((await tag.items) as unknown[]).length > 0, true, 'a declared class learns of new relationships')
})
