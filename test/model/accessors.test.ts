import t from 'tap'
import { automap } from '../../lib/automap.js'
import { integer, text } from '../../lib/declaration/columns.js'
import { computed } from '../../lib/declaration/computed.js'
import { membersOf, relationshipsOf } from '../../lib/declaration/members.js'
import { relationship } from '../../lib/declaration/relationship.js'
import { sql } from '../../lib/declaration/sql.js'
import type { Instance } from '../../lib/instance/instance.js'
import { collectionChange } from '../../lib/instance/relation.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { eachDatabase } from '../fixtures/databases.js'
import { complete, declarationOf } from '../fixtures/declared.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'
import { openTrade, relationshipOf } from '../fixtures/trade.js'

eachDatabase(t, 'accessors on a prototype give undefined', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const prototype: unknown = Order.prototype
  t.same(Object.keys(Object(Object.getPrototypeOf(prototype))).sort(), [
    'customer',
    'customerId',
    'id',
    'note',
    'orderLines',
    'placedAt',
  ])
  for (const name of ['id', 'note', 'customer', 'orderLines'])
    t.equal(Object(prototype)[name], undefined, name)
})

eachDatabase(t, 'columns and relationships can be assigned', async (t, database) => {
  const { Order, Customer } = (await openShop(database)).models
  const order = await Order.with('orderLines').get(1)
  const statements = await database.count(() => {
    order.note = 'new'
    order.placedAt = new Date(0)
    order.orderLines = []
    Object.assign(order, { customerId: 3 })
  })
  t.same(statements, [], 'without a statement')
  t.same([order.note, order.placedAt, order.orderLines, order.customerId], ['new', new Date(0), [], 3])
  t.equal((await order.customer).name, 'Customer 3')
  order.customer = await Customer.get(4)
  t.equal(order.customerId, 4)
})

eachDatabase(t, 'a collection is handed out as an array that can be changed', async (t, database) => {
  const { Customer, Order } = (await openShop(database)).models
  const customer = await Customer.get(2)
  const orders = await customer.orders
  t.equal(await customer.orders, orders)
  t.equal(customer.orders, orders)
  const changed = () => collectionChange(customer as unknown as Instance, relationshipOf(Customer, 'orders'))
  const [first] = orders
  orders.shift()
  orders.push(new Order({ note: 'new' }))
  t.same(changed().removed, [first])
  t.same(changed().added, [orders.at(-1)])
  const [eager] = await Customer.with('orders').where('id', 2)
  t.equal(eager!.orders, eager!.orders)
})

eachDatabase(
  t,
  'JSON that is handed out in a transaction is as it was after a rollback',
  async (t, database) => {
    const db = await openTrade(database)
    const note = await db.models.Note.get(1)
    const work = async (): Promise<never> => {
      ;(note.tags as string[]).push('z')
      t.same(note.changes.tags?.to, ['x', 'y', 'z'])
      throw new Error('no')
    }
    t.equal(await errorOf(() => db.transaction(work)), 'Error: no')
    t.same([note.tags, note.changes], [['x', 'y'], {}])
  },
)

eachDatabase(
  t,
  'a new instance has no related ones, and no statement is needed to know',
  async (t, database) => {
    const { Person } = (await openTrade(database)).models
    const statements = await database.count(() => {
      const person = new Person({ id: 9, name: 'Zoe' })
      t.same([person.boss, person.badge, person.peopleByBoss, person.groups], [null, null, [], []])
      t.equal(person.groups, person.groups)
    })
    t.same(statements, [])
    const led = new Person({ bossId: 1 })
    t.equal(Object(await led.boss).name, 'Ada', 'but a key leads somewhere')
  },
)

eachDatabase(t, 'what is no instance only gets a property', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const copy = Object.create(Order.prototype)
  copy.note = 'mine'
  t.same(Object.entries(copy), [['note', 'mine']])
})

const odd = [
  'constructor',
  'then',
  '__proto__',
  'toJSON',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  'toString',
]

