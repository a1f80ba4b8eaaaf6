import fc from 'fast-check'
import t from 'tap'
import { driftOfDeclared } from '../../lib/drift/declared.js'
import { driftOf } from '../../lib/drift/drift.js'
import { MappingError } from '../../lib/errors.js'
import type { Schema } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import { changed, codesOf, drifted, linesOf, type Tables } from '../fixtures/drifted.js'
import { schemas } from '../fixtures/hostile-schemas.js'
import { schema } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const customer = { columns: ['id', 'name'] }

t.test('tables come and go, and one that looks renamed is a hint', async t => {
  t.same(drifted({ customer, shop: {} }, { customer }), ['breaking tableGone Shop shop: the table is gone'])
  t.same(drifted({ customer }, { customer, shop: {} }), [
    'additive tableAdded Shop shop: it is new: shop has become a model',
  ])
  t.same(drifted({ customer }, { client: customer }), [
    'breaking tableGone Customer customer: the table is gone; "client" is new, and has the very same columns: it may have been renamed',
    'additive tableAdded Client client: it is new: client has become a model',
  ])
  t.match(drifted({ customer }, { client: { columns: ['id', 'names'] }, user: { columns: ['id'] } }), [
    /the table is gone$/,
  ])
  t.match(drifted({ customer }, { client: customer, user: customer }), [/the table is gone$/])
  const whole = snapshotFor({ customer, shop: {} })
  const part = { ...whole, models: whole.models.filter(({ name }) => name !== 'Shop') }
  t.same(linesOf(driftOf(whole, part)), [
    'breaking tableGone Shop shop: the table is there, but it is not this model any more',
  ])
  t.same(codesOf({ customer }, { customer: { ...customer, readable: false }, shop: {} }), [
    'tableUnreadable',
    'tableAdded',
  ])
  t.same(drifted({ 'sales.shop': {}, customer }, { customer }), [
    'breaking tableGone Shop sales.shop: the table is gone',
  ])
})

t.test('a table that becomes a view is only read', async t => {
  const view = { ...customer, kind: 'view' as const, primaryKey: null }
  const table = { ...customer, primaryKey: null }
  t.same(drifted({ customer: table }, { customer: view }), [
    'breaking tableReadOnly Customer customer: the table is a view now: nothing can be written to it',
  ])
  t.same(drifted({ customer: view }, { customer: table }), [
    'additive tableWritable Customer customer: the view is a table now',
  ])
  t.same(drifted({ customer: view }, { customer: { ...view, kind: 'materializedView' } }), [])
})

t.test('columns come and go, and one that looks renamed is a hint', async t => {
  const of = (...columns: string[]): Tables => ({ customer: { columns: ['id', ...columns] } })
  const hint = '; "c" is new in its place, and of the same type: it may have been renamed'
  t.same(drifted(of('a', 'b?'), of('a', 'c?')), [
    `breaking columnGone Customer.b customer.b: column "b" is gone${hint}`,
    'additive columnAdded Customer.c customer.c: it is new: column "c"',
  ])
  t.match(drifted(of('a', 'b?'), of('c?', 'a')), [/column "b" is gone$/], 'in another place')
  t.match(drifted(of('b?'), of('c')).join('\n'), /column "b" is gone$/m, 'of another type')
  t.match(drifted(of('b?'), of('c?', 'd?')), [/column "b" is gone$/], 'or one of two')
  t.same(drifted(of(), of('c')), [
    'breaking requiredColumnAdded Customer customer.c: column "c" is new, takes no null and has no default: a write that does not know of it fails',
    'additive columnAdded Customer.c customer.c: it is new: column "c"',
  ])
  t.same(codesOf(of(), { customer: { columns: ['id', { name: 'c', hasDefault: true }] } }), ['columnAdded'])
  t.same(codesOf(of(), { customer: { columns: ['id', { name: 'c', generated: 'stored' }] } }), [
    'columnAdded',
  ])
  t.same(drifted(of('a', 'b'), of('b', 'a')), [
    'cosmetic orderChanged Customer customer: the columns of the table stand in another order',
  ])
})

