import t from 'tap'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { RelationshipPair } from '../../types/relationship.js'
import type { Table } from '../../types/schema.js'
import { type ColumnInput, schema, type TableInput } from '../fixtures/schema.js'

const ends = { u: {}, g: {} }

function manyToMany(link: TableInput, isMapped: (table: Table) => boolean = () => true): RelationshipPair[] {
  const found = inferRelationships(schema({ ...ends, u_g: link }), isMapped)
  t.same(
    found.associations.map(each => each.pair),
    found.pairs.filter(pair => pair.owning.kind === 'manyToMany'),
  )
  return found.associations.map(each => each.pair)
}

function link(...columns: ColumnInput[]): TableInput {
  return { columns: ['u_id', 'g_id', ...columns], foreignKeys: ['u_id -> u.id', 'g_id -> g.id'] }
}

const pair = ['u_id', 'g_id']

t.test('a table of two keys is a manyToMany both ways, and keeps its own relationships', async t => {
  const found = inferRelationships(schema({ ...ends, u_g: link() }), () => true)
  t.same(
    found.pairs.map(each => [each.key, each.owning.kind]),
    [
      ['u_g(g_id) -> g(id)', 'manyToOne'],
      ['u_g(u_id) -> u(id)', 'manyToOne'],
      ['u_g: (g_id) -> g(id), (u_id) -> u(id)', 'manyToMany'],
    ],
  )
  const both = found.associations[0]?.pair
  t.same(both?.owning, {
    key: 'u_g: (g_id) -> g(id), (u_id) -> u(id)',
    kind: 'manyToMany',
    sourceSchema: 'main',
    sourceTable: 'g',
    targetSchema: 'main',
    targetTable: 'u',
    columns: ['id'],
    referencedColumns: ['id'],
    through: { schema: 'main', table: 'u_g', sourceColumns: ['g_id'], targetColumns: ['u_id'] },
    owning: true,
    onDelete: 'noAction',
    constraint: null,
    nullable: true,
    validated: true,
    cascade: ['saveUpdate', 'merge'],
    passiveDeletes: false,
  })
  t.same(both?.inverse, {
    ...both?.owning,
    sourceTable: 'u',
    targetTable: 'g',
    through: { schema: 'main', table: 'u_g', sourceColumns: ['u_id'], targetColumns: ['g_id'] },
    owning: false,
  })
})

t.test(
  'columns of its own do no harm where its keys together are a key and the rest fills itself',
  async t => {
    const own: ColumnInput[] = [
      'note?',
      { name: 'since', hasDefault: true },
      { name: 'label', generated: 'stored' },
      { name: 'id', autoIncrement: true },
    ]
    t.equal(manyToMany({ ...link(...own), unique: [pair] }).length, 1)
    t.equal(manyToMany({ ...link('note?'), primaryKey: pair }).length, 1)
  },
)

t.test('columns of its own rule it out where nothing keeps a pair single', async t => {
  t.equal(manyToMany(link({ name: 'id', autoIncrement: true })).length, 0)
  t.equal(manyToMany({ ...link('note?'), unique: [['u_id']] }).length, 0)
})

t.test('a column that must be given rules it out', async t => {
  t.equal(manyToMany({ ...link('quantity'), primaryKey: pair }).length, 0)
})

t.test('one key or three rule it out, also where the third is skipped', async t => {
  const three = {
    columns: ['u_id', 'g_id', 'c_id'],
    foreignKeys: [...(link().foreignKeys ?? []), 'c_id -> gone.id'],
  }
  t.equal(manyToMany(three).length, 0)
  t.equal(manyToMany({ columns: ['u_id'], foreignKeys: ['u_id -> u.id'] }).length, 0)
})

t.test('a key declared twice counts once', async t => {
  t.equal(manyToMany({ ...link(), foreignKeys: ['u_id -> u.id', 'u_id -> u.id', 'g_id -> g.id'] }).length, 1)
})

t.test('keys that share a column rule it out', async t => {
  const shared = inferRelationships(
    schema({
      tenant: {},
      u: { columns: ['tenant_id', 'id'], primaryKey: ['tenant_id', 'id'] },
      d: {
        columns: ['tenant_id', 'u_id'],
        foreignKeys: ['tenant_id -> tenant.id', '(tenant_id, u_id) -> u(tenant_id, id)'],
      },
    }),
    () => true,
  )
  t.same(shared.associations, [])
})

t.test('a key to a table that is not mapped rules it out', async t => {
  t.equal(manyToMany(link(), table => table.name !== 'u').length, 0)
  t.equal(manyToMany(link(), table => table.name !== 'g').length, 0)
})

t.test('a table may be associated with itself', async t => {
  const found = inferRelationships(
    schema({
      person: {},
      friendship: { columns: ['a_id', 'b_id'], foreignKeys: ['a_id -> person.id', 'b_id -> person.id'] },
    }),
    () => true,
  )
  const both = found.associations[0]?.pair
  t.same(both?.owning.through?.sourceColumns, ['a_id'])
  t.same(both?.owning.through?.targetColumns, ['b_id'])
  t.same(both?.inverse.through?.sourceColumns, ['b_id'])
  t.equal(both?.inverse.sourceTable, 'person')
})

t.test('composite keys stay whole, each in its key order', async t => {
  const found = inferRelationships(
    schema({
      a: { columns: ['x', 'y'], primaryKey: ['x', 'y'] },
      b: {},
      ab: {
        columns: ['ax', 'ay', 'b_id'],
        foreignKeys: [{ key: '(ay, ax) -> a(y, x)', onDelete: 'cascade', validated: false }, 'b_id -> b.id'],
      },
    }),
    () => true,
  )
  const both = found.associations[0]?.pair
  t.same(both?.owning.columns, ['y', 'x'])
  t.same(both?.owning.through?.sourceColumns, ['ay', 'ax'])
  t.equal(both?.owning.onDelete, 'cascade')
  t.equal(both?.inverse.onDelete, 'noAction')
  t.equal(both?.owning.validated, false)
})
