import t from 'tap'
import { code, docComment, isIdentifier, literal, propertyText } from '../../lib/typings/text.js'

t.test('a name stands without quotes where every compiler takes it so', async t => {
  for (const name of ['a', 'A1', '_', '$x', 'größe', '日本語', 'class']) t.equal(propertyText(name), name)
  for (const name of ['', '1', 'a b', 'a-b', 'a.b', 'p?', '😀', '𝒜', '\u200B']) {
    t.notOk(isIdentifier(name))
    t.equal(propertyText(name), literal(name))
  }
})

t.test('a literal shows what cannot be seen, and ends where it should', async t => {
  t.equal(literal("it's"), "'it\\'s'")
  t.equal(literal('a\\'), "'a\\\\'")
  t.equal(literal('a\nb\u2028\uD800\u202E'), "'a\\u000Ab\\u2028\\uD800\\u202E'")
  t.equal(literal('😀 é'), "'😀 é'")
})

t.test('code is on one line, between quotes that it does not have', async t => {
  t.equal(code('a\n  b'), '`a b`')
  t.equal(code('`a`'), '`` `a` ``')
})

t.test('a comment is one line where it fits, and is parted between words where it does not', async t => {
  t.equal(docComment(['A word.'], '  '), '  /** A word. */\n')
  t.equal(docComment(['x'.repeat(103)], ''), `/** ${'x'.repeat(103)} */\n`)
  t.equal(docComment(['x'.repeat(104)], ''), `/**\n * ${'x'.repeat(104)}\n */\n`)
  t.equal(
    docComment([`${'x'.repeat(60)} ${'y'.repeat(46)}`], ''),
    `/**\n * ${'x'.repeat(60)} ${'y'.repeat(46)}\n */\n`,
  )
  t.equal(
    docComment([`${'x'.repeat(60)} ${'y'.repeat(47)}`], ''),
    `/**\n * ${'x'.repeat(60)}\n * ${'y'.repeat(47)}\n */\n`,
  )
  t.equal(docComment(['a', 'b\r\nc\rd\n\ne  '], ''), '/**\n * a\n * b\n * c\n * d\n *\n * e\n */\n')
})

t.test('a comment neither ends before its end, nor tells a compiler anything', async t => {
  t.equal(docComment(['a */ b'], ''), '/** a *\\/ b */\n')
  t.equal(docComment(['@deprecated {@link x} a@b.c'], ''), '/** \\@deprecated {\\@link x} a@b.c */\n')
  t.equal(docComment(['a\tb\u0007\u202Ec'], ''), '/** a b\\u0007\\u202Ec */\n')
})
