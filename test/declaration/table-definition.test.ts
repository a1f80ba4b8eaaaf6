import fc from 'fast-check'
import t from 'tap'
import { array, enumeration, integer, text } from '../../lib/declaration/columns.js'
import type { ModelClass } from '../../lib/declaration/declaration.js'
import { declaredTables } from '../../lib/declaration/declared-tables.js'
import { readDeclarations } from '../../lib/declaration/read.js'
import { sql } from '../../lib/declaration/sql.js'
import { tableDefinitions } from '../../lib/declaration/table-definition.js'
import { model } from '../../lib/model/declare.js'
import { errorOf } from '../fixtures/error-of.js'
import { tableClass } from '../fixtures/table-class.js'

/** All of them are to be created, unless `present` names them. */
function define(models: readonly ModelClass[], ...present: string[]) {
  const tables = declaredTables(readDeclarations(models))
  return tableDefinitions(
    tables.filter(({ name }) => !present.includes(name)),
    tables,
  )
}

function keysOf(models: readonly ModelClass[], ...present: string[]) {
  return define(models, ...present).flatMap(({ name, foreignKeys }) =>
    foreignKeys.map(key => {
      const target = [...(key.schema === null ? [] : [key.schema]), key.table].join('.')
      const columns = key.referencedColumns?.join(', ') ?? ''
      return `${name}(${key.columns.join(', ')}) -> ${target}(${columns})${key.late ? ' late' : ''}`
    }),
  )
}

function messageOf(models: readonly ModelClass[]): Promise<string> {
  return errorOf(() => define(models))
}

t.test('a table has its columns under the names of the database, and names for all of its rules', async t => {
  const mood = enumeration(['sad', 'glad'])
  const [definition] = define([
    tableClass(
      'order',
      {
        id: integer().primaryKey().autoIncrement(),
        customerId: integer('customer_id').index(),
        mood: mood.unique().comment('x'),
        moods: array(mood),
        other: array(array(enumeration(['a'], 'kind')))
          .nullable()
          .default([]),
        twice: integer().generated(sql`id * 2`, { stored: false }),
      },
      {
        comment: 'orders',
        unique: [['customerId', 'mood'], { name: 'chosen', columns: ['mood', 'customer_id'] }],
        indexes: [['mood', 'id']],
        checks: [sql`id > 0`, { name: 'positive', sql: sql`id > 0` }, sql`id > 1`],
      },
    ),
  ])
  t.match(definition, {
    schema: null,
    name: 'order',
    comment: 'orders',
    primaryKey: { name: 'order_pkey', columns: ['id'] },
    foreignKeys: [],
  })
  t.strictSame(
    definition!.columns.map(({ name, nullable, autoIncrement, comment }) => [
      name,
      nullable,
      autoIncrement,
      comment,
    ]),
    [
      ['id', false, true, null],
      ['customer_id', false, false, null],
      ['mood', false, false, 'x'],
      ['moods', false, false, null],
      ['other', true, false, null],
      ['twice', false, false, null],
    ],
  )
  const [, , third, fourth, fifth, sixth] = definition!.columns
  t.equal(third!.type.enumName, 'order_mood')
  t.equal(fourth!.type.element!.enumName, 'order_moods')
  t.equal(fifth!.type.element!.element!.enumName, 'kind')
  t.strictSame(fifth!.default, { type: 'value', value: [] })
  t.match(sixth!.generated, { stored: false })
  t.strictSame(definition!.unique, [
    { name: 'order_customer_id_mood_key', columns: ['customer_id', 'mood'] },
    { name: 'chosen', columns: ['mood', 'customer_id'] },
    { name: 'order_mood_key', columns: ['mood'] },
  ])
  t.strictSame(definition!.indexes, [
    { name: 'order_mood_id_idx', columns: ['mood', 'id'] },
    { name: 'order_customer_id_idx', columns: ['customer_id'] },
  ])
  t.strictSame(
    definition!.checks.map(({ name }) => name),
    ['order_check', 'positive', 'order_check1'],
  )
})

t.test('what a key or another rule says already is not said twice, unless it has a name', async t => {
  const [definition] = define([
    tableClass(
      't',
      { id: integer().primaryKey().unique().index(), a: integer().unique().index(), b: integer().index() },
      { unique: [['a'], { name: 'u', columns: ['id'] }], indexes: [['b'], { name: 'i', columns: ['a'] }] },
    ),
  ])
  t.strictSame(definition!.unique, [
    { name: 't_a_key', columns: ['a'] },
    { name: 'u', columns: ['id'] },
  ])
  t.strictSame(definition!.indexes, [
    { name: 't_b_idx', columns: ['b'] },
    { name: 'i', columns: ['a'] },
  ])
})

