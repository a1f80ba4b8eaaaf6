import t from 'tap'
import { OptionError } from '../../lib/errors.js'
import { named } from '../fixtures/named.js'

function answering(answer: unknown): () => unknown {
  return () =>
    named(
      { a: {}, b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.id'] } },
      { relationships: (() => answer) as () => undefined },
    )
}

const subject = 'relationship "b(a_id) -> a(id)"'

t.test('an answer that is neither changes, false nor nothing is refused', async t => {
  for (const [answer, got] of [
    [null, 'null'],
    [true, 'true'],
    ['orders', '"orders"'],
    [Promise.resolve(), 'an instance of Promise'],
  ] as const) {
    t.throws(
      answering(answer),
      new OptionError(
        'OPTION_INVALID',
        `Expected relationships to return { name, lazy }, false or nothing for ${subject}, got ${got}`,
      ),
    )
  }
})

t.test('an unknown change is refused', async t => {
  t.throws(
    answering({ nmae: 'x' }),
    new OptionError(
      'OPTION_UNKNOWN',
      `Unknown "nmae" in what relationships returned for ${subject}. Did you mean "name"?`,
    ),
  )
})

t.test('an unknown strategy is refused', async t => {
  t.throws(
    answering({ lazy: 'eager' }),
    new OptionError(
      'OPTION_INVALID',
      `Expected lazy of ${subject} to be one of "select", "joined", "selectin", "raise", got "eager"`,
    ),
  )
})

t.test('a name that is not a text, empty or reserved is refused', async t => {
  t.throws(
    answering({ name: 5 }),
    new OptionError(
      'NAME_INVALID',
      `Cannot name ${subject}: relationships returned 5; return a text that is not empty`,
    ),
  )
  t.throws(
    answering({ name: 'save' }),
    new OptionError(
      'NAME_INVALID',
      `Cannot name relationship "b(a_id) -> a(id)" of model "B" "save": the name is reserved, for every instance has it; return another name from relationships`,
    ),
  )
})

t.test('undefined and the proposed name change nothing', async t => {
  const given = { a: {}, b: { columns: ['id', 'a', 'a_id'], foreignKeys: ['a_id -> a.id'] } }
  const before = named(given)
  t.same(named(given, { relationships: side => ({ name: side.name }) }), before)
  t.same(named(given, { relationships: () => ({}) }), before)
  t.same(
    named(given, { relationships: (() => ({ name: undefined, lazy: undefined })) as () => object }),
    before,
  )
})
