import t from 'tap'
import { model, text } from '../../lib/index.js'
import { hooksOf } from '../../lib/instance/hooks.js'
import { placeHooks } from '../../lib/mapping/hooks.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { booted } from '../fixtures/booted.js'

const tables = { a: { columns: ['id'] }, b: { columns: ['id'] }, other: { columns: ['id'] } }

/** Gives what the hooks of a model say of themselves. */
function called(mappings: readonly Mapping[], name: string): unknown[] {
  const mapping = mappings.find(each => each.name === name) as Mapping
  return hooksOf(mapping, 'afterLoad').map(hook => hook(null))
}

t.test('hooks lie below those of the class above, whose table may be missing', async t => {
  class A extends model('a') {
    static hooks = { afterLoad: () => 'a' }
  }
  class Gone extends model(A, 'gone', { name: text() }, { concrete: true }) {
    static override hooks = { afterLoad: () => 'gone' }
  }
  class B extends model(Gone, 'b', {}, { concrete: true }) {}
  const { mappings } = booted(tables, { A, Gone, B })
  t.strictSame(called(mappings, 'A'), ['a'])
  t.strictSame(called(mappings, 'B'), ['a', 'gone'])
  t.equal(mappings.find(({ name }) => name === 'Other')?.hooks, null, 'what no class declares has none')
})

t.test('what was placed before stays', async t => {
  class A extends model('a') {
    static hooks = { afterLoad: () => 'a' }
  }
  class B extends model(A, 'b', {}, { concrete: true }) {}
  const { mappings } = booted(tables, { A, B })
  const [a, b] = mappings as [Mapping, Mapping, Mapping]
  const { hooks } = a
  Object.assign(b, { hooks: null })
  placeHooks(
    mappings,
    mappings.flatMap(({ declaration }) => declaration ?? []),
  )
  t.equal(a.hooks, hooks)
  t.equal(b.hooks?.above, hooks)
})
