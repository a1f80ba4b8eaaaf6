import t from 'tap'
import { isSameName } from '../../lib/naming/same-name.js'

t.test('letter case, separators and number make no difference', async t => {
  for (const [a, b] of [
    ['order_items', 'OrderItem'],
    ['posts_tags', 'post_tag'],
    ['customer', 'CUSTOMERS'],
    ['salesorders', 'sales_order'],
    ['日本語', '日本語'],
    ['😀', '😀'],
  ] as const) {
    t.ok(isSameName(a, b), `${a} ${b}`)
    t.ok(isSameName(b, a), `${b} ${a}`)
  }
})

t.test('other words are other names', async t => {
  t.notOk(isSameName('billing_address', 'address'))
  t.notOk(isSameName('😀', '😁'))
  t.notOk(isSameName('', 'address'))
})
