/** The marketplace with orders and their items declared, as far as they need it, and all else from the tables. */

import { automap, computed, decimal, model, relationship, sql } from 'knex-automap'
import { fillMarket } from './data.js'
import { createMarket } from './schema.js'

export class OrderItem extends model('order_items', {
  total: computed(decimal(), {
    get: line => line.item.price * line.quantity,
    sql: columns => sql`${columns.item.price} * ${columns.quantity}`,
  }),
}) {
  static relationships = { item: relationship('Item', { lazy: 'joined' }) }

  toPlain() {
    const { item, quantity, total } = this
    return { name: item.name, price: item.price, quantity, total }
  }
}

export class Order extends model('orders') {
  static relationships = {
    customer: relationship('Customer', { lazy: 'joined' }),
    items: relationship(OrderItem, { lazy: 'joined' }),
  }

  toPlain() {
    const items = this.items.map(line => line.toPlain())
    return { order_id: this.id, customer: { name: this.customer.name }, order_time: this.orderTime, items }
  }
}

/** Makes the marketplace in an empty database, and gives what can be asked of it. */
export async function openMarket(knex) {
  await createMarket(knex)
  await fillMarket(knex)

  const db = await automap(knex, { models: [Order, OrderItem], strict: true, values: { numeric: 'number' } })
  const { Customer } = db.models

  return {
    db,

    welcome: () => 'Welcome to Marketplace!',

    async getCustomers() {
      const customers = await Customer.with('address')
      return customers.map(({ name, address: { flatNumber, postCode } }) => ({
        name,
        address: { flat_number: flatNumber, post_code: postCode },
      }))
    },

    async getOrdersOfCustomer(customerId) {
      return (await Order.where({ customerId })).map(order => order.toPlain())
    },

    getTotalCostOfAnOrder: orderId => OrderItem.where({ orderId }).sum('total'),

    async getOrdersBetweenDates(after, before) {
      return (await Order.where('orderTime', 'between', [after, before])).map(order => order.toPlain())
    },

    /** A collection is a plain array: what is pushed into it is written by the session, too. */
    async addNewOrderForCustomer(customerId, items) {
      const order = await db.session(async session => {
        const added = new Order({ customer: await Customer.get(customerId), orderTime: new Date() })
        for (const { id: itemId, quantity } of items) added.items.push(new OrderItem({ itemId, quantity }))
        return session.add(added)
      })
      return order.id
    },

    async getOrdersTotal(orderIds) {
      const lines = await OrderItem.whereIn('orderId', orderIds).pluck('orderId', 'total')
      return orderIds.map(orderId => {
        const totals = lines.filter(([id]) => id === orderId).map(([, total]) => total)
        return totals.length === 0 ? null : totals.reduce((sum, total) => sum + total)
      })
    },
  }
}
