/** What a program writes with knex alone: its builder, rows in batches where they are new, a statement per row where they change. */

import type { Knex } from 'knex'
import { sizes } from '../../sizes.js'
import { pointKey } from '../../sums.js'
import { newCustomers, newItems, newOrders, type Runs, sumOfKeys, visitsOf } from '../../written.js'

interface Keyed {
  id: number
}

/** Rows of one statement: knex writes a SELECT for each of them on one database, which takes no more than 500. */
const batch = 500

/** Gives what it does. */
export function runsOf(knex: Knex): Runs {
  const customers = newCustomers(sizes.inserted)
  return {
    'save-new': () =>
      knex.transaction(async trx => {
        let sum = 0
        for (const customer of customers.slice(0, sizes.saves)) {
          sum += sumOfKeys(await trx('customer').insert(customer, ['*']))
        }
        return sum
      }),
    insert: async () => sumOfKeys(await insertAll(knex, 'customer', customers, '*')),
    'insert-blind': async () => {
      await knex.batchInsert('customer', customers, batch)
      return customers.length
    },
    graph: () => knex.transaction(graph),
    update: () =>
      knex.transaction(async trx => {
        const rows = await trx('customer').orderBy('id')
        for (const { id } of rows) {
          await trx('customer')
            .where('id', id)
            .update({ visits: visitsOf(id) })
        }
        return rows.length
      }),
    modify: () => knex.transaction(modify),
  }
}

function insertAll(knex: Knex, table: string, rows: object[], returning = 'id'): Promise<Keyed[]> {
  return knex.batchInsert(table, rows, batch).returning(returning as never) as Promise<unknown> as Promise<
    Keyed[]
  >
}

async function graph(trx: Knex.Transaction): Promise<number> {
  const insert = (table: string, rows: object[]): Promise<Keyed[]> => insertAll(trx, table, rows)
  const customers = await insert('customer', newCustomers(sizes.graph.customers))
  const orders = await insert(
    'orders',
    customers.flatMap(({ id }) => newOrders().map(order => ({ ...order, customer_id: id }))),
  )
  const items = await insert(
    'order_item',
    orders.flatMap(({ id }) => newItems().map(item => ({ ...item, order_id: id }))),
  )
  return sumOfKeys(customers) + sumOfKeys(orders) + sumOfKeys(items)
}

async function modify(trx: Knex.Transaction): Promise<number> {
  let sum = 0
  for (let i = 0; i < sizes.saves; i++) {
    const customer = await trx('customer').where('id', pointKey(i, sizes.updated)).first()
    customer.visits += 1
    await trx('customer').where('id', customer.id).update({ visits: customer.visits })
    sum += customer.visits
  }
  return sum
}
