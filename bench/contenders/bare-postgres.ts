/** The floor on PostgreSQL: the driver by itself, straightforward SQL, plain objects. */

import pg from 'pg'
import type { Connect, Round, Task } from '../place.js'
import { sizes } from '../sizes.js'
import { cents, groupsOf, pointKey, sumOfAll, sumOfThree } from '../sums.js'
import { writingRounds } from '../written.js'
import { recordedStatements } from './recorded.js'
import { runsOf } from './writing/bare-postgres.js'

export const connect: Connect = async task => {
  if (task.workload.startsWith('boot')) {
    return { rounds: { boot: await bootOf(task) }, close: async () => undefined }
  }
  const client = new pg.Client(task.address)
  await client.connect()
  const rounds = { ...roundsOf(client), ...writingRounds(task, runsOf(client)) }
  return { rounds, close: () => client.end() }
}

async function bootOf(task: Task): Promise<Round> {
  const statements = await recordedStatements(task)
  let client: pg.Client
  return {
    before: async () => {
      client = new pg.Client(task.address)
      await client.connect()
      await client.query('select count(*) from pg_class')
    },
    run: async () => {
      for (const { sql, bindings } of statements) await client.query(sql, [...bindings])
      return Number(task.workload.replace('boot-', ''))
    },
    after: () => client.end(),
  }
}

const readings = 'select * from reading order by id limit $1'

function roundsOf(client: pg.Client): Record<string, Round> {
  return {
    hydrate: {
      run: async () => {
        let sum = 0
        const { rows } = await client.query(readings, [sizes.hydrated])
        for (const row of rows) sum += sumOfThree(row.id, row.title, row.price)
        return sum
      },
    },
    'hydrate-all': {
      run: async () => {
        let sum = 0
        const { rows } = await client.query(readings, [sizes.hydrated])
        for (const row of rows) {
          sum += sumOfAll(row, row.created_at, row.updated_at)
        }
        return sum
      },
    },
    point: {
      run: async () => {
        let sum = 0
        for (let i = 0; i < sizes.points; i++) {
          const key = pointKey(i, sizes.customers)
          const { rows } = await client.query('select * from customer where id = $1', [key])
          sum += rows[0].id + rows[0].name.length
        }
        return sum
      },
    },
    lazy: {
      run: async () => {
        let sum = 0
        const { rows } = await client.query('select * from orders order by id limit $1', [sizes.lazy])
        for (const order of rows) {
          const found = await client.query('select * from customer where id = $1', [order.customer_id])
          sum += order.id + found.rows[0].name.length
        }
        return sum
      },
    },
    join: {
      run: async () => {
        let sum = 0
        const { rows } = await client.query(joined)
        for (const order of rows.map(nested)) sum += order.id + order.customer.name.length
        return sum
      },
    },
    selectin: { run: () => selectIn(client) },
    stream: { run: () => stream(client) },
  }
}

const joined = `select o.*, c.name, c.email, c.city, c.vip, c.created_at from orders o
  join customer c on c.id = o.customer_id order by o.id`

interface JoinedRow {
  readonly id: number
  readonly customer_id: number
  readonly status: string
  readonly total: string
  readonly placed_at: Date
  readonly name: string
  readonly email: string
  readonly city: string | null
  readonly vip: boolean
  readonly created_at: Date
}

function nested(row: JoinedRow): Pick<JoinedRow, 'id'> & { readonly customer: { readonly name: string } } {
  const { id, customer_id, status, total, placed_at, name, email, city, vip, created_at } = row
  const customer = { id: customer_id, name, email, city, vip, created_at }
  return { ...{ id, customer_id, status, total, placed_at }, customer }
}

async function selectIn(client: pg.Client): Promise<number> {
  const { rows: customers } = await client.query('select * from customer order by id limit $1', [
    sizes.owners,
  ])
  const { rows: orders } = await client.query(
    'select * from orders where customer_id = any($1) order by id',
    [customers.map(customer => customer.id)],
  )
  const { rows: items } = await client.query(
    'select * from order_item where order_id = any($1) order by id',
    [orders.map(order => order.id)],
  )
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

async function stream(client: pg.Client): Promise<number> {
  let sum = 0
  await client.query('begin')
  await client.query('declare page cursor for select * from reading order by id')
  for (;;) {
    const { rows } = await client.query('fetch 1000 from page')
    for (const row of rows) sum += sumOfThree(row.id, row.title, row.price)
    if (rows.length < 1000) break
  }
  await client.query('commit')
  return sum
}
