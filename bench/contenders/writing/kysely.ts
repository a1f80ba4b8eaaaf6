/** kysely writing: rows in batches where they are new, a statement per row where they change. */

import { sizes } from '../../sizes.js'
import { pointKey } from '../../sums.js'
import { chunksOf, newCustomers, newItems, newOrders, type Runs, sumOfKeys, visitsOf } from '../../written.js'

/** As much of the package as is used; it may not be there to give its types. */
export interface Writing {
  selectFrom(table: string): Selecting
  insertInto(table: string): { values(rows: object): Statement }
  updateTable(table: string): { set(values: object): Updating }
  transaction(): { execute(work: (db: Writing) => Promise<number>): Promise<number> }
}

interface Row {
  readonly id: number
  readonly visits: number
}

interface Statement {
  returning(columns: string): Statement
  returningAll(): Statement
  execute(): Promise<Row[]>
}

interface Selecting {
  selectAll(): Selecting
  where(column: string, operator: string, value: unknown): Selecting
  orderBy(column: string): Selecting
  execute(): Promise<Row[]>
  executeTakeFirstOrThrow(): Promise<Row>
}

interface Updating {
  where(column: string, operator: string, value: unknown): { execute(): Promise<unknown> }
}

/** Rows of one statement; six bindings each. */
const batch = 1000

/** Gives what it does. */
export function runsOf(db: Writing): Runs {
  const customers = newCustomers(sizes.inserted)
  const within = (work: (db: Writing) => Promise<number>) => (): Promise<number> =>
    db.transaction().execute(work)
  return {
    'save-new': within(async db => {
      let sum = 0
      for (const customer of customers.slice(0, sizes.saves)) {
        sum += sumOfKeys(await db.insertInto('customer').values(customer).returningAll().execute())
      }
      return sum
    }),
    insert: within(async db => {
      let sum = 0
      for (const rows of chunksOf(customers, batch)) {
        sum += sumOfKeys(await db.insertInto('customer').values(rows).returningAll().execute())
      }
      return sum
    }),
    'insert-blind': within(async db => {
      for (const rows of chunksOf(customers, batch)) await db.insertInto('customer').values(rows).execute()
      return customers.length
    }),
    graph: within(graph),
    update: within(async db => {
      const rows = await db.selectFrom('customer').selectAll().orderBy('id').execute()
      for (const { id } of rows) await setVisits(db, id, visitsOf(id))
      return rows.length
    }),
    modify: within(async db => {
      let sum = 0
      for (let i = 0; i < sizes.saves; i++) {
        const key = pointKey(i, sizes.updated)
        const query = db.selectFrom('customer').selectAll().where('id', '=', key)
        const { id, visits } = await query.executeTakeFirstOrThrow()
        await setVisits(db, id, visits + 1)
        sum += visits + 1
      }
      return sum
    }),
  }
}

async function setVisits(db: Writing, id: number, visits: number): Promise<void> {
  await db.updateTable('customer').set({ visits }).where('id', '=', id).execute()
}

async function graph(db: Writing): Promise<number> {
  const insert = async (table: string, rows: object[]): Promise<Row[]> => {
    const inserted: Row[] = []
    for (const chunk of chunksOf(rows, batch)) {
      inserted.push(...(await db.insertInto(table).values(chunk).returning('id').execute()))
    }
    return inserted
  }
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
