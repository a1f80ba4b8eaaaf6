import t from 'tap'
import { inferRelationships } from '../../lib/relationship/infer.js'
import { Neighbourhoods, pairsByTable } from '../../lib/relationship/neighbourhood.js'
import type { RelationshipPair } from '../../types/relationship.js'
import type { Table } from '../../types/schema.js'
import { schema } from '../fixtures/schema.js'

const whole = schema({
  country: {},
  customer: { columns: ['id', 'country_id'], foreignKeys: ['country_id -> country.id'] },
  item: { columns: ['id', 'parent_id?'], foreignKeys: ['parent_id -> item.id'] },
  log: { columns: ['id', 'ghost_id'], foreignKeys: ['ghost_id -> ghost.id'] },
  order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
  order_item: {
    columns: ['order_id', 'item_id'],
    primaryKey: ['order_id', 'item_id'],
    foreignKeys: ['order_id -> order.id', 'item_id -> item.id'],
  },
})

const tableOf = (name: string): Table => whole.tables.find(table => table.name === name) as Table

function keys(pairs: readonly RelationshipPair[]): string[] {
  return pairs.map(({ key, owning }) => (owning.through === null ? key : `through ${owning.through.table}`))
}

t.test('a table has the relationships that lead from it, to it and through others to it', async t => {
  const known = new Neighbourhoods(whole, () => true)
  t.same(keys(known.pairsOf(tableOf('customer'))), [
    'customer(country_id) -> country(id)',
    'order(customer_id) -> customer(id)',
  ])
  t.same(keys(known.pairsOf(tableOf('item'))), [
    'item(parent_id) -> item(id)',
    'order_item(item_id) -> item(id)',
    'through order_item',
  ])
  t.same(keys(known.pairsOf(tableOf('order_item'))), [
    'order_item(item_id) -> item(id)',
    'order_item(order_id) -> order(id)',
  ])
  t.same(keys(known.pairsOf(tableOf('log'))), [], 'a key to nowhere leads nowhere')
})

t.test('all of them are what is inferred at once, and the same objects as those of the tables', async t => {
  const isMapped = ({ name }: Table): boolean => name !== 'country'
  const known = new Neighbourhoods(whole, isMapped)
  const [first] = known.pairsOf(tableOf('order'))
  t.same(known.all(), inferRelationships(whole, isMapped))
  t.ok(known.all().pairs.includes(first!))
  t.same(known.pairsOf(tableOf('order'))[0], first)
  t.equal(known.pairsOf(tableOf('customer'))[0], first, 'both ends have one pair')
  t.same(keys(known.pairsOf(tableOf('country'))), [], 'what is not mapped has none')
  const inferred = pairsByTable(known.all().pairs)
  for (const table of whole.tables) t.strictSame(inferred(table), known.pairsOf(table), table.name)
})
