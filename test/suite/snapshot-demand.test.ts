// What boots from a snapshot builds each model when it is first used; nobody is to notice.
import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/index.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import type { AutomapOptions } from '../../types/options.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { createShop } from '../fixtures/shop.js'

async function thawed(database: Database, options: AutomapOptions = {}): Promise<Automap> {
  await createShop(database)
  const snapshot = await (await automap(database.knex)).snapshot()
  return automap.fromSnapshot(database.knex, snapshot, options)
}

eachDatabase(t, 'models look as they always do', async (t, database) => {
  const db = await thawed(database)
  const wanted = await automap(database.knex)
  t.same(Object.keys(db.models), Object.keys(wanted.models))
  t.equal(inspect(db.models), inspect(wanted.models))
  t.ok(Object.isFrozen(db.models))
  t.equal(Object.getPrototypeOf(db.models), null)
  const { Customer } = db.models
  t.equal(db.models.Customer, Customer)
  t.equal(db.model('customer'), Customer)
  t.equal({ ...db.models }.Customer, Customer)
  t.same(
    Object.getOwnPropertyNames(Object.getPrototypeOf(Customer!.prototype)),
    Object.getOwnPropertyNames(Object.getPrototypeOf(wanted.models.Customer!.prototype)),
  )
  t.equal(db.models.Nothing, undefined)
})

eachDatabase(t, 'rows are loaded along paths of models that nobody has named', async (t, database) => {
  const db = await thawed(database)
  const statements = await database.count(async () => {
    const [order] = (await db.models.Order!.with('customer.billingAddress').limit(1)) as Untyped[]
    t.equal((order!.customer as Untyped).billingAddress instanceof db.models.Address!, true)
    t.equal(order!.customer instanceof db.models.Customer!, true)
  })
  t.equal(statements.length, 1, 'to build a model asks nothing')
  const [customer] = (await db.models.Customer!.whereHas('orders').limit(1)) as Untyped[]
  const [first] = (await customer!.orders) as Untyped[]
  t.equal(first!.customer, customer, 'the other side is tied back')
})

eachDatabase(t, 'a class takes the place of a model that was not used yet', async (t, database) => {
  const db = await thawed(database)
  const before = db.models
  class Customer extends db.model('customer') {
    get shout(): string {
      return 'hey'
    }
  }
  db.use(Customer)
  t.equal(db.models.Customer, Customer)
  t.equal(before.Order, db.models.Order)
  const [order] = (await db.models.Order!.with('customer').limit(1)) as Untyped[]
  t.equal((order!.customer as Untyped).shout, 'hey')
})

eachDatabase(t, 'what is reflected later is linked with what nobody has used yet', async (t, database) => {
  const db = await thawed(database, { only: ['customer', 'orders', 'address'] })
  const { Order } = db.models
  t.notOk(db.relationships.some(({ target }) => target === 'Profile'))
  await db.reflect({ only: ['profile'] })
  t.equal(db.models.Order, Order)
  const [profile] = (await db.models.Profile!.with('customer').limit(1)) as Untyped[]
  t.equal(profile!.customer instanceof db.models.Customer!, true)
  t.ok(await (profile!.customer as Untyped).profile)
  t.ok(db.relationships.some(({ model, name }) => model === 'Customer' && name === 'profile'))
  await database.knex.schema.dropTable('profile')
  t.match(await errorOf(() => db.reflect({ only: ['nothing_of_this_name'] })), 'OPTION_INVALID')
  t.ok(db.models.Customer)
})
