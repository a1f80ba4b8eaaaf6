import t from 'tap'
import { byPlace, Named, runsOf } from '../../../lib/dialect/sqlite/grouped.js'

t.test('cuts a list where neighbours differ, and brings nothing together', async t => {
  t.strictSame(
    runsOf([3, 1, 5, 2, 7], (a, b) => a % 2 === b % 2),
    [[3, 1, 5], [2], [7]],
  )
  t.strictSame(
    runsOf([], () => true),
    [],
  )
})

t.test('gives each place its rows, also where there are none', async t => {
  const rows = [[2, 'a'] as const, [2, 'b'] as const, [0, 'c'] as const]
  t.strictSame(byPlace(rows, 4), [
    [[0, 'c']],
    [],
    [
      [2, 'a'],
      [2, 'b'],
    ],
    [],
  ])
})

t.test('keeps what has one name in different schemas apart', async t => {
  const named = new Named<number>()
  named.set('main', 'x', 1)
  named.set('main', 'y', 2)
  named.set('temp', 'x', 3)
  t.strictSame(
    [
      named.get('main', 'x'),
      named.get('main', 'y'),
      named.get('temp', 'x'),
      named.get('temp', 'y'),
      named.get('a', 'x'),
    ],
    [1, 2, 3, undefined, undefined],
  )
})
