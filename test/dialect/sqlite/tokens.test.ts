import t from 'tap'
import { tokensOf } from '../../../lib/dialect/sqlite/tokens.js'

function shown(sql: string) {
  return tokensOf(sql)?.map(({ kind, value }) => `${kind} ${value}`) ?? null
}

t.test('leaves out blanks and comments, also one that never ends', async t => {
  t.strictSame(shown('a -- b\n/* c\n*/ d\t\f\r\n/*'), ['word a', 'word d'])
  t.strictSame(shown('a--'), ['word a'])
  t.strictSame(shown('a / * b - -1'), [
    'word a',
    'symbol /',
    'symbol *',
    'word b',
    'symbol -',
    'symbol -',
    'literal 1',
  ])
})

t.test('takes every quote that SQLite takes, doubled or not', async t => {
  t.strictSame(shown(`"a""b" \`c\`\`d\` [e"] 'f''g' ''`), [
    'quoted a"b',
    'quoted c`d',
    'quoted e"',
    "string f'g",
    'string ',
  ])
  t.strictSame(shown(`'-- (' "/*"`), ['string -- (', 'quoted /*'])
})

t.test('keeps a number or a blob in one piece', async t => {
  const literals = ['1', '1.5e+3', '.5', '0xFf', "x'0aFF'", '1_000', '2.', '1E9']
  for (const text of literals) t.strictSame(shown(text), [`literal ${text}`])
  t.strictSame(shown('xy'), ['word xy'])
})

t.test('takes words of any script', async t => {
  t.strictSame(shown('größe_1$ 表 😀\u00a0x'), ['word größe_1$', 'word 表', 'word 😀\u00a0x'])
})

t.test('folds the keyword of a bare word and gives a quoted one none', async t => {
  t.strictSame(tokensOf('Check "CHECK" ('), [
    { kind: 'word', keyword: 'check', value: 'Check', start: 0, end: 5 },
    { kind: 'quoted', keyword: '', value: 'CHECK', start: 6, end: 13 },
    { kind: 'symbol', keyword: '(', value: '(', start: 14, end: 15 },
  ])
})

t.test('gives nothing for a text with a quote that never closes or a character of no token', async t => {
  for (const sql of ["a 'b", 'a "b', 'a `b', 'a [b', '#', '@a', '\\', '\0']) t.equal(tokensOf(sql), null, sql)
})

t.test('reads a long text without recursion', async t => {
  t.strictSame(shown(`'${"''".repeat(500_000)}'`)?.length, 1)
})
