/** Names: where they come from, and every way to choose others. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'

const shop = await openRecordShop()
const own = await automap(shop.knex)

// Each name can be explained, also with how to change it.
const explanation = own.explain('Address.customersByShippingAddress')
assert.equal(explanation.key, 'customer(shipping_address_id) -> address(id)')
assert.match(String(explanation), /^Named by: /m)
assert.match(String(explanation), /^Override: relationships: /m)

// Models also answer to their table's name; a slip of the pen is answered with the nearest one.
assert.equal(own.model('order_line'), own.models.OrderLine)
assert.throws(() => own.model('artits'), {
  code: 'MODEL_UNKNOWN',
  message: 'No model or table is called "artits". Did you mean "Artist"?',
})

// Functions see the default and may give another name.
const renamed = await automap(shop.knex, {
  naming: {
    className: (table, name) => (table.name === 'orders' ? 'Sale' : name),
    propertyName: (column, table, name) =>
      table.name === 'search_log' && column.name === 'words' ? 'query' : name,
  },
  relationships: side => {
    // One function for every side of every key: rename it, change its strategy, or leave it out with false.
    if (side.key.startsWith('employee(manager_id)') && !side.owning) return { name: 'reports' }
    if (side.key.startsWith('customer(billing_address_id)') && side.owning) return { lazy: 'joined' }
    if (side.sourceTable === 'label') return false
    return undefined
  },
})
const { Customer, Employee, Sale, SearchLog } = renamed.models
assert.equal(Sale.name, 'Sale')
assert.ok((await SearchLog.first()).query)
const owner = await Employee.findBy({ managerId: null })
assert.equal((await owner.reports).length, 2)
assert.ok((await Customer.first()).billingAddress.city)
assert.equal(
  renamed.relationships.some(({ model }) => model === 'Label'),
  false,
)

// Or the database's names, letter for letter.
const kept = await automap(shop.knex, { naming: 'preserve' })
const line = await kept.models.order_line.with('order').first()
assert.equal(line.order_id, line.order.id)

await shop.close()
