/** The floor on SQLite: the driver by itself, straightforward SQL, plain objects. */

import Sqlite from 'better-sqlite3'
import type { Connect, Round, Task } from '../place.js'
import { sizes } from '../sizes.js'
import { cents, groupsOf, pointKey, type Reading, sumOfAll, sumOfThree } from '../sums.js'
import { writingRounds } from '../written.js'
import { recordedStatements } from './recorded.js'
import { runsOf } from './writing/bare-sqlite.js'

interface Customer {
  readonly id: number
  readonly name: string
}

interface Order {
  readonly id: number
  readonly customer_id: number
}

interface Item {
  readonly id: number
  readonly order_id: number
  readonly price: number
}

/** As the file stores it: times and JSON are texts. */
interface StoredReading extends Omit<Reading, 'details'> {
  readonly created_at: string
  readonly updated_at: string | null
  readonly details: string
}

export const connect: Connect = async task => {
  if (task.workload.startsWith('boot')) {
    return { rounds: { boot: await bootOf(task) }, close: async () => undefined }
  }
  const db = new Sqlite(task.address)
  const rounds = { ...roundsOf(db), ...writingRounds(task, runsOf(db)) }
  return { rounds, close: async () => void db.close() }
}

async function bootOf(task: Task): Promise<Round> {
  const statements = await recordedStatements(task)
  let db: Sqlite.Database
  return {
    before: async () => {
      db = new Sqlite(task.address)
      db.prepare('select count(*) from sqlite_schema').get()
    },
    run: async () => {
      for (const { sql, bindings } of statements) {
        const statement = db.prepare(sql)
        if (statement.reader) statement.all(...bindings)
        else statement.run(...bindings)
      }
      return Number(task.workload.replace('boot-', ''))
    },
    after: async () => void db.close(),
  }
}

const readings = 'select * from reading order by id limit ?'

function roundsOf(db: Sqlite.Database): Record<string, Round> {
  return {
    hydrate: {
      run: async () => {
        let sum = 0
        for (const row of db.prepare<unknown[], Reading>(readings).all(sizes.hydrated)) {
          sum += sumOfThree(row.id, row.title, row.price)
        }
        return sum
      },
    },
    'hydrate-all': {
      run: async () => {
        let sum = 0
        for (const row of db.prepare<unknown[], StoredReading>(readings).all(sizes.hydrated)) {
          const details = JSON.parse(row.details)
          const created = dateOf(row.created_at)
          const updated = row.updated_at === null ? null : dateOf(row.updated_at)
          sum += sumOfAll({ ...row, details }, created, updated)
        }
        return sum
      },
    },
    point: {
      run: async () => {
        let sum = 0
        const statement = db.prepare<unknown[], Customer>('select * from customer where id = ?')
        for (let i = 0; i < sizes.points; i++) {
          const customer = statement.get(pointKey(i, sizes.customers)) as Customer
          sum += customer.id + customer.name.length
        }
        return sum
      },
    },
    lazy: {
      run: async () => {
        let sum = 0
        const statement = db.prepare<unknown[], Customer>('select * from customer where id = ?')
        const orders = db.prepare<unknown[], Order>('select * from orders order by id limit ?')
        for (const order of orders.all(sizes.lazy)) {
          const customer = statement.get(order.customer_id) as Customer
          sum += order.id + customer.name.length
        }
        return sum
      },
    },
    join: {
      run: async () => {
        let sum = 0
        const rows = db.prepare<unknown[], JoinedRow>(joined).all()
        for (const order of rows.map(nested)) sum += order.id + order.customer.name.length
        return sum
      },
    },
    selectin: { run: async () => selectIn(db) },
    stream: {
      run: async () => {
        let sum = 0
        for (const row of db.prepare<unknown[], Reading>('select * from reading order by id').iterate()) {
          sum += sumOfThree(row.id, row.title, row.price)
        }
        return sum
      },
    },
  }
}

/** A text without a zone is in UTC, as SQLite's own functions write it. */
function dateOf(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`)
}

const joined = `select o.*, c.name, c.email, c.city, c.vip, c.created_at from orders o
  join customer c on c.id = o.customer_id order by o.id`

interface JoinedRow extends Order {
  readonly status: string
  readonly total: number
  readonly placed_at: string
  readonly name: string
  readonly email: string
  readonly city: string | null
  readonly vip: number
  readonly created_at: string
}

function nested(row: JoinedRow): Order & { readonly customer: Customer } {
  const { id, customer_id, status, total, placed_at, name, email, city, vip, created_at } = row
  const customer = { id: customer_id, name, email, city, vip, created_at }
  const order = { id, customer_id, status, total, placed_at, customer }
  return order
}

function selectIn(db: Sqlite.Database): number {
  const among = 'in (select value from json_each(?)) order by id'
  const ids = (rows: readonly { readonly id: number }[]): string => JSON.stringify(rows.map(row => row.id))
  const customers = db
    .prepare<unknown[], Customer>('select * from customer order by id limit ?')
    .all(sizes.owners)
  const orders = db
    .prepare<unknown[], Order>(`select * from orders where customer_id ${among}`)
    .all(ids(customers))
  const items = db
    .prepare<unknown[], Item>(`select * from order_item where order_id ${among}`)
    .all(ids(orders))
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
