import t from 'tap'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import { buildMappings } from '../../lib/mapping/build.js'
import type { Mapping, RelationshipMapping, ThroughMapping } from '../../lib/mapping/mapping.js'
import { nameAll } from '../../lib/naming/name-all.js'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { AutomapOptions, ValueOptions } from '../../types/options.js'
import type { Column, Table } from '../../types/schema.js'
import { schema, type TableInput } from '../fixtures/schema.js'

interface Built {
  tables: Readonly<Record<string, TableInput>>
  relationships?: NonNullable<AutomapOptions['relationships']>
  values?: (table: Table, column: Column) => ValueOptions
}

/** Builds the mappings of these tables, by model. */
function built({ tables, relationships, values = () => ({}) }: Built): Record<string, Mapping> {
  const whole = schema(tables)
  const { pairs } = inferRelationships(whole, () => true)
  const mappings = buildMappings({
    dialect: sqlite,
    readingOf: (table, column) => ({ column, values: values(table, column) }),
    names: nameAll({
      schema: whole,
      tables: whole.tables,
      pairs,
      naming: { scheme: 'v1', functions: {} },
      relationships: relationships ?? null,
    }),
    pairs,
  })
  return Object.fromEntries(mappings.map(mapping => [mapping.name, mapping]))
}

t.test('a mapping lists its readable columns by slot, property and quoted name', async t => {
  const { Order } = built({
    tables: {
      order: { columns: ['id', { name: 'secret', readable: false }, 'odd`name', 'placed_at?'] },
    },
  })
  t.same(
    Order?.columns.map(({ property, slot, quoted, column }) => [slot, property, quoted, column.nullable]),
    [
      [0, 'id', '`id`', false],
      [1, 'oddName', '`odd``name`', false],
      [2, 'placedAt', '`placed_at`', true],
    ],
  )
  t.same([...(Order?.properties.keys() ?? [])], ['id', 'oddName', 'placedAt'])
  t.equal(Order?.from, '`main`.`order`')
})

t.test('a key is in key order, and none where it can be read only in part', async t => {
  const columns = ['a', 'b', 'c']
  const { Whole, Part, None } = built({
    tables: {
      whole: { columns, primaryKey: ['c', 'a'] },
      part: { columns: ['a', { name: 'b', readable: false }, 'c'], primaryKey: ['a', 'b'] },
      none: {
        columns: [
          'a',
          { name: 'data', kind: 'json' },
          { name: 'list', kind: 'array' },
          { name: 'x', kind: 'other' },
        ],
      },
    },
  })
  const names = (list?: readonly { property: string }[]): string[] =>
    (list ?? []).map(({ property }) => property)
  t.same(
    [names(Whole?.key), names(Whole?.order)],
    [
      ['c', 'a'],
      ['c', 'a'],
    ],
  )
  t.same([names(Part?.key), names(Part?.order)], [[], ['a', 'c']])
  t.same([names(None?.key), names(None?.order)], [[], ['a']], 'and what has no order orders nothing')
})

t.test('the columns that rows are matched by are marked: keys, and both ends of relationships', async t => {
  const { Customer, Order } = built({
    tables: {
      customer: { columns: ['id', 'code', 'name'], unique: [['code']] },
      order: { columns: ['id', 'customer_code', 'note'], foreignKeys: ['customer_code -> customer.code'] },
    },
  })
  const matched = (mapping?: Mapping): string[] =>
    (mapping?.columns ?? []).filter(column => column.matched).map(({ property }) => property)
  t.same(matched(Customer), ['id', 'code'])
  t.same(matched(Order), ['id', 'customerCode'])
})

t.test('both sides of a key know each other', async t => {
  const { Customer, Order } = built({
    tables: {
      customer: { columns: ['id'] },
      order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
    },
  })
  const owning = Order?.relationships.get('customer')
  const inverse = Customer?.relationships.get('orders')
  t.equal(owning?.inverse, inverse)
  t.equal(inverse?.inverse, owning)
  t.same([owning?.collection, inverse?.collection], [false, true])
  t.same([owning?.source, owning?.target], [Order, Customer])
  t.same(
    [owning?.columns, owning?.referencedColumns],
    [[Order?.properties.get('customerId')], [Customer?.properties.get('id')]],
  )
  t.same(owning?.info, {
    model: 'Order',
    name: 'customer',
    target: 'Customer',
    inverse: 'orders',
    kind: 'manyToOne',
    columns: ['customer_id'],
    referencedColumns: ['id'],
    through: null,
    key: 'order(customer_id) -> customer(id)',
    lazy: 'select',
    nullable: false,
    cascade: ['saveUpdate', 'merge'],
    passiveDeletes: false,
    viewOnly: false,
  })
})

t.test('the side whose other one was left out has no inverse', async t => {
  const tables = {
    customer: { columns: ['id'] },
    order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
  }
  const one = built({ tables, relationships: side => (side.owning ? { lazy: 'joined' } : false) })
  t.equal(one.Order?.relationships.get('customer')?.inverse, null)
  t.match(one.Order?.relationships.get('customer')?.info, { inverse: null, lazy: 'joined' })
  t.equal(one.Customer?.relationships.size, 0)
  const other = built({ tables, relationships: side => (side.owning ? false : undefined) })
  t.equal(other.Customer?.relationships.get('orders')?.inverse, null)
  t.equal(other.Order?.relationships.size, 0)
})

t.test('a many-to-many goes through quoted columns of its association table', async t => {
  const { Post } = built({
    tables: {
      post: { columns: ['id'] },
      tag: { columns: ['id'] },
      'post`tag': {
        columns: ['post_id', 'tag_id'],
        primaryKey: ['post_id', 'tag_id'],
        foreignKeys: ['post_id -> post.id', 'tag_id -> tag.id'],
      },
    },
  })
  const tags = Post?.relationships.get('tags') as RelationshipMapping
  const { mapping, ...through } = tags.through as ThroughMapping
  t.equal(mapping.table.name, 'post`tag')
  t.same(through, {
    from: '`main`.`post``tag`',
    sourceColumns: ['`post_id`'],
    targetColumns: ['`tag_id`'],
  })
  t.equal(tags?.collection, true)
  t.equal(tags?.inverse?.name, 'posts')
})

t.test('the relationships of a model have places of their own', async t => {
  const { Node } = built({
    tables: {
      node: {
        columns: ['id', 'parent_id?', 'root_id?'],
        foreignKeys: ['parent_id -> node.id', 'root_id -> node.id'],
      },
    },
  })
  const relationships = [...(Node?.relationships.values() ?? [])]
  t.same(
    relationships.map(({ index }) => index),
    [0, 1, 2, 3],
  )
  t.equal(Node?.relationships.get('parent')?.inverse, Node?.relationships.get('children'))
  t.same(Node?.relationships.get('root')?.inverse?.info.columns, ['id'])
  t.same(Node?.relationships.get('root')?.inverse?.info.referencedColumns, ['root_id'])
})

t.test('a column is read as was chosen for it', async t => {
  const { Order } = built({
    tables: { order: { columns: ['id', { name: 'at', type: 'datetime', kind: 'timestamp' }] } },
    values: (_, column) => (column.name === 'at' ? { timestamp: 'string' } : {}),
  })
  const [id, at] = Order?.columns ?? []
  t.same([id?.values, at?.values], [{}, { timestamp: 'string' }])
  t.equal(at?.codec.decode?.('2024-01-01 00:00:00'), '2024-01-01 00:00:00')
})
