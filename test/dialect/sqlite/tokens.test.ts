import t from 'tap'
import { endOf, keywordOf, kindAt, startOf, unquoted } from '../../../lib/dialect/sqlite/tokens.js'

/** Every token, as a reader goes over them; null where one cannot be read. */
function shown(sql: string): string[] | null {
  const tokens: string[] = []
  for (let start = startOf(sql, 0); ; ) {
    const kind = kindAt(sql, start)
    if (kind === 'end') return tokens
    const end = kind === 'none' ? -1 : endOf(sql, start, kind)
    if (end < 0) return null
    const text = sql.slice(start, end)
    tokens.push(`${kind} ${kind === 'quoted' || kind === 'string' ? unquoted(text) : text}`)
    start = startOf(sql, end)
  }
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
  t.strictSame(shown('a.b'), ['word a', 'symbol .', 'word b'])
  t.strictSame(shown("x'z'"), ['word x', 'string z'])
  t.strictSame(shown('xy'), ['word xy'])
})

t.test('takes words of any script', async t => {
  t.strictSame(shown('größe_1$ 表 😀\u00a0x'), ['word größe_1$', 'word 表', 'word 😀\u00a0x'])
})

t.test('knows a keyword in any case, and nothing that is only like one', async t => {
  const known = (sql: string) => keywordOf(sql, 0, sql.length)
  t.equal(known('Check'), 'check')
  t.equal(known('AUTOINCREMENT'), 'autoincrement')
  t.equal(known('('), '(')
  for (const sql of ['checks', 'chec', 'cheek', 'chec\u212a', '\u0441heck', 'autoincrements', ';', '*']) {
    t.equal(known(sql), null, sql)
  }
  t.equal(keywordOf('a check b', 2, 7), 'check')
})

t.test('gives nothing for a text with a quote that never closes or a character of no token', async t => {
  for (const sql of ["a 'b", 'a "b', 'a `b', 'a [b', '#', '@a', '\\', '\0']) t.equal(shown(sql), null, sql)
})

t.test('reads a long text without recursion', async t => {
  t.strictSame(shown(`'${"''".repeat(500_000)}'`)?.length, 1)
})
