import t from 'tap'
import { driftOf } from '../../lib/drift/drift.js'
import { driftText } from '../../lib/drift/text.js'
import { schema } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const domain = {
  schema: 'main',
  name: 'd\u001b',
  type: 'int',
  nullable: true,
  default: null,
  checks: [],
  comment: null,
}
const before = snapshotFor({
  ...schema({ customer: { columns: [{ name: 'id', domain }, 'a?'] }, shop: {} }),
  domains: [{ ...domain, checks: [{ name: null, expression: 'x' }] }],
})
const now = snapshotFor({
  ...schema({ customer: { columns: ['id', 'b'] }, 'main.new': {} }),
  domains: [domain],
})

t.test('drift is written by severity, with what it is about', async t => {
  t.equal(
    driftText(driftOf(before, now)),
    `breaking
  Customer (customer) requiredColumnAdded: column "b" is new, takes no null and has no default: a write that does not know of it fails
  Customer.a (customer) columnGone: column "a" is gone
  Shop (shop) tableGone: the table is gone

additive
  Customer.b (customer) columnAdded: it is new: column "b"
  New (new) tableAdded: it is new: new has become a model

cosmetic
  checkChanged: values of domain "d\\u001b" are not checked for x any more

3 breaking, 2 additive, 1 cosmetic
`,
  )
})

t.test('what is not asked for is counted alone', async t => {
  t.match(
    driftText(driftOf(before, now), { only: ['additive'] }),
    /^additive\n.*\n.*\n\n3 breaking, 2 additive, 1 cosmetic\n$/,
  )
  t.equal(driftText(driftOf(before, now), { only: [] }), '3 breaking, 2 additive, 1 cosmetic\n')
})

t.test('no drift is said to be none', async t => {
  t.equal(driftText([]), 'Nothing has changed.\n')
})

t.test('severities that nothing has are counted, and not listed', async t => {
  t.equal(
    driftText(driftOf(snapshotFor({ a: {}, b: {} }), snapshotFor({ a: {} }))),
    `breaking
  B (b) tableGone: the table is gone

1 breaking, 0 additive, 0 cosmetic
`,
  )
})
