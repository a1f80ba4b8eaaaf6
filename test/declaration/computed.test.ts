import t from 'tap'
import { columnOf } from '../../lib/declaration/column.js'
import { decimal, integer, text } from '../../lib/declaration/columns.js'
import { computed, DeclaredComputed, declaredComputedOf } from '../../lib/declaration/computed.js'
import type { ComputedDeclaration } from '../../lib/declaration/declaration.js'
import { sql } from '../../lib/declaration/sql.js'
import { errorOf } from '../fixtures/error-of.js'

function said(builder: unknown): ComputedDeclaration {
  if (!(builder instanceof DeclaredComputed)) throw new Error('not computed')
  return declaredComputedOf(builder)
}

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`
const one = (): ReturnType<typeof sql> => sql`1`

t.test('a function comes with the row', async t => {
  const { type, ...rest } = said(computed(text(), one))
  t.equal(type.kind, 'text')
  t.strictSame(rest, { member: 'computed', sql: one, get: null, sensitive: false, deferred: false })
  const late = said(computed(text().sensitive().deferred().nullable(), one))
  t.strictSame([late.sensitive, late.deferred], [true, true])
})

t.test('a hybrid has a getter for instances, and SQL for queries', async t => {
  const get = (row: { price: number }): number => row.price * 2
  const hybrid = said(computed(decimal<number>(10, 2), { get, sql: one }))
  t.strictSame([hybrid.get, hybrid.sql, hybrid.type.precision], [get, one, 10])
  const queried = said(Reflect.apply(computed, null, [text(), { sql: one }]))
  t.strictSame([queried.get, queried.sql], [null, one])
})

t.test('what is no type, or no SQL, is refused', async t => {
  const call = (...inputs: unknown[]): Promise<string> => errorOf(() => Reflect.apply(computed, null, inputs))
  t.equal(
    await call(text, one),
    invalid('Expected the first argument of computed() to be a type such as text(), got a function'),
  )
  t.equal(
    await call(text(), sql`1`),
    invalid(
      'Expected the second argument of computed() to be a function that gives SQL, or { get, sql }, got an instance of SqlPiece',
    ),
  )
  t.equal(
    await call(text(), { get: one }),
    invalid('Expected sql in the second argument of computed() to be a function, got undefined'),
  )
  t.equal(
    await call(text(), { sql: one, get: 1 }),
    invalid('Expected get in the second argument of computed() to be a function, got 1'),
  )
  t.equal(
    await call(text(), { sql: one, gt: one }),
    invalid('Unknown option "gt" in the second argument of computed(). Did you mean "get"?'),
  )
})

t.test('what only a column can be is refused', async t => {
  const idle = (modifier: string): string =>
    invalid(`Cannot declare a computed property ${modifier}(): it is no column of the table. Leave it out`)
  t.equal(await errorOf(() => computed(integer().primaryKey(), one)), idle('primaryKey'))
  t.equal(await errorOf(() => computed(integer().references('a.b'), one)), idle('references'))
  t.equal(await errorOf(() => computed(integer().validate(Number), one)), idle('validate'))
  t.equal(
    await errorOf(() => computed(text('label'), one)),
    invalid('Cannot name a computed property "label": it is no column of the table. Leave it out'),
  )
  t.equal(
    await errorOf(() => computed(text().deferred(), { get: () => 'x', sql: one })),
    invalid(
      'Cannot declare a computed property deferred() that has a getter: nothing of it is read with the row',
    ),
  )
})

t.test('the type is that of the builder', async t => {
  const type = { ...said(computed(integer(), one)).type }
  t.strictSame(said(Reflect.apply(computed, null, [columnOf(type, null), one])).type, type)
})
