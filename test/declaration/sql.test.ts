import t from 'tap'
import { isSqlText, sql } from '../../lib/declaration/sql.js'
import { errorOf } from '../fixtures/error-of.js'

t.test('a tagged text keeps its values beside its text', async t => {
  const inner = sql`now()`
  const piece = sql`${1} + coalesce(${null}, ${inner})`
  t.same([...piece.texts], ['', ' + coalesce(', ', ', ')'])
  t.same(piece.values.slice(0, 2), [1, null])
  t.equal(piece.values[2], inner)
  t.same([...sql`a\`b`.texts], ['a`b'], 'escapes mean what they do in JavaScript')
})

t.test('only what the tag made is a piece of SQL', async t => {
  t.ok(isSqlText(sql`1`))
  t.notOk(isSqlText({ texts: ['1'], values: [] }))
  t.notOk(isSqlText(null))
})

const refused = 'DeclarationError DECLARATION_INVALID: Cannot take a piece of SQL: '

t.test('a question mark is refused, as it marks values', async t => {
  t.equal(
    await errorOf(() => sql`data ? 'key'`),
    `${refused}its text has a question mark, which would be taken for a value. Interpolate text that has one as a ` +
      'value; instead of an operator, call a function, such as jsonb_exists()',
  )
  t.same(sql`jsonb_exists(data, ${'what?'})`.values, ['what?'])
})

t.test('what can be neither a reference, nor a piece, nor a value is refused', async t => {
  t.equal(await errorOf(() => sql`${1} ${undefined}`), `${refused}undefined was interpolated; write null`)
  t.equal(await errorOf(() => sql`${() => 1}`), `${refused}a function was interpolated; call it`)
  const plain = sql as unknown as (text: unknown) => unknown
  t.equal(await errorOf(() => plain('now()')), `${refused}it is a tag; write sql\`…\``)
  t.equal(await errorOf(() => plain(['now()'])), `${refused}it is a tag; write sql\`…\``)
  t.equal(
    await errorOf(() => sql`\unicode`),
    `${refused}its text has an escape that JavaScript does not know`,
  )
})
