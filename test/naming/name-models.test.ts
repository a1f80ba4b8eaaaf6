import t from 'tap'
import { MappingError, OptionError } from '../../lib/errors.js'
import { models, named, renamed } from '../fixtures/named.js'

t.test('a model is called after its table, singular', async t => {
  t.same(models(named({ orders: {}, order_items: {}, news: {}, 日本語: {}, '': {} })), {
    orders: 'Order',
    order_items: 'OrderItem',
    news: 'News',
    日本語: '日本語',
    '': '_',
  })
})

t.test('of tables that want one name, the one called so has it, then the one in the singular', async t => {
  t.same(models(named({ user: {}, users: {} })), { user: 'User', users: 'Users' })
  t.same(models(named({ user: {}, User: {} })), { user: 'user', User: 'User' })
  t.same(renamed(named({ users: {}, user: {} })), ['Users < User: "User" collides with table "user"'])
})

t.test('where plurals meet, the database has the last word, and then a number', async t => {
  t.same(models(named({ 'a-b': {}, a_b: {}, AB: {} })), { 'a-b': 'AB', a_b: 'a_b', AB: 'Ab' })
  t.same(models(named({ Users: {}, users: {} })), { Users: 'User', users: 'Users' })
  t.same(models(named({ '': {}, _: {} })), { '': '_2', _: '_' })
})

t.test('the default schema keeps plain names; a collision elsewhere adds the schema', async t => {
  const names = named({ customer: {}, 'sales.customer': {}, 'crm.customers': {}, 'crm.lead': {} })
  t.same(models(names), {
    customer: 'Customer',
    'sales.customer': 'SalesCustomer',
    'crm.customers': 'CrmCustomer',
    'crm.lead': 'Lead',
  })
  t.same(renamed(names), [
    'CrmCustomer < Customer: "Customer" collides with the same name in another schema, table "customer"',
    'SalesCustomer < Customer: "Customer" collides with the same name in another schema, table "customer"',
  ])
})

t.test('where no table of the default schema is concerned, every one gets its schema', async t => {
  t.same(models(named({ 'a.customer': {}, 'b.customer': {} })), {
    'a.customer': 'ACustomer',
    'b.customer': 'BCustomer',
  })
})

t.test('tables of one schema settle it among themselves, with the schema or without', async t => {
  t.same(models(named({ 'a.user': {}, 'a.users': {} })), { 'a.user': 'User', 'a.users': 'Users' })
  t.same(models(named({ user: {}, 'a.user': {}, 'a.users': {} })), {
    user: 'User',
    'a.user': 'AUser',
    'a.users': 'AUsers',
  })
})

t.test('a schema that makes a taken name gives way', async t => {
  t.same(models(named({ a_user: {}, user: {}, 'a.user': {} })), {
    a_user: 'AUser',
    user: 'User',
    'a.user': 'Auser',
  })
})

t.test('preserve keeps the names of tables, and adds schemas with an underscore', async t => {
  t.same(models(named({ user: {}, users: {}, 'sales.user': {} }, { scheme: 'preserve' })), {
    user: 'user',
    users: 'users',
    'sales.user': 'sales_user',
  })
})

t.test('className has the last word, and is told the default', async t => {
  const asked: string[] = []
  const className = (table: { name: string }, name: string): string => {
    asked.push(`${table.name} ${name}`)
    return table.name === 'tbl_users' ? 'User' : name
  }
  t.same(models(named({ tbl_users: {}, user: {} }, { functions: { className } })), {
    tbl_users: 'User',
    user: 'user',
  })
  t.same(asked, ['tbl_users TblUser', 'user User'])
})

t.test('two tables given one name are refused', async t => {
  t.throws(
    () => named({ a: {}, 'x.b': {} }, { functions: { className: () => 'Thing' } }),
    new MappingError(
      'NAME_TAKEN',
      'Cannot name table "x.b" "Thing": table "a" has that name; return another name from naming.className',
    ),
  )
})

t.test('a model needs a name that is a text, not empty and not reserved', async t => {
  for (const [name, got] of [
    [undefined, 'undefined'],
    ['', '""'],
    [5, '5'],
  ] as const) {
    t.throws(
      () => named({ a: {} }, { functions: { className: () => name as string } }),
      new OptionError(
        'NAME_INVALID',
        `Cannot name table "a": naming.className returned ${got}; return a text that is not empty`,
      ),
    )
  }
  t.throws(
    () => named({ a: {} }, { functions: { className: () => '__proto__' } }),
    new OptionError(
      'NAME_INVALID',
      'Cannot name table "a" "__proto__": the name is reserved, for every JavaScript object has it; return another name from naming.className',
    ),
  )
})