eachDatabase(
  t,
  'a column with a name that would break JavaScript is usable with an underscore',
  async (t, database) => {
    const quote = { sqlite: '`', postgres: '"' }[database.dialect]
    const columns = odd.map(name => `${quote}${name}${quote} integer`).join(', ')
    await database.exec(`create table odd (id integer primary key, ${columns});
    insert into odd values (0, ${odd.map((_, i) => i + 1).join(', ')});`)
    const { odd: Odd } = (await automap(database.knex, { naming: 'preserve' })).models
    const one = await Odd!.get(0)
    t.equal(await one, one)
    t.equal(one.constructor, Odd)
    for (const [i, name] of odd.entries()) t.equal(one[`${name}_`], i + 1, name)
    t.same(Object.entries(one.toJSON()), [['id', 0], ...odd.map((name, i) => [`${name}_`, i + 1])])
    const found = await Odd!.where('then_', 2).where('__proto___', 3).orderBy('constructor_').all()
    t.equal(found.length, 1)
    const plain = await (await automap(database.knex)).models.Odd!.get(0)
    t.same([plain.constructor_, plain.then_, plain.proto, plain.toJson], [1, 2, 3, 4], 'by either scheme')
    t.equal(({} as { then?: unknown }).then, undefined, 'nothing reached every object')
  },
)

eachDatabase(
  t,
  'a member of a class over a model wins, and super reaches the generated one',
  async (t, database) => {
    const { Customer } = (await openShop(database)).models
    class Named extends (Customer as unknown as new () => Generated) {
      override get name(): string {
        return `${super.name} (#${this.id})`
      }
    }
    t.equal(Reflect.get(Named.prototype, 'name', await Customer.get(3)), 'Customer 3 (#3)')
  },
)

eachDatabase(t, 'what is computed of an instance at hand is given the instance', async (t, database) => {
  const db = await openShop(database)
  class Customer {
    declare id: number
    declare greeting: string
  }
  const greeting = computed(text(), {
    sql: () => sql`'unused'`,
    get: row => `Hello ${String(Reflect.get(row as object, 'name'))}`,
  })
  complete(db, { Customer: declarationOf(Customer, { members: membersOf({ greeting }, 'Customer') }) })
  const customer = (await (Customer as unknown as Model<Customer>).get(4)) as Customer
  t.equal(customer.greeting, 'Hello Customer 4')
  t.equal(Customer.prototype.greeting, undefined)
  t.equal(
    await errorOf(() => Object.assign(customer, { greeting: 'x' })),
    'MappingError READ_ONLY: Cannot set "Customer.greeting": it is computed; set what it is made of',
  )
})

eachDatabase(
  t,
  'what is declared and not there is refused by name, and listed nowhere',
  async (t, database) => {
    const db = await openShop(database)
    class Customer {
      static relationships = { owner: relationship('Owner') }
    }
    const members = membersOf({ nickname: text(), shoeSize: integer('shoe_size') }, 'Customer')
    const relationships = relationshipsOf(Customer.relationships, 'Customer')
    complete(db, { Customer: declarationOf(Customer, { members, relationships }) })
    const customer: object = await (Customer as unknown as Model<Untyped>).get(4)
    const refused = {
      nickname:
        'MappingError PROPERTY_UNKNOWN: Cannot use "Customer.nickname": table "customer" has no column "nickname". Add the column, or remove the property from the class',
      shoeSize:
        'MappingError PROPERTY_UNKNOWN: Cannot use "Customer.shoeSize": table "customer" has no column "shoe_size". Add the column, or remove the property from the class',
      owner:
        'MappingError RELATIONSHIP_UNKNOWN: Cannot use "Customer.owner": the declared relationship fits nothing in the database; the report\'s declarations say why',
    }
    for (const [name, message] of Object.entries(refused)) {
      t.equal(await errorOf(() => Reflect.get(customer, name)), message)
      t.equal(await errorOf(() => Object.assign(customer, { [name]: 1 })), message)
      t.equal(Reflect.get(Customer.prototype, name), undefined)
    }
    const names: string[] = []
    for (const name in customer) names.push(name)
    t.notOk(names.some(name => name in refused))
    t.ok(names.includes('email'))
  },
)

/** What a class over a model sees of it. */
declare class Generated {
  get id(): number
  get name(): string
}
