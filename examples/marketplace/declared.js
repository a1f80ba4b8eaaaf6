/** The marketplace with everything declared: the classes make the tables, and load what belongs to them by themselves. */

import {
  automap,
  computed,
  createTables,
  decimal,
  integer,
  model,
  relationship,
  sql,
  string,
  timestamp,
} from 'knex-automap'
import { fillMarket } from './data.js'

/** What every table with a number of its own begins with. */
const numbered = { id: integer().primaryKey().autoIncrement() }

export class Item extends model('item', {
  ...numbered,
  name: string(),
  price: decimal(),
  description: string().nullable(),
}) {}

export class Address extends model('address', {
  ...numbered,
  flatNumber: integer('flat_number'),
  postCode: integer('post_code'),
}) {
  // The database would allow several customers; the class says that there is one.
  static relationships = {
    customer: relationship('Customer', { lazy: 'joined', uselist: false, backPopulates: 'address' }),
  }
}

export class Customer extends model('customer', {
  ...numbered,
  name: string(),
  addressId: integer('address_id').references('address.id'),
}) {
  static relationships = {
    address: relationship(Address, { lazy: 'joined', backPopulates: 'customer' }),
  }

  toPlain() {
    const { flatNumber, postCode } = this.address
    return { name: this.name, address: { flat_number: flatNumber, post_code: postCode } }
  }
}

export class OrderItem extends model('order_items', {
  orderId: integer('order_id').primaryKey().references('orders.id'),
  itemId: integer('item_id').primaryKey().references('item.id'),
  quantity: integer(),
  // Of an instance it is computed by JavaScript, in a query by SQL.
  total: computed(decimal(), {
    get: line => line.item.price * line.quantity,
    sql: columns => sql`${columns.item.price} * ${columns.quantity}`,
  }),
}) {
  static relationships = { item: relationship(Item, { lazy: 'joined' }) }

  toPlain() {
    const { item, quantity, total } = this
    return { name: item.name, price: item.price, quantity, total }
  }
}

export class Order extends model('orders', {
  ...numbered,
  customerId: integer('customer_id').references('customer.id'),
  orderTime: timestamp('order_time'),
  // Read where it is asked for, as every order would be added up otherwise.
  total: computed(decimal().deferred(), columns => columns.items.sum('total')),
}) {
  static relationships = {
    customer: relationship(Customer, { lazy: 'joined' }),
    items: relationship(OrderItem, { lazy: 'joined' }),
  }

  toPlain() {
    const items = this.items.map(line => line.toPlain())
    return { order_id: this.id, customer: { name: this.customer.name }, order_time: this.orderTime, items }
  }
}

const models = { Item, Address, Customer, OrderItem, Order }

/** Makes the marketplace in an empty database, and gives what can be asked of it. */
export async function openMarket(knex) {
  await createTables(knex, models)
  await fillMarket(knex)
  const db = await automap(knex, { models, strict: true, values: { numeric: 'number' } })

  return {
    db,

    welcome: () => 'Welcome to Marketplace!',

    async getCustomers() {
      return (await Customer.all()).map(customer => customer.toPlain())
    },

    async getOrdersOfCustomer(customerId) {
      return (await Order.where({ customerId })).map(order => order.toPlain())
    },

    getTotalCostOfAnOrder: orderId => OrderItem.where({ orderId }).sum('total'),

    async getOrdersBetweenDates(after, before) {
      return (await Order.where('orderTime', 'between', [after, before])).map(order => order.toPlain())
    },

    /** One object, saved whole: the order, then its items, in a transaction. */
    async addNewOrderForCustomer(customerId, items) {
      const customer = await Customer.get(customerId)
      const lines = items.map(({ id: itemId, quantity }) => new OrderItem({ itemId, quantity }))
      const order = await new Order({ customer, orderTime: new Date(), items: lines }).save()
      return order.id
    },

    async getOrdersTotal(orderIds) {
      const totals = new Map(await Order.whereIn('id', orderIds).pluck('id', 'total'))
      return orderIds.map(id => totals.get(id) ?? null)
    },
  }
}
