import t, { type Test } from 'tap'
import type { Query } from '../../types/query.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Customer, openShop, type ShopModels } from '../fixtures/shop-models.js'

/** A method of a query as a program without types calls it. */
type Loose = (...inputs: unknown[]) => Query<object>

async function models(t: Test): Promise<ShopModels> {
  const database = await freshDatabase(t, 'better-sqlite3')
  return (await openShop(database!)).models
}

function whereOf(query: Query<Customer>): string {
  const { sql, bindings } = query.toSQL()
  const [, where] = /customer` t0 where (.*) order by/.exec(sql) ?? []
  return `${where} ${JSON.stringify(bindings)}`
}

t.test('every operator is written as SQL has it, its value in a binding', async t => {
  const { Customer } = await models(t)
  const forms: readonly (readonly [Query<Customer>, string])[] = [
    [Customer.where('id', 5), 't0.`id` = ? [5]'],
    [Customer.where('id', '=', 5), 't0.`id` = ? [5]'],
    [Customer.where('id', '!=', 5), 't0.`id` != ? [5]'],
    [Customer.where('id', '<>', 5), 't0.`id` <> ? [5]'],
    [Customer.where('id', '<', 5), 't0.`id` < ? [5]'],
    [Customer.where('id', '<=', 5), 't0.`id` <= ? [5]'],
    [Customer.where('id', '>', 5), 't0.`id` > ? [5]'],
    [Customer.where('id', '>=', 5), 't0.`id` >= ? [5]'],
    [Customer.where('name', 'like', 'C%'), 't0.`name` like ? ["C%"]'],
    [Customer.where('name', 'not like', 'C%'), 't0.`name` not like ? ["C%"]'],
    [Customer.where('name', 'ilike', 'c%'), 't0.`name` like ? ["c%"]'],
    [Customer.where('name', 'not ilike', 'c%'), 't0.`name` not like ? ["c%"]'],
    [Customer.where('id', 'between', [2, 4]), 't0.`id` between ? and ? [2,4]'],
    [Customer.where('id', 'not between', [2, 4]), 't0.`id` not between ? and ? [2,4]'],
    [Customer.where('email', null), 't0.`email` is null []'],
    [Customer.where('email', '=', null), 't0.`email` is null []'],
    [Customer.where('email', 'is', null), 't0.`email` is null []'],
    [Customer.where('email', '!=', null), 't0.`email` is not null []'],
    [Customer.where('email', '<>', null), 't0.`email` is not null []'],
    [Customer.where('email', 'is not', null), 't0.`email` is not null []'],
    [Customer.whereNull('email'), 't0.`email` is null []'],
    [Customer.whereNotNull('email'), 't0.`email` is not null []'],
    [Customer.whereIn('id', []), '1 = 0 []'],
    [Customer.whereNotIn('id', []), '1 = 1 []'],
    [Customer.whereIn('email', [null]), '(t0.`email` is null) []'],
    [Customer.whereNotIn('email', [null]), 'not (t0.`email` is null) []'],
    [Customer.where({ id: 5, email: null }), '(t0.`id` = ? and t0.`email` is null) [5]'],
    [Customer.where({}), '(1 = 1) []'],
    [Customer.where(q => q), '(1 = 1) []'],
    [Customer.whereNot('id', 5), 'not (t0.`id` = ?) [5]'],
    [Customer.whereNot({ id: 5 }), 'not ((t0.`id` = ?)) [5]'],
    [Customer.where('name', 'like'), 't0.`name` = ? ["like"]'],
  ]
  for (const [query, sql] of forms) t.equal(whereOf(query), sql)
})

t.test('a list is one binding, whatever its length, and NULL stands beside it', async t => {
  const { Customer } = await models(t)
  const list =
    "t0.`email` in (select case `list`.`type` when 'array' then unhex(json_extract(`list`.`value`, '$[0]')) else `list`.`value` end from json_each(?) as `list`)"
  t.equal(whereOf(Customer.where('email', 'in', ['a', 'b'])), `(${list}) ["[\\"a\\",\\"b\\"]"]`)
  t.equal(whereOf(Customer.where('email', 'not in', ['a'])), `not (${list}) ["[\\"a\\"]"]`)
  t.equal(whereOf(Customer.whereIn('email', ['a', null])), `(${list} or t0.\`email\` is null) ["[\\"a\\"]"]`)
})

