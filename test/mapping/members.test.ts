import t from 'tap'
import type { CompositeDeclaration } from '../../lib/declaration/declaration.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { membersOf } from '../../lib/mapping/members.js'
import { declare } from '../fixtures/adjusted.js'

t.test('a model that no class declares has no declared members, another has its own', t => {
  const mapping = { inheritance: null, declaration: null } as unknown as Mapping
  t.equal(membersOf(mapping).size, 0)
  const price: CompositeDeclaration = {
    member: 'composite',
    parts: new Map(),
    make: () => 0,
    take: () => ({}),
  }
  declare(mapping, { price })
  t.equal(membersOf(mapping).get('price'), price)
  t.end()
})
