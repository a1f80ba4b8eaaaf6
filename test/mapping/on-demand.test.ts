import t from 'tap'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { isWaiting, type MappingOnDemand, mappingsOnDemand } from '../../lib/mapping/on-demand.js'
import { Neighbourhoods } from '../../lib/relationship/neighbourhood.js'
import type { Table } from '../../types/schema.js'
import { booted } from '../fixtures/booted.js'
import { schema } from '../fixtures/schema.js'

const whole = schema({
  customer: { columns: ['id', 'name'] },
  order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
})

/** Mappings that nobody has looked into, and the tables that were looked at since. */
function waiting(complete: (mapping: Mapping) => void = () => undefined): {
  readonly mappings: MappingOnDemand[]
  readonly looked: string[]
} {
  const looked: string[] = []
  const neighbourhoods = new Neighbourhoods(whole, () => true)
  const pairsOf = (table: Table): ReturnType<typeof neighbourhoods.pairsOf> => {
    looked.push(table.name)
    return neighbourhoods.pairsOf(table)
  }
  const { names } = booted(whole)
  const readingOf = (_: Table, column: Table['columns'][number]) => ({ column, values: {} })
  const mappings = mappingsOnDemand({ dialect: sqlite, readingOf, names: names.models, pairsOf, complete })
  return { mappings, looked }
}

t.test('columns are built by the first of them that is asked for, once for each table', async t => {
  for (const ask of ['columns', 'width', 'key', 'order', 'properties'] as const) {
    const { mappings, looked } = waiting()
    const [customer] = mappings
    t.same(looked, [])
    t.ok(customer![ask], ask)
    t.same(looked, ['customer'])
    const { columns, width, key, order, properties } = customer!
    t.same([columns.length, width, key.length, order.length, properties.size], [2, 2, 1, 1, 2])
    t.same(looked, ['customer'])
    t.ok(Object.hasOwn(customer!, ask), 'what was found is a property of its own')
  }
})

t.test(
  'a relationship needs the columns of its target, and its other side only where that is asked',
  async t => {
    const { mappings, looked } = waiting()
    const [customer, order] = mappings
    const side = order!.relationships.get('customer')!
    t.equal(side.target, customer)
    t.same(side.referencedColumns, customer!.key)
    t.notOk(Object.hasOwn(customer!, 'relationships'))
    t.equal(side.inverse, customer!.relationships.get('orders'))
    t.ok(Object.hasOwn(side, 'inverse'))
    t.equal(side.inverse!.inverse, side)
    t.same(looked.toSorted(), ['customer', 'order'])
  },
)

t.test('a class is made when it is asked for, and another can take its place', async t => {
  class First {}
  class Second {}
  const asked: Mapping[] = []
  const { mappings } = waiting(mapping => {
    asked.push(mapping)
    Object.assign(mapping, { model: First, runsFields: true })
  })
  const [customer, order] = mappings
  t.ok(isWaiting(customer!))
  t.equal(customer!.model, First)
  t.equal(customer!.model, First)
  t.same([customer!.runsFields, isWaiting(customer!), isWaiting(order!)], [true, false, true])
  t.equal(asked.length, 1)
  Object.assign(order!, { model: Second })
  t.equal(order!.model, Second)
  t.equal(asked.length, 1, 'a class that was given is not asked for')
  t.notOk(isWaiting(booted(whole).mappings[0]!), 'what is built at once never waits')
})
