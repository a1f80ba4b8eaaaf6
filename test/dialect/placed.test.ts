import fc from 'fast-check'
import t from 'tap'
import { Concealed } from '../../lib/dialect/concealed.js'
import type { InsertRequest, Row } from '../../lib/dialect/contract.js'
import { placed, placedByValue } from '../../lib/dialect/placed.js'

const request: InsertRequest = { from: 't', columns: [], rows: [], returning: [{ sql: 'a', bindings: [] }] }

function byValue(given: unknown[], returned: unknown[]): (Row | null)[] {
  return placedByValue(
    { given: given.map(value => [value]), returned: returned.map(value => [value]) },
    returned.map((_, i) => [i]),
  )
}

t.test('inserted rows are placed by their order, and those that are missing come last', async t => {
  t.strictSame(placed(request, [[1], [2], [3]], [['x'], ['y']]), [['x'], ['y'], null])
})

t.test('rows of which nothing is asked for were all there', async t => {
  t.strictSame(placed({ ...request, returning: null }, [[1], [2]], []), [[], []])
})

t.test('rows that were asked for no column are only counted', async t => {
  t.strictSame(placed({ ...request, returning: [] }, [[1], [2]], [['1']]), [[], null])
})

t.test('inserted rows are placed by values where the request names these', async t => {
  const match = [{ given: 1, returned: 0 }]
  const answer = [
    ['9', 'nine'],
    ['7', 'seven'],
  ]
  const rows = [
    ['x', 7],
    ['y', 8],
    ['z', 9],
  ]
  t.strictSame(placed({ ...request, match }, rows, answer), [['7', 'seven'], null, ['9', 'nine']])
})

t.test('values are told apart as texts, whatever drivers make of them', async t => {
  t.strictSame(byValue([1, '2', 3n, true, false], ['f', 't', '3', 2, '1']), [[4], [3], [2], [1], [0]])
  t.strictSame(byValue([Buffer.from([1, 255]), Buffer.from([2])], ['\\x02', Buffer.from([1, 255])]), [
    [1],
    [0],
  ])
  t.strictSame(byValue([new Concealed('a'), 'b'], ['b', 'a']), [[1], [0]])
})

t.test('null is neither a text nor nothing', async t => {
  t.strictSame(byValue([null, '', 'null'], ['null', null, '']), [[1], [2], [0]])
})

t.test('what is equal to the database alone is found after what is equal as a text', async t => {
  t.strictSame(byValue(['a', 'A', 'b  '], ['B', 'A', 'a']), [[2], [1], [0]])
  t.strictSame(byValue(['1.50', '1e3'], [1000, 1.5]), [[1], [0]])
  t.strictSame(byValue(['  ', 'x'], ['X', '   ']), [[1], [0]])
})

t.test('the rest goes by order where as many are left, and to nobody otherwise', async t => {
  t.strictSame(byValue(['a', 'b', 'c'], ['x', 'b', 'y']), [[0], [1], [2]])
  t.strictSame(byValue(['a', 'b', 'c'], ['x', 'b']), [null, [1], null])
})

t.test('of rows that are alike each is placed once', async t => {
  t.strictSame(byValue(['a', 'a', 'a'], ['a', 'a']), [[0], [1], null])
})

t.test('several values are told apart one by one', async t => {
  const given = [
    ['a', 'b,c'],
    ['a,b', 'c'],
  ]
  t.strictSame(placedByValue({ given, returned: given.toReversed() }, [['second'], ['first']]), [
    ['first'],
    ['second'],
  ])
})

t.test('whatever the order of the answer, every row finds its own', async () => {
  const keys = fc.uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.bigInt()), { selector: String })
  fc.assert(
    fc.property(
      keys.chain(given =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
      ),
      ([given, returned]) => {
        const rows = byValue(given, returned)
        return rows.every((row, i) => returned[row?.[0] as number] === given[i])
      },
    ),
  )
})
