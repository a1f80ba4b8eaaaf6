/** The floor of writing on PostgreSQL: the driver by itself, an array for each column where rows are many. */

import type pg from 'pg'
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

const one = `insert into customer (name, email, city, phone, visits, score)
  values ($1, $2, $3, $4, $5, $6) returning *`

const many = `insert into customer (name, email, city, phone, visits, score) select * from
  unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::double precision[])`

const manyOrders = `insert into orders (customer_id, number, status) select * from
  unnest($1::integer[], $2::integer[], $3::text[]) returning id`

const manyItems = `insert into order_item (order_id, product, quantity) select * from
  unnest($1::integer[], $2::text[], $3::integer[]) returning id`

/** Gives what it does. */
export function runsOf(client: pg.Client): Runs {
  const customers = newCustomers(sizes.inserted)
  return {
    'save-new': () =>
      within(client, async () => {
        let sum = 0
        for (const customer of customers.slice(0, sizes.saves)) {
          const { rows } = await client.query<Keyed>(one, valuesOf(customer))
          sum += (rows[0] as Keyed).id
        }
        return sum
      }),
    insert: async () => {
      const { rows } = await client.query<Keyed>(`${many} returning *`, listsOf(customers))
      return sumOfKeys(rows)
    },
    'insert-blind': async () => {
      const { rowCount } = await client.query(many, listsOf(customers))
      return rowCount ?? 0
    },
    graph: () => within(client, () => graph(client)),
    update: () => within(client, () => update(client)),
    modify: () => within(client, () => modify(client)),
  }
}

/** Runs in a transaction. */
export async function within(client: pg.Client, work: () => Promise<number>): Promise<number> {
  await client.query('begin')
  const sum = await work()
  await client.query('commit')
  return sum
}

function valuesOf({ name, email, city, phone, visits, score }: NewCustomer): unknown[] {
  return [name, email, city, phone, visits, score]
}

function listsOf(customers: readonly NewCustomer[]): unknown[][] {
  return [
    customers.map(({ name }) => name),
    customers.map(({ email }) => email),
    customers.map(({ city }) => city),
    customers.map(({ phone }) => phone),
    customers.map(({ visits }) => visits),
    customers.map(({ score }) => score),
  ]
}

async function graph(client: pg.Client): Promise<number> {
  const customers = newCustomers(sizes.graph.customers)
  const { rows: owners } = await client.query<Keyed>(`${many} returning id`, listsOf(customers))
  const orders = owners.flatMap(({ id }) => newOrders().map(order => ({ ...order, customerId: id })))
  const { rows: ordered } = await client.query<Keyed>(manyOrders, [
    orders.map(({ customerId }) => customerId),
    orders.map(({ number }) => number),
    orders.map(({ status }) => status),
  ])
  const items = ordered.flatMap(({ id }) => newItems().map(item => ({ ...item, orderId: id })))
  const { rows: listed } = await client.query<Keyed>(manyItems, [
    items.map(({ orderId }) => orderId),
    items.map(({ product }) => product),
    items.map(({ quantity }) => quantity),
  ])
  return sumOfKeys(owners) + sumOfKeys(ordered) + sumOfKeys(listed)
}

async function update(client: pg.Client): Promise<number> {
  const { rows } = await client.query<Keyed>('select * from customer order by id')
  const { rowCount } = await client.query(
    `update customer set visits = given.visits from unnest($1::integer[], $2::integer[]) as given (id, visits)
      where customer.id = given.id`,
    [rows.map(({ id }) => id), rows.map(({ id }) => visitsOf(id))],
  )
  return rowCount ?? 0
}

async function modify(client: pg.Client): Promise<number> {
  let sum = 0
  for (let i = 0; i < sizes.saves; i++) {
    const { rows } = await client.query('select * from customer where id = $1', [pointKey(i, sizes.updated)])
    const customer = rows[0]
    customer.visits += 1
    await client.query('update customer set visits = $1 where id = $2', [customer.visits, customer.id])
    sum += customer.visits
  }
  return sum
}
