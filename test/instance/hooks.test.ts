import t from 'tap'
import { automap } from '../../lib/automap.js'
import { addHook, hasHooks, hooksOf, runHooks } from '../../lib/instance/hooks.js'
import type { Instance } from '../../lib/instance/instance.js'
import type { Hooks, Mapping } from '../../lib/mapping/mapping.js'
import { eachDatabase } from '../fixtures/databases.js'
import { mappingOf } from '../fixtures/remapped.js'

/** A mapping, as far as hooks look at it. */
const mappingWith = (hooks: Hooks | null): Mapping => ({ hooks }) as unknown as Mapping

t.test('hooks of classes above come first, and count below', async t => {
  const [parent, child] = [mappingWith({ above: null, own: new Map() }), mappingWith(null)]
  Object.assign(child, { hooks: { above: parent.hooks, own: new Map() } })
  t.equal(hasHooks(child, 'afterLoad'), false)
  t.strictSame(hooksOf(child, 'afterLoad'), [])
  addHook(child, 'afterLoad', () => 'child')
  const off = addHook(parent, 'afterLoad', () => 'parent')
  t.equal(hasHooks(child, 'afterLoad'), true)
  t.equal(hasHooks(child, 'beforeLoad'), false)
  t.strictSame(
    hooksOf(child, 'afterLoad').map(hook => hook(null)),
    ['parent', 'child'],
  )
  t.equal(hooksOf(parent, 'afterLoad').length, 1)
  off()
  off()
  t.equal(hasHooks(parent, 'afterLoad'), false)
  t.equal(hooksOf(child, 'afterLoad').length, 1)
})

t.test('a function that is added twice is called twice, and taken off once for each', async t => {
  const mapping = mappingWith(null)
  t.equal(hasHooks(mapping, 'afterLoad'), false)
  const hook = () => undefined
  const off = addHook(mapping, 'afterLoad', hook)
  addHook(mapping, 'afterLoad', hook)
  t.equal(hooksOf(mapping, 'afterLoad').length, 2)
  off()
  off()
  t.equal(hooksOf(mapping, 'afterLoad').length, 1)
})

eachDatabase(t, 'hooks are run for each instance in turn, until one throws', async (t, database) => {
  await database.exec('create table a (id integer primary key); insert into a values (1), (2), (3)')
  const db = await automap(database.knex)
  const A = db.model<{ id: number }>('a')
  const instances = (await A.orderBy('id')) as unknown as (Instance & { id: number })[]
  const seen: unknown[] = []
  await runHooks('beforeUpdate', instances)
  addHook(mappingOf(A), 'beforeUpdate', (instance, extra) => {
    seen.push([(instance as { id: number }).id, extra])
  })
  const off = addHook(mappingOf(A), 'beforeUpdate', async instance => {
    await Promise.resolve()
    if ((instance as { id: number }).id === 2) throw new RangeError('no')
    seen.push('later')
  })
  await t.rejects(
    runHooks('beforeUpdate', instances, instance => instances.indexOf(instance as never)),
    new RangeError('no'),
  )
  t.strictSame(seen.splice(0), [[1, 0], 'later', [2, 1]])
  off()
  await runHooks('beforeUpdate', instances.slice(2))
  t.strictSame(seen, [[3, undefined]])
})
