import maker from 'cli-table3'
import t from 'tap'
import { messageOf, stackOf } from '../../lib/cli/failure.js'
import { historyFile } from '../../lib/cli/repl/history.js'
import { csvParts } from '../../lib/cli/show/csv.js'
import { jsonParts } from '../../lib/cli/show/json.js'
import { textOf } from '../../lib/cli/show/value.js'
import { terminal } from '../fixtures/command.js'

const csvOf = (value: unknown, columns?: readonly string[]): string => [...csvParts(value, columns)].join('')
const jsonOf = (value: unknown): string => [...jsonParts(value)].join('')

t.test('values that JSON has no word for are the same text in JSON and in CSV', t => {
  for (const [value, text] of [
    [Uint8Array.of(0, 255), '\\x00ff'],
    [Buffer.from([0, 255]), '\\x00ff'],
    [Buffer.alloc(0), '\\x'],
    [-5n, '-5'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(-1e14), '-001199-02-15T14:13:20.000Z'],
    ['', ''],
  ] as const) {
    t.same(JSON.parse(jsonOf([value])), [text])
    t.equal(csvOf([value]), `value\r\n${text === '' ? '""' : text}\r\n`)
  }
  t.same(JSON.parse(jsonOf({ a: [{ b: 1n }], c: Buffer.of(1) })), { a: [{ b: '1' }], c: '\\x01' })
  for (const value of [null, undefined, new Date(Number.NaN), () => 1]) {
    t.same(JSON.parse(jsonOf([value])), [null])
    t.equal(csvOf([value]), 'value\r\n\r\n')
  }
  t.end()
})

t.test('a list of any length is JSON', t => {
  for (const list of [[], [[], {}], Array.from({ length: 1001 }, (_, n) => ({ n, text: 'a\n\u2028' }))]) {
    t.same(JSON.parse(jsonOf(list)), list)
    t.equal(jsonOf(list), JSON.stringify(list, null, 2))
  }
  t.equal(jsonOf(5), '5')
  t.equal(
    jsonOf(() => 1),
    '',
  )
  t.end()
})

t.test('CSV has a line for each row, and a header where there is none', t => {
  t.equal(csvOf([]), '')
  t.equal(csvOf([], ['id', 'a,b']), 'id,"a,b"\r\n')
  t.equal(csvOf(5), 'value\r\n5\r\n')
  t.equal(csvOf({}), 'value\r\n{}\r\n')
  t.equal(
    csvOf([{ a: { d: 1n }, e: null, f: 'x"y\n' }, { g: true }]),
    'a,e,f,g\r\n"{""d"":""1""}",,"x""y\n",\r\n,,,true\r\n',
  )
  const many = Array.from({ length: 20_000 }, (_, n) => ({ n }))
  t.equal(csvOf(many), `n\r\n${many.map(({ n }) => `${n}\r\n`).join('')}`)
  t.ok([...csvParts(many)].length > 1)
  t.end()
})

t.test('text of CSV begins no formula in a spreadsheet, and a negative number stays as it is', t => {
  for (const text of ['=cmd()', '+1', '-1+2', '@a', '-', '-1-', '＝1', '＋1', '－1', '＠a', '-1.', '-e5']) {
    t.equal(csvOf([{ [text]: text }]), `'${text}\r\n'${text}\r\n`)
  }
  for (const text of ['\t=1', '\r=1', '\n=1']) t.match(csvOf([text]), `'${text}`)
  for (const value of ['-1', '-1.50', '-1e+5', -1, -1n, '1=1', 'a'])
    t.equal(csvOf([value]), `value\r\n${value}\r\n`)
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
