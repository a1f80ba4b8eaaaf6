import fc from 'fast-check'
import t from 'tap'
import { inCreationOrder } from '../../lib/declaration/creation-order.js'

function ordered(targets: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return inCreationOrder(Object.keys(targets), table => targets[table] ?? [])
}

t.test('what is referred to comes first, otherwise the order is kept', async t => {
  t.same(ordered({ a: [], b: [], c: [] }), ['a', 'b', 'c'])
  t.same(ordered({ a: ['c'], b: [], c: ['d'], d: [] }), ['d', 'c', 'a', 'b'])
})

t.test('of a cycle the first comes last', async t => {
  t.same(ordered({ a: ['a'] }), ['a'])
  t.same(ordered({ a: ['b'], b: ['c'], c: ['a'] }), ['c', 'b', 'a'])
})

const graphs = fc.integer({ min: 1, max: 8 }).chain(count =>
  fc.array(fc.uniqueArray(fc.nat({ max: count - 1 }), { maxLength: 4 }), {
    minLength: count,
    maxLength: count,
  }),
)

t.test('every table comes once, and after its targets unless one of them leads back to it', async () => {
  fc.assert(
    fc.property(graphs, targets => {
      const order = inCreationOrder(targets.keys(), table => targets[table]!)
      const place = new Map(order.map((table, index) => [table, index]))
      return (
        order.length === targets.length &&
        place.size === targets.length &&
        targets.every((list, table) =>
          list.every(target => place.get(target)! < place.get(table)! || leadsTo(targets, target, table)),
        )
      )
    }),
  )
})

function leadsTo(targets: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set<number>()
  const rest = [from]
  for (let table = rest.pop(); table !== undefined; table = rest.pop()) {
    if (table === to) return true
    if (!seen.has(table)) rest.push(...targets[table]!)
    seen.add(table)
  }
  return false
}
