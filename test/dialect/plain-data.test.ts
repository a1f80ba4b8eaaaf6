import t from 'tap'
import { deepFreeze, sortedBy } from '../../lib/dialect/plain-data.js'

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
