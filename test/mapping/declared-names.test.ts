import t from 'tap'
import { composite, computed, integer, sql, text } from '../../lib/index.js'
import { explain } from '../../lib/naming/explain.js'
import { booted } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'

const classes = {
  Client: {
    table: 'customer',
    columns: {
      label: text('name'),
      total: computed(integer(), () => sql`1`),
      place: composite({ parts: { zip: 'zip' }, make: parts => parts, take: value => value as never }),
      gone: integer(),
    },
    relationships: { orders: ['Order'] as const },
  },
}

const tables = {
  customer: { columns: ['id', 'name', 'total', 'place', 'gone2', 'orders', 'zip'] },
  order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
}

t.test('generated names give way to every declared one', async t => {
  const { mappings, report } = booted(tables, classes)
  t.same([...mappings[0]!.properties.keys()].sort(), [
    'gone2',
    'id',
    'label',
    'orders2',
    'place2',
    'total',
    'total2',
    'zip',
  ])
  t.same([...mappings[0]!.relationships.keys()], ['orders'])
  t.same(
    report.renamings.map(({ subject, reason }) => `${subject}: ${reason}`),
    [
      'Client.orders2: "orders" collides with relationship "orders"',
      'Client.place2: "place" collides with composite property "place"',
      'Client.total2: "total" collides with computed property "total"',
    ],
  )
})

t.test('explain tells of everything that a class declares', async t => {
  const { names } = booted(tables, classes)
  const rule = 'Declared by class "Client"'
  for (const [name, kind] of [
    ['label', 'column'],
    ['orders', 'relationship'],
    ['total', 'computed'],
    ['place', 'composite'],
    ['gone', 'missing'],
  ] as const) {
    t.match(explain(names, `Client.${name}`), {
      kind,
      name,
      rule,
      override: `rename "${name}" in class "Client"`,
    })
  }
  t.equal(explain(names, 'Client.total').source, 'customer')
  t.equal(
    await errorOf(() => explain(names, 'Client.plac')),
    'MappingError PROPERTY_UNKNOWN: Model "Client" has no property "plac". Did you mean "place"?',
  )
})
