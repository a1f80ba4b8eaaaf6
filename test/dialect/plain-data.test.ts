import t from 'tap'
import { compareLists, compareText, deepFreeze, sortedBy } from '../../lib/dialect/plain-data.js'

t.test('texts are ordered by code point, not by UTF-16 unit', async t => {
  const texts = ['', 'B', 'a', 'ab', 'b', '\u{e000}', '\u{ffff}', '😀', '😀a', '😁']
  const expected = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  t.same(texts.toReversed().sort(compareText), expected)
  t.equal(compareText('same', 'same'), 0)
})

t.test('lists are ordered place by place, shorter first', async t => {
  const lists = [['a', 'b'], [], ['b'], ['a'], ['a', 'a', 'z']]
  t.same(lists.sort(compareLists), [[], ['a'], ['a', 'a', 'z'], ['a', 'b'], ['b']])
  t.equal(compareLists(['a', 'b'], ['a', 'b']), 0)
})

t.test('sorts a copy by what each item is ordered by', async t => {
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
