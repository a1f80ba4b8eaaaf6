import t from 'tap'
import { validatorOf } from '../../lib/declaration/validator.js'
import { errorOf } from '../fixtures/error-of.js'

/** A schema as zod and its like give them. */
function schema(validate: (value: unknown) => unknown): object {
  return { '~standard': { version: 1, vendor: 'test', validate } }
}

t.test('a function is taken as it is', async t => {
  const trim = (value: unknown): unknown => String(value).trim()
  t.equal(validatorOf(trim), trim)
})

t.test('a Standard Schema gives its value, or throws what it found', async t => {
  const even = validatorOf(
    schema(value =>
      Number(value) % 2 === 0
        ? { value: Number(value) }
        : { issues: [{ message: 'odd' }, { message: 'bad' }] },
    ),
  )
  t.equal(even('4'), 4)
  t.equal(await errorOf(() => even(3)), 'ValueError VALUE_REFUSED: odd; bad')
})

t.test('a schema that is a function, too, is taken for a schema', async t => {
  const callable = Object.assign(
    () => 'called',
    schema(value => ({ value })),
  )
  t.equal(validatorOf(callable)('x'), 'x')
})

t.test('a schema that answers later is refused', async t => {
  t.equal(
    await errorOf(() => validatorOf(schema(async value => ({ value })))(1)),
    'ValueError VALUE_REFUSED: Cannot validate with a schema that answers later: what is written is checked at once. Give a schema without asynchronous steps',
  )
})

t.test('anything else is no validator', async t => {
  for (const [value, text] of [
    [undefined, 'undefined'],
    [null, 'null'],
    [/a/, 'an instance of RegExp'],
    [{ '~standard': {} }, 'an object'],
  ] as const) {
    t.equal(
      await errorOf(() => validatorOf(value)),
      `DeclarationError DECLARATION_INVALID: Expected the argument of validate() to be a function or a Standard Schema, got ${text}`,
    )
  }
})
