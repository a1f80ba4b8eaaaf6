import { queryObjects } from 'node:v8'
import t from 'tap'
import {
  type Instance,
  instanceOf,
  keepSlot,
  loadedOf,
  relate,
  slotOf,
  stateFor,
  stateOf,
} from '../../lib/instance/instance.js'
import { Journal } from '../../lib/instance/journal.js'
import { LoadGroup } from '../../lib/instance/load-group.js'
import type { Mapping } from '../../lib/mapping/mapping.js'

class Thing {}

const mapping = {
  model: Thing,
  runsFields: false,
  width: 2,
  relationships: new Map([['parts', {}]]),
} as unknown as Mapping

const thing = (...row: unknown[]): Instance => instanceOf(row, 0, new LoadGroup(mapping).block())

/** Changes something about an instance as all do that change one. */
function change(journal: Journal, instance: Instance, value: unknown): void {
  journal.note(instance)
  keepSlot(instance, 0, value)
}

t.test('a rollback makes every instance as it was when it was noted first', async t => {
  const journal = new Journal()
  const [one, other] = [thing('a', 1), thing('b', 2)]
  change(journal, one, 'x')
  change(journal, one, 'y')
  change(journal, other, 'z')
  journal.rollBack()
  t.same([slotOf(one, 0), slotOf(other, 0)], ['a', 'b'])
  keepSlot(one, 0, 'later')
  journal.rollBack()
  journal.forget()
  t.equal(slotOf(one, 0), 'later', 'it is over')
})

t.test('what was assigned meanwhile outside the transaction goes, too', async t => {
  const journal = new Journal()
  const one = thing('a', 1)
  change(journal, one, 'x')
  keepSlot(one, 1, 2)
  journal.rollBack()
  t.same([slotOf(one, 0), slotOf(one, 1)], ['a', 1])
})

t.test('a commit leaves everything as it is', async t => {
  const journal = new Journal()
  const inner = new Journal(journal)
  const one = thing('a', 1)
  const other = thing('b', 1)
  change(journal, one, 'x')
  change(inner, other, 'y')
  journal.forget()
  journal.rollBack()
  inner.rollBack()
  change(inner, other, 'z')
  journal.absorb(inner)
  t.same([slotOf(one, 0), slotOf(other, 0)], ['x', 'z'])
})

t.test('a savepoint that is rolled back takes back what was done in it alone', async t => {
  const outer = new Journal()
  const one = thing('a', 1)
  change(outer, one, 'x')
  const inner = new Journal(outer)
  change(inner, one, 'y')
  inner.rollBack()
  t.equal(slotOf(one, 0), 'x')
  outer.rollBack()
  t.equal(slotOf(one, 0), 'a')
})

t.test('what a released savepoint did is taken back with the transaction around it', async t => {
  const outer = new Journal()
  const inner = new Journal(outer)
  const [one, other, late] = [thing('a', 1), thing('b', 2), thing('c', 3)]
  change(outer, one, 'x')
  change(inner, one, 'y')
  change(inner, other, 'z')
  outer.absorb(inner)
  change(inner, late, 'what is left running in it belongs to the transaction')
  inner.noteLoad(other, () => t.fail('it was changed before it was loaded'))
  outer.absorb(inner)
  outer.rollBack()
  t.same(
    [one, other, late].map(each => slotOf(each, 0)),
    ['a', 'b', 'c'],
  )
})

t.test('savepoints that have not ended end with the one around them', async t => {
  const rolledBack = new Journal()
  const one = thing('a', 1)
  change(rolledBack, one, 'x')
  change(new Journal(rolledBack), one, 'y')
  rolledBack.rollBack()
  t.equal(slotOf(one, 0), 'a')

  const outer = new Journal()
  const released = new Journal(outer)
  change(new Journal(released), one, 'x')
  outer.absorb(released)
  outer.rollBack()
  t.equal(slotOf(one, 0), 'a')
})

t.test('what was loaded is unloaded after everything else', async t => {
  const journal = new Journal()
  const inner = new Journal(journal)
  const one = thing('a', 1)
  const load = (into: Journal, instance: Instance): void => {
    into.noteLoad(instance, () => relate(instance, 0, undefined))
    relate(instance, 0, [instance])
  }
  load(inner, one)
  change(inner, one, 'x')
  const other = thing('b', 2)
  load(inner, other)
  journal.absorb(inner)
  journal.rollBack()
  t.same(
    [one, other].map(each => loadedOf(each, 0)),
    [undefined, undefined],
  )
  t.equal(slotOf(one, 0), 'a')

  const again = new Journal()
  relate(one, 0, null)
  change(again, one, 'x')
  load(again, one)
  again.rollBack()
  t.equal(loadedOf(one, 0), null, 'what was there before the first change is there again')
  load(again, one)
  t.same(loadedOf(one, 0), [one], 'what comes late is nobody’s to take back')
})

t.test('an instance that nobody holds any more is let go of', async t => {
  const journal = new Journal()
  const kept = thing('a', 1)
  change(journal, kept, 'x')
  const alive = (): number => Number(queryObjects(Thing))
  const before = alive()
  const references = Number(queryObjects(WeakRef))
  for (let i = 0; i < 500; i++) {
    const one = thing('a', i)
    change(journal, one, 'x')
    journal.noteLoad(one, () => stateOf(one))
    stateFor(one)
    if (i % 100 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  await new Promise(resolve => setImmediate(resolve))
  t.ok(alive() < before + 100, `${alive()} are alive`)
  await new Promise(resolve => setTimeout(resolve, 10))
  t.ok(Number(queryObjects(WeakRef)) <= references, 'nor is anything known of it')
  journal.rollBack()
  t.equal(slotOf(kept, 0), 'a')
})

t.test('calls back when it is rolled back, and every instance is as it was', async t => {
  const journal = new Journal()
  const one = thing('a', 1)
  const seen: unknown[] = []
  change(journal, one, 'x')
  journal.onRollBack(() => seen.push('first', slotOf(one, 0)))
  journal.onRollBack(() => seen.push('second'))
  journal.rollBack()
  t.same(seen, ['second', 'first', 'a'])
  journal.rollBack()
  journal.onRollBack(() => seen.push('late'))
  t.same(seen, ['second', 'first', 'a'], 'once')
})

t.test('what a savepoint was to call goes to what it was released into', async t => {
  const journal = new Journal()
  const inner = new Journal(journal)
  const seen: string[] = []
  inner.onRollBack(() => seen.push('inner'))
  journal.absorb(inner)
  inner.onRollBack(() => seen.push('late'))
  t.same(seen, [])
  journal.rollBack()
  t.same(seen, ['late', 'inner'])
  const committed = new Journal()
  committed.onRollBack(() => seen.push('never'))
  committed.forget()
  committed.rollBack()
  t.same(seen, ['late', 'inner'])
})
