import { register } from 'node:module'
import type { Knex } from 'knex'
import t from 'tap'
import type { Automap } from '../types/automap.js'
import { eachDatabase } from './fixtures/databases.js'

interface Market {
  readonly db: Automap
  addNewOrderForCustomer(
    customer: number,
    items: readonly { id: number; quantity: number }[],
  ): Promise<number>
}

interface Variant {
  openMarket(knex: Knex): Promise<Market>
}

interface Questions {
  checkMarket(market: Market, knex: Knex, nothing: unknown): Promise<Readonly<Record<string, number>>>
}

// The examples import the package by its name, which would be the last build.
const library = new URL('../lib/index.ts', import.meta.url).href
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

/** What a new order takes, in order, however many items it has. */
const reading = 'select customer'
const writing = ['insert orders', 'insert order_items']
const orders = {
  saved: [reading, 'begin', ...writing, 'commit'],
  inSession: ['begin', reading, ...writing, 'commit'],
}

/** Names a statement by its verb and its table. */
function brief(sql: string): string {
  const table = /(?:from|into) (?:[`"]\w+[`"]\.)?[`"](\w+)[`"]/.exec(sql)?.[1]
  return [/^\w+/.exec(sql)?.[0].toLowerCase(), table].filter(part => part !== undefined).join(' ')
}

const variants = {
  'with nothing declared': ['reflected', 0, orders.inSession],
  'with everything declared': ['declared', null, orders.saved],
  'with a part declared': ['mixed', null, orders.inSession],
} as const

for (const [title, [name, nothing, expected]] of Object.entries(variants)) {
  eachDatabase(t, `the marketplace ${title} writes a new order in one go`, async (t, { knex, count }) => {
    const { openMarket } = await exampleOf<Variant>(name)
    const market = await openMarket(knex)
    t.teardown(() => market.db.close())
    const items = [1, 2, 3, 4].map(id => ({ id, quantity: id }))
    for (const list of [items.slice(0, 1), items]) {
      const statements = await count(() => market.addNewOrderForCustomer(1, list), { all: true })
      t.strictSame(statements.map(brief), expected)
    }
    const written = await market.db.model('order_items').where('orderId', 5).pluck('itemId', 'quantity')
    t.strictSame(
      written,
      items.map(({ id, quantity }) => [id, quantity]),
    )
  })

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
