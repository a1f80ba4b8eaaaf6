import t from 'tap'
import { isClass, isTarget, targetOf } from '../../lib/declaration/target.js'
import { errorOf } from '../fixtures/error-of.js'

class Customer {}

t.test('classes are told from functions that give them', async t => {
  function Old(): void {}
  t.ok(isClass(Customer))
  t.ok(isClass(Old))
  for (const value of [() => Customer, async () => Customer, 'Customer', {}, null, undefined]) {
    t.notOk(isClass(value))
  }
  t.ok(isTarget('customer'))
  t.ok(isTarget(Customer))
  t.notOk(isTarget(''))
  t.notOk(isTarget(() => Customer))
})

t.test('a target is a class or a name, at once or later', async t => {
  t.equal(targetOf(Customer, 'x'), Customer)
  t.equal(targetOf('Customer', 'x'), 'Customer')
  t.equal(
    targetOf(() => Customer, 'x'),
    Customer,
  )
  t.equal(
    targetOf(() => 'Customer', 'x'),
    'Customer',
  )
})

t.test('a function that gives anything else is refused', async t => {
  const nothing = (): never => undefined as never
  t.equal(
    await errorOf(() => targetOf(nothing, '"address" of class "Customer"')),
    'DeclarationError DECLARATION_INVALID: Expected the function that gives the target of "address" of class "Customer" to give a class or a name, got undefined',
  )
})
