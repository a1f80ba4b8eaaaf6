import t from 'tap'
import { integer, text } from '../../lib/index.js'
import { booted, findings } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

const customer: TableInput = {
  columns: [
    'id',
    'full_name',
    'fullName',
    { name: 'secret', readable: false },
    'Zip_Code',
    'note?',
    'Note2?',
  ],
}

const propertiesOf = (columns: object, options: object = {}): Record<string, string> => {
  const { mappings } = booted({ customer }, { Customer: { columns, options } })
  return Object.fromEntries(mappings[0]!.columns.map(({ property, column }) => [property, column.name]))
}

t.test('a property is the column called just so, else the one whose property would be', async t => {
  t.match(propertiesOf({ fullName: integer() }), { fullName: 'fullName', full_name: 'full_name' })
  t.match(propertiesOf({ full_name: integer() }), { full_name: 'full_name', fullName: 'fullName' })
  t.match(propertiesOf({ zipCode: integer() }), { zipCode: 'Zip_Code' })
})

t.test('a name that is given is spelt as the database takes it', async t => {
  t.match(propertiesOf({ zip: integer('ZIP_CODE'), label: integer('full_name') }), {
    zip: 'Zip_Code',
    label: 'full_name',
    fullName: 'fullName',
  })
})

t.test('a declared property takes its name from a column that would have it', async t => {
  t.match(propertiesOf({ note2: integer('note'), fullName: integer('id') }), {
    note2: 'note',
    Note2: 'Note2',
    fullName: 'id',
    full_name: 'full_name',
  })
})

t.test('columns are excluded as the database takes their names', async t => {
  t.same(propertiesOf({}, { exclude: ['NOTE', 'fullName', 'full_name', 'Note2'] }), {
    id: 'id',
    zipCode: 'Zip_Code',
  })
  t.equal(
    await errorOf(() => propertiesOf({}, { exclude: ['notes'] })),
    'DeclarationError DECLARATION_INVALID: Cannot exclude "notes" from class "Customer": table "customer" has no such column. Did you mean "note"?',
  )
})

t.test('what the database lacks is found, and why', async t => {
  const columns = { secret: integer(), nick: text(), nmae: text('nte'), gone: integer('full_name') }
  t.same(findings(booted({ customer }, { Customer: { columns, options: { exclude: ['full_name'] } } })), [
    'Customer.gone columnMissing: the class excludes column "full_name" of table "customer"; leave out one or the other',
    'Customer.nick columnMissing: table "customer" has no column for it; name one with .named(\'…\')',
    'Customer.nmae columnMissing: table "customer" has no column "nte". Did you mean "note"?',
    'Customer.secret columnMissing: the connection may not read column "secret" of table "customer"',
  ])
})

t.test('two properties are not one column', async t => {
  t.equal(
    await errorOf(() => propertiesOf({ id: integer(), number: integer('ID') })),
    'DeclarationError DECLARATION_INVALID: Cannot map properties "id" and "number" of class "Customer": both are column "id" of table "customer"; keep one',
  )
})
