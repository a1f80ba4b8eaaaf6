import t from 'tap'
import { checkOptions } from '../../lib/options.js'
import { Neighbourhoods } from '../../lib/relationship/neighbourhood.js'
import { FrozenNames } from '../../lib/snapshot/frozen.js'
import { NamesOnDemand } from '../../lib/snapshot/names-on-demand.js'
import type { Snapshot } from '../../types/snapshot.js'
import { schema } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const whole = schema({
  customer: { columns: ['id', 'name'] },
  order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
})

function namesOf(snapshot: Snapshot): NamesOnDemand {
  const frozen = new FrozenNames(snapshot)
  const neighbourhoods = new Neighbourhoods(whole, () => true)
  const models = frozen.models(whole.tables)!
  return new NamesOnDemand({ schema: whole, naming: checkOptions({}).naming, frozen, neighbourhoods, models })
}

t.test('names are those of the snapshot, with their reasons', async t => {
  const naming = { className: (_: unknown, name: string) => `${name}Row` }
  const names = namesOf(snapshotFor(whole, { naming }))
  const [customer, order] = [...names.models.values()]
  t.same([names.defaultSchema, names.scheme], ['main', 'v1'])
  t.same([customer!.model.name, customer!.model.rule], ['CustomerRow', 'Chosen by naming.className'])
  t.same([...order!.columns.keys()], ['id', 'customer_id'])
  t.equal(order!.columns.get('customer_id')!.name, 'customerId')
  t.equal(order!.columns, order!.columns, 'they are looked for once')
  t.same([...order!.properties], [])
  t.same(
    order!.relationships.map(({ decision, inverse }) => [decision.name, inverse]),
    [['customer', 'orderRows']],
  )
  t.same(names.renamings, [])
})

t.test('what the snapshot does not name gives way to what it does', async t => {
  const snapshot = snapshotFor(whole)
  const [customer, order] = snapshot.models
  const columns = order!.columns.map(each => (each.name === 'id' ? { ...each, name: 'customer' } : each))
  const models = [
    { ...customer!, relationships: [] },
    { ...order!, columns, relationships: [] },
  ]
  const names = namesOf({ ...snapshot, models })
  const found = [...names.models.values()].map(each => each.relationships.map(side => side.decision.name))
  t.same(found, [['orders'], ['customerRef']])
  t.same(
    names.renamings.map(({ subject }) => subject),
    ['Order.customer', 'Order.customerRef'],
  )
})
