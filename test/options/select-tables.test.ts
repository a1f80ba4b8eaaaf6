import t from 'tap'
import { OptionError } from '../../lib/errors.js'
import { selectTables } from '../../lib/options/select-tables.js'
import { checkOptions } from '../../lib/options.js'
import type { AutomapOptions } from '../../types/options.js'
import { schema } from '../fixtures/schema.js'

const shop = schema({
  customer: {},
  orders: {},
  order_items: {},
  'a/b': {},
  '.hidden': { schema: 'main' },
  'x[0]': {},
  order_totals: { kind: 'view' },
  order_sums: { kind: 'materializedView' },
  secret: { readable: false },
  'sales.customer': {},
  'sales.lead': {},
})

function mapped(options: AutomapOptions): string[] {
  return selectTables(shop, checkOptions(options))
    .filter(each => each.mapped)
    .map(({ table }) => (table.schema === 'main' ? table.name : `${table.schema}.${table.name}`))
}

function reasons(options: AutomapOptions): Record<string, readonly [string | null, boolean]> {
  return Object.fromEntries(
    selectTables(shop, checkOptions(options)).map(({ table, reason, lost }) => [
      `${table.schema}.${table.name}`,
      [reason, lost],
    ]),
  )
}

t.test('maps every table that can be read, views too', async t => {
  t.same(mapped({}), [
    'customer',
    'orders',
    'order_items',
    'a/b',
    '.hidden',
    'x[0]',
    'order_totals',
    'order_sums',
    'sales.customer',
    'sales.lead',
  ])
})

t.test('only maps what it names: by table, by schema and table, by glob, by function', async t => {
  t.same(mapped({ only: 'customer' }), ['customer', 'sales.customer'])
  t.same(mapped({ only: 'sales.customer' }), ['sales.customer'])
  t.same(mapped({ only: 'main.customer' }), ['customer'])
  t.same(mapped({ only: 'order_*' }), ['order_items', 'order_totals', 'order_sums'])
  t.same(mapped({ only: 'sales.*' }), ['sales.customer', 'sales.lead'])
  t.same(mapped({ only: ['customer', 'sales.l*'] }), ['customer', 'sales.customer', 'sales.lead'])
  t.same(mapped({ only: table => table.kind === 'view' }), ['order_totals'])
  t.same(mapped({ only: 'nothing_*' }), [])
})

t.test('a star means every table, whatever its name', async t => {
  t.same(mapped({ only: '*' }), mapped({}))
  t.same(mapped({ only: 'a*b' }), ['a/b'])
})

t.test('a name that looks like a glob is a name where a table has it', async t => {
  t.same(mapped({ only: 'x[0]' }), ['x[0]'])
})

t.test('except leaves out, also of only', async t => {
  t.same(mapped({ only: 'order*', except: ['order_items', table => table.kind === 'view'] }), [
    'orders',
    'order_sums',
  ])
})

t.test('says why a table is not mapped, and whether it was asked for', async t => {
  t.match(reasons({}), { 'main.secret': ['the connection may not read any of its columns', true] })
  t.match(reasons({ only: 'orders' }), {
    'main.orders': [null, false],
    'main.customer': ['option "only" does not name it', false],
    'main.secret': ['option "only" does not name it', false],
  })
  t.match(reasons({ except: 'secret' }), { 'main.secret': ['option "except" leaves it out', false] })
  t.match(reasons({ views: false }), {
    'main.order_totals': ['option "views" is false', false],
    'main.order_sums': ['option "views" is false', false],
    'main.orders': [null, false],
  })
})

t.test('a name that no table has is refused, and the nearest is named', async t => {
  t.throws(
    () => mapped({ only: ['orders', 'custmer'] }),
    new OptionError(
      'OPTION_INVALID',
      'Option "only" names "custmer", which is no table. Did you mean "customer"?',
    ),
  )
  t.throws(() => mapped({ except: 'sales.orders' }), { code: 'OPTION_INVALID' })
  t.throws(
    () => mapped({ except: '!customer' }),
    new OptionError(
      'OPTION_INVALID',
      'Option "except" names "!customer", which is no table. Did you mean "customer"?',
    ),
  )
})

t.test('a function must answer true or false', async t => {
  t.throws(
    () => mapped({ only: (async () => true) as unknown as () => boolean }),
    new OptionError(
      'OPTION_INVALID',
      'Expected the function in option "only" to return true or false for table "customer", got an instance of Promise',
    ),
  )
})
