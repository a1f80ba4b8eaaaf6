import t from 'tap'
import { holdersOf, newHolders, rememberHolder } from '../../lib/instance/holders.js'
import { relate } from '../../lib/instance/instance.js'
import { setStatus } from '../../lib/instance/status.js'
import type { RelationshipMapping } from '../../lib/mapping/mapping.js'
import { collected } from '../fixtures/collected.js'
import { hold, planning } from '../fixtures/planned.js'

const { mapping, fresh, saved } = planning({
  person: { columns: ['id'] },
  task: { columns: ['id', 'person_id'], foreignKeys: ['person_id -> person.id'] },
  visit: { columns: ['id', 'person_id?'], foreignKeys: ['person_id -> person.id'] },
  badge: {
    columns: ['id', 'person_id'],
    foreignKeys: ['person_id -> person.id'],
    unique: [['person_id']],
  },
})
const side = (name: string): RelationshipMapping =>
  mapping('Person').relationships.get(name) as RelationshipMapping

t.test('tells who holds a member now and did not before', async t => {
  const [known, other, gone] = [saved('Person', { id: 1 }), saved('Person', { id: 2 }), saved('Person')]
  const [a, b, c] = [1, 2, 3].map(id => saved('Task', { id, personId: 1 }))
  hold(known, 'tasks', [a!, b!])
  hold(other, 'tasks', []).push(b!, fresh('Task'))
  hold(gone, 'tasks', []).push(c!)
  setStatus(gone, 'deleted')
  t.same([...newHolders(side('tasks'), new Set([a!, b!, c!]))], [[b, other]])
  t.same([...newHolders(side('tasks'), new Set())], [])
})

t.test(
  'whose collection was not looked at is not asked, and neither is one whose members are only let go',
  async t => {
    const owner = saved('Person', { id: 1 })
    const visit = saved('Visit', { id: 2 })
    hold(owner, 'visits', []).push(visit)
    t.equal(holdersOf(side('visits')), 0)
    t.same([...newHolders(side('visits'), new Set([visit]))], [])
    const badge = saved('Badge', { id: 3 })
    rememberHolder(owner, side('badge'))
    relate(owner, side('badge').index, badge)
    t.same([...newHolders(side('badge'), new Set([badge]))], [], 'there is nothing that it is compared with')
  },
)

t.test('one is remembered once, and keeps nobody alive', async t => {
  const owner = saved('Person', { id: 1 })
  const before = holdersOf(side('tasks'))
  hold(owner, 'tasks', [])
  rememberHolder(owner, side('tasks'))
  t.equal(holdersOf(side('tasks')), before + 1)
  fill()
  await collected()
  const task = saved('Task', { id: 1 })
  hold(saved('Person', { id: 2 }), 'tasks', []).push(task)
  t.equal(holdersOf(side('tasks')), 202 + before, 'those that are gone count until there are too many')
  t.equal(newHolders(side('tasks'), new Set([task])).size, 1)
  fill()
  t.ok(holdersOf(side('tasks')) < 300)

  function fill(): void {
    for (let id = 0; id < 200; id++) rememberHolder(saved('Person', { id }), side('tasks'))
  }
})
