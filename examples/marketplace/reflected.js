/** The marketplace with nothing declared: models and relationships come from the tables alone. */

import { automap } from 'knex-automap'
import { fillMarket } from './data.js'
import { createMarket } from './schema.js'

/** Makes the marketplace in an empty database, and gives what can be asked of it. */
export async function openMarket(knex) {
  await createMarket(knex)
  await fillMarket(knex)

  const db = await automap(knex, { values: { numeric: 'number' } })
  const { Customer, Order, OrderItem } = db.models

  // Everything about an order in one statement.
  const wholeOrders = Order.with('customer').with('orderItems', { lazy: 'joined' }, lines =>
    lines.with('item'),
  )

  return {
    db,

    welcome: () => 'Welcome to Marketplace!',

    async getCustomers() {
      return (await Customer.with('address')).map(customerToPlain)
    },

    async getOrdersOfCustomer(customerId) {
      return (await wholeOrders.where({ customerId })).map(orderToPlain)
    },

    async getTotalCostOfAnOrder(orderId) {
      const lines = await OrderItem.where({ orderId }).with('item')
      return lines.reduce((sum, line) => sum + totalOf(line), 0)
    },

    async getOrdersBetweenDates(after, before) {
      return (await wholeOrders.where('orderTime', 'between', [after, before])).map(orderToPlain)
    },

    /** A session writes at its end what it was given, and what that leads to. */
    async addNewOrderForCustomer(customerId, items) {
      const order = await db.session(async session => {
        const customer = await Customer.get(customerId)
        const orderItems = items.map(({ id: itemId, quantity }) => new OrderItem({ itemId, quantity }))
        return session.add(new Order({ customer, orderTime: new Date(), orderItems }))
      })
      return order.id
    },

    async getOrdersTotal(orderIds) {
      const lines = await OrderItem.whereIn('orderId', orderIds).with('item')
      return orderIds.map(orderId =>
        lines.filter(line => line.orderId === orderId).reduce((sum, line) => sum + totalOf(line), 0),
      )
    },
  }
}

const totalOf = ({ item, quantity }) => item.price * quantity

function customerToPlain({ name, address }) {
  return { name, address: { flat_number: address.flatNumber, post_code: address.postCode } }
}

function orderToPlain({ id, customer, orderTime, orderItems }) {
  return {
    order_id: id,
    customer: { name: customer.name },
    order_time: orderTime,
    items: orderItems.map(line => ({
      name: line.item.name,
      price: line.item.price,
      quantity: line.quantity,
      total: totalOf(line),
    })),
  }
}
