/** objection: models on knex, declared by hand. Needs `npm install --prefix bench`. */

import type { Connect, Round, Task } from '../place.js'
import { sizes } from '../sizes.js'
import { cents, pointKey, sumOfThree } from '../sums.js'
import { writingRounds } from '../written.js'
import { knexFor } from './ours.js'
import { runsOf, type WrittenModel } from './writing/objection.js'

/** As much of a row and its model as is used; the package may not be there to give its types. */
interface Row {
  readonly id: number
  readonly title: string
  readonly name: string
  readonly price: unknown
  readonly customer: Row
  readonly orders: Row[]
  readonly items: Row[]
  $relatedQuery(name: string): Pick<Builder, 'first'>
}

interface Builder extends PromiseLike<Row[]> {
  orderBy(column: string): Builder
  limit(count: number): Builder
  findById(id: number): Promise<Row>
  first(): Promise<Row>
  withGraphJoined(path: string): Builder
  withGraphFetched(path: string): Builder
}

interface ModelClass {
  new (): object
  readonly HasManyRelation: unknown
  readonly BelongsToOneRelation: unknown
  knex(knex: unknown): void
  query(): Builder
}

export const connect: Connect = async task => {
  const name: string = 'objection'
  const { Model } = (await import(name)) as { Model: ModelClass }
  const knex = knexFor(task)
  Model.knex(knex)
  return {
    rounds: task.workload.startsWith('boot') ? {} : roundsOf(Model, task),
    onStatement: listener => void knex.on('query', listener),
    close: () => knex.destroy(),
  }
}

function roundsOf(Model: ModelClass, task: Task): Record<string, Round> {
  const { BelongsToOneRelation: one, HasManyRelation: many } = Model
  class Reading extends Model {
    static tableName = 'reading'
  }
  class Item extends Model {
    static tableName = 'order_item'
  }
  class Customer extends Model {
    static tableName = 'customer'
    static relationMappings = (): object => ({
      orders: { relation: many, modelClass: Order, join: { from: 'customer.id', to: 'orders.customer_id' } },
    })
  }
  class Order extends Model {
    static tableName = 'orders'
    static relationMappings = (): object => ({
      customer: {
        relation: one,
        modelClass: Customer,
        join: { from: 'orders.customer_id', to: 'customer.id' },
      },
      items: { relation: many, modelClass: Item, join: { from: 'orders.id', to: 'order_item.order_id' } },
    })
  }
  const writing = writingRounds(task, runsOf(Customer as unknown as WrittenModel, task.database))
  return {
    ...writing,
    hydrate: {
      run: async () => {
        let sum = 0
        for (const row of await Reading.query().orderBy('id').limit(sizes.hydrated)) {
          sum += sumOfThree(row.id, row.title, row.price)
        }
        return sum
      },
    },
    point: {
      run: async () => {
        let sum = 0
        for (let i = 0; i < sizes.points; i++) {
          const customer = await Customer.query().findById(pointKey(i, sizes.customers))
          sum += customer.id + customer.name.length
        }
        return sum
      },
    },
    lazy: {
      run: async () => {
        let sum = 0
        for (const order of await Order.query().orderBy('id').limit(sizes.lazy)) {
          const customer = await order.$relatedQuery('customer').first()
          sum += order.id + customer.name.length
        }
        return sum
      },
    },
    join: {
      run: async () => {
        let sum = 0
        for (const order of await Order.query().withGraphJoined('customer').orderBy('orders.id')) {
          sum += order.id + order.customer.name.length
        }
        return sum
      },
    },
    selectin: {
      run: async () => {
        let sum = 0
        const query = Customer.query().orderBy('id').limit(sizes.owners)
        for (const customer of await query.withGraphFetched('orders.items')) {
          sum += customer.id
          for (const order of customer.orders) {
            for (const item of order.items) sum += item.id + cents(item.price)
          }
        }
        return sum
      },
    },
  }
}
