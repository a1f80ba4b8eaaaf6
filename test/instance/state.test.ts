import t from 'tap'
import { editAt, type InstanceState, untouched } from '../../lib/instance/state.js'

t.test('nothing was done to what was only read', t => {
  const state = untouched()
  t.same([state.status, state.session, state.turn], ['saved', undefined, null])
  t.same([state.edits.size, state.originals.size, state.members.size], [0, 0, 0])
  t.equal(state.edits, state.edits, 'what is put there stays')
  t.end()
})

t.test('an edit is found where there is one', t => {
  const edit = { before: 1, value: 2, bound: 2 }
  t.equal(editAt(undefined, 0), undefined)
  const state = untouched()
  t.equal(editAt(state, 0), undefined)
  state.edits.set(0, edit)
  t.equal(editAt(state, 0), edit)
  const { edits, originals, members } = state
  const copy: InstanceState = { status: 'saved', session: null, turn: null, edits, originals, members }
  t.equal(editAt(copy, 0), edit)
  t.equal(editAt(copy, 1), undefined)
  t.end()
})
