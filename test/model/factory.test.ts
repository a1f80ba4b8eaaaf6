import t from 'tap'
import { automap } from '../../lib/automap.js'
import { integer } from '../../lib/declaration/columns.js'
import { readDeclaration } from '../../lib/declaration/read.js'
import { model } from '../../lib/model/declare.js'
import { markUnmapped } from '../../lib/model/factory.js'
import { Model } from '../../lib/model/model.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model as MappedModel } from '../../types/model.js'
import { eachDatabase } from '../fixtures/databases.js'
import { complete, declarationOf } from '../fixtures/declared.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'a class is built over a layer of accessors, by any name', async (t, database) => {
  const quote = { sqlite: '`', postgres: '"' }[database.dialect]
  await database.exec(`create table ${quote}a b'c;--${quote} (id integer primary key);
    create table plain (id integer primary key);`)
  const { models } = await automap(database.knex, { naming: 'preserve' })
  t.same(Object.keys(models).sort(), ["a b'c;--", 'plain'])
  const model = models["a b'c;--"]!
  t.equal(model.name, "a b'c;--")
  const layer: unknown = Object.getPrototypeOf(model)
  t.equal(Object.getPrototypeOf(layer), Model)
  t.same(Reflect.ownKeys(model.prototype), ['constructor'], 'the class itself is left for members of its own')
  t.equal(await model.count(), 0)
})

/** What classes without types see of a customer. */
declare class Row {
  get id(): number
  get name(): string
  get orders(): unknown
}

/** A class as it is once it is mapped. */
function mapped(model: unknown): MappedModel<Untyped> {
  return model as MappedModel<Untyped>
}

function nameOf(instance: unknown): unknown {
  return Reflect.get(instance as object, 'name')
}

eachDatabase(
  t,
  'a class over model() is completed: what is written by hand wins, and super reaches what is generated',
  async (t, database) => {
    const db = await openShop(database)
    const Loud = <C extends new (...inputs: never[]) => Row>(base: C): C =>
      class extends (base as new (...inputs: never[]) => Row) {
        override get name(): string {
          return super.name.toUpperCase()
        }
      } as unknown as C
    class Customer extends Loud(model('customer', {}) as unknown as new () => Row) {
      static where(): string {
        return 'hand-written'
      }
      override get name(): string {
        return `${super.name} (#${this.id})`
      }
    }
    complete(db, { Customer: readDeclaration(Customer) })
    const customer = await mapped(Customer).get(3)
    t.equal(nameOf(customer), 'CUSTOMER 3 (#3)')
    t.ok(customer instanceof Customer)
    t.equal(customer.constructor, Customer)
    t.equal(Customer.where(), 'hand-written')
    t.ok((await (await db.models.Order.get(1)).customer) instanceof Customer, 'relationships give it, too')
    const layer: object = Object.getPrototypeOf(Object.getPrototypeOf(Customer))
    t.ok(
      Object.hasOwn(Reflect.get(layer, 'prototype') as object, 'name'),
      'the accessors are on what model() gave',
    )
  },
)

eachDatabase(
  t,
  'a plain class gets a layer under itself, and what it extends stays as it was',
  async (t, database) => {
    const db = await openShop(database)
    class Stamped {
      get name(): string {
        return 'above'
      }
      get stamp(): string {
        return `stamped ${String(Reflect.get(this, 'id'))}`
      }
      toJSON(): string {
        return 'by hand'
      }
      static where(): string {
        return 'hand-written'
      }
    }
    class Customer extends Stamped {}
    class Order extends Stamped {}
    class Tag {
      get label(): string {
        return `${String(Reflect.get(Object.getPrototypeOf(Tag.prototype) as object, 'label', this))}!`
      }
    }
    complete(db, { Customer: declarationOf(Customer), Order: declarationOf(Order), Tag: declarationOf(Tag) })
    const customer = await mapped(Customer).with('orders').get(2)
    t.equal(Reflect.get(customer, 'email'), 'c2@shop.test')
    t.equal(nameOf(customer), 'above', 'what is inherited was written by hand, too')
    t.equal(Reflect.get(customer, 'stamp'), 'stamped 2')
    t.equal(JSON.stringify(customer), '"by hand"')
    t.equal(Customer.where(), 'hand-written')
    const [order] = Reflect.get(customer, 'orders') as object[]
    t.ok(order instanceof Order)
    t.ok(order instanceof Stamped)
    t.notOk(order instanceof Customer)
    t.same(Object.getPrototypeOf(Stamped.prototype), Object.prototype)
    t.notOk('email' in Stamped.prototype)
    t.equal(Reflect.get(await mapped(Tag).get(1), 'label'), `${(await db.models.Tag.get(1)).label}`)
    t.equal((await mapped(Tag).where('id', '<', 3)).length, 2)
    t.match(String(await mapped(Tag).query().first()), /object/)
  },
)

eachDatabase(t, 'a class below a declared one has accessors of its own', async (t, database) => {
  const db = await openShop(database)
  class Person {
    get name(): string {
      return `${String(Reflect.get(Object.getPrototypeOf(Person.prototype) as object, 'name', this))}!`
    }
  }
  class Busy extends Person {}
  class Lazy extends Person {}
  complete(db, { BusyCustomer: declarationOf(Busy), Customer: declarationOf(Person) })
  complete(db, { Profile: declarationOf(Lazy) })
  const busy = (await mapped(Busy).query().first())!
  t.ok(busy instanceof Person)
  t.match(Reflect.get(busy, 'orderCount'), 3)
  t.match(nameOf(busy), /^Customer \d+!$/, 'what the parent wrote by hand wins')
  t.notOk('orderCount' in Person.prototype)
  t.equal(nameOf(await mapped(Person).get(1)), 'Customer 1!')
  t.ok('bio' in (await mapped(Lazy).query().first())!, 'also one that comes later')
  t.notOk('bio' in Person.prototype)
})

