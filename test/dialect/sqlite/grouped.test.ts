import t from 'tap'
import { groupedBy } from '../../../lib/dialect/sqlite/grouped.js'

t.test('groups in the order of first appearance', async t => {
  t.strictSame(
    [...groupedBy([3, 1, 5, 2], item => item % 2)],
    [
      [1, [3, 1, 5]],
      [0, [2]],
    ],
  )
})
