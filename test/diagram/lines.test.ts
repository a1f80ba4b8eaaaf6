import t from 'tap'
import { linesOf } from '../../lib/diagram/lines.js'
import type { OutlineKey } from '../../lib/diagram/outline.js'

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
const box = (x: number, y = 0): { x: number; y: number; width: number; height: number } => ({
  x,
  y,
  width: 100,
  height: 100,
})

t.test('a line leaves and arrives at the sides that face each other, in the rows of its columns', async t => {
  t.same(linesOf(key, [box(300), box(0)]), [
    { way: 'M300 69H286C200 69 200 47 114 47H100', ends: 'M300 64L289 69L300 74M107 42v10' },
  ])
  t.match(linesOf(key, [box(0), box(300)])[0]?.way, /^M100 69H114C.* 286 47H300$/)
  t.match(linesOf(key, [box(0), box(20, 200)])[0]?.way, /^M100 69H114C.* 134 247H120$/, 'both on the right')
})

t.test('the ends say how many', async t => {
  const ends = (change: Partial<OutlineKey>): string | undefined =>
    linesOf({ ...key, ...change }, [box(300), box(0)])[0]?.ends
  t.equal(ends({ unique: true }), 'M293 64v10M107 42v10')
  t.equal(ends({ nullable: true }), 'M300 64L289 69L300 74M105 47a4 4 0 1 0 8 0a4 4 0 1 0 -8 0')
})

t.test('every pair has its line, and a key without pairs goes from name to name', async t => {
  t.equal(
    linesOf(
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
  t.match(linesOf({ ...key, pairs: [] }, [box(300), box(0)])[0]?.way, /^M300 18H.* 18H100$/)
})
