import { runInNewContext } from 'node:vm'
import t from 'tap'
import { isPlain, pageOf, strategyOf, wholeNumber } from '../../lib/query/validate.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

const invalid = 'QueryError QUERY_INVALID: '

t.test('a limit and an offset are whole numbers', async t => {
  for (const value of [0, 1, Number.MAX_SAFE_INTEGER]) t.equal(wholeNumber('limit', value, 0), value)
  const refused: readonly (readonly [unknown, string])[] = [
    [-1, '-1'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [2 ** 53, '9007199254740992'],
    ['1; drop table customer', 'a string'],
    ['1', 'a string'],
    [1n, 'a bigint'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1], 'an array'],
    [{ valueOf: () => 1 }, 'an object'],
  ]
  for (const [value, got] of refused) {
    t.equal(
      await errorOf(() => wholeNumber('limit', value, 0)),
      `${invalid}Expected limit to be a whole number of at least 0, got ${got}`,
    )
  }
})

t.test('queries hold them to it', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { Customer } = (await openShop(database!)).models
  const least = (name: string, got: string) =>
    `${invalid}Expected ${name} to be a whole number of at least 0, got ${got}`
  t.equal(await errorOf(() => Customer.limit(-1)), least('limit', '-1'))
  t.equal(await errorOf(() => Customer.offset(Number.NaN)), least('offset', 'NaN'))
  t.equal(await errorOf(() => Customer.limit('1; drop' as never)), least('limit', 'a string'))
})

t.test('an order takes its own words only', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  const { Customer } = (await openShop(database!)).models
  const order = (...inputs: readonly unknown[]) =>
    errorOf(() => Reflect.apply(Customer.orderBy, Customer, inputs))
  for (const direction of ['ASC', 'asc; drop table customer', null, 1, {}]) {
    t.equal(await order('id', direction), `${invalid}Cannot order by "id": direction must be 'asc' or 'desc'`)
  }
  for (const nulls of ['last; drop table customer', 'FIRST', null, ['first']]) {
    t.equal(
      await order('id', 'asc', nulls),
      `${invalid}Cannot order by "id": nulls must be 'first' or 'last'`,
    )
  }
  t.equal(await order('id', undefined, undefined), 'no error')
  t.equal(
    await order({ column: 'id', nulls: 'last; drop' }),
    `${invalid}Expected the name of a property of model "Customer", got an object`,
  )
})

t.test('the options of with name one strategy', async t => {
  for (const lazy of ['select', 'joined', 'selectin', 'raise']) t.equal(strategyOf({ lazy }), lazy)
  for (const none of [{}, 'orders', () => undefined]) t.equal(strategyOf(none), null)
  for (const wrong of [
    { lazy: 'eager' },
    { lazy: undefined },
    { strategy: 'joined' },
    ['orders'],
    null,
    undefined,
    5,
  ]) {
    t.equal(
      await errorOf(() => strategyOf(wrong)),
      `${invalid}Expected the options of with() to be { lazy: 'joined' | 'selectin' | 'select' | 'raise' }`,
    )
  }
})

t.test('a page has a number and a size', async t => {
  t.same(pageOf({ page: 2, perPage: 10 }), { page: 2, perPage: 10 })
  const least = (name: string, got: string) =>
    `${invalid}Expected ${name} to be a whole number of at least 1, got ${got}`
  t.equal(await errorOf(() => pageOf({ page: 0, perPage: 10 })), least('page', '0'))
  t.equal(await errorOf(() => pageOf({ page: 1 })), least('perPage', 'undefined'))
  for (const nothing of [undefined, null, 3, [1, 10]]) {
    t.equal(await errorOf(() => pageOf(nothing)), least('page', 'undefined'))
  }
})

t.test('an object that only holds values is told from one of a class', async t => {
  for (const plain of [{}, { a: 1 }, Object.create(null), JSON.parse('{}'), runInNewContext('({ a: 1 })')]) {
    t.equal(isPlain(plain), true)
  }
  for (const other of [
    null,
    undefined,
    'a',
    1,
    [],
    new Date(),
    new Map(),
    () => 1,
    Object.create({ a: 1 }),
  ]) {
    t.equal(isPlain(other), false)
  }
})
