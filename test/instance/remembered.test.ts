import t from 'tap'
import {
  type Instance,
  instanceOf,
  keepSlot,
  loadedOf,
  Pending,
  relate,
  relatedOf,
  slotOf,
  stateFor,
  stateOf,
} from '../../lib/instance/instance.js'
import { LoadGroup } from '../../lib/instance/load-group.js'
import { remembered } from '../../lib/instance/remembered.js'
import type { Mapping } from '../../lib/mapping/mapping.js'

const mapping = {
  model: class Thing {},
  runsFields: false,
  width: 2,
  relationships: new Map([
    ['parts', {}],
    ['whole', {}],
  ]),
} as unknown as Mapping

/** Instances of one row, as those of a join are. */
const rowMates = (...row: unknown[]): [Instance, Instance] => {
  const block = new LoadGroup(mapping).block()
  return [instanceOf(row, 0, block), instanceOf(row, 2, block)]
}

t.test('an instance gets back its own columns, and no others of its row', async t => {
  const [one, other] = rowMates('a', 'b', 'c', 'd')
  const restore = remembered(one)
  keepSlot(one, 0, 'x')
  keepSlot(other, 0, 'y')
  restore()
  t.same([slotOf(one, 0), slotOf(one, 1), slotOf(other, 0)], ['a', 'b', 'y'])
})

t.test('an instance to which nothing was done is untouched again', async t => {
  const [one] = rowMates('a', 'b')
  const restore = remembered(one)
  stateFor(one).status = 'deleted'
  relate(one, 0, [])
  restore()
  t.equal(stateOf(one), undefined)
  t.equal(loadedOf(one, 0), undefined)
})

t.test('all that was done to it before is as it was', async t => {
  const [one, other] = rowMates('a', 'b', 'c', 'd')
  const state = stateFor(one)
  const edit = { before: 'a', value: 'e', bound: 'e' }
  const members = [other]
  state.status = 'new'
  state.edits.set(0, edit)
  state.originals.set(1, '[]')
  state.members.set(0, members)
  const restore = remembered(one)
  const changed = stateFor(one)
  changed.status = 'saved'
  changed.edits.clear()
  changed.originals.clear()
  changed.members.set(0, [])
  restore()
  const { status, edits, originals, turn, session } = stateFor(one)
  t.same(
    { status, originals, turn, session },
    { status: 'new', originals: new Map([[1, '[]']]), turn: null, session: undefined },
  )
  t.equal(edits.get(0), edit)
  t.equal(stateFor(one).members.get(0), members)
})

t.test('the array of a collection stays the same, and holds what it held', async t => {
  const [one, other] = rowMates('a', 'b', 'c', 'd')
  const parts = [other]
  relate(one, 0, parts)
  const restore = remembered(one)
  parts.push(one)
  relate(one, 0, undefined)
  relate(one, 1, other)
  restore()
  t.equal(loadedOf(one, 0), parts)
  t.same(parts, [other])
  t.equal(loadedOf(one, 1), undefined)
})

t.test('values that were changed in place are as they were, others the very same', async t => {
  const odd = { make: () => 1, of: new Date(0) }
  const inner = { deep: [1] }
  const bare: Record<string, unknown> = Object.create(null)
  Object.defineProperty(bare, '__proto__', { value: inner, enumerable: true, writable: true })
  const changed = { tags: ['a', { b: odd }], bare }
  const [one] = rowMates(changed, ['kept'])
  const list = slotOf(one, 1)
  const assigned = ['x']
  stateFor(one).edits.set(1, { before: null, value: assigned, bound: '["x"]' })
  const restore = remembered(one)
  changed.tags.push('c')
  inner.deep.push(2)
  assigned.push('y')
  restore()
  const now = slotOf(one, 0) as typeof changed
  t.strictSame(now.tags, ['a', { b: odd }])
  t.equal((now.tags[1] as { b: typeof odd }).b.of, odd.of)
  t.strictSame(Object.values(now.bare), [{ deep: [1] }])
  t.equal(Object.getPrototypeOf(now.bare), null)
  t.equal(slotOf(one, 1), list)
  t.strictSame(stateFor(one).edits.get(1), { before: null, value: ['x'], bound: '["x"]' })
})

t.test('what is under way when it is remembered or restored ends by itself', async t => {
  const [one] = rowMates('a', 'b')
  const pending = new Pending(Promise.resolve(), null)
  relate(one, 0, pending)
  const restore = remembered(one)
  const turn = Promise.resolve()
  stateFor(one).turn = turn
  restore()
  t.equal(relatedOf(one, 0), undefined, 'a load is begun anew by who asks next')
  t.equal(stateFor(one).turn, turn)
  const again = remembered(one)
  const next = Promise.resolve()
  stateFor(one).turn = next
  again()
  t.equal(stateFor(one).turn, next)
  again()
  stateFor(one).turn = null
  again()
  t.equal(stateFor(one).turn, null)
})
