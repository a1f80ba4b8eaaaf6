/**
 * The marketplace as a server: `node examples/marketplace/server.js declared`, or `reflected`, or `mixed`. It forgets its orders when it
 * is stopped.
 */

import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { openEmpty } from '../record-shop/open.js'

const routes = [
  ['GET', /^\/$/, market => market.welcome()],
  ['GET', /^\/api\/customers$/, market => market.getCustomers()],
  ['GET', /^\/api\/orders\/(\d+)$/, (market, [id]) => market.getOrdersOfCustomer(Number(id))],
  [
    'GET',
    /^\/api\/order_total\/(\d+)$/,
    async (market, [id]) => ({ 'Order Total': await market.getTotalCostOfAnOrder(Number(id)) }),
  ],
  [
    'GET',
    /^\/api\/orders_between_dates\/([\d-]+)\/([\d-]+)$/,
    (market, [before, after]) => market.getOrdersBetweenDates(new Date(after), new Date(before)),
  ],
  ['GET', /^\/api\/orders_total$/, (market, _, { orders }) => market.getOrdersTotal(orders)],
  [
    'POST',
    /^\/api\/add_new_order$/,
    (market, _, { customer_id, items }) => market.addNewOrderForCustomer(customer_id, items),
  ],
]

/** Gives a server that answers from the marketplace; it does not listen yet. */
export function serverOf(market) {
  return createServer(async (request, response) => {
    const [status, answer] = await answerTo(market, request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
}

async function answerTo(market, request) {
  for (const [method, pattern, work] of routes) {
    const match = request.method === method && pattern.exec(request.url)
    if (!match) continue
    try {
      const body = await text(request)
      return [method === 'POST' ? 201 : 200, await work(market, match.slice(1), body ? JSON.parse(body) : {})]
    } catch (error) {
      return [400, { error: error.message }]
    }
  }
  return [404, { error: 'There is nothing here' }]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { openMarket } = await import(`./${process.argv[2] ?? 'declared'}.js`)
  const place = await openEmpty()
  const server = serverOf(await openMarket(place.knex)).listen(9090, '127.0.0.1')
  console.log('http://127.0.0.1:9090/api/customers')
  process.once('SIGINT', () => server.close(() => place.close()).closeAllConnections())
}
