import t from 'tap'
import ts from 'typescript'
import { integer, model } from '../lib/index.js'
import { typingsOf } from '../lib/typings/typings.js'
import { animal, world } from './fixtures/animals.js'
import { careful, complaintsOf, library } from './fixtures/compiled.js'
import { snapshotFor } from './fixtures/snapshots.js'
import { shopSnapshot } from './fixtures/typed-shop.js'

const db = typingsOf(shopSnapshot(), { from: library })

const head = `import { automap, type Insert, type Loaded } from '${library}'
import type { Customer, CustomerInsert, CustomerKey, Models, Order, OrderLineKey, OrderState } from './db.js'
const db = await automap<Models>('shop.db')
const { Customer: Customers, Order: Orders, OrderLine, Total } = db.models
`

const uses = `export async function use(): Promise<unknown[]> {
  const customer: Customer = await Customers.get(1)
  const name: string = customer.name
  const note: string = await customer.note
  const orders: Order[] = await customer.orders
  const parent: Customer | null = await customer.parent
  const [order] = await Orders.where('state', 'in', ['new', 'paid']).with('customerRef', 'orderLines').orderBy('placedAt')
  const state: OrderState | undefined = order?.state
  const placed: Date | null | undefined = order?.placedAt
  const tags: (string | null)[] | undefined = order?.tags
  const loaded: string | undefined = order?.customerRef.name
  const count: number | undefined = order?.orderLines.length
  const line = await OrderLine.get([1, 2])
  const same = await OrderLine.find({ orderId: 1, position: 2 })
  const total: number | null = (await Total.first())?.total ?? null
  const big: bigint = await Orders.query().get(1).then(each => each.serial)
  return [name, note, orders, parent, state, placed, tags, loaded, count, line, same, total, big]
}
export async function write(): Promise<unknown[]> {
  const row: CustomerInsert = { name: 'Ada' }
  const given: Insert<typeof Customers> = { ...row, id: 1, parentId: null, note: 'x' }
  const customer: Customer = await Customers.insert(given)
  const many: Customer[] = await Customers.insert([row, { name: 'Grace', details: { any: 'thing' } }])
  const count: number = await Customers.insert([row], { returning: false })
  await Customers.upsert({ id: 1, name: 'Ada' }, { on: ['id'], update: ['name'] })
  await Orders.insert({ customerId: 1, state: 'new', tags: ['a', null], serial: 1n })
  const order = new Orders({ customerRef: customer, state: 'paid', orderLines: [new OrderLine({ position: 1 })] })
  order.state = 'new'
  order.customerRef = customer
  customer.orders = [order]
  const before: OrderState | null | undefined = order.changes.state?.from
  await Orders.where('customer', 'x').update({ state: 'paid', customerRef: customer })
  const key: CustomerKey = customer.id
  const other: OrderLineKey = [1, 2]
  class Client extends Customers {
    get shout(): string { return this.name.toUpperCase() }
  }
  const client: Client = await Client.insert({ name: 'Ada' })
  await (await Client.get({ id: 1 })).save()
  return [many, count, before, key, other, client.shout, Customers.toRow({ name: 'x' })]
}
export const titleOf = (order: Loaded<Order, 'customerRef'>): string => order.customerRef.name
`

const misuses = `export async function misuse(): Promise<void> {
  // @ts-expect-error a column is missing
  await Customers.insert({})
  // @ts-expect-error a column is missing in one of several
  await Customers.insert([{ name: 'Ada' }, { id: 1 }])
  // @ts-expect-error misspelt
  await Customers.insert({ name: 'Ada', nmae: 'x' })
  // @ts-expect-error it may not be null
  await Customers.insert({ name: null })
  // @ts-expect-error computed by the database
  await Customers.insert({ name: 'Ada', shouted: 'ADA' })
  // @ts-expect-error a relationship is no column
  await Customers.insert({ name: 'Ada', orders: [] })
  // @ts-expect-error no such label
  await Orders.insert({ customerId: 1, state: 'lost' })
  // @ts-expect-error a column is missing
  await Customers.upsert({ id: 1 })
  // @ts-expect-error a column is missing
  Customers.toRow({})
  // @ts-expect-error rows of a view are only read
  await Total.insert({ total: 1 })
  // @ts-expect-error another type
  await Customers.get('1')
  // @ts-expect-error half a key
  await OrderLine.get([1])
  // @ts-expect-error half a key
  await OrderLine.query().find({ orderId: 1 })
  // @ts-expect-error a view has no key
  await Total.get(1)
  const order = await Orders.get(1)
  // @ts-expect-error not loaded
  order.customerRef.name
  // @ts-expect-error it may be null
  order.placedAt.getTime()
  // @ts-expect-error deferred
  ;(await Customers.get(1)).note.length
  // @ts-expect-error no such label
  order.state = 'lost'
  // @ts-expect-error computed by the database
  ;(await Customers.get(1)).shouted = 'X'
  // @ts-expect-error a view is only read
  ;(await Total.all())[0]!.total = 1
  // @ts-expect-error a view is only read
  new Total({ total: 1 })
  // @ts-expect-error misspelt
  Orders.where('stat', 'new')
  // @ts-expect-error no such label
  Orders.where('state', 'lost')
  // @ts-expect-error misspelt
  Orders.with('custmer')
  // @ts-expect-error no such model
  db.models.Custmer
}
`

