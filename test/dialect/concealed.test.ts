import { inspect } from 'node:util'
import t from 'tap'
import {
  Concealed,
  concealedError,
  concealedIn,
  concealing,
  holdsConcealed,
  masked,
  revealed,
} from '../../lib/dialect/concealed.js'

t.test('a concealed value shows nowhere, and is given when it is asked for', t => {
  const value = new Concealed('secret')
  const shown = [
    String(value),
    JSON.stringify({ value }),
    inspect(value),
    inspect([value], { showHidden: true }),
  ]
  t.same(shown, ['[sensitive]', '{"value":"[sensitive]"}', '[sensitive]', '[ [sensitive], [length]: 1 ]'])
  t.same(Object.keys(value), [])
  t.equal(value.reveal(), 'secret')
  t.same([revealed(value), revealed(1), masked(value), masked(1)], ['secret', 1, '[sensitive]', 1])
  t.same([holdsConcealed([1, value]), holdsConcealed([1])], [true, false])
  t.end()
})

t.test('a codec conceals what it encodes, and reads as before', t => {
  const decode = (slot: unknown): unknown => slot
  const codec = concealing({ select: null, decode, encode: value => `${value}!` })
  t.equal(revealed(codec.encode('a')), 'a!')
  t.equal(String(codec.encode('a')), '[sensitive]')
  t.equal(codec.decode, decode)
  t.end()
})

t.test('a fragment conceals each of its values', t => {
  const { sql, bindings } = concealedIn({ sql: 'a in (?, ?)', bindings: [1, 2] })
  t.equal(sql, 'a in (?, ?)')
  t.same(bindings.map(String), ['[sensitive]', '[sensitive]'])
  t.same(bindings.map(revealed), [1, 2])
  t.end()
})

t.test("of a driver's error stays what programs read", t => {
  const driver = Object.assign(new Error('bad input: "secret"'), {
    code: '22P02',
    detail: 'secret',
    table: 'user',
  })
  const error = concealedError(driver)
  t.equal(
    error.message,
    'the database refused a statement with sensitive values (22P02); what it says is withheld, as it may quote them',
  )
  t.same({ ...error }, { code: '22P02', table: 'user' })
  t.notMatch(inspect(error), /secret/)
  t.equal(
    concealedError(new Error('secret')).message,
    'the database refused a statement with sensitive values; what it says is withheld, as it may quote them',
  )
  t.end()
})
