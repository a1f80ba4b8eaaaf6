import t from 'tap'
import { named, tree } from '../fixtures/named.js'

t.test('a key is called after its column, its other side after the table in the plural', async t => {
  const names = named({
    customer: {},
    orders: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
  })
  t.same(tree(names), { Customer: { orders: 'oneToMany Order' }, Order: { customer: 'manyToOne Customer' } })
  t.same(names.renamings, [])
})

t.test('a one-to-one is singular on both sides', async t => {
  const names = named({
    user: {},
    profile: { columns: ['id', 'user_id'], foreignKeys: ['user_id -> user.id'], unique: [['user_id']] },
    setting: { columns: ['id'], foreignKeys: ['id -> user.id'] },
  })
  t.same(tree(names), {
    User: { profile: 'oneToOne Profile', setting: 'oneToOne Setting' },
    Profile: { user: 'manyToOne User' },
    Setting: { user: 'manyToOne User' },
  })
})

t.test('of several keys the one named after its target keeps the plain name', async t => {
  const names = named({
    address: {},
    customer: {
      columns: ['id', 'address_id', 'billing_address_id', 'ShippingId'],
      foreignKeys: [
        'address_id -> address.id',
        'billing_address_id -> address.id',
        'ShippingId -> address.id',
      ],
    },
  })
  t.same(tree(names), {
    Address: {
      customers: 'oneToMany Customer',
      customersByBillingAddress: 'oneToMany Customer',
      customersByShipping: 'oneToMany Customer',
    },
    Customer: {
      address: 'manyToOne Address',
      billingAddress: 'manyToOne Address',
      shipping: 'manyToOne Address',
    },
  })
})

t.test('of several keys that are not named after their target each adds its own name', async t => {
  const names = named({
    address: {},
    customer: {
      columns: ['id', 'billing_id', 'shipping_id'],
      foreignKeys: ['billing_id -> address.id', 'shipping_id -> address.id'],
    },
  })
  t.same(Object.keys(tree(names).Address ?? {}), ['customersByBilling', 'customersByShipping'])
})

t.test('two keys that are both named after their target: the one by id keeps the plain name', async t => {
  const names = named({
    customer: { columns: ['id', 'code'], unique: [['code']] },
    orders: {
      columns: ['id', 'customer_id', 'customer_code'],
      foreignKeys: ['customer_id -> customer.id', 'customer_code -> customer.code'],
    },
  })
  t.same(tree(names), {
    Customer: { orders: 'oneToMany Order', ordersByCustomer: 'oneToMany Order' },
    Order: { customer: 'manyToOne Customer', customerByCustomerId: 'manyToOne Customer' },
  })
})

t.test('a key of several columns is called after its target, and after what tells it apart', async t => {
  const names = named({
    user: { columns: ['tenant_id', 'id'], primaryKey: ['tenant_id', 'id'] },
    post: {
      columns: ['id', 'tenant_id', 'author_id', 'editor_id'],
      foreignKeys: [
        '(tenant_id, author_id) -> user(tenant_id, id)',
        '(tenant_id, editor_id) -> user(tenant_id, id)',
      ],
    },
  })
  t.same(tree(names), {
    User: { posts: 'oneToMany Post', postsByEditor: 'oneToMany Post' },
    Post: { user: 'manyToOne User', userByTenantIdEditorId: 'manyToOne User' },
  })
})

t.test('overlapping keys to different tables take nothing from each other', async t => {
  const names = named({
    tenant: {},
    u: { columns: ['tenant_id', 'id'], primaryKey: ['tenant_id', 'id'] },
    d: {
      columns: ['id', 'tenant_id', 'author_id'],
      foreignKeys: ['tenant_id -> tenant.id', '(tenant_id, author_id) -> u(tenant_id, id)'],
    },
  })
  t.same(tree(names).D, { tenant: 'manyToOne Tenant', u: 'manyToOne U' })
})

