/** objection writing: instances one by one, or as a graph. */

import type { DatabaseName } from '../../place.js'
import { sizes } from '../../sizes.js'
import { pointKey } from '../../sums.js'
import { newCustomers, newItems, newOrders, type Runs, sumOfKeys, visitsOf } from '../../written.js'

/** A customer, and what it leads to. */
interface Row {
  readonly id: number
  readonly visits: number
  readonly orders: (Row & { readonly items: Row[] })[]
  $query(trx: unknown): { patch(values: object): Promise<unknown> }
}

interface Builder extends PromiseLike<Row[]> {
  orderBy(column: string): Builder
  findById(id: number): Promise<Row>
  insert<T extends object>(values: T): Promise<T extends readonly unknown[] ? Row[] : Row>
  insertGraph(graph: readonly object[]): Promise<Row[]>
}

/** As much of a model as is used. */
export interface WrittenModel {
  query(trx: unknown): Builder
  transaction(work: (trx: unknown) => Promise<number>): Promise<number>
}

/** Gives what it does. */
export function runsOf(Customer: WrittenModel, database: DatabaseName): Runs {
  const customers = newCustomers(sizes.inserted)
  const within = (work: (trx: unknown) => Promise<number>) => (): Promise<number> =>
    Customer.transaction(work)
  const oneByOne =
    (list: readonly object[]) =>
    async (trx: unknown): Promise<number> => {
      let sum = 0
      for (const customer of list) sum += (await Customer.query(trx).insert(customer)).id
      return sum
    }
  return {
    'save-new': within(oneByOne(customers.slice(0, sizes.saves))),
    // It has no batches for SQLite.
    insert: within(
      database === 'sqlite'
        ? oneByOne(customers)
        : async trx => sumOfKeys(await Customer.query(trx).insert(customers)),
    ),
    graph: within(async trx => {
      const graph = newCustomers(sizes.graph.customers).map(customer => ({
        ...customer,
        orders: newOrders().map(order => ({ ...order, items: newItems() })),
      }))
      let sum = 0
      for (const { id, orders } of await Customer.query(trx).insertGraph(graph)) {
        sum += id + sumOfKeys(orders) + sumOfKeys(orders.flatMap(({ items }) => items))
      }
      return sum
    }),
    update: within(async trx => {
      const found = await Customer.query(trx).orderBy('id')
      for (const customer of found) await customer.$query(trx).patch({ visits: visitsOf(customer.id) })
      return found.length
    }),
    modify: within(async trx => {
      let sum = 0
      for (let i = 0; i < sizes.saves; i++) {
        const customer = await Customer.query(trx).findById(pointKey(i, sizes.updated))
        await customer.$query(trx).patch({ visits: customer.visits + 1 })
        sum += customer.visits
      }
      return sum
    }),
  }
}
