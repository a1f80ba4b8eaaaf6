import t from 'tap'
import { type KeyName, keyNameOf } from '../../lib/naming/key-name.js'

function keyName(
  columns: string[],
  targetTable: string,
  referencedColumns: string[] = ['x'],
  isSelf = false,
): KeyName {
  return keyNameOf({ columns, targetTable, referencedColumns, isSelf })
}

t.test('a key is called after its column without the suffix', async t => {
  for (const column of [
    'billing_id',
    'billingId',
    'billing_fk',
    'billing_code',
    'billing_ref',
    'BILLING_ID',
    'billing id',
  ]) {
    t.equal(keyName([column], 'address').stem?.toLowerCase(), 'billing', column)
  }
  t.equal(keyName(['CustomerID'], 'address').stem, 'Customer')
  t.equal(keyName(['statusCode'], 'address').stem, 'status')
})

t.test('what only looks like a suffix stays', async t => {
  for (const column of ['reports_to', 'paid', 'barcode', 'billing_uuid', 'ID_billing', 'grid']) {
    t.equal(keyName([column], 'address').stem, column)
  }
})

t.test('a key with nothing left is called after its target', async t => {
  for (const column of ['id', 'ID', '_id', 'code', 'ref']) {
    t.same(keyName([column], 'user'), {
      stem: null,
      closeness: 2,
      parts: [column],
      parental: false,
      rule: `The target of key column "${column}"`,
    })
  }
})

t.test('a suffix without a separator shows against the name of the target', async t => {
  t.equal(keyName(['customerid'], 'Customers').stem, null)
  t.equal(keyName(['customerid'], 'customer').closeness, 0)
  t.equal(keyName(['salesorderid'], 'sales_orders').closeness, 0)
  t.equal(keyName(['buyerid'], 'customer').stem, 'buyerid')
})

t.test('tells how well a key is named after its target', async t => {
  t.equal(keyName(['customer_id'], 'customers').closeness, 0)
  t.equal(keyName(['order_item_id'], 'OrderItem').closeness, 0)
  t.equal(keyName(['customer_code'], 'customer').closeness, 1)
  t.equal(keyName(['customer'], 'customer').closeness, 1)
  t.equal(keyName(['id'], 'customer').closeness, 2)
  t.equal(keyName(['a', 'b'], 'customer', ['x', 'y']).closeness, 3)
  t.equal(keyName(['buyer_id'], 'customer').closeness, null)
})

t.test(
  'a key of several columns is called after its target; what its target calls the same tells nothing',
  async t => {
    t.same(keyName(['tenant_id', 'author_id'], 'user', ['tenant_id', 'id']), {
      stem: null,
      closeness: 3,
      parts: ['author'],
      parental: false,
      rule: 'The target of a key of several columns',
    })
    t.same(keyName(['a_id', 'b_id'], 'user', ['a_id', 'b_id']).parts, ['a', 'b'])
  },
)

t.test('a self reference of several columns is called after the one that tells', async t => {
  const name = keyName(['tenant_id', 'parent_id'], 'node', ['tenant_id', 'id'], true)
  t.equal(name.stem, 'parent')
  t.equal(name.parental, true)
  t.equal(keyName(['a_id', 'b_id'], 'node', ['x', 'y'], true).stem, null)
})

t.test('parent, and parent with the own table, lead upwards', async t => {
  for (const column of ['parent_id', 'ParentId', 'parent', 'parent_category_id']) {
    t.equal(keyName([column], 'categories', ['id'], true).parental, true, column)
  }
  t.equal(keyName(['manager_id'], 'employee', ['id'], true).parental, false)
  t.equal(keyName(['parent_id'], 'person', ['id'], false).parental, false)
})

t.test('says by which rule', async t => {
  t.equal(keyName(['billing_id'], 'address').rule, 'Key column "billing_id" without "_id"')
  t.equal(keyName(['reports_to'], 'employee').rule, 'Key column "reports_to"')
})
