import t from 'tap'
import type { Instance } from '../../lib/instance/instance.js'
import { takeKeys } from '../../lib/instance/keys.js'
import { collectionChange } from '../../lib/instance/relation.js'
import { settleSaved } from '../../lib/instance/settle.js'
import { type Deal, openOneTrade, relationshipOf } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

/** What a collection gained and lost, and what a single relationship did. */
function change(owner: object, name: string): [added: unknown[], removed: unknown[]] {
  const { added, removed } = collectionChange(internal(owner), relationshipOf(owner.constructor, name))
  return [[...added], [...removed]]
}

t.test('a key that is assigned lets go of what it does not lead to', async t => {
  const { Person } = await openOneTrade(t)
  const [ada] = await Person.with('peopleByBoss').where('id', 1)
  const cora = ada!.peopleByBoss[1]!
  t.equal(await cora.boss, ada)
  cora.bossId = 2
  t.notOk(ada!.peopleByBoss.includes(cora))
  t.equal(Object(await cora.boss).name, 'Bea', 'what it leads to now is loaded')
  cora.bossId = null
  t.equal(cora.boss, null)
  cora.bossId = 1
  t.equal(Object(await cora.boss).name, 'Ada')
  cora.name = 'C'
  t.equal(Object(cora.boss).name, 'Ada', 'another column has nothing to do with it')
})

t.test('what has no key yet is related all the same, until its key is known', async t => {
  const { Person } = await openOneTrade(t)
  const bea = await Person.get(2)
  const boss = new Person({ name: 'Zoe' })
  bea.boss = boss
  t.equal(bea.bossId, null)
  t.equal(bea.boss, boss)
  t.same(boss.peopleByBoss, [bea])
  t.same(change(boss, 'peopleByBoss'), [[bea], []])
  takeKeys(internal(bea), null)
  t.equal(bea.bossId, null)
  settleSaved(internal(boss), { columns: [columnOfId(Person)], values: [9], taken: new Map() }, null)
  t.equal(bea.boss, boss)
  takeKeys(internal(bea), null)
  t.equal(bea.bossId, 9)
  t.equal(bea.boss, boss)
  takeKeys(internal(bea), null)
  boss.id = 10
  takeKeys(internal(bea), null)
  t.equal(bea.bossId, 10, 'a key that is to be another one is taken over, too')
  bea.boss = null
  takeKeys(internal(bea), null)
  t.equal(bea.bossId, null)
})

function columnOfId(model: object) {
  return relationshipOf(model, 'peopleByBoss').columns[0]!
}

t.test('a key that is assigned contradicts an instance that has none yet', async t => {
  const { Person } = await openOneTrade(t)
  const cora = await Person.get(3)
  const boss = new Person({ name: 'Zoe' })
  cora.boss = boss
  cora.bossId = 2
  t.equal(Object(await cora.boss).name, 'Bea')
  t.same(boss.peopleByBoss, [])
  cora.boss = boss
  cora.bossId = null
  t.equal(cora.boss, null)
  t.same(boss.peopleByBoss, [])
})

t.test('columns that keys share follow all of them', async t => {
  const { Deal, Client, Product } = await openOneTrade(t)
  const deal = await Deal.with('client', 'product').get(1)
  const bob = await Client.get([1, 2])
  deal.client = bob
  t.same([deal.tenantId, deal.clientId, deal.productId], [1, 2, 1])
  t.equal(Object(deal.product).name, 'Pen', 'what is still led to stays')
  const cid = await Client.get([2, 1])
  deal.client = cid
  t.same([deal.tenantId, deal.clientId, deal.productId], [2, 1, 1])
  t.equal(Object(await deal.product).name, 'Ink', 'the product is another one now')
  deal.client = null
  t.same([deal.tenantId, deal.clientId, deal.productId], [2, null, 1])
  t.equal(Object(deal.product).name, 'Ink')
  deal.tenantId = 1
  t.equal(Object(await deal.product).name, 'Pen')
  const ink = await Product.get([2, 1])
  const fresh = new Client({ name: 'New' })
  const other: Deal = new Deal({ client: fresh, product: ink })
  t.same([other.tenantId, other.clientId, other.client, other.product], [2, null, fresh, ink])
  other.clientId = 5
  t.equal(other.client === fresh, false)
  const third: Deal = new Deal({ product: ink, client: fresh })
  t.same([third.tenantId, third.client, third.product], [2, fresh, ink])
  third.tenantId = 2
  t.equal(third.client, fresh)
})

t.test('a relationship without the other side goes by itself', async t => {
  const { Person } = await openOneTrade(t, {
    relationships: ({ kind }) => (kind === 'oneToMany' ? false : undefined),
  })
  const [ada, cora] = [await Person.get(1), await Person.get(3)]
  cora.boss = null
  t.equal(cora.bossId, null)
  cora.boss = ada
  t.same([cora.bossId, cora.changes], [1, {}])
})
