/** The marketplace's rows. The database numbers them, from 1. */

const item = (name, price, description) => ({ name, price, description })
const address = (flat_number, post_code) => ({ flat_number, post_code })
const customer = (name, address_id) => ({ name, address_id })
const order = (customer_id, order_time) => ({ customer_id, order_time })
const orderItem = (order_id, item_id, quantity) => ({ order_id, item_id, quantity })

const rows = {
  item: [
    item('Milk', 5, '1L bottle of milk'),
    item('Kit Kat', 1, 'a chocolate'),
    item('Bread', 10.5, 'a loaf of bread'),
    item('Onion', 2, 'an onion'),
  ],
  address: [address(101, 10001), address(201, 10002), address(301, 10003)],
  customer: [customer('Alex', 1), customer('Blake', 2), customer('Cam', 3)],
  // The last one is empty.
  orders: [order(1, '2024-03-18 10:30:00'), order(3, '2024-03-20 11:00:00'), order(2, '2024-03-25 15:00:00')],
  order_items: [
    orderItem(1, 2, 4),
    orderItem(1, 3, 2),
    orderItem(1, 1, 1),
    orderItem(2, 2, 2),
    orderItem(2, 4, 5),
  ],
}

/** Fills the empty tables through knex. */
export async function fillMarket(knex) {
  // SQLite holds a connection to foreign keys only where it is told to.
  if (knex.client.driverName !== 'pg') await knex.raw('pragma foreign_keys = on')
  for (const [table, list] of Object.entries(rows)) for (const row of list) await knex(table).insert(row)
}