eachDatabase(t, 'one that fails leaves all classes unbound and unchanged', async (t, database) => {
  const db = await openShop(database)
  class Tag {}
  class Customer {
    name = 'x'
  }
  class Item extends (model('item') as unknown as new () => object) {}
  const declarations = {
    Tag: declarationOf(Tag),
    Item: readDeclaration(Item),
    Customer: declarationOf(Customer),
  }
  t.equal(
    await errorOf(() => complete(db, declarations)),
    'DeclarationError PROPERTY_HIDDEN: Class "Customer" hides mapped property "name" behind a class field; write `declare name: …` instead of a field, or leave it out',
  )
  t.equal(Object.getPrototypeOf(Tag), Function.prototype)
  t.equal(Object.getPrototypeOf(Tag.prototype), Object.prototype)
  t.same(Reflect.ownKeys(Object.getPrototypeOf(Item.prototype) as object), ['constructor'])
  t.equal(
    await errorOf(() => mapped(Item).query()),
    'MappingError MODEL_UNKNOWN: Class "Item" is not mapped yet: pass it to automap(connection, { models: [Item] })',
  )
  t.equal((await db.models.Tag.get(1)).constructor, db.models.Tag)
})

eachDatabase(
  t,
  'a class belongs to one open automap; after close() another may have it, with other accessors',
  async (t, database) => {
    const db = await openShop(database)
    class Customer extends (model('customer') as unknown as new () => object) {}
    complete(db, { Customer: readDeclaration(Customer) })
    t.ok('billingAddress' in Customer.prototype)
    await database.exec('create table client (id integer primary key, nickname text)')
    const other = await automap(database.knex)
    const schema = { sqlite: 'main', postgres: 'public' }[database.dialect]
    t.equal(
      await errorOf(() => complete(other, { Client: readDeclaration(Customer) })),
      `DeclarationError MODEL_TAKEN: Cannot map class "Customer" to table "${schema}.client": it is mapped to table "${schema}.customer" of another automap that is still open. Close that one first, or declare a class for each`,
    )
    t.equal((await mapped(Customer).get(1)).constructor, Customer)
    await db.close()
    await database.knex('client').insert({ id: 7, nickname: 'Bob' })
    complete(other, { Client: readDeclaration(Customer) })
    const client = await mapped(Customer).get(7)
    t.equal(Reflect.get(client, 'nickname'), 'Bob')
    t.notOk('billingAddress' in client, 'the old accessors are gone')
    complete(other, { Client: readDeclaration(Customer) })
    t.equal(Reflect.get(await mapped(Customer).get(7), 'nickname'), 'Bob', 'the same automap may do it again')
  },
)

eachDatabase(t, 'what model() gave may stand under several classes', async (t, database) => {
  const db = await openShop(database)
  const Named = model('customer', { id: integer().primaryKey() }) as unknown as new () => object
  class Customer extends Named {}
  class Tag extends Named {}
  class Elsewhere extends Named {}
  complete(db, { Customer: readDeclaration(Customer), Tag: readDeclaration(Tag) })
  const other = await automap(database.knex)
  complete(other, { Address: readDeclaration(Elsewhere) })
  const [customer, tag, address] = await Promise.all(
    [Customer, Tag, Elsewhere].map(each => mapped(each).get(1)),
  )
  t.equal(nameOf(customer), 'Customer 1')
  t.equal(Reflect.get(tag!, 'label'), (await other.models.Tag!.get(1)).label)
  t.equal(Reflect.get(address!, 'city'), (await db.models.Address.get(1)).city)
})

eachDatabase(t, 'what model() gave may be a model itself', async (t, database) => {
  const db = await openShop(database)
  const Tag = model('tag')
  class Item extends (Tag as unknown as new () => object) {}
  complete(db, { Tag: declarationOf(Tag), Item: declarationOf(Item) })
  t.type(Reflect.get(await mapped(Tag).get(1), 'label'), 'string')
  t.type(Reflect.get(await mapped(Item).get(1), 'sku'), 'string')
  t.notOk('sku' in Tag.prototype)
})

eachDatabase(t, 'a frozen class cannot be completed unless model() is under it', async (t, database) => {
  const db = await openShop(database)
  class Plain {}
  Object.freeze(Plain.prototype)
  t.equal(
    await errorOf(() => complete(db, { Tag: declarationOf(Plain) })),
    'DeclarationError DECLARATION_INVALID: Cannot map class "Plain" to table "tag": it is frozen or sealed, and accessors cannot be put under it',
  )
  class Tag extends (model('tag') as unknown as new () => object) {}
  Object.freeze(Tag)
  Object.freeze(Tag.prototype)
  complete(db, { Tag: readDeclaration(Tag) })
  t.equal((await mapped(Tag).get(1)).constructor, Tag)
})

t.test('a class whose table is missing says so wherever it is used', async t => {
  class Tag extends (model('tag') as unknown as new () => object) {}
  class Plain {}
  class Sealed {}
  Object.seal(Sealed)
  for (const each of [Tag, Plain, Plain, Sealed]) markUnmapped(each, 'schema "main" has no table "tag"')
  for (const each of [Tag, Plain]) {
    t.equal(
      await errorOf(() => mapped(each).where('id', 1)),
      `MappingError MODEL_UNKNOWN: Class "${each.name}" is not mapped: schema "main" has no table "tag"`,
    )
  }
  t.equal(Object.getPrototypeOf(Object.getPrototypeOf(Plain)), Model, 'one layer is enough')
  t.equal(Object.getPrototypeOf(Sealed), Function.prototype)
})
