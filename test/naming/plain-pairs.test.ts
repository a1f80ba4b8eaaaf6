import t from 'tap'
import { keyNameOf } from '../../lib/naming/key-name.js'
import { isSelf, plainAssociations, plainKeys } from '../../lib/naming/plain-pairs.js'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { RelationshipPair } from '../../types/relationship.js'
import { schema, type TableInput } from '../fixtures/schema.js'

function pairsOf(tables: Record<string, TableInput>): RelationshipPair[] {
  return [...inferRelationships(schema(tables), () => true).pairs]
}

function plain(foreignKeys: readonly string[], columns: readonly string[]): string[] {
  const pairs = pairsOf({ a: {}, b: { columns: ['id', ...columns], foreignKeys } })
  const names = new Map(pairs.map(pair => [pair, keyNameOf({ ...pair.owning, isSelf: isSelf(pair) })]))
  return plainKeys(names).map(pair => pair.owning.columns.join())
}

t.test('a lone key keeps the plain name, whatever it is called', async t => {
  t.same(plain(['x_id -> a.id'], ['x_id']), ['x_id'])
})

t.test('of several the one best named after its target, of none none', async t => {
  t.same(plain(['x_id -> a.id', 'a_code -> a.id', 'a_id -> a.id'], ['x_id', 'a_code', 'a_id']), ['a_id'])
  t.same(plain(['x_id -> a.id', 'y_id -> a.id'], ['x_id', 'y_id']), [])
})

t.test('of several named as well the first', async t => {
  t.same(plain(['a_ref -> a.id', 'a_code -> a.id'], ['a_ref', 'a_code']), ['a_code'])
})

t.test('a lone self reference keeps it only where it is named after its table', async t => {
  t.same(plain(['x_id -> b.id'], ['x_id']), [])
  t.same(plain(['b_id -> b.id'], ['b_id']), ['b_id'])
})

t.test('a lone association keeps the plain name, of several the one named after both tables', async t => {
  const link = { columns: ['a_id', 'b_id'], foreignKeys: ['a_id -> a.id', 'b_id -> b.id'] }
  const kept = (tables: Record<string, TableInput>): string[] =>
    plainAssociations(pairsOf({ a: {}, b: {}, ...tables }).filter(pair => pair.owning.through !== null)).map(
      pair => pair.owning.through?.table ?? '',
    )
  t.same(kept({ x: link }), ['x'])
  t.same(kept({ x: link, y: link }), [])
  t.same(kept({ x: link, b_a: link }), ['b_a'])
  t.same(kept({ b_a: link, a_b: link, AB: link }), ['AB'])
})
