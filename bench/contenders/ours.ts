/** This library, as its users write it. */

import knexOf, { type Knex } from 'knex'
import { type Automap, automap, type Instance, type Many, type Model, type One } from '../../lib/index.js'
import type { Connect, Contender, Round, Task } from '../place.js'
import { sizes } from '../sizes.js'
import { cents, pointKey, type Reading as ReadingRow, sumOfAll, sumOfThree } from '../sums.js'
import { writingRounds } from '../written.js'
import { runsOf, type Written } from './writing/ours.js'

interface Customer extends Instance {
  id: number
  name: string
  orders: Many<Order>
}

interface Order extends Instance {
  id: number
  customer: One<Customer>
  orderItems: Many<OrderItem>
}

interface OrderItem extends Instance {
  id: number
  price: number | string
}

interface Reading extends Instance, ReadingRow {
  createdAt: Date
  updatedAt: Date | null
}

interface Shop {
  Customer: Model<Customer>
  Order: Model<Order>
  OrderItem: Model<OrderItem>
  Reading: Model<Reading>
}

/** Gives a knex for a task's database. */
export function knexFor(task: Task): Knex {
  return task.database === 'postgres'
    ? knexOf({ client: 'pg', connection: task.address, pool: { min: 0, max: 4 } })
    : knexOf({
        client: 'better-sqlite3',
        connection: { filename: task.address },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      })
}

/** Opens the connection and lets the database read what it keeps of its own structure. */
async function warm(knex: Knex, task: Task): Promise<void> {
  await knex.raw(`select count(*) from ${task.database === 'postgres' ? 'pg_class' : 'sqlite_schema'}`)
}

export const connect: Connect = async task => {
  const knex = knexFor(task)
  const rounds = task.workload.startsWith('boot') ? { boot: bootOf(task) } : await roundsOn(knex, task)
  const contender: Contender = { rounds, close: () => knex.destroy() }
  return task.workload.startsWith('boot')
    ? contender
    : { ...contender, onStatement: listener => void knex.on('query', listener) }
}

async function roundsOn(knex: Knex, task: Task): Promise<Record<string, Round>> {
  const db = await automap<Shop & Written>(knex)
  return { ...roundsOf(db), ...writingRounds(task, runsOf(db)) }
}

/** A round that boots on a connection of its own, opened before the watch starts; `boot` counts the tables. */
export function booting(task: Task, boot: (knex: Knex) => Promise<number>): Round {
  let knex: Knex
  return {
    before: async () => {
      knex = knexFor(task)
      await warm(knex, task)
    },
    run: () => boot(knex),
    after: () => knex.destroy(),
  }
}

function bootOf(task: Task): Round {
  return booting(task, async knex => {
    return modelsOf(await automap(knex))
  })
}

/** Counts the models. A program needs one of them at once; each of the others is built when it is first used. */
export function modelsOf({ models }: Automap): number {
  const names = Object.keys(models)
  if (models[names[0] as string] === undefined) throw new Error('There is no model')
  return names.length
}

function roundsOf({ models: { Customer, Order, Reading } }: Automap<Shop>): Record<string, Round> {
  return {
    hydrate: {
      run: async () => {
        let sum = 0
        for (const row of await Reading.orderBy('id').limit(sizes.hydrated)) {
          sum += sumOfThree(row.id, row.title, row.price)
        }
        return sum
      },
    },
    'hydrate-all': {
      run: async () => {
        let sum = 0
        for (const row of await Reading.orderBy('id').limit(sizes.hydrated)) {
          sum += sumOfAll(row, row.createdAt, row.updatedAt)
        }
        return sum
      },
    },
    point: {
      run: async () => {
        let sum = 0
        for (let i = 0; i < sizes.points; i++) {
          const customer = await Customer.get(pointKey(i, sizes.customers))
          sum += customer.id + customer.name.length
        }
        return sum
      },
    },
    lazy: {
      run: async () => {
        let sum = 0
        for (const order of await Order.orderBy('id').limit(sizes.lazy)) {
          const customer = await order.customer
          sum += order.id + customer.name.length
        }
        return sum
      },
    },
    join: {
      run: async () => {
        let sum = 0
        for (const order of await Order.orderBy('id').with('customer')) {
          sum += order.id + order.customer.name.length
        }
        return sum
      },
    },
    selectin: {
      run: async () => {
        let sum = 0
        for (const customer of await Customer.orderBy('id').limit(sizes.owners).with('orders.orderItems')) {
          sum += customer.id
          for (const order of customer.orders) {
            for (const item of order.orderItems) sum += item.id + cents(item.price)
          }
        }
        return sum
      },
    },
    stream: {
      run: async () => {
        let sum = 0
        for await (const row of Reading.orderBy('id')) sum += sumOfThree(row.id, row.title, row.price)
        return sum
      },
    },
  }
}
