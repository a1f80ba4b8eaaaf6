import t from 'tap'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import type { ValueError } from '../../lib/errors.js'
import { encodedValue } from '../../lib/instance/encoded-value.js'
import type { ColumnMapping, Mapping } from '../../lib/mapping/mapping.js'
import { declare } from '../fixtures/adjusted.js'
import { errorOf } from '../fixtures/error-of.js'
import { composite, declaredColumn } from '../fixtures/members.js'
import { column } from '../fixtures/schema.js'

type Validator = (value: unknown) => unknown

function encoded(
  given: unknown,
  validators: readonly Validator[] = [],
  labels: readonly string[] | null = null,
) {
  const name = column({ name: 'name', type: 'text', kind: 'text', nullable: true })
  const mapping = { name: 'User', declaration: null, inheritance: null } as unknown as Mapping
  if (validators.length > 0) declare(mapping, { name: declaredColumn(...validators), other: composite({}) })
  const codec = sqlite.codec(name, {}, 'user.name')
  return encodedValue(mapping, { property: 'name', column: name, codec, labels } as ColumnMapping, given)
}

const trim: Validator = value => String(value).trim()
const refuse: Validator = value => {
  throw new RangeError(`not ${value}`)
}

t.test('validators run in order, each on what the one before gave', t => {
  t.equal(encoded(' Ada ', [trim, value => `${value}!`]), 'Ada!')
  t.equal(encoded(' Ada '), ' Ada ')
  t.end()
})

t.test('null is for the column to take, not for a validator', t => {
  t.equal(encoded(null, [refuse]), null)
  t.equal(encoded('x', [() => null, refuse]), null)
  t.end()
})

t.test('a value that a validator refuses is not told, its error is the cause', async t => {
  const failure: unknown = await Promise.resolve()
    .then(() => encoded('hush', [trim, refuse]))
    .catch(error => error)
  const error = failure as ValueError
  t.match(error, { name: 'ValueError', code: 'VALUE_REFUSED' })
  t.equal(error.message, 'Cannot use a value for "User.name": a validator refused it; the cause says why')
  t.match(error.cause, { message: 'not hush' })
})

t.test('a validator has to answer at once, and with a value', async t => {
  const later =
    'DeclarationError DECLARATION_INVALID: Cannot check "User.name": a validator answers with a promise, and a row is made at once. Use one that answers at once'
  t.equal(await errorOf(() => encoded('x', [async () => 'x'])), later)
  t.equal(await errorOf(() => encoded('x', [() => Promise.reject(new Error('late'))])), later)
  t.equal(
    await errorOf(() => encoded('x', [() => undefined])),
    'ValueError VALUE_REFUSED: Cannot use a value for "User.name": a validator gave undefined; it has to return the value to write',
  )
})

t.test('a value of an enumeration is one of its labels', async t => {
  t.equal(encoded('a', [], ['a', 'b']), 'a')
  t.equal(
    await errorOf(() => encoded('c', [], ['a', 'b'])),
    'ValueError VALUE_INVALID: Cannot use a value for "User.name": expected one of "a", "b", got another string',
  )
  t.equal(
    await errorOf(() => encoded(['a', ['b', 5]], [], ['a', 'b'])),
    'ValueError VALUE_INVALID: Cannot use a value for "User.name": expected one of "a", "b", got a number',
  )
})
