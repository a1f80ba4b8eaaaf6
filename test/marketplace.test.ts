import { register } from 'node:module'
import type { Knex } from 'knex'
import t from 'tap'
import type { Automap } from '../types/automap.js'
import { eachDatabase } from './fixtures/databases.js'

interface Market {
  readonly db: Automap
}

interface Variant {
  openMarket(knex: Knex): Promise<Market>
}

interface Questions {
  checkMarket(market: Market, knex: Knex, nothing: unknown): Promise<Readonly<Record<string, number>>>
}

// The examples import the package by its name, which would be the last build.
const library = new URL('../lib/index.js', import.meta.url).href
const resolver = `export const resolve = (name, context, next) =>
  next(name === 'knex-automap' ? '${library}' : name, context)`
register(`data:text/javascript,${encodeURIComponent(resolver)}`)

const exampleOf = <T>(name: string): Promise<T> =>
  import(new URL(`../examples/marketplace/${name}.js`, import.meta.url).href)

/** What each accessor costs in statements: SQLAlchemy's count, in which a lazy loop would be 4. */
const costs = {
  welcome: 0,
  getCustomers: 1,
  getOrdersOfCustomer: 1,
  getTotalCostOfAnOrder: 1,
  getOrdersBetweenDates: 1,
  addNewOrderForCustomer: 3,
  getOrdersTotal: 1,
  lazily: 2,
}

const variants = {
  'with nothing declared': ['reflected', 0],
  'with everything declared': ['declared', null],
  'with a part declared': ['mixed', null],
} as const

for (const [title, [name, nothing]] of Object.entries(variants)) {
  eachDatabase(
    t,
    `the marketplace ${title} answers in as few statements as it takes`,
    async (t, { knex }) => {
      const { openMarket } = await exampleOf<Variant>(name)
      const { checkMarket } = await exampleOf<Questions>('questions')
      const market = await openMarket(knex)
      t.teardown(() => market.db.close())
      t.strictSame(await checkMarket(market, knex, nothing), costs)
      t.strictSame(market.db.report.declarations, [])
    },
  )
}
