import t from 'tap'
import { Concealed } from '../../lib/dialect/concealed.js'
import { QueryError } from '../../lib/errors.js'
import { Events } from '../../lib/query/events.js'
import { writing } from '../../lib/query/purpose.js'
import { errorOf, told } from '../../lib/query/told.js'
import type { QueryEvent } from '../../types/events.js'

t.test('errors are told by what they are, and in their words to who may see values', async t => {
  const coded = Object.assign(new Error('duplicate "x"'), { code: '23505' })
  const numbered = Object.assign(new Error('full'), { code: 13 })
  const ours = (cause: unknown) => new QueryError('QUERY_FAILED', 'Cannot write', { cause })
  const cases: [unknown, unknown[]][] = [
    [ours(coded), ['QueryError', 'QUERY_FAILED', '23505', 'Cannot write']],
    [ours(numbered), ['QueryError', 'QUERY_FAILED', null, 'Cannot write']],
    [ours(undefined), ['QueryError', 'QUERY_FAILED', null, 'Cannot write']],
    [coded, ['Error', null, null, 'duplicate "x"']],
    ['plain', ['a string', null, null, 'plain']],
    [undefined, ['undefined', null, null, 'undefined']],
  ]
  for (const [error, [name, code, databaseCode, message]] of cases) {
    t.strictSame(errorOf(error, true), { name, code, databaseCode, message })
    t.strictSame(errorOf(error, false), { name, code, databaseCode, message: null })
  }
})

t.test(
  'a statement is told with the types of what it binds, and the rows that it gave or changed',
  async t => {
    const events = new Events()
    const got: QueryEvent[] = []
    events.on('query', (event: unknown) => got.push(event as QueryEvent))
    events.on('query', (event: unknown) => got.push(event as QueryEvent), { bindings: true })
    const date = new Date(0)
    const bindings = [1, 2n, null, ['a', 'b'], date, Buffer.from('x'), new Concealed('secret')]
    const about = {
      statement: { sql: 'update a', bindings },
      purpose: writing('update model "A"', 'A'),
      transaction: '1',
      failureOf: (error: unknown) => error as Error,
    }
    t.equal(await told(events, about, async () => 3), 3)
    t.strictSame(await told(events, about, async () => [[1]]), [[1]])
    t.strictSame(
      got.map(({ rows }) => rows),
      [3, 3, 1, 1],
    )
    t.strictSame(got[0]?.bindings, [
      'a number',
      'a bigint',
      'null',
      'an array of 2',
      'an instance of Date',
      'an instance of Buffer',
      'sensitive',
    ])
    t.strictSame(got[1]?.bindings, [1, 2n, null, ['a', 'b'], date, Buffer.from('x'), '[sensitive]'])
    t.match(got[0], { doing: 'update model "A"', model: 'A', writes: true, transaction: '1', error: null })
  },
)