t.test('the types say what queries, inserts, upserts and updates take and give', async t => {
  t.strictSame(complaintsOf({ 'db.ts': db, 'use.ts': head + uses + misuses }), [])
})

const plainScript = `/** @type {import('${library}').Automap<import('./db.js').Models>} */
const db = await (/** @type {import('${library}').AutomapFunction} */ (/** @type {unknown} */ (null)))('shop.db')
const { Customer, Order } = db.models

/** @param {import('./db.js').Customer} customer */
const shout = customer => customer.name.toUpperCase()

/** @type {import('./db.js').CustomerInsert} */
const row = { name: 'Ada' }
export const customer = await Customer.insert(row)
export const shouted = [shout(customer), (await Customer.where('name', 'like', 'A%').with('orders')).length]
// @ts-expect-error misspelt
customer.nmae
// @ts-expect-error not loaded
customer.orders.length
// @ts-expect-error a column is missing
await Customer.insert({})
// @ts-expect-error no such label
await Order.where('state', 'lost')
`

t.test('plain JavaScript has the same types by its comments', async t => {
  t.strictSame(complaintsOf({ 'db.ts': db, 'use.js': plainScript }), [])
  const withEnding = plainScript.replaceAll('./db.js', './db.ts')
  t.strictSame(
    complaintsOf({ 'db.ts': db, 'use.js': withEnding }, { ...careful, allowImportingTsExtensions: true }),
    [],
  )
})

const said = `export interface Details { readonly theme: 'dark' | 'light'; readonly sizes?: number[]; readonly below?: Details }
declare module './db.js' {
  interface JsonTypes { 'Customer.details': Details }
}
`

const documents = `import { automap } from '${library}'
import type { Customer, CustomerInsert, Models } from './db.js'
import type { Details } from './documents.js'
const { models: { Customer: Customers } } = await automap<Models>('shop.db')
export async function use(): Promise<unknown[]> {
  const customer: Customer = await Customers.with('orders').get(1)
  const theme: 'dark' | 'light' | undefined = customer.details?.theme
  const row: CustomerInsert = { name: 'Ada', details: { theme: 'dark', below: { theme: 'light', sizes: [1] } } }
  await Customers.insert([row, { name: 'Grace', details: null }])
  await Customers.where('id', 1).update({ details: { theme: 'light' } })
  customer.details = { theme: 'dark' }
  const before: Details | null | undefined = customer.changes.details?.from
  return [theme, before, await new Customers({ name: 'Ada', details: { theme: 'dark' } }).save()]
}
export async function misuse(customer: Customer): Promise<void> {
  // @ts-expect-error it may be null
  customer.details.theme
  // @ts-expect-error no such theme
  customer.details = { theme: 'green' }
  // @ts-expect-error no such theme
  await Customers.insert({ name: 'Ada', details: { theme: 'green' } })
  // @ts-expect-error a document is no relationship
  Customers.with('details')
}
`

