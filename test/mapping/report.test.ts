import t from 'tap'
import { ReflectionError } from '../../lib/errors.js'
import { assertComplete, reportOf } from '../../lib/mapping/report.js'
import { nameAll } from '../../lib/naming/name-all.js'
import { selectTables, unreadWishes } from '../../lib/options/select-tables.js'
import { checkOptions } from '../../lib/options.js'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { AutomapOptions } from '../../types/options.js'
import type { Report } from '../../types/report.js'
import type { Schema, SchemaNote, Table } from '../../types/schema.js'
import { schema } from '../fixtures/schema.js'

function report(given: Schema, options: AutomapOptions = {}): Report {
  const checked = checkOptions(options)
  const selection = selectTables(given, checked)
  const tables = selection.filter(each => each.mapped).map(each => each.table)
  const inference = inferRelationships(given, table => tables.includes(table))
  const { naming, relationships } = checked
  const names = nameAll({ schema: given, tables, pairs: inference.pairs, naming, relationships })
  return reportOf({ schema: given, selection, inference, names, leftOut: unreadWishes(given, checked) })
}

function note(code: SchemaNote['code'], table: string | null, column: string | null = null): SchemaNote {
  return { code, schema: 'main', table, column, message: `${code} of ${table}` }
}

const shop = {
  customer: {},
  log: { columns: ['at'] },
  orders: {
    columns: ['id', 'customer_id', 'gone_id', 'log_at'],
    foreignKeys: ['customer_id -> customer.id', 'gone_id -> gone.id', 'customer_id -> customer.id'],
  },
  totals: { kind: 'view' as const, columns: ['total'] },
}

t.test('accounts for every table', async t => {
  t.same(report(schema(shop), { except: 'customer' }).tables, [
    {
      schema: 'main',
      name: 'customer',
      kind: 'table',
      status: 'skipped',
      model: null,
      reason: 'option "except" leaves it out',
      lost: false,
    },
    {
      schema: 'main',
      name: 'log',
      kind: 'table',
      status: 'mapped',
      model: 'Log',
      reason: 'no primary key: instances cannot be fetched by key, saved again or deleted',
      lost: false,
    },
    {
      schema: 'main',
      name: 'orders',
      kind: 'table',
      status: 'mapped',
      model: 'Order',
      reason: null,
      lost: false,
    },
    {
      schema: 'main',
      name: 'totals',
      kind: 'view',
      status: 'mapped',
      model: 'Total',
      reason: 'a view: its model only reads',
      lost: false,
    },
  ])
})

t.test('accounts for every foreign key, once', async t => {
  t.same(report(schema(shop)).foreignKeys, [
    {
      schema: 'main',
      table: 'orders',
      columns: ['customer_id'],
      key: 'orders(customer_id) -> customer(id)',
      constraint: null,
      status: 'related',
      relationships: ['Order.customer', 'Customer.orders'],
      reason: null,
      lost: false,
    },
    {
      schema: 'main',
      table: 'orders',
      columns: ['customer_id'],
      key: 'orders(customer_id) -> customer(id)',
      constraint: null,
      status: 'collapsed',
      relationships: [],
      reason: '"orders(customer_id) -> customer(id)" says the same',
      lost: false,
    },
    {
      schema: 'main',
      table: 'orders',
      columns: ['gone_id'],
      key: 'orders(gone_id) -> gone(id)',
      constraint: null,
      status: 'skipped',
      relationships: [],
      reason: 'its target "gone" does not exist',
      lost: true,
    },
  ])
})

t.test('says which sides of a key were left out', async t => {
  const [one] = report(schema(shop), { relationships: side => (side.owning ? undefined : false) }).foreignKeys
  t.same(one?.relationships, ['Order.customer'])
  t.equal(one?.reason, null)
  const [none] = report(schema(shop), { relationships: () => false }).foreignKeys
  t.same(none?.relationships, [])
  t.equal(none?.status, 'related')
  t.equal(none?.reason, 'option "relationships" leaves both sides out')
  t.equal(none?.lost, false)
})

t.test('accounts for what only a note tells of', async t => {
  const notes = [
    note('partition', 'measure_1'),
    note('shadowTable', 'docs_data'),
    note('extensionObject', 'spatial_ref_sys'),
    note('brokenView', 'bad_view'),
    note('unreadableTable', 'bad_virtual'),
    note('reflectionFailed', 'bad_table'),
    note('reflectionFailed', 'orders'),
    note('reflectionFailed', null),
    note('unenforcedKeys', null),
    note('unreadableColumn', 'orders', 'total'),
  ]
  const found = report(schema({ orders: {} }, { notes }))
  t.same(
    found.tables.map(each => [each.name, each.kind, each.status, each.reason, each.lost]),
    [
      ['bad_table', 'table', 'skipped', 'reflectionFailed of bad_table', true],
      ['bad_view', 'view', 'skipped', 'brokenView of bad_view', true],
      ['bad_virtual', 'virtualTable', 'skipped', 'unreadableTable of bad_virtual', true],
      ['docs_data', 'shadowTable', 'skipped', 'shadowTable of docs_data', false],
      ['measure_1', 'partition', 'skipped', 'partition of measure_1', false],
      ['orders', 'table', 'mapped', null, false],
      ['spatial_ref_sys', 'table', 'skipped', 'extensionObject of spatial_ref_sys', false],
    ],
  )
  t.same(found.notes, notes)
})

