import t from 'tap'
import { MappingError } from '../../lib/errors.js'
import { explain, findModel } from '../../lib/naming/explain.js'
import { named } from '../fixtures/named.js'

const shop = named({
  customer: { columns: ['id', 'name'] },
  orders: {
    columns: ['id', 'customer_id', 'customer', 'TOTAL', 'total', 'a.b'],
    foreignKeys: ['customer_id -> customer.id'],
  },
  'sales.customer': {},
  'sales.lead': {},
})

t.test('explains a model', async t => {
  const found = explain(shop, 'Order')
  t.same(
    { ...found },
    {
      subject: 'Order',
      kind: 'model',
      name: 'Order',
      rule: 'Made from table "orders"',
      key: null,
      source: 'orders',
      collidedWith: [],
      override: `naming: { className: (table, name) => table.name === "orders" ? '…' : name }`,
    },
  )
  t.equal(
    String(found),
    [
      'Order is the model of orders',
      'Named by: Made from table "orders"',
      `Override: naming: { className: (table, name) => table.name === "orders" ? '…' : name }`,
    ].join('\n'),
  )
  t.ok(Object.isFrozen(found))
})

t.test('explains a column', async t => {
  const found = explain(shop, 'Order.TOTAL')
  t.same(
    { ...found },
    {
      subject: 'Order.TOTAL',
      kind: 'column',
      name: 'TOTAL',
      rule: 'The name of column "TOTAL" as it is',
      key: null,
      source: 'orders.TOTAL',
      collidedWith: ['column "total"'],
      override: `naming: { propertyName: (column, table, name) => table.name === "orders" && column.name === "TOTAL" ? '…' : name }`,
    },
  )
})

t.test('explains a relationship, with what it gave way to', async t => {
  const found = explain(shop, 'Order.customerRef')
  t.same(
    { ...found },
    {
      subject: 'Order.customerRef',
      kind: 'relationship',
      name: 'customerRef',
      rule: 'Key column "customer_id" without "_id", marked as a reference',
      key: 'orders(customer_id) -> customer(id)',
      source: 'orders.customer_id',
      collidedWith: ['column "customer"'],
      override: `relationships: side => side.key === "orders(customer_id) -> customer(id)" && side.owning ? { name: '…' } : undefined`,
    },
  )
  t.equal(
    String(found),
    [
      'Order.customerRef is the relationship of orders(customer_id) -> customer(id)',
      'Named by: Key column "customer_id" without "_id", marked as a reference',
      'Gave way to: column "customer"',
      `Override: relationships: side => side.key === "orders(customer_id) -> customer(id)" && side.owning ? { name: '…' } : undefined`,
    ].join('\n'),
  )
  t.match(explain(shop, 'Customer.orders').override, /&& !side.owning \?/)
})

t.test('the override that it names does what it says', async t => {
  const again = named(
    { a: {}, b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.id'] } },
    {
      functions: { className: (table, name) => (table.name === 'b' ? 'Bee' : name) },
      relationships: side => (side.key === 'b(a_id) -> a(id)' && !side.owning ? { name: 'hive' } : undefined),
    },
  )
  t.equal(explain(again, 'Bee').rule, 'Chosen by naming.className')
  t.equal(explain(again, 'A.hive').rule, 'Chosen by relationships')
})

t.test('the override means one table where several schemas have one of the name', async t => {
  t.equal(
    explain(shop, 'SalesCustomer').override,
    `naming: { className: (table, name) => table.schema === "sales" && table.name === "customer" ? '…' : name }`,
  )
  t.equal(
    explain(shop, 'Customer.name').override,
    `naming: { propertyName: (column, table, name) => table.schema === "main" && table.name === "customer" && column.name === "name" ? '…' : name }`,
  )
})

t.test('the override keeps the scheme that names were made by', async t => {
  const kept = named({ customer: {} }, { scheme: 'preserve' })
  t.equal(
    explain(kept, 'customer').override,
    `naming: { scheme: 'preserve', className: (table, name) => table.name === "customer" ? '…' : name }`,
  )
  t.equal(
    explain(kept, 'customer.id').override,
    `naming: { scheme: 'preserve', propertyName: (column, table, name) => table.name === "customer" && column.name === "id" ? '…' : name }`,
  )
})

t.test('what is no text is refused', async t => {
  t.throws(
    () => explain(shop, undefined as unknown as string),
    new MappingError(
      'MODEL_UNKNOWN',
      'Cannot explain undefined: expected the name of a model, or Model.property',
    ),
  )
})

t.test('answers to the names of the database, with the schema or without', async t => {
  t.equal(explain(shop, 'orders').subject, 'Order')
  t.equal(explain(shop, 'orders.customer_id').subject, 'Order.customerId')
  t.equal(explain(shop, 'customer').subject, 'Customer')
  t.equal(explain(shop, 'sales.customer').subject, 'SalesCustomer')
  t.equal(explain(shop, 'sales.customer').source, 'sales.customer')
  t.equal(explain(shop, 'main.customer.name').subject, 'Customer.name')
  t.equal(explain(shop, 'lead.id').subject, 'Lead.id')
  t.equal(findModel(shop, 'nope'), undefined)
})

t.test('a model and a table may hold dots', async t => {
  const odd = named({ 'a.b': { schema: 'main', columns: ['id'] } }, { scheme: 'preserve' })
  t.equal(explain(odd, 'a.b').subject, 'a.b')
  t.equal(explain(odd, 'a.b.id').subject, 'a.b.id')
})

t.test('an unknown model is answered with the nearest', async t => {
  t.throws(
    () => explain(shop, 'Ordre'),
    new MappingError(
      'MODEL_UNKNOWN',
      'Cannot explain "Ordre": there is no model or table of that name. Did you mean "Order"?',
    ),
  )
  t.throws(
    () => explain(shop, 'Zebra.stripes'),
    new MappingError(
      'MODEL_UNKNOWN',
      'Cannot explain "Zebra.stripes": there is no model or table of that name',
    ),
  )
  t.throws(() => explain(shop, '.id'), { code: 'MODEL_UNKNOWN' })
})

t.test('an unknown property is answered with the nearest', async t => {
  t.throws(
    () => explain(shop, 'Order.custmerRef'),
    new MappingError(
      'PROPERTY_UNKNOWN',
      'Model "Order" has no property "custmerRef". Did you mean "customerRef"?',
    ),
  )
})