t.test('users say in a file of their own what their JSON is', async t => {
  const files = { 'db.ts': db, 'documents.ts': said, 'use.ts': documents }
  t.strictSame(complaintsOf(files), [])
  const misspelt = said.replace('Customer.details', 'Customer.detail')
  const [complaint] = complaintsOf({ ...files, 'documents.ts': misspelt })
  t.match(complaint, /^use\.ts:/, 'nothing is said of what is called otherwise')
  const script = `/** @param {import('./db.js').Customer} customer @returns {'dark' | 'light' | undefined} */
export const themeOf = customer => customer.details?.theme
// @ts-expect-error no such theme
export const isGreen = (/** @type {import('./db.js').Customer} */ customer) => customer.details?.theme === 'green'
`
  t.strictSame(complaintsOf({ 'db.ts': db, 'documents.d.ts': said, 'use.js': script }), [])
})

t.test('the types compile with the options that users have', async t => {
  const files = { 'db.ts': db, 'use.ts': head + uses }
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
  t.strictSame(complaintsOf(files, { ...careful, ...bundler }), [])
  t.strictSame(complaintsOf(files, { ...careful, strict: false, noUnusedLocals: false }), [])
  t.strictSame(
    complaintsOf(
      { 'db.ts': db },
      { ...careful, isolatedModules: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true },
    ),
    [],
  )
})

t.test('a model that inherits has what its parent has, and takes what its parent takes', async t => {
  const Animal = animal()
  const classes = {
    Animal,
    Cat: class Cat extends model(Animal, 'cat', { lives: integer() }, { identity: 'cat' }) {},
    Dog: class Dog extends model(Animal, {}, { identity: 'dog' }) {},
  }
  const text = typingsOf(snapshotFor(world, {}, classes), { from: library })
  const lines = `import { automap } from '${library}'
import type { Animal, Models } from './db.js'
const { models: { Cat, Dog } } = await automap<Models>('animals.db')
const cat = await Cat.insert({ id: 1, lives: 7 })
await Cat.insert({ id: 1, kind: 'cat', lives: 7 })
const animals: Animal[] = [cat, await Dog.get(2)]
export const owner = [animals, (await cat.owner)?.bones, (await cat.save()).lives, await Cat.with('owner')]
// @ts-expect-error a column of the parent is missing
await Cat.insert({ lives: 7 })
// @ts-expect-error a column of its own is missing
await Cat.insert({ id: 1, kind: 'cat' })
`
  t.strictSame(complaintsOf({ 'db.ts': text, 'use.ts': lines }), [])
})

t.test('what tells classes apart is left out where the class fills it in', async t => {
  const Animal = animal({ polymorphicOn: 'kind' })
  class Cat extends model(Animal, 'cat', { lives: integer() }) {}
  const classes = {
    Animal,
    Cat,
    Dog: class Dog extends model(Animal, {}, { identity: 'dog' }) {},
    Lion: class Lion extends model(Cat, {}, { identity: 'lion' }) {},
  }
  const text = typingsOf(snapshotFor(world, {}, classes), { from: library })
  const lines = `import { automap } from '${library}'
import type { Models } from './db.js'
const { models: { Animal, Cat, Dog, Lion } } = await automap<Models>('animals.db')
export const all = [await Dog.insert({ id: 1 }), await Lion.insert({ id: 2, lives: 7 }), await Animal.insert({ id: 1, kind: 'dog' })]
// @ts-expect-error nothing says which animal it is
await Animal.insert({ id: 1 })
// @ts-expect-error nothing says which cat it is
await Cat.insert({ id: 1, lives: 7 })
// @ts-expect-error another type
await Dog.insert({ id: 1, kind: 1 })
`
  t.strictSame(complaintsOf({ 'db.ts': text, 'use.ts': lines }), [])
})

t.test('what an insert may leave out above, or is not inserted, needs nothing below', async t => {
  const Animal = animal({ polymorphicOn: 'kind' })
  const Cat = class Cat extends model(Animal, 'cat', { lives: integer() }, { identity: 'cat' }) {}
  const insertOf = (change: object): string | undefined => {
    const tables = { ...world, animal: { ...world.animal, ...change } }
    const text = typingsOf(snapshotFor(tables, {}, { Animal, Cat }), { from: library })
    return /export interface CatInsert[^}]*/.exec(text)?.[0]
  }
  t.match(insertOf({}), /^export interface CatInsert extends Omit<AnimalInsert, 'kind'> {[^}]*kind\?/)
  const columns = ['id', { name: 'kind', kind: 'text', type: 'text', default: "'cat'", hasDefault: true }]
  t.match(insertOf({ columns }), /^export interface CatInsert extends AnimalInsert {/)
  t.match(insertOf({ kind: 'view' }), /^export interface CatInsert {/)
})