t.test('holds every renaming', async t => {
  t.same(report(schema({ t: { columns: ['id', 'then'] } })).renamings, [
    {
      subject: 'T.then_',
      wanted: 'then',
      given: 'then_',
      reason: '"then" collides with reserved name "then"',
    },
  ])
})

t.test('is plain data, the same on every run', async t => {
  const one = report(schema(shop))
  t.same(JSON.parse(JSON.stringify(one)), one)
  t.same(report(schema(shop)), one)
})

t.test('strict lets pass what the caller left out, partitions and shadow tables', async t => {
  const notes = [note('partition', 'p'), note('shadowTable', 's'), note('inheritedTable', 'orders')]
  const given = schema({ ...shop, secret: { readable: false } }, { notes })
  t.doesNotThrow(() => assertComplete(report(given, { except: ['orders', 'secret'], views: false })))
  t.doesNotThrow(() =>
    assertComplete(
      report(schema({ customer: {}, orders: { columns: ['id', 'c'], foreignKeys: ['c -> customer.id'] } }), {
        except: 'customer',
      }),
    ),
  )
})

t.test('strict refuses what is lost, and names it', async t => {
  t.throws(
    () => assertComplete(report(schema({ ...shop, secret: { readable: false } }))),
    new ReflectionError(
      'REFLECTION_INCOMPLETE',
      'Cannot map everything, as option "strict" asks (2 lost): table "main"."secret": the connection may not read any of its columns; foreign key orders(gone_id) -> gone(id): its target "gone" does not exist. Leave them out with option "except", or turn "strict" off',
    ),
  )
})

t.test('strict counts columns and keys that a mapped table lacks, and shows the first few', async t => {
  const notes = ['a', 'b', 'c', 'd'].map(column => note('unreadableColumn', 'orders', column))
  const given = schema(
    { orders: {} },
    { notes: [...notes, note('temporalKey', 'orders'), note('brokenView', 'v')] },
  )
  t.throws(
    () => assertComplete(report(given)),
    new ReflectionError(
      'REFLECTION_INCOMPLETE',
      'Cannot map everything, as option "strict" asks (6 lost): view "main"."v": brokenView of v; "main"."orders"."a": unreadableColumn of orders; "main"."orders"."b": unreadableColumn of orders; "main"."orders"."c": unreadableColumn of orders; "main"."orders"."d": unreadableColumn of orders; and 1 more. Leave them out with option "except", or turn "strict" off',
    ),
  )
})

t.test('a broken view is a loss only where views are wanted', async t => {
  const given = { ...schema({ a: {} }), notes: [note('brokenView', 'v')] }
  const lostWith = (options: AutomapOptions): (boolean | undefined)[] =>
    report(given, options).tables.map(each => each.lost)
  t.same(lostWith({}), [false, true])
  t.same(lostWith({ views: false }), [false, false])
})

t.test('strict lets pass what could not be read, where the options leave it out', async t => {
  const notes = [note('brokenView', 'v'), note('reflectionFailed', 'w'), note('unreadableColumn', 'b', 'c')]
  const given = schema({ a: {}, b: {} }, { notes })
  const seen: unknown[] = []
  for (const options of [
    { except: ['v', 'main.w', 'b'] },
    { except: [(table: { name: string }) => table.name > 'a'] },
    { only: 'a' },
    {
      only: (table: Table) => {
        seen.push([table.name, table.kind, table.columns.length])
        return table.name === 'a'
      },
    },
  ] satisfies AutomapOptions[]) {
    const found = report(given, options)
    t.doesNotThrow(() => assertComplete(found))
    t.match(found.tables[2], { name: 'v', kind: 'view', reason: /^option "(?:only|except)" / })
  }
  t.same(seen.slice(-2), [
    ['v', 'view', 0],
    ['w', 'table', 0],
  ])
  t.throws(() => assertComplete(report(given, { except: ['v', 'b'] })), { code: 'REFLECTION_INCOMPLETE' })
  t.throws(() => report(given, { only: 'v' }), { code: 'OPTION_INVALID' })
})
