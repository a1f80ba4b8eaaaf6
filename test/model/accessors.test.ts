import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

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

eachDatabase(t, 'setting a column or a relationship is refused by name', async (t, database) => {
  const { Order } = (await openShop(database)).models
  const order = await Order.get(1)
  const refused = (name: string): Expected => ({
    name: 'MappingError',
    code: 'READ_ONLY',
    message: `Cannot set "Order.${name}": instances are not written back. Update table "orders" through knex`,
  })
  t.throws(() => {
    order.note = 'new'
  }, refused('note'))
  t.throws(() => {
    order.orderLines = []
  }, refused('orderLines'))
  t.throws(() => Object.assign(order, { id: 2 }), refused('id'))
  t.equal(order.note, null)
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

/** What a class over a model sees of it. */
declare class Generated {
  get id(): number
  get name(): string
}

interface Expected {
  name: string
  code: string
  message: string
}
