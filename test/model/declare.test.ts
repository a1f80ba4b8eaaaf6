import t from 'tap'
import { carriedBy } from '../../lib/declaration/carried.js'
import { integer, text } from '../../lib/declaration/columns.js'
import { model } from '../../lib/model/declare.js'
import { Model } from '../../lib/model/model.js'
import { errorOf } from '../fixtures/error-of.js'

class Employee extends model('employee', { id: integer() }) {
  greet(): string {
    return 'hello'
  }
}

/** What a call of model() made the class carry. */
function given(made: abstract new () => object): unknown[] {
  const carried = carriedBy(made)
  return [carried?.parent, carried?.table, [...(carried?.members.keys() ?? [])], carried?.options]
}

t.test('a table is given with members and options, or without', async t => {
  t.strictSame(given(model('customer')), [null, 'customer', [], {}])
  t.strictSame(given(model('customer', { id: integer() })), [null, 'customer', ['id'], {}])
  t.strictSame(given(model('customer', { id: integer() }, { schema: 'sales' })), [
    null,
    'customer',
    ['id'],
    { schema: 'sales' },
  ])
})

t.test('a parent is given with a table of its own, or without', async t => {
  t.strictSame(given(model(Employee)), [Employee, null, [], {}])
  t.strictSame(given(model(Employee, { budget: integer() }, { identity: 'manager' })), [
    Employee,
    null,
    ['budget'],
    { identity: 'manager' },
  ])
  t.strictSame(given(model(Employee, 'engineer')), [Employee, 'engineer', [], {}])
  t.strictSame(given(model(Employee, 'engineer', { language: text() }, { identity: 'engineer' })), [
    Employee,
    'engineer',
    ['language'],
    { identity: 'engineer' },
  ])
})

t.test('the class is a model, and inherits from its parent', async t => {
  const made = model('customer')
  t.ok(made.prototype instanceof Model)
  t.equal(made.name, 'model("customer")')
  class Manager extends model(Employee, {}) {}
  t.equal(Manager.prototype.greet(), 'hello')
  t.equal(Object.getPrototypeOf(Manager).name, 'model(Employee)')
  t.equal(model(Employee, 'engineer').name, 'model(Employee, "engineer")')
})

t.test('options are kept as they were when they were given', async t => {
  const options = { comment: 'old' }
  const made = model('customer', {}, options)
  options.comment = 'new'
  t.strictSame(carriedBy(made)?.options, { comment: 'old' })
})

t.test('a class that no automap knows cannot be queried', async t => {
  class Customer extends model('customer') {}
  t.match(await errorOf(() => Customer.query()), /^MappingError MODEL_UNKNOWN: .*"Customer" is not mapped/)
})

t.test('what is declared wrongly is refused where it is written', async t => {
  const call = (...inputs: unknown[]): Promise<string> => errorOf(() => Reflect.apply(model, null, inputs))
  const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`
  for (const [value, text] of [
    [undefined, 'undefined'],
    ['', '""'],
    [{ id: integer() }, 'an object'],
    [() => 'customer', 'a function'],
  ] as const) {
    t.equal(
      await call(value),
      invalid(`Expected the first argument of model() to be a table's name or a model, got ${text}`),
    )
  }
  t.equal(
    await call(Employee, '', {}),
    invalid('Expected the second argument of model() to be a text that is not empty, got ""'),
  )
  t.equal(
    await call('customer', { id: 1 }),
    invalid('Expected "id" of model("customer") to be a column such as text(), got 1'),
  )
  t.equal(
    await call('customer', {}, { schem: 'x' }),
    invalid('Unknown option "schem" in the options of model("customer"). Did you mean "schema"?'),
  )
  t.equal(
    await call(Employee, {}, []),
    invalid('Expected the options of model(Employee) to be an object, got an array'),
  )
  t.equal(
    await call('customer', {}, {}, {}),
    invalid(
      'Cannot declare model("customer") with so many arguments: after the table come columns and options',
    ),
  )
})
