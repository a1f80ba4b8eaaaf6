import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'a subclass of a model takes its place', async (t, database) => {
  const db = await openShop(database)
  const before = db.models
  const old = await db.models.Customer.get(1)
  class Client extends db.models.Customer {
    greetings = 0
    override get name(): string {
      return `${super.name}!`
    }
    greet(): number {
      return ++this.greetings
    }
  }
  t.equal(db.use(Client), Client)
  t.equal(db.models.Customer, Client, 'under the name of the model')
  t.equal(db.model('Customer'), Client)
  t.equal(db.model<object>('customer'), Client)
  t.equal(before.Customer.name, 'Customer', 'who held the models still holds the old ones')
  t.not(before, db.models)
  t.ok(Object.isFrozen(db.models))
  const client = await Client.get(2)
  t.equal(client.name, 'Customer 2!')
  t.equal(client.greet(), 1)
  t.ok(client instanceof Client)
  t.ok(client instanceof before.Customer)
  for (const found of [
    await before.Customer.get(2),
    await (await db.models.Order.get(1)).customer,
    (await db.models.Order.with('customer').get(1)).customer,
    (await db.models.Order.query().with('customer', { lazy: 'selectin' }).get(1)).customer,
  ])
    t.equal(Object(found).constructor, Client)
  t.notOk(old instanceof Client, 'what was loaded before stays what it was')
  t.equal(old.name, 'Customer 1')

  class Second extends Client {}
  db.use(Second)
  t.equal((await db.models.Customer.get(2)).constructor, Second)
  t.equal((await Second.get(2)).name, 'Customer 2!')
})

eachDatabase(t, 'a class that cannot take a model’s place is told why', async (t, database) => {
  const db = await openShop(database)
  const other = await automap(database.knex)
  const { Customer } = db.models
  class Used extends Customer {}
  class Stranger {}
  class Foreign extends (other.models.Customer!) {}
  class Late extends Customer {}
  class Hiding extends Customer {
    override email = 'x'
  }
  class Declaring extends Customer {
    static relationships = {}
  }
  const use = (model: unknown): Promise<string> => errorOf(() => db.use(model as abstract new () => object))
  const stranger = (name: string): string =>
    `MappingError MODEL_UNKNOWN: Cannot use class "${name}": it extends no model of this automap. Write class ${name} extends db.models.… for the one whose place it takes`
  t.equal(
    await use('Customer'),
    'DeclarationError DECLARATION_INVALID: Expected use() to be given a class, got "Customer"',
  )
  t.equal(await use(Stranger), stranger('Stranger'))
  t.equal(await use(Foreign), stranger('Foreign'))
  const twice = 'it is a model already, and was used before or mapped by automap()'
  t.equal(await use(Customer), `DeclarationError MODEL_TAKEN: Cannot use class "Customer": ${twice}`)
  t.equal(
    await use(Hiding),
    'DeclarationError PROPERTY_HIDDEN: Class "Hiding" hides mapped property "email" behind a class field; write `declare email: …` instead of a field, or leave it out',
  )
  t.equal(
    await use(Declaring),
    'DeclarationError DECLARATION_INVALID: Cannot use class "Declaring": it declares static relationships, which counts at boot only. Pass such a class to automap(connection, { models: [Declaring] })',
  )
  t.equal(db.models.Customer, Customer, 'a refusal changes nothing')
  t.equal(await use(Used), 'no error')
  t.equal(await use(Used), `DeclarationError MODEL_TAKEN: Cannot use class "Used": ${twice}`)
  t.equal(
    await use(Late),
    'DeclarationError MODEL_TAKEN: Cannot use class "Late" as model "Customer": class "Used" has taken that place. Extend that one',
  )
})
