import t from 'tap'
import { columnOf, type DeclaredColumn, declaredColumnOf } from '../../lib/declaration/column.js'
import type { ColumnDeclaration } from '../../lib/declaration/declaration.js'
import { sql } from '../../lib/declaration/sql.js'
import { declaredType } from '../fixtures/declared-type.js'
import { errorOf } from '../fixtures/error-of.js'

const integer = declaredType('integer')

const start = (name: string | null = null): DeclaredColumn => columnOf({ ...integer }, name)

/** What a modifier changed. */
function changed(builder: DeclaredColumn): Partial<ColumnDeclaration> {
  const before = new Map(Object.entries(declaredColumnOf(start())))
  return Object.fromEntries(
    Object.entries(declaredColumnOf(builder)).filter(([key, value]) => {
      const was = before.get(key)
      return typeof value === 'object' && value !== null
        ? JSON.stringify(value) !== JSON.stringify(was)
        : value !== was
    }),
  )
}

t.test('a column says nothing but its type until it is told', async t => {
  t.strictSame(declaredColumnOf(start('db_name')), {
    member: 'column',
    name: 'db_name',
    type: integer,
    nullable: false,
    primaryKey: false,
    autoIncrement: false,
    unique: false,
    index: false,
    default: null,
    onUpdate: null,
    references: null,
    generated: null,
    comment: null,
    deferred: false,
    sensitive: false,
    validators: [],
  })
})

t.test('each modifier says one thing', async t => {
  const now = sql`current_timestamp`
  const validate = (value: unknown): unknown => value
  t.strictSame(changed(start().primaryKey()), { primaryKey: true })
  t.strictSame(changed(start().autoIncrement()), { autoIncrement: true })
  t.strictSame(changed(start().nullable()), { nullable: true })
  t.strictSame(changed(start().unique()), { unique: true })
  t.strictSame(changed(start().index()), { index: true })
  t.strictSame(changed(start().default(0)), { default: { type: 'value', value: 0 } })
  t.strictSame(changed(start().default(null)), { default: { type: 'value', value: null } })
  t.strictSame(changed(start().default(now)), { default: { type: 'sql', sql: now } })
  t.strictSame(changed(start().onUpdate(now)), { onUpdate: { type: 'sql', sql: now } })
  t.strictSame(changed(start().generated(now)), { generated: { sql: now, stored: true } })
  t.strictSame(changed(start().generated(now, { stored: false })), { generated: { sql: now, stored: false } })
  t.strictSame(changed(start().comment('a')), { comment: 'a' })
  t.strictSame(changed(start().named('a')), { name: 'a' })
  t.strictSame(changed(start().deferred()), { deferred: true })
  t.strictSame(changed(start().sensitive()), { sensitive: true })
  t.strictSame(changed(start().references('address.id', { onDelete: 'cascade' })), {
    references: { schema: null, table: 'address', column: 'id', onDelete: 'cascade', onUpdate: 'noAction' },
  })
  t.strictSame(declaredColumnOf(start().validate(validate).validate(String)).validators, [validate, String])
})

t.test('a builder never changes, so that models can share it', async t => {
  const shared = start()
  shared.nullable().unique().validate(String)
  t.strictSame(changed(shared), {})
  t.ok(Object.isFrozen(declaredColumnOf(shared)))
  const settings = { a: 1 }
  const column = start().default(settings)
  settings.a = 2
  t.strictSame(declaredColumnOf(column).default, { type: 'value', value: { a: 1 } })
})

t.test('what contradicts itself is refused', async t => {
  const cannot = (names: string, reason: string): string =>
    `DeclarationError DECLARATION_INVALID: Cannot declare a column both ${names}: ${reason}. Leave one of them out`
  const one = sql`1`
  t.equal(
    await errorOf(() => start().nullable().primaryKey()),
    cannot('primaryKey() and nullable()', 'a key always has a value'),
  )
  t.equal(
    await errorOf(() => start().primaryKey().deferred()),
    cannot('primaryKey() and deferred()', 'a key is what an instance is known by'),
  )
  t.equal(
    await errorOf(() => start().autoIncrement().default(1)),
    cannot('autoIncrement() and default()', 'the database numbers the rows'),
  )
  t.equal(
    await errorOf(() => start().autoIncrement().generated(one)),
    cannot('autoIncrement() and generated()', 'the database numbers the rows'),
  )
  t.equal(
    await errorOf(() => start().default(1).generated(one)),
    cannot('generated() and default()', 'the database computes its values'),
  )
  t.equal(
    await errorOf(() => start().generated(one).onUpdate(1)),
    cannot('generated() and onUpdate()', 'the database computes its values'),
  )
  t.equal(
    await errorOf(() => columnOf({ ...integer, kind: 'text' }, null).autoIncrement()),
    'DeclarationError DECLARATION_INVALID: Cannot declare a column of kind "text" autoIncrement(): only integer() and bigInteger() count',
  )
  t.strictSame(changed(columnOf({ ...integer, kind: 'bigint' }, null).autoIncrement()).autoIncrement, true)
})

t.test('an argument of the wrong shape is refused', async t => {
  const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`
  for (const [value, text] of [
    [undefined, 'undefined'],
    [() => 1, 'a function'],
    [Symbol('x'), 'a symbol'],
  ] as const) {
    t.equal(
      await errorOf(() => start().default(value)),
      invalid(`Expected the argument of default() to be a value or sql\`…\`, got ${text}`),
    )
  }
  t.equal(
    await errorOf(() => start().onUpdate(undefined)),
    invalid('Expected the argument of onUpdate() to be a value or sql`…`, got undefined'),
  )
  t.equal(
    await errorOf(() => start().generated('a + b')),
    invalid(
      'Expected the argument of generated() to be a piece of SQL made by the tag sql, got "a + b"; put the tag sql before the text',
    ),
  )
  t.equal(
    await errorOf(() => start().generated(sql`1`, { stord: true })),
    invalid('Unknown option "stord" in the options of generated(). Did you mean "stored"?'),
  )
  t.equal(
    await errorOf(() => start().named('')),
    invalid('Expected the argument of named() to be a text that is not empty, got ""'),
  )
  t.equal(
    await errorOf(() => start().comment('')),
    invalid('Expected the argument of comment() to be a text that is not empty, got ""'),
  )
})
