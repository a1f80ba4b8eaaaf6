import t from 'tap'
import { readText, type TokenReader, Unreadable } from '../../../lib/dialect/sqlite/token-reader.js'

function refused(sql: string, read: (reader: TokenReader) => unknown): boolean {
  return readText(sql, reader => [read(reader)]) === null
}

t.test('steps over keywords only when all of them come', async t => {
  const taken = readText('NOT null x', reader => [
    reader.take('not', 'deferrable'),
    reader.take('not', 'null'),
    reader.name(),
  ])
  t.strictSame(taken, [false, true, 'x'])
  t.ok(refused('a', reader => reader.expect('not')))
  t.ok(refused('not null', reader => reader.expect('not', 'deferrable')))
})

t.test('takes words and quoted texts for names, nothing else', async t => {
  t.strictSame(
    readText(`a "b" 'c'`, reader => [reader.name(), reader.name(), reader.name(), reader.kind]),
    ['a', 'b', 'c', 'end'],
  )
  for (const sql of ['(', '1', ''])
    t.ok(
      refused(sql, reader => reader.name()),
      sql,
    )
})

t.test('gives a parenthesis as it is written, comments inside and quotes respected', async t => {
  t.equal(
    readText(`( a /* ) */ <> ')' and (b) ) c`, reader => reader.parenthesis()),
    "a /* ) */ <> ')' and (b)",
  )
  t.equal(
    readText('()', reader => reader.parenthesis()),
    '',
  )
  t.ok(refused('(a', reader => reader.parenthesis()))
  t.ok(refused('a)', reader => reader.parenthesis()))
})

t.test('gives the rest to the last token', async t => {
  const restAfterA = (reader: TokenReader) => {
    reader.name()
    return reader.rest()
  }
  t.equal(readText('a b > 1 -- c', restAfterA), 'b > 1')
  t.equal(readText('a', restAfterA), '')
})

t.test('gives nothing for a text without tokens, and lets other errors through', async t => {
  for (const sql of ["'", "a '", 'a #']) {
    t.equal(
      readText(sql, () => 1),
      null,
      sql,
    )
  }
  t.throws(() => readText('a', () => JSON.parse('{')), SyntaxError)
  t.equal(
    readText('a', () => {
      throw new Unreadable()
    }),
    null,
  )
})
