/** This library writing, as its users write it. */

import type { Automap, Instance, Many, Model } from '../../../lib/index.js'
import { sizes } from '../../sizes.js'
import { pointKey } from '../../sums.js'
import { newCustomers, newItems, newOrders, type Runs, sumOfKeys, visitsOf } from '../../written.js'

interface Customer extends Instance {
  id: number
  name: string
  email: string
  city: string | null
  phone: string
  visits: number
  score: number
  orders: Many<Order>
}

interface Order extends Instance {
  id: number
  number: number
  status: string
  orderItems: Many<OrderItem>
}

interface OrderItem extends Instance {
  id: number
  product: string
  quantity: number
}

/** The models that it writes. */
export interface Written {
  Customer: Model<Customer>
  Order: Model<Order>
  OrderItem: Model<OrderItem>
}

/** Gives what it does. */
export function runsOf(db: Automap<Written>): Runs {
  const { Customer } = db.models
  const customers = newCustomers(sizes.inserted)
  return {
    'save-new': () =>
      db.transaction(async () => {
        let sum = 0
        for (const values of customers.slice(0, sizes.saves)) {
          const customer = new Customer(values)
          await customer.save()
          sum += customer.id
        }
        return sum
      }),
    insert: async () => sumOfKeys(await Customer.insert(customers)),
    'insert-blind': () => Customer.insert(customers, { returning: false }),
    graph: () => graph(db),
    update: () =>
      db.session(async () => {
        const found = await Customer.orderBy('id')
        for (const customer of found) customer.visits = visitsOf(customer.id)
        return found.length
      }),
    modify: () =>
      db.transaction(async () => {
        let sum = 0
        for (let i = 0; i < sizes.saves; i++) {
          const customer = await Customer.get(pointKey(i, sizes.updated))
          customer.visits += 1
          await customer.save()
          sum += customer.visits
        }
        return sum
      }),
  }
}

async function graph(db: Automap<Written>): Promise<number> {
  const { Customer, Order, OrderItem } = db.models
  const items: OrderItem[] = []
  const orders: Order[] = []
  const keep = <T>(list: T[], more: T[]): T[] => {
    list.push(...more)
    return more
  }
  const newOrder = (values: object): Order => {
    const orderItems = newItems().map(item => new OrderItem(item))
    return new Order({ ...values, orderItems: keep(items, orderItems) })
  }
  const customers = newCustomers(sizes.graph.customers).map(
    values => new Customer({ ...values, orders: keep(orders, newOrders().map(newOrder)) }),
  )
  await db.session(async session => void session.add(customers))
  return sumOfKeys(customers) + sumOfKeys(orders) + sumOfKeys(items)
}
