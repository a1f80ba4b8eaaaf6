import t from 'tap'
import { OptionError } from '../../lib/errors.js'
import { columnValues } from '../../lib/options/column-values.js'
import { checkOptions } from '../../lib/options.js'
import type { ValueOptions } from '../../types/options.js'
import { schema } from '../fixtures/schema.js'

const shop = schema({ orders: { columns: ['id', 'total'] }, 'sales.orders': { columns: ['id', 'total'] } })

function valuesOf(columns: Record<string, ValueOptions>, place: 0 | 1 = 0, column = 1): ValueOptions {
  const { values } = checkOptions({ values: { int8: 'bigint', columns } })
  const table = shop.tables[place]!
  return columnValues(shop, values)(table, table.columns[column]!).values
}

const all: ValueOptions = { int8: 'bigint', timestamp: 'date', date: 'string' }

t.test('what is said of all holds for every column', async t => {
  t.same(valuesOf({}), all)
  t.same(valuesOf({ 'orders.total': { int8: 'string' } }, 0, 0), all)
})

t.test('what is said of a column counts before that, the schema before no schema', async t => {
  const columns = {
    'sales.orders.total': { int8: 'number' },
    'orders.total': { int8: 'string', date: 'date' },
  } as const
  t.same(valuesOf(columns), { ...all, int8: 'string', date: 'date' })
  t.same(valuesOf(columns, 1), { ...all, int8: 'number', date: 'date' })
})

t.test('a column that there is not is refused, and the nearest is named', async t => {
  t.throws(
    () => valuesOf({ 'orders.totl': { int8: 'string' } }),
    new OptionError(
      'OPTION_INVALID',
      'Option "values.columns" names "orders.totl", which is no column of any table. Did you mean "orders.total"?',
    ),
  )
})

t.test('a choice of int8 for the very column makes a column of integers one of 64 bits', async t => {
  const { values } = checkOptions({
    values: { int8: 'string', columns: { 'orders.total': { int8: 'bigint' } } },
  })
  const [orders] = shop.tables
  const reading = columnValues(shop, values)
  const [id, total] = orders!.columns
  t.equal(id?.kind, 'integer')
  t.equal(reading(orders!, id!).column.kind, 'integer', 'what is said of all leaves it a number')
  t.same(reading(orders!, total!), {
    values: { ...all, int8: 'bigint' },
    column: { ...total, kind: 'bigint' },
  })
  t.equal(reading(orders!, { ...total!, kind: 'text' }).column.kind, 'text')
})
