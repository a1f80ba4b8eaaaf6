import t from 'tap'
import type { Instance } from '../../lib/instance/instance.js'
import { currentBound, isMutable, isStored, storedValue, valueAgain } from '../../lib/instance/stored.js'
import { unread } from '../../lib/instance/unread.js'
import { columnOf, openOneTrade } from '../fixtures/trade.js'

t.test('a column holds what it holds, whatever was made of it', async t => {
  const { Note } = await openOneTrade(t)
  const note = await Note.get(1)
  const data = columnOf(Note, 'data')
  const internal = note as unknown as Instance
  t.equal(storedValue(internal, data), '{"a": [1], "b": 2}')
  t.same(note.data, { a: [1], b: 2 })
  t.equal(storedValue(internal, data), '{"a": [1], "b": 2}')
  note.data = 5
  t.equal(storedValue(internal, data), '{"a": [1], "b": 2}')
  t.equal(currentBound(internal, data), '5')
})

t.test('only JSON and arrays are watched', async t => {
  const { Note } = await openOneTrade(t)
  const watched = ['id', 'at', 'data', 'tags', 'raw'].filter(name => isMutable(columnOf(Note, name)))
  t.same(watched, ['data', 'tags'])
})

t.test('what is bound is compared with what would be bound for what is there', async t => {
  const { Note } = await openOneTrade(t)
  const at = columnOf(Note, 'at')
  const flag = columnOf(Note, 'flag')
  t.ok(isStored(at, '2024-05-06T07:08:09.000Z', '2024-05-06 07:08:09'))
  t.notOk(isStored(at, '2024-05-06T07:08:09.000Z', '2024-05-06 07:08:10'))
  t.ok(isStored(flag, null, null))
  t.notOk(isStored(flag, null, 1))
  t.notOk(isStored(flag, 1, null))
  t.notOk(isStored(flag, unread, 1))
  t.notOk(isStored(flag, 'maybe', 1))
})

t.test('a value that JavaScript cannot hold is given as it came', async t => {
  const { Note } = await openOneTrade(t)
  const big = columnOf(Note, 'big')
  t.equal(valueAgain(big, 2 ** 60), 2 ** 60)
  t.equal(valueAgain(big, null), null)
  t.equal(valueAgain(columnOf(Note, 'flag'), 1), true)
})
