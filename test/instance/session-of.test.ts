import t from 'tap'
import { type Instance, instanceOf, stateFor } from '../../lib/instance/instance.js'
import { LoadGroup } from '../../lib/instance/load-group.js'
import { sessionOf } from '../../lib/instance/session-of.js'
import type { UnitOfWork } from '../../lib/instance/unit-of-work.js'
import type { Mapping } from '../../lib/mapping/mapping.js'

class Thing {}

const mapping = { model: Thing, runsFields: false, width: 1, relationships: new Map() } as unknown as Mapping
const session = (isOpen: boolean): UnitOfWork => ({ isOpen }) as UnitOfWork
const thing = (unit: UnitOfWork | null): Instance =>
  instanceOf([1], 0, new LoadGroup(mapping, undefined, unit).block())

t.test('an instance belongs to the session of its load group, unless it says otherwise', async t => {
  const [own, other] = [session(true), session(true)]
  const one = thing(own)
  t.equal(sessionOf(one), own)
  t.equal(sessionOf(thing(null)), null)
  stateFor(one).session = other
  t.equal(sessionOf(one), other)
  stateFor(one).session = null
  t.equal(sessionOf(one), null)
  stateFor(one).session = undefined
  t.equal(sessionOf(one), own)
})

t.test('a session that has ended is none', async t => {
  t.equal(sessionOf(thing(session(false))), null)
})