t.test('a name that was chosen is not derived for something else', async t => {
  const definitions = define([
    tableClass('t', { a: integer().index(), b: enumeration(['x']) }),
    tableClass('t_a_idx', { a: array(array(enumeration(['x'], 't_b'))) }),
  ])
  t.strictSame(
    definitions.map(({ indexes, columns }) => [indexes[0]?.name, columns.at(-1)!.type.enumName]),
    [
      ['t_a_idx1', 't_b_1'],
      [undefined, null],
    ],
  )
})

t.test('the primary key is what the options say, else the columns that say so', async t => {
  const columns = { a: integer('x').primaryKey(), b: integer(), c: integer().nullable() }
  const [byOption] = define([tableClass('t', columns, { primaryKey: ['c', 'a'] })])
  t.strictSame(byOption!.primaryKey, { name: 't_pkey', columns: ['c', 'x'] })
  t.strictSame(
    byOption!.columns.map(({ nullable }) => nullable),
    [false, false, false],
  )
  const [byColumns] = define([tableClass('t', { ...columns, b: integer().primaryKey() })])
  t.strictSame(byColumns!.primaryKey, { name: 't_pkey', columns: ['x', 'b'] })
  t.equal(define([tableClass('t', { a: integer() })])[0]!.primaryKey, null)
})

t.test('subclasses in the same table add nullable columns and rules of theirs', async t => {
  class Animal extends model(
    'animal',
    { id: integer().primaryKey(), kind: text() },
    { polymorphicOn: 'kind', indexes: [['kind']] },
  ) {}
  class Dog extends model(
    Animal,
    { bark: text().unique(), ownerId: integer('owner_id').references('animal.id') },
    { identity: 'dog', indexes: [['bark', 'kind']] },
  ) {}
  const [definition] = define([Dog, Animal])
  t.strictSame(
    definition!.columns.map(({ name, nullable }) => [name, nullable]),
    [
      ['id', false],
      ['kind', false],
      ['bark', true],
      ['owner_id', true],
    ],
  )
  t.strictSame(definition!.unique, [{ name: 'animal_bark_key', columns: ['bark'] }])
  t.strictSame(
    definition!.indexes.map(({ columns }) => columns),
    [['kind'], ['bark', 'kind']],
  )
  t.strictSame(keysOf([Dog, Animal]), ['animal(owner_id) -> animal(id)'])
  class Cat extends model(Animal, { lives: integer().primaryKey() }, { identity: 'cat' }) {}
  class Cow extends model(Animal, { milk: integer() }, { identity: 'cow', primaryKey: ['milk'] }) {}
  const refused = (name: string) =>
    `DeclarationError DECLARATION_INVALID: Cannot create table "animal": "${name}" is kept in it and declares a primary key; "Animal" has that`
  t.equal(await messageOf([Animal, Cat]), refused('Cat'))
  t.equal(await messageOf([Animal, Cow]), refused('Cow'))
})

const author = tableClass(
  'author',
  { tenant: integer('tenant_id'), id: integer() },
  { primaryKey: ['tenant', 'id'] },
)

t.test('a key over several columns means the primary key of its target, or the columns it names', async t => {
  const columns = { tenantId: integer(), authorId: integer('author_id') }
  const key = { columns: ['tenantId', 'authorId'], onDelete: 'cascade', name: 'k' }
  const book = (references: unknown) => tableClass('book', columns, { foreignKeys: [{ ...key, references }] })
  t.strictSame(keysOf([book('author'), author]), ['book(tenantId, author_id) -> author(tenant_id, id)'])
  t.strictSame(keysOf([book('author(id, tenant_id)'), author]), [
    'book(tenantId, author_id) -> author(id, tenant_id)',
  ])
  t.strictSame(keysOf([book('elsewhere'), author]), ['book(tenantId, author_id) -> elsewhere()'])
  t.match(define([book('author'), author]).at(-1)!.foreignKeys, [
    { name: 'k', onDelete: 'cascade', onUpdate: 'noAction' },
  ])
  t.equal(
    await messageOf([book('author(id)'), author]),
    'DeclarationError DECLARATION_INVALID: Cannot create table "book": the key on "tenantId", "author_id" refers to "id" of "author"; name a column for each of its own',
  )
  t.equal(
    await messageOf([book('author(tenant, id)'), author]),
    'DeclarationError DECLARATION_INVALID: Cannot create table "book": the key on "tenantId", "author_id" refers to column "tenant" of "author", which declares none of that name',
  )
  t.strictSame(
    keysOf([book('author(tenant, id)'), author], 'author'),
    ['book(tenantId, author_id) -> author(tenant, id)'],
    'a table that is there may have more columns than are declared',
  )
})

