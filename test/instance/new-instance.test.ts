import t from 'tap'
import { standingOf } from '../../lib/instance/new-instance.js'
import { mappingOf, openOneTrade } from '../fixtures/trade.js'

t.test('a new instance stands on a row of nulls, in a group of its own', async t => {
  const { Person } = await openOneTrade(t)
  const mapping = mappingOf(Person)
  const [row, offset, block] = standingOf(mapping)
  t.same([row, offset], [[null, null, null], 0])
  t.equal(block.mapping, mapping)
  t.not(standingOf(mapping)[2].group, block.group)
})
