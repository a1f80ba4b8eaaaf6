import t from 'tap'
import { integer } from '../../lib/index.js'
import { booted, findings, related } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

const node: Record<string, TableInput> = {
  node: { columns: ['id', 'parent_id?', 'root_id?'], foreignKeys: ['parent_id -> node.id'] },
}

t.test('of two relationships that name each other, one tells of the other', async t => {
  const parent = { uselist: false }
  const wanted = [
    'Node.above: manyToOne Node, back by below, node(parent_id) -> node(id)',
    'Node.below: oneToMany Node, back by above, node(parent_id) -> node(id)',
  ]
  const below = ['Node', { backPopulates: 'above' }] as const
  t.same(related(booted(node, { Node: { relationships: { below, above: ['Node', parent] } } })), wanted)
  const above = ['Node', { ...parent, backPopulates: 'below' }] as const
  t.same(related(booted(node, { Node: { relationships: { below: ['Node'], above } } })), wanted)
})

t.test(
  'a self reference that no column tells apart is refused, also where the database lacks its key',
  async t => {
    t.match(
      await errorOf(() =>
        booted(node, { Node: { relationships: { root: ['Node', { primaryJoin: { rootId: 'id' } }] } } }),
      ),
      'no error',
    )
    t.equal(
      await errorOf(() =>
        booted(node, { Node: { relationships: { other: ['Node', { foreignKey: 'parentId' }] } } }),
      ),
      'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot tell which key "Node.other" is: it fits relationship "node(parent_id) -> node(id)", the other side of "node(parent_id) -> node(id)"; say which with foreignKey, uselist, secondary or primaryJoin',
    )
  },
)

t.test('a relationship whose columns the database lacks is reported', async t => {
  const boot = booted(
    { a: { columns: ['id', 'x'] }, b: {} },
    {
      A: {
        columns: { gone: integer() },
        relationships: { b: ['B', { primaryJoin: { gone: 'id' } }], c: ['B', { foreignKey: ['gone'] }] },
      },
    },
  )
  t.same(related(boot), [])
  t.same(findings(boot), [
    `A.b tableMissing: table "a" or "b" lacks columns that it goes by`,
    `A.c tableMissing: table "a" or "b" lacks columns that it goes by`,
    `A.gone columnMissing: table "a" has no column for it; name one with .named('…')`,
  ])
})

t.test('an association that is not mapped takes its relationship with it', async t => {
  const tables = {
    a: {},
    b: {},
    a_b: { columns: ['a_id', 'b_id'], foreignKeys: ['a_id -> a.id', 'b_id -> b.id'] },
  }
  const said = { A: { relationships: { bs: ['B', { secondary: 'a_b' }] as const } } }
  t.same(findings(booted(tables, said, { except: 'a_b' })), ['A.bs tableMissing: table "a_b" is not mapped'])
  t.equal(related(booted(tables, said))[0], 'A.abs: oneToMany AB, back by a, a_b(a_id) -> a(id)')
})
