import t from 'tap'
import { type Instance, takeState } from '../../lib/instance/instance.js'
import { noteChange, withoutNotes } from '../../lib/instance/noting.js'
import { untouched } from '../../lib/instance/state.js'
import type { UnitOfWork } from '../../lib/instance/unit-of-work.js'
import { openOneTrade } from '../fixtures/trade.js'

t.test('the journal and the session of an instance are told', async t => {
  const { Person } = await openOneTrade(t)
  const ada = (await Person.get(1)) as unknown as Instance
  const told: string[] = []
  const journal = { note: (instance: Instance) => void told.push(`noted ${instance === ada}`) }
  noteChange(ada, null)
  noteChange(ada, journal)
  const session = {
    isOpen: true,
    touch: (instance: Instance) => void told.push(`touched ${instance === ada}`),
  }
  takeState(ada, Object.assign(untouched(), { session: session as unknown as UnitOfWork }))
  noteChange(ada, null)
  t.same(told, ['noted true', 'touched true'])
  withoutNotes(ada, () => noteChange(ada, journal))
  t.same(told, ['noted true', 'touched true', 'touched true'])
  t.throws(() =>
    withoutNotes(ada, () => {
      throw new Error('no')
    }),
  )
  noteChange(ada, journal)
  t.equal(told.filter(each => each === 'noted true').length, 2)
})
