import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type ArrayText, arrayText, parseArray } from '../../../lib/dialect/postgres/array-text.js'

t.test('reads what the server writes', async t => {
  t.same(parseArray('{}', ','), [])
  t.same(parseArray('{1,NULL,"NULL",null}', ','), ['1', null, 'NULL', 'null'])
  t.same(parseArray('{{1,2},{3,4}}', ','), [
    ['1', '2'],
    ['3', '4'],
  ])
  t.same(parseArray('[0:1]={a,b c}', ','), ['a', 'b c'])
  t.same(parseArray('{"","a\\"b","c\\\\d","{e},","\n"}', ','), ['', 'a"b', 'c\\d', '{e},', '\n'])
  t.same(parseArray('{(1,1),(0,0);(2,2),(1,1)}', ';'), ['(1,1),(0,0)', '(2,2),(1,1)'])
})

t.test('says when a text is no array', async t => {
  t.equal(parseArray('1 2 3', ','), null)
})

t.test('reads back whatever it wrote', async t => {
  const arrays: fc.Arbitrary<ArrayText> = fc.letrec<{ array: ArrayText }>(tie => ({
    array: fc.array(fc.oneof({ maxDepth: 4 }, fc.option(fc.string({ unit: 'binary' })), tie('array')), {
      maxLength: 5,
    }),
  })).array
  const property = fc.property(arrays, fc.constantFrom(',', ';'), (array, delimiter) => {
    assert.deepEqual(parseArray(arrayText(array, delimiter), delimiter), array)
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test('reads a long element', async t => {
  const long = '"\\'.repeat(500_000)
  t.ok(parseArray(arrayText([long], ','), ',')?.[0] === long)
})