t.test('operators may be written in capitals', async t => {
  const { Customer } = await models(t)
  t.equal(
    whereOf(Customer.where('id', 'NOT BETWEEN' as 'not between', [2, 4])),
    't0.`id` not between ? and ? [2,4]',
  )
})

t.test('`is` compares truth values, and `is not` holds for NULL too', async t => {
  const { Item } = await models(t)
  t.match(Item.where('active', 'is', true).toSQL(), { sql: /where t0.`active` = \? order/, bindings: [1] })
  t.match(Item.where('active', 'is not', true).toSQL(), {
    sql: /where \(t0.`active` <> \? or t0.`active` is null\) order/,
    bindings: [1],
  })
})

t.test('groups, negation and alternatives keep their brackets', async t => {
  const { Customer } = await models(t)
  t.equal(
    whereOf(Customer.where('id', 1).orWhere('id', 2).where('name', 'a')),
    't0.`id` = ? or t0.`id` = ? and t0.`name` = ? [1,2,"a"]',
    'as SQL reads it: the last condition belongs to the last alternative',
  )
  t.equal(
    whereOf(Customer.where('name', 'a').where(q => q.where('id', 1).orWhere('id', 2))),
    't0.`name` = ? and (t0.`id` = ? or t0.`id` = ?) ["a",1,2]',
  )
  t.equal(
    whereOf(Customer.where('name', 'a').orWhere(q => q.where('id', 1).whereNotNull('email'))),
    't0.`name` = ? or (t0.`id` = ? and t0.`email` is not null) ["a",1]',
  )
  t.equal(
    whereOf(Customer.whereNot(q => q.where('id', 1).orWhere('id', 2))),
    'not ((t0.`id` = ? or t0.`id` = ?)) [1,2]',
  )
  t.equal(
    whereOf(Customer.query().orWhere({ id: 1 }).orWhere('id', '>', 8)),
    '(t0.`id` = ?) or t0.`id` > ? [1,8]',
    'a first alternative is a condition',
  )
})