t.test('names and parents that move are told of', async t => {
  const kept = { columns: ['id', 'customer_id?'], foreignKeys: ['customer_id -> customer.id'] }
  const renamed = {
    naming: { className: () => 'Person', propertyName: (column: { name: string }) => `${column.name}_` },
  } as object
  const cure = 'take the names from the snapshot, by option "snapshot"'
  t.same(drifted({ customer }, { customer }, [{}, renamed]), [
    `breaking nameMoved Customer customer: the model is called "Person" now: ${cure}`,
    `breaking nameMoved Customer.id customer.id: it is called "id_" now: ${cure}`,
    `breaking nameMoved Customer.name customer.name: it is called "name_" now: ${cure}`,
  ])
  const before = snapshotFor({ customer, orders: kept })
  const now = {
    ...before,
    models: before.models.map(model => ({
      ...model,
      parent: 'Thing',
      relationships: model.relationships.map(each => ({ ...each, name: `${each.name}2` })),
    })),
  }
  const lines = linesOf(driftOf(before, now))
  t.same(lines, [
    'breaking parentChanged Customer customer: it inherited from no model, and inherits from Thing',
    `breaking nameMoved Customer.orders customer: it is called "orders2" now: ${cure}`,
    'breaking parentChanged Order orders: it inherited from no model, and inherits from Thing',
    `breaking nameMoved Order.customer orders.customer_id: it is called "customer2" now: ${cure}`,
  ])
  t.match(linesOf(driftOf(now, before))[0], /inherited from Thing, and inherits from none/)
})

t.test('models that share a table are told apart, and their table is told of once', async t => {
  const before = snapshotFor({ customer })
  const [model] = before.models
  const two = { ...before, models: [model!, { ...model!, name: 'Vip', parent: 'Customer' }] }
  const changedTable = snapshotFor(changed(customer, () => ({ comment: 'x' })))
  const now = { ...two, structure: changedTable.structure }
  t.same(linesOf(driftOf(two, now)), [
    'cosmetic commentChanged Customer customer: the comment on the table has changed',
  ])
  const others = { ...two, models: two.models.map(each => ({ ...each, name: `${each.name}2` })) }
  t.same(
    driftOf(two, others).map(({ code, model: name }) => [code, name]),
    [
      ['tableGone', 'Customer'],
      ['tableGone', 'Vip'],
      ['tableAdded', 'Customer2'],
      ['tableAdded', 'Vip2'],
    ],
  )
})

t.test('relationships come, go and change', async t => {
  const orders = (more: object = {}, columns = ['id', 'customer_id']): Tables => ({
    customer,
    orders: { columns, foreignKeys: [{ key: 'customer_id -> customer.id', ...more }] },
  })
  const none = { customer, orders: { columns: ['id', 'customer_id'] } }
  const key = 'orders(customer_id) -> customer(id)'
  t.same(drifted(orders(), none), [
    `breaking relationshipGone Customer.orders customer: it led to Order by ${key}, which relates nothing any more`,
    `breaking relationshipGone Order.customer orders.customer_id: it led to Customer by ${key}, which relates nothing any more`,
  ])
  t.same(drifted(none, orders()), [
    'breaking foreignKeyAdded Order orders: "customer_id" has to find its row of "customer" now: a write that finds none fails, and so may a delete there',
    `additive relationshipAdded Customer.orders customer: it is new, and leads to Order by ${key}`,
    `additive relationshipAdded Order.customer orders.customer_id: it is new, and leads to Customer by ${key}`,
  ])
  const one = { ...orders(), orders: { ...orders().orders, unique: [['customer_id']] } }
  const unnamed = (lines: string[]): string[] => lines.filter(line => /relationship/.test(line))
  t.match(unnamed(drifted(orders(), one)), [
    'breaking relationshipChanged Customer.orders customer: it was oneToMany, and is oneToOne: it gives one Order or null now',
  ])
  t.same(unnamed(drifted(orders({}, ['id', 'customer_id?']), orders())), [
    'additive relationshipRequired Order.customer orders.customer_id: it always finds its row now',
  ])
  t.same(unnamed(drifted(orders(), orders({}, ['id', 'customer_id?']))), [
    'breaking relationshipNullable Order.customer orders.customer_id: it may give null now',
  ])
  t.same(drifted(orders(), orders({ onDelete: 'cascade', onUpdate: 'restrict' })), [
    'breaking deleteChanged Order.customer orders.customer_id: what the database does when the key of that row changes was noAction, and is restrict',
    'breaking deleteChanged Order.customer orders.customer_id: what the database does when the row that it gives is deleted was noAction, and is cascade',
  ])
})

