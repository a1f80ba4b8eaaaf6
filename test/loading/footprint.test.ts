import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { sql } from '../../lib/declaration/sql.js'
import { columnFootprintOf, footprintOf } from '../../lib/loading/footprint.js'
import type { RelationshipMapping } from '../../lib/mapping/mapping.js'
import { requireTie } from '../../lib/model/tie.js'
import type { Criteria } from '../../lib/query/criteria.js'
import { freshDatabase } from '../fixtures/databases.js'
import { compute, mappingOf, remap, rerelate, sqlOf } from '../fixtures/remapped.js'
import { openShop } from '../fixtures/shop-models.js'

const tenants = new AsyncLocalStorage<unknown>()

t.test('loads share a statement where it is the same whoever asks', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { models } = await openShop(database!)
  const { executor } = requireTie(models.Item).context
  const relationshipOf = (model: unknown, name: string): RelationshipMapping =>
    mappingOf(model).relationships.get(name) as RelationshipMapping
  const customer = relationshipOf(models.Order, 'customer')
  t.equal(footprintOf(executor, customer), customer)
  t.equal(footprintOf(executor, customer), customer, 'and is not asked twice')
  const tags = relationshipOf(models.Item, 'tags')
  remap(models.Tag, {
    scope: query => (query as Criteria).where('label', tenants.getStore() as string),
  })
  const one = tenants.run('tag 1', () => footprintOf(executor, tags))
  t.equal(
    tenants.run('tag 1', () => footprintOf(executor, tags)),
    one,
  )
  t.not(
    tenants.run('tag 2', () => footprintOf(executor, tags)),
    one,
  )
  rerelate(models.Item, 'orderLines', { filter: query => query })
  t.type(footprintOf(executor, relationshipOf(models.Item, 'orderLines')), 'string')
})

t.test('what comes along counts, too', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { models } = await openShop(database!, {
    relationships: ({ name }) => (name === 'orderLines' ? { lazy: 'selectin' } : undefined),
  })
  const { executor } = requireTie(models.Item).context
  remap(models.OrderLine, {
    scope: query => (query as Criteria).where('quantity', tenants.getStore() as number),
  })
  const orders = mappingOf(models.Customer).relationships.get('orders') as RelationshipMapping
  const [one, two] = [1, 2].map(quantity => tenants.run(quantity, () => footprintOf(executor, orders)))
  t.type(one, 'string')
  t.not(one, two)
})

t.test('columns of the table share theirs, and computed ones have their own', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { models } = await openShop(database!)
  const { executor } = requireTie(models.Item).context
  const label = compute(models.Item, 'label', {
    kind: 'text',
    sql: sqlOf(() => sql`${tenants.getStore()}`),
    deferred: true,
  })
  const mapping = mappingOf(models.Item)
  t.equal(columnFootprintOf(executor, mapping, mapping.columns[1]!), '')
  const [a, again, b] = [Buffer.from('a'), Buffer.from('a'), 'a'].map(tenant =>
    tenants.run(tenant, () => columnFootprintOf(executor, mapping, label)),
  )
  t.equal(a, again)
  t.not(a, b)
})
