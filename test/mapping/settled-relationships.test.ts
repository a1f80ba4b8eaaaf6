import t from 'tap'
import { booted, related, type Said } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

const tables: Record<string, TableInput> = {
  customer: { columns: ['id', 'name'] },
  order: {
    columns: ['id', 'customer_id', 'payer_id?'],
    foreignKeys: ['customer_id -> customer.id', 'payer_id -> customer.id'],
  },
}

type Links = NonNullable<Said['relationships']>

const boot = (customer: Links, order: Links = {}): ReturnType<typeof booted> =>
  booted(tables, { Customer: { relationships: customer }, Order: { relationships: order } })

const paid = { foreignKey: 'payerId' } as const
const where = <Q>(query: Q): Q => query

t.test('a declared side keeps its key, and the other side is named after it or by it', async t => {
  t.same(
    related(
      boot(
        {},
        {
          payer: ['Customer', { ...paid, lazy: 'joined', cascade: ['merge'] as never, passiveDeletes: true }],
        },
      ),
    ),
    [
      'Customer.orders: oneToMany Order, back by customer, order(customer_id) -> customer(id)',
      'Customer.ordersByPayer: oneToMany Order, back by payer, order(payer_id) -> customer(id)',
      'Order.customer: manyToOne Customer, back by orders, order(customer_id) -> customer(id)',
      'Order.payer: manyToOne Customer, back by ordersByPayer, order(payer_id) -> customer(id)',
    ],
  )
  const { mappings } = boot(
    {},
    {
      by: [
        'Customer',
        {
          ...paid,
          lazy: 'joined',
          cascade: ['merge'] as never,
          passiveDeletes: true,
          innerJoin: true,
          backPopulates: 'bills',
        },
      ],
    },
  )
  const by = mappings[1]!.relationships.get('by')!
  t.match(by.info, { lazy: 'joined', cascade: ['merge'], passiveDeletes: true, inverse: 'bills' })
  t.equal(by.innerJoin, true)
  t.equal(mappings[0]!.relationships.get('bills')?.inverse, by)
})

t.test('what shows some rows, to be read alone, stands beside the relationship of all', async t => {
  const seen = boot({ recent: ['Order', { ...paid, viewOnly: true, where: where as never }] })
  t.same(related(seen).slice(0, 3), [
    'Customer.orders: oneToMany Order, back by customer, order(customer_id) -> customer(id)',
    'Customer.ordersByPayer: oneToMany Order, back by payer, order(payer_id) -> customer(id)',
    'Customer.recent: oneToMany Order, back by payer, order(payer_id) -> customer(id)',
  ])
  const { filter, info } = seen.mappings[0]!.relationships.get('recent')!
  t.same([filter, info.viewOnly], [where, true])
  const alone = boot({ recent: ['Order', { ...paid, viewOnly: true }] })
  t.equal([...alone.mappings[0]!.relationships.keys()].join(), 'orders,recent', 'all rows are all there are')
  const both = boot({ recent: ['Order', { ...paid, viewOnly: true }], paid: ['Order', paid] })
  t.equal([...both.mappings[0]!.relationships.keys()].join(), 'orders,paid,recent')
  t.same(both.mappings[0]!.relationships.get('paid')?.inverse?.inverse?.name, 'paid')
})

t.test('a view whose other side is left out leads nowhere back', async t => {
  const seen = booted(
    tables,
    {
      Customer: { relationships: { recent: ['Order', { ...paid, viewOnly: true, where: where as never }] } },
    },
    { relationships: side => (side.owning ? false : undefined) },
  )
  t.equal(seen.mappings[0]!.relationships.get('recent')?.inverse, null)
})

t.test('two relationships of one side are refused, unless one is only read', async t => {
  t.equal(
    await errorOf(() => boot({ a: ['Order', paid], b: ['Order', paid] })),
    'DeclarationError DECLARATION_INVALID: Cannot map both "Customer.a" and "Customer.b": each is the other side of "order(payer_id) -> customer(id)"; say viewOnly: true in one of them, or name other columns with foreignKey',
  )
})

t.test('what may be that of others is never an orphan', async t => {
  const cascade = ['saveUpdate', 'deleteOrphan'] as const
  t.equal(
    await errorOf(() => boot({}, { payer: ['Customer', { ...paid, cascade }] })),
    'DeclarationError DECLARATION_INVALID: Cannot have "Order.payer" cascade deleteOrphan: it is relationship "order(payer_id) -> customer(id)", and what it gives may be that of others, too; leave deleteOrphan out, and delete what nobody has any more yourself',
  )
  const secondary = {
    order: tables.order!,
    customer: tables.customer!,
    follows: {
      columns: ['a', 'b'],
      primaryKey: ['a', 'b'],
      foreignKeys: ['a -> customer.id', 'b -> order.id'],
    },
  }
  const liked = ['Order', { secondary: 'follows', cascade }] as never
  t.match(
    await errorOf(() => booted(secondary, { Customer: { relationships: { liked } } })),
    /^DeclarationError DECLARATION_INVALID: Cannot have "Customer.liked" cascade deleteOrphan: it is .+follows.+; leave/u,
  )
  t.doesNotThrow(() => boot({ bills: ['Order', { ...paid, cascade }] }))
})

t.test('what two relationships say of each other has to be true of both', async t => {
  t.equal(
    await errorOf(() =>
      boot({ bills: ['Order', { ...paid, backPopulates: 'payer' }] }, { buyer: ['Customer', paid] }),
    ),
    'DeclarationError DECLARATION_INVALID: Cannot keep "Customer.bills" in step with "Customer.payer": its other side is "Order.buyer"; write backPopulates: \'buyer\''.replace(
      '"Customer.payer"',
      '"Order.payer"',
    ),
  )
  t.equal(
    await errorOf(() =>
      boot(
        { bills: ['Order', { ...paid, backPopulates: 'buyer' }] },
        { buyer: ['Customer', { foreignKey: 'customer_id' }] },
      ),
    ),
    'DeclarationError DECLARATION_INVALID: Cannot keep "Customer.bills" in step with "Order.buyer": the one is the other side of "order(payer_id) -> customer(id)", the other relationship "order(customer_id) -> customer(id)"; name the columns with foreignKey',
  )
  t.equal(
    await errorOf(() =>
      boot({ recent: ['Order', { ...paid, viewOnly: true, where: where as never, backPopulates: 'x' }] }),
    ),
    'DeclarationError DECLARATION_INVALID: Cannot keep "Customer.recent" in step with "x": it is a view beside the relationship that is written; leave backPopulates out',
  )
})