t.test('a relationship that leads elsewhere, or gives another number, has changed', async t => {
  const before = snapshotFor({
    customer: { columns: ['id', 'code'], unique: [['code']] },
    orders: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
  })
  const now = snapshotFor({
    customer: { columns: ['id', 'code'], unique: [['code']] },
    orders: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.code'] },
  })
  const [was, is] = ['orders(customer_id) -> customer(id)', 'orders(customer_id) -> customer(code)']
  t.same(linesOf(driftOf(before, now)), [
    `breaking relationshipChanged Customer.orders customer: it went by ${was}, and goes by ${is}`,
    `breaking relationshipChanged Order.customer orders.customer_id: it went by ${was}, and goes by ${is}`,
  ])
  const kinds = (kind: 'oneToOne' | 'manyToMany'): Snapshot => ({
    ...before,
    models: before.models.map(model => ({
      ...model,
      relationships: model.relationships.map(each => (each.owning ? each : { ...each, kind })),
    })),
  })
  t.same(linesOf(driftOf(before, kinds('oneToOne'))), [
    'breaking relationshipChanged Customer.orders customer: it was oneToMany, and is oneToOne: it gives one Order or null now',
  ])
  t.same(linesOf(driftOf(kinds('oneToOne'), before)), [
    'breaking relationshipChanged Customer.orders customer: it was oneToOne, and is oneToMany: it gives a list of Order now',
  ])
  t.match(linesOf(driftOf(kinds('oneToOne'), kinds('manyToMany'))), [/a list of Order now/])
})

t.test('an association table is told of by its relationships', async t => {
  const tables = (near: object): Tables => ({
    customer,
    tag: {},
    tagged: {
      columns: ['customer_id', 'tag_id'],
      primaryKey: ['customer_id', 'tag_id'],
      foreignKeys: [{ key: 'customer_id -> customer.id', ...near }, 'tag_id -> tag.id'],
    },
  })
  t.same(drifted(tables({}), tables({ onDelete: 'cascade' })), [
    'breaking deleteChanged Tagged.customer tagged.customer_id: what the database does when the row that it gives is deleted was noAction, and is cascade',
  ])
})

t.test('the default schema is the same, whatever its name', async t => {
  const elsewhere = schema({ customer }, { defaultSchema: 'public' })
  t.same(drifted({ customer }, elsewhere), [])
})

t.test('where declared classes disagree is drift, too', async t => {
  const snapshot = snapshotFor({ customer })
  const finding = { model: 'Customer', property: 'name', code: 'typeMismatch', message: 'is text' } as const
  const declarations = [finding, { ...finding, model: 'Gone', property: null, code: 'tableMissing' } as const]
  t.same(linesOf(driftOfDeclared({ declarations }, snapshot)), [
    'breaking typeMismatch Customer.name customer.name: is text',
    'breaking tableMissing Gone : is text',
  ])
  t.same(linesOf(driftOfDeclared({ declarations: [finding] })), [
    'breaking typeMismatch Customer.name : is text',
  ])
})

/** Null where a name is one that no database can hold. */
function taken(given: Schema): Snapshot | null {
  try {
    return snapshotFor(given)
  } catch (error) {
    if (error instanceof MappingError) return null
    throw error
  }
}

t.test('nothing has drifted from itself, and what is gone one way is new the other way', t => {
  fc.assert(
    fc.property(schemas, schemas, (one, other) => {
      const [a, b] = [taken(one), taken(other)]
      fc.pre(a !== null && b !== null)
      if (driftOf(a, a).length > 0) throw new Error(linesOf(driftOf(a, a)).join())
      const count = (found: ReturnType<typeof driftOf>, code: string): number =>
        found.filter(each => each.code === code).length
      const [there, back] = [driftOf(a, b), driftOf(b, a)]
      for (const [gone, added] of [
        ['tableGone', 'tableAdded'],
        ['columnGone', 'columnAdded'],
        ['relationshipGone', 'relationshipAdded'],
      ] as const)
        if (count(there, gone) !== count(back, added)) throw new Error(`${gone}: ${count(there, gone)}`)
      if (!Object.isFrozen(there)) throw new Error('not frozen')
    }),
    { numRuns: 100 },
  )
  t.end()
})