t.test('what cannot be meant is refused before any SQL is written', async t => {
  const { Customer } = await models(t)
  const where = Customer.where as Loose
  const invalid = 'QueryError QUERY_INVALID: '
  const by = (property: string, got: string) =>
    `${invalid}Cannot filter model "Customer" by property "${property}": got ${got}`
  const known =
    'known operators are =, !=, <>, <, <=, >, >=, like, not like, ilike, not ilike, in, not in, between, not between, is, is not'
  const forms = `${invalid}Cannot filter model "Customer": expected where(property, value), where(property, operator, value), where({ property: value }) or where(query => …)`
  const empty = 'undefined; use null to find what is empty'
  const nothing = (operator: string) =>
    `null with operator "${operator}"; NULL can only be compared with =, !=, is and is not`
  const pair = 'no pair for "between"; give [low, high]'
  const refused: readonly (readonly [readonly unknown[], string])[] = [
    [['id', undefined], by('id', empty)],
    [['id', '>', undefined], by('id', empty)],
    [[{ id: undefined }], by('id', empty)],
    [['id', '>', null], by('id', nothing('>'))],
    [['name', 'like', null], by('name', nothing('like'))],
    [['id', 'in', null], by('id', nothing('in'))],
    [['id', 'BETWEEN', null], by('id', nothing('between'))],
    [['id', '==', 1], by('id', `a string that is no operator; ${known}. Did you mean "="?`)],
    [['name', 'lik', 'C%'], by('name', `a string that is no operator; ${known}. Did you mean "like"?`)],
    [['id', '= 1 or 1', 1], by('id', `a string that is no operator; ${known}`)],
    [['id', 'toString', null], by('id', `a string that is no operator; ${known}`)],
    [['id', { $gt: 1 }, 1], by('id', `an object that is no operator; ${known}`)],
    [['id', undefined, 1], by('id', `undefined that is no operator; ${known}`)],
    [['id', 'between', 4], by('id', pair)],
    [['id', 'between', [1]], by('id', pair)],
    [['id', 'between', [1, null]], by('id', pair)],
    [['id', 'between', [undefined, 1]], by('id', pair)],
    [['id', 'not between', [1, 2, 3]], by('id', pair)],
    [['id', 'in', 5], by('id', 'a number where an array of values belongs')],
    [['id', 'in', '1,2'], by('id', 'a string where an array of values belongs')],
    [['id', 'not in', new Set([1])], by('id', 'an instance of Set where an array of values belongs')],
    [['id', 'in', [1, undefined]], by('id', 'a list with undefined in it')],
    [[], forms],
    [['id'], forms],
    [['id', '=', 1, 2], forms],
    [[null], forms],
    [[true], forms],
    [[[['id', 1]]], forms],
    [[new Date()], forms],
    [[new Map([['id', 1]])], forms],
    [[Promise.resolve({ id: 1 })], forms],
    [[Object.create({ id: 1 })], forms],
    [[5, 1], `${invalid}Expected the name of a property of model "Customer", got a number`],
    [
      [{ toString: () => 'id' }, 1],
      `${invalid}Expected the name of a property of model "Customer", got an object`,
    ],
    [
      [() => undefined],
      `${invalid}Expected the function to return the query of model "Customer" that it was given, changed; got undefined`,
    ],
    [
      [() => Customer],
      `${invalid}Expected the function to return the query of model "Customer" that it was given, changed; got a function`,
    ],
    [
      ['id', { $gt: '' }],
      'ValueError VALUE_INVALID: Cannot use a value for "customer.id": expected an integer of 64 bits, got an object',
    ],
    [
      ['name', { $gt: '' }],
      'ValueError VALUE_INVALID: Cannot use a value for "customer.name": expected a string, got an object',
    ],
    [
      ['name', ['a']],
      'ValueError VALUE_INVALID: Cannot use a value for "customer.name": expected a string, got an array',
    ],
    [
      ['id', '1 or 1=1'],
      'ValueError VALUE_INVALID: Cannot use a value for "customer.id": expected an integer of 64 bits, got a string',
    ],
    [
      ['id', 'in', [Number.NaN]],
      'ValueError VALUE_INVALID: Cannot use a value for "customer.id": expected an integer of 64 bits, got a number',
    ],
  ]
  for (const [inputs, error] of refused) {
    t.equal(await errorOf(() => where.apply(Customer, [...inputs])), error, JSON.stringify(inputs))
  }
  for (const values of [null, undefined, 'abc', { 0: 1 }]) {
    const got = { null: 'null', undefined: 'undefined', abc: 'a string' }[String(values)] ?? 'an object'
    t.equal(
      await errorOf(() => (Customer.whereIn as Loose)('id', values)),
      by('id', `${got} where an array of values belongs`),
    )
  }
})

t.test('an object counts by its own properties, of whatever realm or prototype', async t => {
  const { Customer } = await models(t)
  const bare = Object.assign(Object.create(null), { id: 5 })
  t.equal(whereOf(Customer.where(bare)), '(t0.`id` = ?) [5]')
  t.equal(
    await errorOf(() => (Customer.where as Loose)(JSON.parse('{ "__proto__": 1 }'))),
    'MappingError PROPERTY_UNKNOWN: Model "Customer" has no property "__proto__"',
  )
  // What a polluted prototype holds must not become a condition.
  Object.defineProperty(Object.prototype, 'name', { value: 'x', configurable: true, enumerable: true })
  t.teardown(() => Reflect.deleteProperty(Object.prototype, 'name'))
  t.equal(whereOf(Customer.where({ id: 5 })), '(t0.`id` = ?) [5]')
})

t.test('a group adds conditions and nothing else', async t => {
  const { Customer } = await models(t)
  const limited = (of: string) =>
    `QueryError QUERY_INVALID: Cannot filter model "Customer" through a query of model "${of}" with limit, offset or modify: only its conditions count`
  t.equal(await errorOf(() => Customer.where(q => q.limit(1))), limited('Customer'))
  t.equal(await errorOf(() => Customer.whereHas('orders', q => q.offset(1))), limited('Order'))
  t.equal(
    await errorOf(() => Customer.whereHasNot('orders', q => q.modify(() => undefined))),
    limited('Order'),
  )
  t.equal(
    await errorOf(() => (Customer.whereHas as Loose)('orders', { id: 1 })),
    'QueryError QUERY_INVALID: Expected a function that changes a query of model "Order", got an object',
  )
})
