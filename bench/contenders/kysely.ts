/** kysely: a typed builder that gives plain objects. Needs `npm install --prefix bench`. */

import Sqlite from 'better-sqlite3'
import pg from 'pg'
import type { Connect, Round, Task } from '../place.js'
import { sizes } from '../sizes.js'
import { pointKey, sumOfThree } from '../sums.js'
import { writingRounds } from '../written.js'
import { runsOf, type Writing } from './writing/kysely.js'

/** As much of the package as is used; it may not be there to give its types. */
interface Selecting {
  selectAll(): Selecting
  where(column: string, operator: string, value: unknown): Selecting
  orderBy(column: string): Selecting
  limit(count: number): Selecting
  execute(): Promise<Row[]>
  executeTakeFirstOrThrow(): Promise<Row>
}

interface Row {
  readonly id: number
  readonly title: string
  readonly name: string
  readonly price: unknown
  readonly customer_id: number
}

interface Kysely extends Omit<Writing, 'selectFrom'> {
  selectFrom(table: string): Selecting
  destroy(): Promise<void>
}

interface Package {
  readonly Kysely: new (config: { readonly dialect: unknown }) => Kysely
  readonly SqliteDialect: new (config: { readonly database: unknown }) => unknown
  readonly PostgresDialect: new (config: { readonly pool: unknown }) => unknown
}

export const connect: Connect = async task => {
  const name: string = 'kysely'
  const kysely = (await import(name)) as Package
  const db = new kysely.Kysely({ dialect: dialectOf(kysely, task) })
  const writing = writingRounds(task, runsOf(db as unknown as Writing))
  return {
    rounds: task.workload.startsWith('boot') ? {} : { ...roundsOf(db), ...writing },
    close: () => db.destroy(),
  }
}

function dialectOf({ PostgresDialect, SqliteDialect }: Package, task: Task): unknown {
  return task.database === 'postgres'
    ? new PostgresDialect({ pool: new pg.Pool({ connectionString: task.address, max: 4 }) })
    : new SqliteDialect({ database: new Sqlite(task.address) })
}

function roundsOf(db: Kysely): Record<string, Round> {
  const customer = (id: number): Promise<Row> =>
    db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return {
    hydrate: {
      run: async () => {
        let sum = 0
        const query = db.selectFrom('reading').selectAll().orderBy('id').limit(sizes.hydrated)
        for (const row of await query.execute()) sum += sumOfThree(row.id, row.title, row.price)
        return sum
      },
    },
    point: {
      run: async () => {
        let sum = 0
        for (let i = 0; i < sizes.points; i++) {
          const { id, name } = await customer(pointKey(i, sizes.customers))
          sum += id + name.length
        }
        return sum
      },
    },
    lazy: {
      run: async () => {
        let sum = 0
        for (const order of await db
          .selectFrom('orders')
          .selectAll()
          .orderBy('id')
          .limit(sizes.lazy)
          .execute()) {
          sum += order.id + (await customer(order.customer_id)).name.length
        }
        return sum
      },
    },
  }
}
