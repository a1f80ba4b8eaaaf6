import t from 'tap'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

t.test('an unknown name is answered with what was meant', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { Customer } = (await openShop(database!)).models
  const named = (name: unknown) => errorOf(() => Customer.where(name as 'id', 1))
  const column = 'MappingError PROPERTY_UNKNOWN: '
  t.equal(await named('nmae'), `${column}Model "Customer" has no property "nmae". Did you mean "name"?`)
  t.equal(await named('zzzzzzzzz'), `${column}Model "Customer" has no property "zzzzzzzzz"`)
  t.equal(
    await named('created_at'),
    `${column}Model "Customer" has no property "created_at": column "created_at" is property "createdAt"`,
  )
  t.equal(
    await named('orders'),
    `${column}"orders" is a relationship of model "Customer", not a column; filter by it with whereHas("orders", …), load it with with("orders")`,
  )
  t.equal(
    await named(undefined),
    'QueryError QUERY_INVALID: Expected the name of a property of model "Customer", got undefined',
  )
  for (const name of [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    '*',
    'id; drop table customer',
  ]) {
    t.equal(await named(name), `${column}Model "Customer" has no property "${name}"`)
  }
})

t.test('a path is walked from relationship to relationship', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { Customer } = (await openShop(database!)).models
  const path = (name: unknown) => errorOf(() => Customer.with(name as 'orders'))
  const has = (name: unknown) => errorOf(() => Customer.whereHas(name as 'orders'))
  const unknown = 'MappingError RELATIONSHIP_UNKNOWN: '
  t.equal(
    await path('ordres'),
    `${unknown}Model "Customer" has no relationship "ordres". Did you mean "orders"?`,
  )
  t.equal(
    await path('orders.customers'),
    `${unknown}Model "Order" has no relationship "customers". Did you mean "customer"?`,
  )
  t.equal(
    await path('orders.note'),
    `${unknown}Model "Order" has no relationship "note": it is a column, and comes with the row or by undefer("note")`,
  )
  t.equal(await path('orders.'), `${unknown}Model "Order" has no relationship ""`)
  t.equal(await has('__proto__.polluted'), `${unknown}Model "Customer" has no relationship "__proto__"`)
  t.equal(
    await has(7),
    'QueryError QUERY_INVALID: Expected the path of a relationship of model "Customer", got a number',
  )
})
