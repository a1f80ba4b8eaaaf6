import t from 'tap'
import { booted, findings } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import { schema, schemaOf, table } from '../fixtures/schema.js'

const tableOf = (boot: ReturnType<typeof booted>, name: string): string | undefined => {
  const mapping = boot.mappings.find(each => each.name === name)
  return mapping && `${mapping.table.schema}.${mapping.table.name}`
}

const several = schemaOf([
  table('log', { columns: ['id'] }),
  table('order', { schema: 'sales', columns: ['id'] }),
  table('order', { schema: 'stock', columns: ['id'] }),
  table('item', { schema: 'stock', columns: ['id'] }),
  table('log', { schema: 'stock', columns: ['id'] }),
])

t.test('a table is found as the database spells it, or takes it for the same', async t => {
  const tables = { Customer: { columns: ['id'] }, pet: { columns: ['id'] } }
  const boot = booted(tables, { Client: { table: 'customer' }, Animal: { table: 'pet' } })
  t.equal(tableOf(boot, 'Client'), 'main.Customer')
  t.equal(tableOf(boot, 'Animal'), 'main.pet')
})

t.test('a schema that is not named is the own one, or the only one with such a table', async t => {
  t.equal(tableOf(booted(several, { A: { table: 'log' } }), 'A'), 'main.log')
  t.equal(tableOf(booted(several, { A: { table: 'item' } }), 'A'), 'stock.item')
  t.equal(
    tableOf(booted(several, { A: { table: 'order', options: { schema: 'stock' } } }), 'A'),
    'stock.order',
  )
  t.same(findings(booted(several, { A: { table: 'order' } })), [
    'A. tableMissing: table "order" is in "sales", "stock"; say which with option schema of the class',
  ])
  t.same(findings(booted(several, { A: { table: 'order', options: { schema: 'stok' } } })), [
    'A. tableMissing: schema "stok" was not read; name it in option "schema" of automap. Did you mean "stock"?',
  ])
})

t.test('a class that names no table has that of the model that would be called so', async t => {
  const tables = { order_lines: { columns: ['id'] }, customer: { columns: ['id'] } }
  t.equal(tableOf(booted(tables, { OrderLine: {} }), 'OrderLine'), 'main.order_lines')
  t.same(findings(booted(tables, { Custmer: {}, Orders: {} })), [
    'Custmer. tableMissing: no table would be called like the class; write static table = \'…\'. Did you mean "customer"?',
    "Orders. tableMissing: no table would be called like the class; write static table = '…'",
  ])
  t.equal(tableOf(booted(tables, { OrderLine: {} }, { only: 'customer' }), 'OrderLine'), undefined)
})

t.test('a declared table is mapped whatever the options leave out, unless it cannot be read', async t => {
  const tables = { a: { columns: ['id'] }, b: { columns: ['id'] }, c: { columns: ['id'], readable: false } }
  const boot = booted(tables, { A: { table: 'a' }, C: { table: 'c' } }, { only: 'b' })
  t.same(
    boot.mappings.map(each => each.name),
    ['A', 'B'],
  )
  t.same(findings(boot), ['C. tableMissing: the connection may not read any column of table "c"'])
})

t.test('two classes cannot stand for one table', async t => {
  t.equal(
    await errorOf(() => booted(schema({ a: {} }), { One: { table: 'a' }, Two: { table: 'A' } })),
    'DeclarationError MODEL_TAKEN: Cannot map class "Two" to table "a": class "One" stands for it; keep one, or let one extend the other',
  )
})

t.test('a table in a schema is named with it where it is missing', async t => {
  t.same(findings(booted(several, { A: { table: 'lgo', options: { schema: 'stock' } } })), [
    'A. tableMissing: the database has no table "stock.lgo". Did you mean "log"?',
  ])
})
