import t from 'tap'
import { computed, integer, sql } from '../../lib/index.js'
import type { RelationshipOptions } from '../../types/declared.js'
import { booted } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'

const tables = {
  customer: { columns: ['id'] },
  order: { columns: ['id', 'customer_id', 'placed_at'], foreignKeys: ['customer_id -> customer.id'] },
}

const orders = (options: RelationshipOptions): ReturnType<typeof booted>['mappings'] =>
  booted(tables, {
    Customer: { relationships: { orders: ['Order', options] } },
    Order: { columns: { size: computed(integer(), () => sql`1`) } },
  }).mappings

t.test('a declared order is one of properties of the target', async t => {
  const [customer, order] = orders({ orderBy: [{ placedAt: 'desc' }, 'size'] })
  t.same(
    customer!.relationships.get('orders')!.orderBy.map(({ column, descending }) => [column, descending]),
    [
      [order!.properties.get('placedAt'), true],
      [order!.properties.get('size'), false],
    ],
  )
  t.same(order!.relationships.get('customer')!.orderBy, [])
  t.equal(
    await errorOf(() => orders({ orderBy: 'placed_at' })),
    'DeclarationError DECLARATION_INVALID: Cannot order "Customer.orders" by "placed_at": model "Order" has no such property. Did you mean "placedAt"?',
  )
})

t.test('a filter, and the word that a row is always there, go with the relationship', async t => {
  const where = <Q>(query: Q): Q => query
  const [customer, order] = orders({ where: where as never, innerJoin: true })
  const { filter, innerJoin, info } = customer!.relationships.get('orders')!
  t.same([filter, innerJoin, info.viewOnly], [where, true, false])
  const other = order!.relationships.get('customer')!
  t.same([other.filter, other.innerJoin, other.inverse?.name], [null, false, 'orders'])
})
