import t from 'tap'
import { isAtOrUnder, lineageOf } from '../../lib/mapping/lineage.js'
import type { Mapping } from '../../lib/mapping/mapping.js'

const mapping = (name: string, parent?: Mapping): Mapping =>
  ({ name, inheritance: parent === undefined ? null : { parent } }) as unknown as Mapping

t.test('a model is at or under itself, and what it inherits from', t => {
  const plain = mapping('Plain')
  const root = { ...mapping('Root'), inheritance: { parent: null } } as unknown as Mapping
  const child = mapping('Child', root)
  const last = mapping('Last', child)
  t.same(
    lineageOf(last).map(({ name }) => name),
    ['Last', 'Child', 'Root'],
  )
  t.same(lineageOf(plain), [plain])
  t.same([isAtOrUnder(last, root), isAtOrUnder(last, last), isAtOrUnder(plain, plain)], [true, true, true])
  t.same([isAtOrUnder(root, last), isAtOrUnder(last, plain), isAtOrUnder(plain, root)], [false, false, false])
  t.end()
})
