import fc from 'fast-check'
import t from 'tap'
import { layersOf } from '../../lib/diagram/layers.js'
import { type Box, placed } from '../../lib/diagram/layout.js'

const size = { width: 100, height: 60 }
const sizes = (count: number): (typeof size)[] => Array.from({ length: count }, () => size)

function overlapping(boxes: readonly Box[]): Box[][] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(b => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map(b => [a, b]),
  )
}

t.test('no two tables overlap, whatever refers to what', async t => {
  const number = fc.nat(29)
  const links = fc.array(fc.record({ from: number, to: number }), { maxLength: 60 })
  const boxes = fc.array(
    fc.record({ width: fc.integer({ min: 20, max: 300 }), height: fc.integer({ min: 20, max: 900 }) }),
    { minLength: 30, maxLength: 30 },
  )
  fc.assert(
    fc.property(boxes, links, (given, keys) => {
      const result = placed(given, keys)
      return (
        overlapping(result).length === 0 &&
        result.every(({ x, y, ...rest }, index) => x >= 0 && y >= 0 && same(rest, given[index]))
      )
    }),
    { numRuns: 200 },
  )
  t.pass()
})

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

t.test('what is referred to stands left of what refers to it', async t => {
  const [a, b, c] = placed(sizes(3), [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 1, to: 1 },
  ]) as [Box, Box, Box]
  t.ok(c.x < b.x && b.x < a.x)
  t.same([a.y, b.y, c.y], [0, 0, 0], 'in one line')
})

t.test('keys that go round have layers all the same', async t => {
  const links = [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 2, to: 0 },
    { from: 3, to: 0 },
    { from: 3, to: 0 },
  ]
  t.same(layersOf([0, 1, 2, 3], links), [[0], [2, 3], [1]])
  const fewer = [
    { from: 0, to: 1 },
    { from: 0, to: 2 },
    { from: 1, to: 0 },
    { from: 2, to: 0 },
  ]
  t.same(layersOf([0, 1, 2], fewer), [[1], [0], [2]], 'the one with the fewest open keys goes first')
})

t.test('a chain of many tables ends with no stack', async t => {
  const links = Array.from({ length: 5_000 }, (_, from) => ({ from, to: from + 1 }))
  t.equal(placed(sizes(5_001), links).length, 5_001)
})

t.test('a table that everything refers to has the rest in columns beside it', async t => {
  const links = Array.from({ length: 100 }, (_, index) => ({ from: index + 1, to: 0 }))
  const boxes = placed(sizes(101), links)
  const [width, height] = [Math.max(...boxes.map(({ x }) => x)), Math.max(...boxes.map(({ y }) => y))]
  t.ok(width > height, `${width} x ${height}`)
})

t.test('tables without keys stand in rows', async t => {
  t.same(new Set(placed(sizes(12), []).map(({ y }) => y)).size, 3)
  t.same(placed([], []), [])
})
