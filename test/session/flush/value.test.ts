import t from 'tap'
import { Concealed } from '../../../lib/dialect/concealed.js'
import { unread } from '../../../lib/instance/unread.js'
import type { ColumnMapping } from '../../../lib/mapping/mapping.js'
import { boundOf, tupleOf } from '../../../lib/session/flush/value.js'
import { planning, set } from '../../fixtures/planned.js'

const { fresh, mapping } = planning({ thing: { columns: ['id', { name: 'text', kind: 'text' }] } })
const [id, text] = mapping('Thing').columns as [ColumnMapping, ColumnMapping]

t.test('a value is known, or taken from another row when that has it', async t => {
  const thing = fresh('Thing')
  t.equal(boundOf({ bound: 5 }), 5)
  t.equal(boundOf({ from: thing, column: id }), null)
  set(thing, 'id', 7)
  t.equal(boundOf({ from: thing, column: id }), 7)
  t.equal(boundOf({ stamp: { texts: [''], values: [] } }), null, 'only the database knows')
})

t.test('values that are the same to the database give the same key', async t => {
  t.equal(tupleOf([[id, '7']]), tupleOf([[id, 7]]))
  t.equal(tupleOf([[text, new Concealed('a')]]), tupleOf([[text, 'a']]))
  t.equal(
    tupleOf([
      [id, 7],
      [text, 'a'],
    ]),
    tupleOf([
      [id, 7n],
      [text, 'a'],
    ]),
  )
  t.not(
    tupleOf([
      [text, 'a'],
      [text, 'bc'],
    ]),
    tupleOf([
      [text, 'ab'],
      [text, 'c'],
    ]),
  )
  t.equal(
    tupleOf([
      [id, 7],
      [text, null],
    ]),
    null,
  )
  t.equal(tupleOf([[id, unread]]), null, 'nobody knows what was not read')
})
