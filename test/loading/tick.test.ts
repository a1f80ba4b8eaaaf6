import t from 'tap'
import { tickEnd } from '../../lib/loading/tick.js'

t.test('a tick ends behind all its promise jobs, and before the next turn', async t => {
  const order: string[] = []
  setImmediate(() => order.push('turn'))
  const end = tickEnd().then(() => order.push('end'))
  let job = Promise.resolve()
  for (const name of ['a', 'b', 'c']) job = job.then(() => void order.push(name))
  await end
  t.same(order, ['a', 'b', 'c', 'end'])
})