t.test('a self reference through a parent is parent and children', async t => {
  for (const column of ['parent_id', 'parentId', 'parent_category_id']) {
    const names = named({
      categories: { columns: ['id', column], foreignKeys: [`${column} -> categories.id`] },
    })
    t.match(Object.entries(tree(names).Category ?? {}), [
      ['children', 'oneToMany Category'],
      [/^parent/, 'manyToOne Category'],
    ])
  }
})

t.test('a self reference that is unique has one child', async t => {
  const names = named({
    node: { columns: ['id', 'parent_id'], foreignKeys: ['parent_id -> node.id'], unique: [['parent_id']] },
  })
  t.same(tree(names).Node, { child: 'oneToOne Node', parent: 'manyToOne Node' })
})

t.test('any other self reference is called after its column, both ways', async t => {
  const names = named({
    employee: {
      columns: ['id', 'manager_id', 'reports_to'],
      foreignKeys: ['manager_id -> employee.id', 'reports_to -> employee.id'],
    },
    node: {
      columns: ['id', 'parent_id', 'root_id'],
      foreignKeys: ['parent_id -> node.id', 'root_id -> node.id'],
    },
    thing: { columns: ['id', 'thing_id'], foreignKeys: ['thing_id -> thing.id'] },
  })
  t.same(tree(names), {
    Employee: {
      employeesByManager: 'oneToMany Employee',
      employeesByReportsTo: 'oneToMany Employee',
      manager: 'manyToOne Employee',
      reportsToRef: 'manyToOne Employee',
    },
    Node: {
      children: 'oneToMany Node',
      nodesByRoot: 'oneToMany Node',
      parent: 'manyToOne Node',
      root: 'manyToOne Node',
    },
    Thing: { thing: 'manyToOne Thing', things: 'oneToMany Thing' },
  })
})

t.test('a self reference of several columns is called after the one that tells', async t => {
  const names = named({
    node: {
      columns: ['tenant_id', 'id', 'parent_id'],
      primaryKey: ['tenant_id', 'id'],
      foreignKeys: ['(tenant_id, parent_id) -> node(tenant_id, id)'],
    },
  })
  t.same(tree(names).Node, { children: 'oneToMany Node', parent: 'manyToOne Node' })
})

t.test('a cycle of two tables gives each its own two sides', async t => {
  const names = named({
    a: { columns: ['id', 'b_id'], foreignKeys: ['b_id -> b.id'] },
    b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.id'] },
  })
  t.same(tree(names), {
    A: { b: 'manyToOne B', bs: 'oneToMany B' },
    B: { a: 'manyToOne A', as: 'oneToMany A' },
  })
})

t.test('the other side is called after the model, so two schemas do not meet', async t => {
  const names = named({
    customer: {},
    orders: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
    'sales.orders': { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> main.customer(id)'] },
  })
  t.same(tree(names).Customer, { orders: 'oneToMany Order', salesOrders: 'oneToMany SalesOrder' })
})

t.test('preserve builds from the names of the database', async t => {
  const names = named(
    {
      customer: {},
      tag: {},
      Orders: {
        columns: ['id', 'customer_id', 'referrer_id', 'parent_id'],
        foreignKeys: ['customer_id -> customer.id', 'referrer_id -> customer.id', 'parent_id -> Orders.id'],
      },
      'order.tag': {
        columns: ['o', 'tag_id'],
        foreignKeys: ['o -> Orders.id', 'tag_id -> tag.id'],
        schema: 'main',
      },
    },
    { scheme: 'preserve' },
  )
  t.same(tree(names), {
    customer: { Orders: 'oneToMany Orders', Orders_by_referrer: 'oneToMany Orders' },
    tag: { Orders: 'manyToMany Orders', order_tag: 'oneToMany order.tag' },
    Orders: {
      children: 'oneToMany Orders',
      customer: 'manyToOne customer',
      order_tag: 'oneToMany order.tag',
      parent: 'manyToOne Orders',
      referrer: 'manyToOne customer',
      tag: 'manyToMany tag',
    },
    'order.tag': { o_ref: 'manyToOne Orders', tag: 'manyToOne tag' },
  })
})
