import maker from 'cli-table3'
import t from 'tap'
import { messageOf, stackOf } from '../../lib/cli/failure.js'
import { historyFile } from '../../lib/cli/repl/history.js'
import { csvOf } from '../../lib/cli/show/csv.js'
import { textOf } from '../../lib/cli/show/value.js'
import { terminal } from '../fixtures/command.js'

t.test('every kind of value has a cell of CSV', t => {
  t.equal(csvOf([]), '')
  t.equal(csvOf(5), 'value\r\n5\r\n')
  t.equal(csvOf(-5n), 'value\r\n-5\r\n')
  t.equal(
    csvOf([{ a: new Date(0), b: Uint8Array.of(1), c: { d: 1n }, e: null, f: 'x"y' }]),
    'a,b,c,e,f\r\n1970-01-01T00:00:00.000Z,AQ==,"{""d"":""1""}",,"x""y"\r\n',
  )
  t.end()
})

t.test('every kind of value has a cell of a table', t => {
  const { terminal: own } = terminal({ columns: 80 })
  const shown = textOf([{ a: new Date(0), b: Uint8Array.of(1), c: { d: 1 }, e: null }, { f: 1 }], maker, own)
  t.match(shown, /│ 1970-01-01T00:00:00\.000Z │ <1 bytes> │ \{"d":1\} │ null │ +│/)
  t.equal(textOf('a\u001b\tb', maker, own), 'a\u{fffd}\tb')
  t.equal(textOf(5, maker, own), '\u001b[33m5\u001b[39m')
  t.end()
})

t.test('an error is told with its causes, and without its passwords', t => {
  const cause = new Error('to postgres://me:hunter2@host/a')
  t.equal(messageOf(cause), 'Error: to postgres://me:***@host/a')
  const stack = stackOf(new Error('outer', { cause }))
  t.match(stack, /^Error: outer\n[\s\S]*\nCaused by: Error: to postgres:\/\/me:\*\*\*@host\/a\n/)
  t.equal(stackOf(5), 'Thrown: 5')
  t.end()
})

t.test('where no folder can be made there is no history', t => {
  t.equal(historyFile({ env: { XDG_STATE_HOME: '/dev/null' } }), null)
  t.end()
})
