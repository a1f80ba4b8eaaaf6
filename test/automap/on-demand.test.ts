// 300 histories by default, the same ones each time; AUTOMAP_RUNS asks for as many others, AUTOMAP_SEED for some again.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { Boot } from '../../lib/automap/boot.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import type { Schema } from '../../types/schema.js'
import type { Snapshot, SnapshotModel } from '../../types/snapshot.js'
import { booted, bootedLazily, bootedOnDemand, related } from '../fixtures/booted.js'
import { asked, histories, stations } from '../fixtures/changing.js'
import { errorOf } from '../fixtures/error-of.js'
import { schema } from '../fixtures/schema.js'
import { snapshotFor, snapshotOfBoot } from '../fixtures/snapshots.js'

const shop = schema({
  customer: { columns: ['id', 'name'] },
  order: { columns: ['id', 'customer_id', 'seller_id'], foreignKeys: ['customer_id -> customer.id'] },
  note: { columns: ['id', 'text'] },
})

/** What there is to know of a boot, whoever asks for it in which order. */
function knownOf(boot: Boot, order: (mappings: readonly Mapping[]) => readonly Mapping[]): unknown {
  const shown = new Map(order(boot.mappings).map(mapping => [mapping.name, shownOf(mapping)]))
  return {
    mappings: boot.mappings.map(({ name }) => shown.get(name)),
    related: related(boot),
    pairs: boot.pairs,
    renamings: boot.names.renamings,
    report: boot.report,
    snapshot: snapshotOfBoot(boot),
  }
}

function shownOf(mapping: Mapping): unknown {
  const { name, table, from, relationships, columns, width, key, order, properties } = mapping
  const plain = columns.map(({ codec, ...column }) => column)
  const namesOf = (list: readonly { property: string }[]): string[] => list.map(each => each.property)
  return {
    plain: { name, table, from, columns: plain, width, key: namesOf(key), order: namesOf(order) },
    properties: [...properties.keys()],
    nothing: [mapping.scope, mapping.declaration, mapping.version, mapping.inheritance, mapping.hooks],
    runsFields: mapping.runsFields,
    sides: [...relationships.values()].map(({ source, target, through, inverse, ...side }) => ({
      ...side,
      columns: namesOf(side.columns),
      referencedColumns: namesOf(side.referencedColumns),
      ends: [source.name, target.name, through?.mapping.name, through?.from, inverse?.inverse?.name],
    })),
  }
}

/** A snapshot in which a model is another one. */
function changed(snapshot: Snapshot, name: string, change: (model: SnapshotModel) => object): Snapshot {
  return {
    ...snapshot,
    models: snapshot.models.map(model => (model.name === name ? { ...model, ...change(model) } : model)),
  }
}

t.test('what is decided on demand is what would have been decided at once', async t => {
  let compared = 0
  let refused = 0
  const property = fc.property(histories, fc.boolean(), (history, isReversed) => {
    const options = { naming: history.naming }
    const passed = stations(history).map(([each]) => each)
    const snapshot = snapshotFor(passed[0] as Schema, options)
    for (const each of passed) {
      const boot = bootedOnDemand(each, {}, options, { snapshot })
      if (boot === null) refused++
      else compared++
      const turn = (list: readonly Mapping[]): readonly Mapping[] => (isReversed ? list.toReversed() : list)
      const wanted = knownOf(booted(each, {}, options, { snapshot }), list => list)
      for (const made of [boot, bootedLazily(each, options, { snapshot })]) {
        const found = made === null ? wanted : knownOf(made, turn)
        if (!isDeepStrictEqual(found, wanted)) throw new Error(JSON.stringify([found, wanted], null, 1))
      }
    }
  })
  fc.assert(property, asked(300))
  t.ok(compared > 0)
  t.ok(refused > 0, 'a new table has to be named among all')
})

t.test('relationships that the snapshot left out are named among all others', async t => {
  const snapshot = snapshotFor(shop, { relationships: () => false })
  const boot = bootedOnDemand(shop, {}, {}, { snapshot })
  t.same(related(boot!), related(booted(shop, {}, {}, { snapshot })))
  t.equal(related(boot!).length, 2)
})

t.test('what is asked for once stays, and nothing else is built', async t => {
  const [customer, order, note] = bootedOnDemand(shop, {}, {}, { snapshot: snapshotFor(shop) })!.mappings
  t.notOk(Object.hasOwn(customer!, 'columns'))
  t.equal(order!.columns, order!.columns)
  t.equal(order!.relationships, order!.relationships)
  const side = order!.relationships.get('customer')!
  t.equal(side.inverse?.inverse, side)
  t.ok(Object.hasOwn(customer!, 'columns'))
  t.notOk(Object.hasOwn(note!, 'columns'), 'nothing leads there')
})

t.test('all is decided at once where somebody else has a say, or names are not sound', async t => {
  const snapshot = snapshotFor(shop)
  const onDemand = (given: Snapshot): Boot | null => bootedOnDemand(shop, {}, {}, { snapshot: given })
  t.not(onDemand(snapshot), null)
  t.equal(bootedOnDemand(shop, {}, {}, {}), null, 'no snapshot')
  t.equal(bootedOnDemand(shop, {}, { strict: true }, { snapshot }), null)
  t.equal(bootedOnDemand(shop, {}, { only: [() => true] }, { snapshot }), null)
  t.equal(bootedOnDemand(shop, {}, {}, { snapshot, before: booted(shop) }), null)
  t.equal(bootedOnDemand(shop, { Customer: class {} }, {}, { snapshot }), null)
  t.equal(onDemand({ ...snapshot, models: snapshot.models.slice(1) }), null, 'a table is not named')
  t.equal(onDemand({ ...snapshot, models: [...snapshot.models, snapshot.models[0]!] }), null, 'two share one')
  const changes: ((model: SnapshotModel) => object)[] = [
    () => ({ parent: 'Customer' }),
    () => ({ name: 'Customer' }),
    () => ({ name: '' }),
    () => ({ name: '__proto__' }),
    ({ columns }) => ({ columns: columns.map(each => ({ ...each, name: 'same' })) }),
    ({ columns: [id, ...more] }) => ({ columns: [{ ...id, name: '' }, ...more] }),
    ({ columns: [id, ...more] }) => ({ columns: [{ ...id, name: 'constructor' }, ...more] }),
    ({ relationships }) => ({ relationships: relationships.map(each => ({ ...each, name: 'a.b' })) }),
  ]
  for (const change of changes) t.equal(onDemand(changed(snapshot, 'Order', change)), null, String(change))
})

t.test('a schema of which nothing is mapped is refused at once', async t => {
  const wrong = { except: ['*'] }
  t.match(
    await errorOf(() => bootedOnDemand(shop, {}, wrong, { snapshot: snapshotFor(shop) })),
    'ReflectionError SCHEMA_EMPTY',
  )
})
