import t from 'tap'
import type { Instance } from '../../lib/instance/instance.js'
import { setStatus, statusOf } from '../../lib/instance/status.js'
import { openOneTrade } from '../fixtures/trade.js'

t.test('an instance of a row is saved, until it is told otherwise', async t => {
  const { Person } = await openOneTrade(t)
  const ada = (await Person.get(1)) as unknown as Instance
  t.equal(statusOf(ada), 'saved')
  t.equal(statusOf(new Person() as unknown as Instance), 'new')
  setStatus(ada, 'deleted')
  t.equal(statusOf(ada), 'deleted')
})