t.test('tables come after those they refer to, and keys of a cycle are marked', async t => {
  const a = tableClass('a', { id: integer().primaryKey(), b: integer().references('b.id') })
  const b = tableClass('b', { id: integer().primaryKey(), c: integer().references('c.id') })
  const c = tableClass('c', {
    id: integer().primaryKey().references('c.id'),
    a: integer().references('a.id'),
    x: integer().references('x.id'),
  })
  t.strictSame(keysOf([a, b, c]), [
    'c(id) -> c(id)',
    'c(a) -> a(id) late',
    'c(x) -> x(id)',
    'b(c) -> c(id)',
    'a(b) -> b(id)',
  ])
  t.strictSame(keysOf([a, b, c], 'b'), ['a(b) -> b(id)', 'c(id) -> c(id)', 'c(a) -> a(id)', 'c(x) -> x(id)'])
})

t.test('a reference without a schema means its own, then that of the connection', async t => {
  const columns = { id: integer(), other: integer().references('target.id') }
  const inSales = tableClass('order', columns, { schema: 'sales' })
  const plain = tableClass('target', { id: integer() })
  const target = Object.defineProperty(tableClass('target', { id: integer() }, { schema: 'sales' }), 'name', {
    value: 'SalesTarget',
  })
  t.strictSame(keysOf([inSales, plain, target]), ['order(other) -> sales.target(id)'])
  t.strictSame(keysOf([inSales, plain]), ['order(other) -> target(id)'])
  t.strictSame(keysOf([inSales, plain], 'target'), ['order(other) -> target(id)'])
  t.strictSame(keysOf([inSales]), ['order(other) -> sales.target(id)'])
  const explicit = tableClass('order', { other: integer().references('sales.target.id') })
  t.strictSame(keysOf([explicit, plain, target]), ['order(other) -> sales.target(id)'])
})

t.test('what cannot be created is refused by name', async t => {
  const refusals: readonly (readonly [ModelClass, string])[] = [
    [tableClass('t', {}), '"t" declares no column; declare all that it is to have'],
    [
      tableClass('t', { id: integer() }, { primaryKey: ['ib'] }),
      'no column "ib" is declared. Did you mean "id"?',
    ],
    [tableClass('t', { a: integer() }, { unique: [['zzz']] }), 'no column "zzz" is declared'],
    [tableClass('t', { a: integer() }, { indexes: [['zzz']] }), 'no column "zzz" is declared'],
    [
      tableClass('t', { a: integer() }, { foreignKeys: [{ columns: ['zzz'], references: 't' }] }),
      'no column "zzz" is declared',
    ],
    [
      tableClass('t', { a: integer().references('t.b') }),
      'the key on "a" refers to column "b" of "t", which declares none of that name',
    ],
    [
      tableClass('t', { a: integer() }, { foreignKeys: [{ columns: ['a'], references: 't' }] }),
      'the key on "a" refers to no column of "t"; name a column for each of its own',
    ],
    [
      tableClass('t', { a: integer().primaryKey(), b: integer().primaryKey().autoIncrement() }),
      '"t.b" is one of 2 key columns, so it cannot count by itself; leave out autoIncrement()',
    ],
  ]
  for (const [given, why] of refusals) {
    t.equal(await messageOf([given]), `DeclarationError DECLARATION_INVALID: Cannot create table "t": ${why}`)
  }
})

const graphs = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 4 }), { minLength: 1, maxLength: 8 })

t.test('a key is late exactly where its target comes later', async () => {
  fc.assert(
    fc.property(graphs, targets => {
      const models = targets.map((list, table) => {
        const keys = list.map(
          (target, place) => [`k${place}`, integer().references(`t${target}.id`)] as const,
        )
        return tableClass(`t${table}`, { id: integer().primaryKey(), ...Object.fromEntries(keys) })
      })
      const order = define(models)
      const placeOf = (name: string) => order.findIndex(table => table.name === name)
      return order.every(({ foreignKeys }, place) =>
        foreignKeys.every(key => key.late === placeOf(key.table) > place),
      )
    }),
  )
})
