/** The floor of writing on SQLite: the driver by itself, a statement that is prepared once, run for each row in a transaction. */

import type Sqlite from 'better-sqlite3'
import { sizes } from '../../sizes.js'
import { pointKey } from '../../sums.js'
import {
  type NewCustomer,
  newCustomers,
  newItems,
  newOrders,
  type Runs,
  sumOfKeys,
  visitsOf,
} from '../../written.js'

interface Keyed {
  id: number
}

interface Customer extends Keyed {
  visits: number
}

const insert = 'insert into customer (name, email, city, phone, visits, score) values (?, ?, ?, ?, ?, ?)'
const setVisits = 'update customer set visits = ? where id = ?'

/** Gives what it does. */
export function runsOf(db: Sqlite.Database): Runs {
  const customers = newCustomers(sizes.inserted)
  const within = (work: () => number) => async (): Promise<number> => db.transaction(work)()
  return {
    'save-new': within(() => sumOfKeys(inserted(db, customers.slice(0, sizes.saves)))),
    insert: within(() => sumOfKeys(inserted(db, customers))),
    'insert-blind': within(() => {
      const statement = db.prepare(insert)
      for (const customer of customers) statement.run(...valuesOf(customer))
      return customers.length
    }),
    graph: within(() => graph(db)),
    update: within(() => update(db)),
    modify: within(() => modify(db)),
  }
}

function valuesOf({ name, email, city, phone, visits, score }: NewCustomer): unknown[] {
  return [name, email, city, phone, visits, score]
}

function inserted(db: Sqlite.Database, customers: readonly NewCustomer[]): Keyed[] {
  const statement = db.prepare<unknown[], Keyed>(`${insert} returning *`)
  return customers.map(customer => statement.get(...valuesOf(customer)) as Keyed)
}

function graph(db: Sqlite.Database): number {
  const insertCustomer = db.prepare(insert)
  const insertOrder = db.prepare('insert into orders (customer_id, number, status) values (?, ?, ?)')
  const insertItem = db.prepare('insert into order_item (order_id, product, quantity) values (?, ?, ?)')
  let sum = 0
  for (const customer of newCustomers(sizes.graph.customers)) {
    const customerId = Number(insertCustomer.run(...valuesOf(customer)).lastInsertRowid)
    sum += customerId
    for (const { number, status } of newOrders()) {
      const orderId = Number(insertOrder.run(customerId, number, status).lastInsertRowid)
      sum += orderId
      for (const { product, quantity } of newItems()) {
        sum += Number(insertItem.run(orderId, product, quantity).lastInsertRowid)
      }
    }
  }
  return sum
}

function update(db: Sqlite.Database): number {
  const statement = db.prepare(setVisits)
  const rows = db.prepare<[], Keyed>('select * from customer order by id').all()
  for (const { id } of rows) statement.run(visitsOf(id), id)
  return rows.length
}

function modify(db: Sqlite.Database): number {
  const read = db.prepare<unknown[], Customer>('select * from customer where id = ?')
  const write = db.prepare(setVisits)
  let sum = 0
  for (let i = 0; i < sizes.saves; i++) {
    const customer = read.get(pointKey(i, sizes.updated)) as Customer
    customer.visits += 1
    write.run(customer.visits, customer.id)
    sum += customer.visits
  }
  return sum
}
