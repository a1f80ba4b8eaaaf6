import t from 'tap'
import { actionsOf, referenceOf, referredTableOf } from '../../lib/declaration/reference.js'
import { errorOf } from '../fixtures/error-of.js'

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`
const nothing = { onDelete: 'noAction', onUpdate: 'noAction' }

t.test('a column is referred to by its table, and by its schema', async t => {
  t.strictSame(referenceOf('address.id', undefined), {
    schema: null,
    table: 'address',
    column: 'id',
    ...nothing,
  })
  t.strictSame(referenceOf('sales.address.id', { onDelete: 'setNull', onUpdate: 'cascade' }), {
    schema: 'sales',
    table: 'address',
    column: 'id',
    onDelete: 'setNull',
    onUpdate: 'cascade',
  })
})

t.test('names with dots are referred to by an object', async t => {
  t.strictSame(referenceOf({ table: 'a.b', column: 'c.d' }, {}), {
    schema: null,
    table: 'a.b',
    column: 'c.d',
    ...nothing,
  })
  t.equal(referenceOf({ schema: 's.t', table: 'a', column: 'c' }, {}).schema, 's.t')
  t.equal(
    await errorOf(() => referenceOf({ table: 'a', colum: 'c' }, {})),
    invalid('Unknown option "colum" in the target of references(). Did you mean "column"?'),
  )
  t.equal(
    await errorOf(() => referenceOf({ table: 'a' }, {})),
    invalid('Expected column in references() to be a text that is not empty, got undefined'),
  )
})

t.test('what names no column is refused', async t => {
  const shape = 'to be "table.column", "schema.table.column" or { schema, table, column }'
  for (const [target, text] of [
    ['address', '"address"'],
    ['a.b.c.d', '"a.b.c.d"'],
    ['.id', '".id"'],
    ['address.', '"address."'],
    [undefined, 'undefined'],
    [() => 'a.b', 'a function'],
  ] as const) {
    t.equal(
      await errorOf(() => referenceOf(target, {})),
      invalid(`Expected the target of references() ${shape}, got ${text}`),
    )
  }
  t.equal(
    await errorOf(() => referenceOf('a.b', { onDelete: 'CASCADE' })),
    invalid(
      'Expected the options of references().onDelete to be "noAction" or "restrict" or "cascade" or "setNull" or "setDefault", got "CASCADE". Did you mean "cascade"?',
    ),
  )
  t.equal(
    await errorOf(() => referenceOf('a.b', { ondelete: 'cascade' })),
    invalid('Unknown option "ondelete" in the options of references(). Did you mean "onDelete"?'),
  )
})

t.test('actions that are not given are none', async t => {
  t.strictSame(actionsOf({}, 'x'), nothing)
})

t.test('several columns refer to a table, or to columns of it', async t => {
  t.strictSame(referredTableOf('author', 'x'), { schema: null, table: 'author', columns: null })
  t.strictSame(referredTableOf('order line', 'x'), { schema: null, table: 'order line', columns: null })
  t.strictSame(referredTableOf('author(tenant_id, id)', 'x'), {
    schema: null,
    table: 'author',
    columns: ['tenant_id', 'id'],
  })
  t.strictSame(referredTableOf('sales.author (id)', 'x'), {
    schema: 'sales',
    table: 'author',
    columns: ['id'],
  })
  t.strictSame(referredTableOf({ schema: 's', table: 'a(b)', columns: ['c,d'] }, 'x'), {
    schema: 's',
    table: 'a(b)',
    columns: ['c,d'],
  })
  t.strictSame(referredTableOf({ table: 'a' }, 'x'), { schema: null, table: 'a', columns: null })
})

t.test('what names no table is refused', async t => {
  const shape = '"table", "table(column, …)" or { schema, table, columns }'
  for (const target of ['', 'a.b.c', 'a(b', '(b)']) {
    t.equal(
      await errorOf(() => referredTableOf(target, 'x')),
      invalid(`Expected x to be ${shape}, got "${target}"`),
    )
  }
  t.equal(
    await errorOf(() => referredTableOf(undefined, 'x')),
    invalid(`Expected x to be ${shape}, got undefined`),
  )
  t.equal(
    await errorOf(() => referredTableOf('a(b, )', 'x')),
    invalid('Cannot read the columns "b, " of x: one of them has no name'),
  )
})
