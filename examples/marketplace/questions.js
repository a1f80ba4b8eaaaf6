/** What a marketplace is asked, what it must answer, and what that costs in statements. */

import assert from 'node:assert/strict'
import { statementsOf } from '../record-shop/statements.js'

const line = (name, price, quantity) => ({ name, price, quantity, total: price * quantity })
const order = (order_id, name, time, items) => ({
  order_id,
  customer: { name },
  order_time: new Date(time),
  items,
})
export const first = order(1, 'Alex', '2024-03-18T10:30:00Z', [
  line('Milk', 5, 1),
  line('Kit Kat', 1, 4),
  line('Bread', 10.5, 2),
])
export const second = order(2, 'Cam', '2024-03-20T11:00:00Z', [line('Kit Kat', 1, 2), line('Onion', 2, 5)])
const empty = order(3, 'Blake', '2024-03-25T15:00:00Z', [])
export const customers = [
  { name: 'Alex', address: { flat_number: 101, post_code: 10001 } },
  { name: 'Blake', address: { flat_number: 201, post_code: 10002 } },
  { name: 'Cam', address: { flat_number: 301, post_code: 10003 } },
]
export const basket = [
  { id: 2, quantity: 4 },
  { id: 3, quantity: 6 },
]

/** Checks a fresh marketplace on `knex`; `nothing` is its total of no items. Gives what each accessor cost, in statements. */
export async function checkMarket(market, knex, nothing) {
  const costs = {}
  const ask = async (name, ...inputs) => {
    const { result, statements } = await statementsOf(knex, () => market[name](...inputs))
    const count = statements.filter(sql => !/^(begin|commit)\b/i.test(sql)).length
    assert.equal(count, costs[name] ?? count, `${name} costs the same each time`)
    costs[name] = count
    return result
  }
  const day = text => new Date(text)

  assert.equal(await ask('welcome'), 'Welcome to Marketplace!')
  assert.deepEqual(await ask('getCustomers'), customers)

  assert.deepEqual(await ask('getOrdersOfCustomer', 1), [first])
  assert.deepEqual(await ask('getOrdersOfCustomer', 2), [empty])
  assert.deepEqual(await ask('getOrdersOfCustomer', 99), [])

  assert.equal(await ask('getTotalCostOfAnOrder', 1), 30)
  assert.equal(await ask('getTotalCostOfAnOrder', 2), 12)
  assert.equal(await ask('getTotalCostOfAnOrder', 3), nothing)
  assert.equal(await ask('getTotalCostOfAnOrder', 99), nothing)

  const [after, before] = [day('2024-03-14'), day('2024-03-22')]
  assert.deepEqual(await ask('getOrdersBetweenDates', after, before), [first, second])
  assert.deepEqual(await ask('getOrdersBetweenDates', after, day('2024-03-26')), [first, second, empty])

  assert.equal(await ask('addNewOrderForCustomer', 1, basket), 4)
  assert.equal(await ask('getTotalCostOfAnOrder', 4), 67)
  assert.deepEqual(await ask('getOrdersTotal', [2, 1, 4, 3, 99]), [12, 30, 67, nothing, nothing])

  await checkRefusals(market)
  return { ...costs, lazily: await costOfLaziness(market.db, knex) }
}

/** What is refused leaves nothing behind. */
async function checkRefusals(market) {
  const orders = market.db.model('orders')
  await assert.rejects(market.addNewOrderForCustomer(99, basket), { code: 'NOT_FOUND' })
  // Nothing says which items there are but the key.
  const unknown = market.addNewOrderForCustomer(1, [{ id: 77, quantity: 1 }])
  await assert.rejects(unknown, { code: 'FOREIGN_KEY_VIOLATED' })
  assert.equal(await orders.count(), 4)
}

/** What a loop over an address that is not loaded costs: not a statement for each customer. */
async function costOfLaziness(db, knex) {
  const { result, statements } = await statementsOf(knex, async () => {
    const flats = []
    for (const customer of await db.model('customer').with('address', { lazy: 'select' })) {
      flats.push((await customer.address).flatNumber)
    }
    return flats
  })
  assert.deepEqual(result, [101, 201, 301])
  return statements.length
}
