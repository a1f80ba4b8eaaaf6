import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

async function models(t: Test): Promise<ShopModels> {
  const database = await freshDatabase(t, 'better-sqlite3')
  return (await openShop(database!)).models
}

t.test('a key of one column is its value, alone, in an array or by name', async t => {
  const { Customer } = await models(t)
  for (const key of [3, '3', 3n, [3], { id: 3 }, Object.assign(Object.create(null), { id: 3 })]) {
    t.equal((await Customer.find(key))?.id, 3)
  }
  const expected = (got: string) =>
    `QueryError QUERY_INVALID: Cannot find an instance of "Customer" by key: expected a value for "id", got ${got}`
  const find = (key: unknown) => errorOf(() => Customer.find(key as number))
  t.equal(await find(undefined), expected('undefined'))
  t.equal(await find(null), expected('null'))
  t.equal(await find([]), expected('an array of 0'))
  t.equal(await find([1, 2]), expected('an array of 2'))
  t.equal(await find({}), expected('{}'))
  t.equal(await find({ id: null }), expected('{ id }'))
  t.equal(await find({ id: 1, name: 'x' }), expected('{ id, name }'))
  t.equal(await find({ name: 'x' }), expected('{ name }'))
})

t.test('what a name or a value must not be is refused by its column', async t => {
  const { Customer } = await models(t)
  const find = (key: unknown) => errorOf(() => Customer.find(key as number))
  t.equal(
    await find({ identity: 1 }),
    'MappingError PROPERTY_UNKNOWN: Model "Customer" has no property "identity"',
  )
  t.equal(
    await find(new Date(0)),
    'ValueError VALUE_INVALID: Cannot use a value for "customer.id": expected an integer of 64 bits, got an instance of Date',
  )
  t.equal(
    await find({ id: { $gt: 0 } }),
    'ValueError VALUE_INVALID: Cannot use a value for "customer.id": expected an integer of 64 bits, got an object',
  )
})

t.test('a key of several columns is an array in key order, or named', async t => {
  const { OrderLine } = await models(t)
  t.equal((await OrderLine.find([2, 1]))?.itemId, 4)
  t.equal((await OrderLine.find({ lineNo: 1, orderId: 2 }))?.itemId, 4)
  t.equal((await OrderLine.where('quantity', '>', 0).find([2, 1]))?.itemId, 4)
  const expected = (got: string) =>
    `QueryError QUERY_INVALID: Cannot find an instance of "OrderLine" by key: expected [orderId, lineNo] or { orderId, lineNo }, got ${got}`
  const find = (key: unknown) => errorOf(() => OrderLine.find(key as number))
  t.equal(await find(2), expected('a number'))
  t.equal(await find([2]), expected('an array of 1'))
  t.equal(await find([2, null]), expected('an array of 2'))
  t.equal(await find({ orderId: 2 }), expected('{ orderId }'))
  t.equal(await find(new Map()), expected('an instance of Map'))
})

t.test('a table without a key cannot be asked by one', async t => {
  const { AuditLog } = await models(t)
  const refusal =
    'MappingError NO_PRIMARY_KEY: Cannot find an instance of "AuditLog" by key: table "audit_log" has no primary key. Use findBy({ … })'
  t.equal(await errorOf(() => AuditLog.find(1)), refusal)
  t.equal(await errorOf(() => AuditLog.where({ message: 'message 2' }).get(1)), refusal)
  t.equal((await AuditLog.findBy({ message: 'message 2' }))?.itemId, 2)
})

t.test('get tells what it did not find, and shows no text of a key', async t => {
  const { Customer, OrderLine } = await models(t)
  const none = 'NotFoundError NOT_FOUND: No instance of'
  const holds = 'table "customer" holds no such row. find() gives null instead'
  t.equal(await errorOf(() => Customer.get(99)), `${none} "Customer" has key 99: ${holds}`)
  t.equal(await errorOf(() => Customer.get(99n)), `${none} "Customer" has key 99: ${holds}`)
  t.equal(await errorOf(() => Customer.get('99')), `${none} "Customer" has this key: ${holds}`)
  t.equal(
    await errorOf(() => OrderLine.get([99, 1])),
    `${none} "OrderLine" has this key: table "order_line" holds no such row. find() gives null instead`,
  )
  t.equal(
    await errorOf(() => Customer.where('name', 'x').get(1)),
    `${none} "Customer" has key 1: the query holds no such row. find() gives null instead`,
  )
})

t.test('keys of texts, bytes and days are found by value', async t => {
  const database = await freshDatabase(t, 'better-sqlite3')
  await database!.exec(`
    create table word (text text primary key, n integer); insert into word values ('2024-01-01', 1);
    create table file (hash blob primary key, n integer); insert into file values (x'0102', 2);
    create table day (day date primary key, n integer); insert into day values ('2024-01-01', 3);`)
  const { Word, File, Day } = (await automap(database!.knex)).models
  t.equal((await Word!.get('2024-01-01')).n, 1)
  t.equal((await File!.get(Buffer.from([1, 2]))).n, 2)
  t.equal((await File!.get([new Uint8Array([1, 2])])).n, 2)
  t.equal((await Day!.get(new Date('2024-01-01'))).n, 3)
})
