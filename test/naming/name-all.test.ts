import fc from 'fast-check'
import t from 'tap'
import type { Names } from '../../lib/naming/names.js'
import { reservedProperties } from '../../lib/naming/reserved.js'
import type { Schema, Table } from '../../types/schema.js'
import { hostile, schemas } from '../fixtures/hostile-schemas.js'
import { models, named, properties, renamed, tree } from '../fixtures/named.js'
import { schema, schemaOf, type TableInput } from '../fixtures/schema.js'

/** Every name by what it stands for. */
function byObject(names: Names): Record<string, string> {
  const found: Record<string, string> = Object.create(null)
  for (const { table: each, model, columns, relationships } of names.models.values()) {
    const place = JSON.stringify([each.schema, each.name])
    found[place] = model.name
    for (const [columnName, { name: property }] of columns)
      found[`${place} ${JSON.stringify(columnName)}`] = property
    for (const { relationship, decision } of relationships) {
      found[`${place} ${relationship.key} ${relationship.owning}`] = decision.name
    }
  }
  return found
}

function turned(given: Schema): Schema {
  const turnedTable = (each: Table): Table => ({
    ...each,
    foreignKeys: [...each.foreignKeys].reverse(),
    columns: [...each.columns].reverse(),
  })
  return schemaOf(given.tables.map(turnedTable).reverse(), { schemas: given.schemas })
}

for (const scheme of ['v1', 'preserve'] as const) {
  t.test(`${scheme}: names do not depend on the order of tables, columns and keys`, async t => {
    fc.assert(
      fc.property(schemas, given => {
        const one = named(given, { scheme })
        const two = named(turned(given), { scheme })
        t.strictSame(byObject(two), byObject(one))
        t.strictSame(two.renamings, one.renamings)
      }),
      { numRuns: 300 },
    )
  })

  t.test(`${scheme}: every name is unique where it lives, not empty and not reserved`, async t => {
    fc.assert(
      fc.property(schemas, given => {
        const names = named(given, { scheme })
        const own = [...names.models.values()]
        const modelNames = own.map(each => each.model.name)
        t.equal(new Set(modelNames).size, given.tables.length)
        t.notOk(modelNames.includes(''))
        for (const { columns, relationships } of own) {
          const related = relationships.map(each => each.decision.name)
          const all = [...[...columns.values()].map(each => each.name), ...related]
          t.equal(new Set(all).size, all.length)
          t.notOk(all.includes(''))
          t.notOk(all.some(each => reservedProperties.has(each)))
          t.notOk(related.some(each => each.includes('.')))
        }
      }),
      { numRuns: 300 },
    )
  })

  t.test(`${scheme}: every renaming says what it collided with`, async t => {
    fc.assert(
      fc.property(schemas, given => {
        for (const each of named(given, { scheme }).renamings) t.match(each.reason, / collides with ./)
      }),
      { numRuns: 200 },
    )
  })
}

t.test('leaves Object.prototype alone', async t => {
  const before = Reflect.ownKeys(Object.prototype)
  named({ __proto__x: { columns: [...hostile] } })
  t.same(Reflect.ownKeys(Object.prototype), before)
})

const shop: Record<string, TableInput> = {
  customer: { columns: ['id', 'name', 'group_id?'], foreignKeys: ['group_id -> group.id'] },
  group: { columns: ['id', 'parent_id?'], foreignKeys: ['parent_id -> group.id'] },
  orders: { columns: ['id', 'customer_id', 'total'], foreignKeys: ['customer_id -> customer.id'] },
  tag: {},
  order_tag: { columns: ['order_id', 'tag_id'], foreignKeys: ['order_id -> orders.id', 'tag_id -> tag.id'] },
}

t.test('adding a table that nothing collides with renames nothing', async t => {
  const before = byObject(named(shop))
  fc.assert(
    fc.property(
      fc.stringMatching(/^z[a-z]{3,8}$/),
      fc.uniqueArray(fc.constantFrom(...Object.keys(shop)), { maxLength: 3 }),
      (extra, targets) => {
        const after = byObject(
          named({
            ...shop,
            [extra]: {
              columns: ['id', 'note', ...targets.map(target => `${target}_id`)],
              foreignKeys: targets.map(target => `${target}_id -> ${target}.id`),
            },
          }),
        )
        for (const [what, given] of Object.entries(before)) t.equal(after[what], given)
      },
    ),
    { numRuns: 200 },
  )
})

t.test('adding a key beside one named after its target renames nothing', async t => {
  const before = byObject(named(shop))
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{1,8}(_[a-z]{1,8})?$/),
      fc.constantFrom('_id', '_ref', '_code', ''),
      (stem, suffix) => {
        const extra = `${stem}${suffix}`
        fc.pre(!['id', 'customer_id', 'total'].includes(extra))
        // A column keeps its name, so one that is called like a relationship is no addition of this kind.
        fc.pre(!['customer', 'order_tags', 'tags', 'ordertags'].includes(extra) && stem !== 'customer')
        const after = byObject(
          named({
            ...shop,
            orders: {
              columns: ['id', 'customer_id', 'total', extra],
              foreignKeys: ['customer_id -> customer.id', `${extra} -> customer.id`],
            },
          }),
        )
        for (const [what, given] of Object.entries(before)) t.equal(after[what], given, extra)
      },
    ),
    { numRuns: 300 },
  )
})

t.test('adding a second association renames nothing of one that is named after both tables', async t => {
  const after = named({
    ...shop,
    pinned: { columns: ['order_id', 'tag_id'], foreignKeys: ['order_id -> orders.id', 'tag_id -> tag.id'] },
  })
  const all = byObject(after)
  for (const [what, given] of Object.entries(byObject(named(shop)))) t.equal(all[what], given)
  t.same(Object.keys(tree(after).Order ?? {}), ['customer', 'orderTags', 'pinneds', 'tags', 'tagsViaPinned'])
})

t.test('names a schema of many kinds at once', async t => {
  const names = named(shop)
  t.same(models(names), {
    customer: 'Customer',
    group: 'Group',
    orders: 'Order',
    tag: 'Tag',
    order_tag: 'OrderTag',
  })
  t.same(properties(names, 'customer'), { id: 'id', name: 'name', group_id: 'groupId' })
  t.same(tree(names), {
    Customer: { group: 'manyToOne Group', orders: 'oneToMany Order' },
    Group: { children: 'oneToMany Group', customers: 'oneToMany Customer', parent: 'manyToOne Group' },
    Order: { customer: 'manyToOne Customer', orderTags: 'oneToMany OrderTag', tags: 'manyToMany Tag' },
    Tag: { orderTags: 'oneToMany OrderTag', orders: 'manyToMany Order' },
    OrderTag: { order: 'manyToOne Order', tag: 'manyToOne Tag' },
  })
  t.same(renamed(names), [])
})

t.test('names thousands of tables, also around one hub, without a quadratic step', async t => {
  const wide = Object.fromEntries(
    Array.from({ length: 5000 }, (_, at) => [
      `table_${at}_rows`,
      {
        columns: ['id', 'name', 'hub_id', 'next_id'],
        foreignKeys: ['hub_id -> table_0_rows.id', `next_id -> table_${(at + 1) % 5000}_rows.id`],
      },
    ]),
  )
  const given = schema(wide)
  const before = process.cpuUsage()
  const names = named(given)
  t.equal(names.models.size, 5000)
  // Microseconds; linear work takes a fraction of it, also under coverage on a slow machine.
  t.ok(process.cpuUsage(before).user < 8_000_000)
})
