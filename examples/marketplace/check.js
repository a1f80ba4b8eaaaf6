/** Checks a marketplace, then its server: `node check.js declared`, or `reflected`, or `mixed`. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { openEmpty } from '../record-shop/open.js'
import { basket, checkMarket, customers, first, second } from './questions.js'
import { serverOf } from './server.js'

/** Asks the same through the server. */
async function checkServer(market, nothing) {
  const server = serverOf(market).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ask = (method, path, body) => answerOf(server.address().port, method, path, body)
  const plain = value => JSON.parse(JSON.stringify(value))

  assert.deepEqual(await ask('GET', '/'), [200, 'Welcome to Marketplace!'])
  assert.deepEqual(await ask('GET', '/api/customers'), [200, customers])
  assert.deepEqual(await ask('GET', '/api/orders/3'), [200, plain([second])])
  assert.deepEqual(await ask('GET', '/api/order_total/1'), [200, { 'Order Total': 30 }])
  const between = await ask('GET', '/api/orders_between_dates/2024-03-22/2024-03-14')
  assert.deepEqual(between, [200, plain([first, second])])
  assert.equal((await ask('POST', '/api/add_new_order', { customer_id: 2, items: basket }))[0], 201)
  assert.equal((await ask('POST', '/api/add_new_order', { customer_id: 99, items: basket }))[0], 400)
  const totals = await ask('GET', '/api/orders_total', { orders: [1, 2, 3, 4] })
  assert.deepEqual(totals, [200, [30, 12, nothing, 67]])
  assert.equal((await ask('GET', '/api/order'))[0], 404)
  server.close()
}

async function answerOf(port, method, path, body) {
  // With GET, too, which fetch() refuses.
  const content = body === undefined ? '' : JSON.stringify(body)
  const headers = { 'content-length': content.length }
  const asked = request({ port, method, path, headers, agent: false }).end(content)
  const [response] = await once(asked, 'response')
  return [response.statusCode, JSON.parse(await text(response))]
}

const variant = process.argv[2] ?? 'declared'
const { openMarket } = await import(`./${variant}.js`)
const place = await openEmpty()
const market = await openMarket(place.knex)
// JavaScript adds nothing up to 0, SQL to null.
const nothing = variant === 'reflected' ? 0 : null
console.log(await checkMarket(market, place.knex, nothing))
await checkServer(market, nothing)
await market.db.close()
await place.close()
