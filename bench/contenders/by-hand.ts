/** What a program writes with knex alone: its builder, plain objects, a statement per row where none is saved by hand. */

import type { Knex } from 'knex'
import type { Connect, Round, Task } from '../place.js'
import { sizes } from '../sizes.js'
import { cents, groupsOf, pointKey, sumOfThree } from '../sums.js'
import { writingRounds } from '../written.js'
import { knexFor } from './ours.js'
import { runsOf } from './writing/by-hand.js'

export const connect: Connect = async (task: Task) => {
  const knex = knexFor(task)
  return {
    rounds: task.workload.startsWith('boot')
      ? {}
      : { ...roundsOf(knex), ...writingRounds(task, runsOf(knex)) },
    onStatement: listener => void knex.on('query', listener),
    close: () => knex.destroy(),
  }
}

function roundsOf(knex: Knex): Record<string, Round> {
  return {
    hydrate: {
      run: async () => {
        let sum = 0
        for (const row of await knex('reading').orderBy('id').limit(sizes.hydrated)) {
          sum += sumOfThree(row.id, row.title, row.price)
        }
        return sum
      },
    },
    point: {
      run: async () => {
        let sum = 0
        for (let i = 0; i < sizes.points; i++) {
          const customer = await knex('customer').where('id', pointKey(i, sizes.customers)).first()
          sum += customer.id + customer.name.length
        }
        return sum
      },
    },
    lazy: {
      run: async () => {
        let sum = 0
        for (const order of await knex('orders').orderBy('id').limit(sizes.lazy)) {
          const customer = await knex('customer').where('id', order.customer_id).first()
          sum += order.id + customer.name.length
        }
        return sum
      },
    },
    join: { run: () => join(knex) },
    selectin: { run: () => selectIn(knex) },
    stream: { run: () => stream(knex) },
  }
}

async function join(knex: Knex): Promise<number> {
  const rows = await knex('orders as o')
    .join('customer as c', 'c.id', 'o.customer_id')
    .select('o.*', 'c.name', 'c.email', 'c.city', 'c.vip', 'c.created_at')
    .orderBy('o.id')
  let sum = 0
  for (const { id, customer_id, status, total, placed_at, name, email, city, vip, created_at } of rows) {
    const customer = { id: customer_id, name, email, city, vip, created_at }
    const order = { id, customer_id, status, total, placed_at, customer }
    sum += order.id + order.customer.name.length
  }
  return sum
}

async function selectIn(knex: Knex): Promise<number> {
  const customers = await knex('customer').orderBy('id').limit(sizes.owners)
  const customerIds = customers.map(customer => customer.id)
  const orders = await knex('orders').whereIn('customer_id', customerIds).orderBy('id')
  const orderIds = orders.map(order => order.id)
  const items = await knex('order_item').whereIn('order_id', orderIds).orderBy('id')
  const itemsOf = groupsOf(items, item => item.order_id)
  const ordersOf = groupsOf(orders, order => order.customer_id)
  let sum = 0
  for (const customer of customers) {
    sum += customer.id
    for (const order of ordersOf.get(customer.id) ?? []) {
      for (const item of itemsOf.get(order.id) ?? []) sum += item.id + cents(item.price)
    }
  }
  return sum
}

/** In pages behind the last key, as knex's own streams read everything first on one database. */
async function stream(knex: Knex): Promise<number> {
  let sum = 0
  let last = 0
  for (;;) {
    const rows = await knex('reading').where('id', '>', last).orderBy('id').limit(1000)
    for (const row of rows) sum += sumOfThree(row.id, row.title, row.price)
    if (rows.length < 1000) return sum
    last = rows[999].id
  }
}
