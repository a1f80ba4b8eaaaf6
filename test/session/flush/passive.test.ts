import t from 'tap'
import type { RelationshipMapping } from '../../../lib/mapping/mapping.js'
import type { Executor } from '../../../lib/query/executor.js'
import { carriesOut, isPassive } from '../../../lib/session/flush/passive.js'

const relationship = (passiveDeletes: boolean) => ({ info: { passiveDeletes } }) as RelationshipMapping

function executorOf(answer: boolean) {
  const asked: unknown[] = []
  const executor = { holdsToKeys: async () => asked.push(answer) > 0 && answer }
  return { executor: executor as unknown as Executor, asked }
}

t.test('a connection is asked once, and only where a relationship counts on it', async t => {
  for (const answer of [true, false]) {
    const { executor, asked } = executorOf(answer)
    t.equal(await carriesOut(executor, [relationship(false)]), true)
    t.equal(asked.length, 0)
    t.equal(await carriesOut(executor, [relationship(false), relationship(true)]), answer)
    t.equal(await carriesOut(executor, [relationship(true)]), answer)
    t.equal(asked.length, 1)
  }
})

t.test('nothing is left to a database that does not carry it out', async t => {
  t.equal(isPassive({ trusts: true }, relationship(true)), true)
  t.equal(isPassive({ trusts: false }, relationship(true)), false)
  t.equal(isPassive({ trusts: true }, relationship(false)), false)
})
