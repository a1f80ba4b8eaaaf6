import t from 'tap'
import { schemes } from '../../lib/naming/scheme.js'

t.test('v1 makes models in PascalCase, the last word singular and the others untouched', async t => {
  const { model, pluralModel } = schemes.v1
  t.equal(model('orders'), 'Order')
  t.equal(model('order_items'), 'OrderItem')
  t.equal(model('OrderLine'), 'OrderLine')
  t.equal(model('Order Details'), 'OrderDetail')
  t.equal(model('news_status'), 'NewsStatus')
  t.equal(model('sales_people'), 'SalesPerson')
  t.equal(model('tbl_users'), 'TblUser')
  t.equal(model('123abc'), '123abc')
  t.equal(model('class'), 'Class')
  t.equal(pluralModel('order_items'), 'OrderItems')
})

t.test('v1 makes properties in camelCase', async t => {
  const { property } = schemes.v1
  t.equal(property('customer_id'), 'customerId')
  t.equal(property('CustomerID'), 'customerId')
  t.equal(property('address2'), 'address2')
  t.equal(property('a-b'), 'aB')
  t.equal(property('straße'), 'straße')
  t.equal(property('metadata'), 'metadata')
  t.equal(property('__class__'), 'class')
})

t.test('v1 keeps names that it cannot change without loss', async t => {
  const { property, model, one, many, pluralModel, inSchema, by, via } = schemes.v1
  for (const name of ['-', '___', '😀', 'cafe\u0301']) {
    for (const make of [property, model, one, many, pluralModel]) t.equal(make(name), name)
  }
  for (const make of [property, model, one, many, pluralModel]) t.equal(make(''), '_')
  t.equal(model('日本語'), '日本語')
  t.equal(many('日本語'), '日本語')
  t.equal(inSchema('😀', 'Customer'), '😀Customer')
  t.equal(by('tags', ['😀']), 'tagsBy😀')
  t.equal(via('tags', '😀'), 'tagsVia😀')
})

t.test('v1 makes relationships from models', async t => {
  const { one, many, by, via, ref, inSchema } = schemes.v1
  t.equal(one('OrderItem'), 'orderItem')
  t.equal(many('OrderItem'), 'orderItems')
  t.equal(many('Category'), 'categories')
  t.equal(by('customers', ['billing_address']), 'customersByBillingAddress')
  t.equal(by('posts', ['tenant', 'author']), 'postsByTenantAuthor')
  t.equal(via('tags', 'featured_tags'), 'tagsViaFeaturedTags')
  t.equal(ref('customer'), 'customerRef')
  t.equal(inSchema('sales_eu', 'Customer'), 'SalesEuCustomer')
})

t.test('preserve keeps the names of the database and adds in snake_case', async t => {
  const { preserve } = schemes
  t.equal(preserve.model('order_items'), 'order_items')
  t.equal(preserve.pluralModel('order_items'), 'order_items')
  t.equal(preserve.property('Customer ID'), 'Customer ID')
  t.equal(preserve.one('customer'), 'customer')
  t.equal(preserve.many('orders'), 'orders')
  t.equal(preserve.by('orders', ['billing', 'x']), 'orders_by_billing_x')
  t.equal(preserve.via('tags', 'featured_tags'), 'tags_via_featured_tags')
  t.equal(preserve.ref('customer'), 'customer_ref')
  t.equal(preserve.inSchema('sales', 'customer'), 'sales_customer')
  t.equal(preserve.model(''), '_')
})
