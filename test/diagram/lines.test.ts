import t from 'tap'
import { freeIn, standsOf } from '../../lib/diagram/lanes.js'
import { type Box, placed } from '../../lib/diagram/layout.js'
import { type Line, linesOf } from '../../lib/diagram/lines.js'
import { type OutlineKey, outlineOf } from '../../lib/diagram/outline.js'
import { cardOf } from '../../lib/diagram/size.js'
import { large, shop } from '../fixtures/diagrammed.js'

const key: OutlineKey = {
  from: 0,
  to: 1,
  pairs: [[1, 0]],
  nullable: false,
  unique: false,
  declared: false,
  constraint: null,
  onDelete: null,
  property: null,
}
const box = (x: number, y = 0): Box => ({
  x,
  y,
  width: 100,
  height: 100,
})

/** Gives the lines of a key between boxes that are all of one group. */
function drawn(key: OutlineKey, boxes: readonly Box[]): Line[] {
  const links = boxes.map((_, to) => ({ from: 0, to }))
  return linesOf(key, 0, { boxes, stands: standsOf(boxes, links) })
}

t.test('a line leaves and arrives at the sides that face each other, in the rows of its columns', async t => {
  t.same(drawn(key, [box(300), box(0)]), [
    { way: 'M300 69H286C200 69 200 47 114 47H100', ends: 'M300 64L289 69L300 74M107 42v10' },
  ])
  t.match(drawn(key, [box(0), box(300)])[0]?.way, /^M100 69H114C.* 286 47H300$/)
  t.same(
    drawn(key, [box(0), box(0, 200)])[0]?.way,
    'M100 69H114C158 69 158 247 114 247H100',
    'both on the right',
  )
})

t.test('the ends say how many', async t => {
  const ends = (change: Partial<OutlineKey>): string | undefined =>
    drawn({ ...key, ...change }, [box(300), box(0)])[0]?.ends
  t.equal(ends({ unique: true }), 'M293 64v10M107 42v10')
  t.equal(ends({ nullable: true }), 'M300 64L289 69L300 74M105 47a4 4 0 1 0 8 0a4 4 0 1 0 -8 0')
})

t.test('every pair has its line, and a key without pairs goes from name to name', async t => {
  t.equal(
    drawn(
      {
        ...key,
        pairs: [
          [0, 0],
          [1, 1],
        ],
      },
      [box(300), box(0)],
    ).length,
    2,
  )
  t.match(drawn({ ...key, pairs: [] }, [box(300), box(0)])[0]?.way, /^M300 18H.* 18H100$/)
})

t.test('a line goes around what stands between, and straight on where nothing does', async t => {
  const way = (...others: Box[]): string | undefined => drawn(key, [box(600), box(0), ...others])[0]?.way
  t.equal(way(box(300)), 'M600 69H586C500 69 500 107 414 107H286C200 107 200 47 114 47H100')
  t.equal(way(box(300, 40)), 'M600 69H586C500 69 500 33 414 33H286C200 33 200 47 114 47H100')
  t.equal(way(box(300, 200)), 'M600 69H586C500 69 500 62 414 62H286C200 62 200 47 114 47H100')
  const [right] = drawn(key, [box(0), box(600), box(300)])
  t.equal(right?.way, 'M100 69H114C200 69 200 107 286 107H414C500 107 500 47 586 47H600')
})

t.test('lines that want the same height keep apart, and stay near', async t => {
  const gaps = [
    [-1000, 0],
    [100, 120],
  ] as const
  const heights = (wanted: number): number[] =>
    [0, 0.5, 0.9].map(share => freeIn({ left: 0, right: 1, gaps }, wanted, share))
  t.same(heights(30), [0, -35, -63])
  t.same(heights(70), [100, 110, 118])
  t.same(heights(-500), [-500, -500, -500])
})

interface Point {
  readonly x: number
  readonly y: number
}

/** Points of a path, a few units from each other. */
function pointsOf(way: string): Point[] {
  const points: Point[] = []
  let at: Point = { x: 0, y: 0 }
  for (const [, letter, text = ''] of way.matchAll(/([MHC])([^MHC]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, x = a, y = b] = text.split(' ').map(Number)
    const end: Point = letter === 'H' ? { x: a, y: at.y } : { x, y }
    const [one, two] =
      letter === 'C'
        ? [
            { x: a, y: b },
            { x: c, y: d },
          ]
        : [at, end]
    const steps = letter === 'M' ? 1 : 40
    for (let step = 1; step <= steps; step++) {
      const share = step / steps
      const mixed = (of: 'x' | 'y'): number =>
        (1 - share) ** 3 * at[of] +
        3 * share * (1 - share) ** 2 * one[of] +
        3 * share ** 2 * (1 - share) * two[of] +
        share ** 3 * end[of]
      points.push(letter === 'M' ? end : { x: mixed('x'), y: mixed('y') })
    }
    at = end
  }
  return points
}

t.test('no line passes under a table', async t => {
  for (const snapshot of [shop, large(50), large(200)]) {
    const { tables, keys } = outlineOf(snapshot)
    const boxes = placed(tables.map(cardOf), keys)
    const ground = { boxes, stands: standsOf(boxes, keys) }
    const covered = keys.flatMap((each, number) =>
      linesOf(each, number, ground).flatMap(({ way }) =>
        pointsOf(way).flatMap(({ x, y }) =>
          boxes.filter(
            box => x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1,
          ),
        ),
      ),
    )
    t.same(covered, [])
  }
})
