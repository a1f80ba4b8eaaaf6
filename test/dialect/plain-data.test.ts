import t from 'tap'
import { deepFreeze, inOrder, sortedBy } from '../../lib/dialect/plain-data.js'

t.test('sorts a copy, by code point, by what each item is ordered by', async t => {
  const items = Object.freeze([
    { name: 'b', place: 'x' },
    { name: 'a', place: 'y' },
    { name: 'a', place: 'x' },
  ])
  t.same(
    sortedBy(items, ({ name, place }) => [name, place]).map(({ name, place }) => name + place),
    ['ax', 'ay', 'bx'],
  )
})

t.test('freezes data to its last leaf', async t => {
  const data = deepFreeze({ list: [{ a: 1 }], nothing: null, text: 'x' })
  t.ok([data, data.list, data.list[0]].every(Object.isFrozen))
  t.equal(deepFreeze(data), data)
})

t.test('sorts a list in its place, however long it is', async t => {
  for (const list of [[], [1], [1, 2], [2, 1], [1, 2, 3], [3, 1, 2, 1]]) {
    const sorted = list.toSorted((a, b) => a - b)
    t.equal(
      inOrder(list, (a, b) => a - b),
      list,
    )
    t.strictSame(list, sorted)
  }
})
