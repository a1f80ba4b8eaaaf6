import t from 'tap'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { Inference } from '../../lib/relationship/inference.js'
import type { InferredRelationship } from '../../types/relationship.js'
import type { Schema } from '../../types/schema.js'
import { schema, schemaOf } from '../fixtures/schema.js'

function infer(given: Schema): Inference {
  return inferRelationships(given, () => true)
}

/** One line for each side: `post(author_id) -> user(id) manyToOne`. */
function lines(inference: Inference): string[] {
  return inference.pairs.flatMap(pair => [lineOf(pair.owning), lineOf(pair.inverse)])
}

function lineOf(each: InferredRelationship): string {
  return `${each.sourceTable}(${each.columns}) -> ${each.targetTable}(${each.referencedColumns}) ${each.kind}`
}

const blog = {
  user: { columns: ['id', 'email'], unique: [['email']] },
  post: { columns: ['id', 'author_id'], foreignKeys: ['author_id -> user.id'] },
}

t.test('a key to a unique column that is not the primary key is as good as any', async t => {
  const found = infer(
    schema({ ...blog, m: { columns: ['id', 'email'], foreignKeys: ['email -> user.email'] } }),
  )
  t.same(lines(found).slice(0, 2), ['m(email) -> user(email) manyToOne', 'user(email) -> m(email) oneToMany'])
})

t.test('several keys between one pair, self references and cycles each give their own pair', async t => {
  const found = infer(
    schema({
      address: {},
      customer: {
        columns: ['id', 'billing_id', 'shipping_id?'],
        foreignKeys: ['shipping_id -> address.id', 'billing_id -> address.id'],
      },
      node: {
        columns: ['id', 'parent_id?', 'root_id?'],
        foreignKeys: ['parent_id -> node.id', 'root_id -> node.id'],
      },
      a: { columns: ['id', 'b_id?'], foreignKeys: ['b_id -> b.id'] },
      b: { columns: ['id', 'a_id?'], foreignKeys: ['a_id -> a.id'] },
    }),
  )
  t.same(lines(found), [
    'a(b_id) -> b(id) manyToOne',
    'b(id) -> a(b_id) oneToMany',
    'b(a_id) -> a(id) manyToOne',
    'a(id) -> b(a_id) oneToMany',
    'customer(billing_id) -> address(id) manyToOne',
    'address(id) -> customer(billing_id) oneToMany',
    'customer(shipping_id) -> address(id) manyToOne',
    'address(id) -> customer(shipping_id) oneToMany',
    'node(parent_id) -> node(id) manyToOne',
    'node(id) -> node(parent_id) oneToMany',
    'node(root_id) -> node(id) manyToOne',
    'node(id) -> node(root_id) oneToMany',
  ])
})

t.test('overlapping composite keys are two relationships', async t => {
  const found = infer(
    schema({
      tenant: {},
      u: { columns: ['tenant_id', 'id'], primaryKey: ['tenant_id', 'id'] },
      d: {
        columns: ['id', 'tenant_id', 'author_id?'],
        foreignKeys: ['(tenant_id, author_id) -> u(tenant_id, id)', 'tenant_id -> tenant.id'],
      },
    }),
  )
  t.same(lines(found), [
    'd(tenant_id) -> tenant(id) manyToOne',
    'tenant(id) -> d(tenant_id) oneToMany',
    'd(tenant_id,author_id) -> u(tenant_id,id) manyToOne',
    'u(tenant_id,id) -> d(tenant_id,author_id) oneToMany',
  ])
  t.same(found.associations, [])
})

t.test('a table without a primary key has relationships both ways where its columns allow', async t => {
  const found = infer(
    schema({ host: {}, log: { columns: ['host_id', 'at'], foreignKeys: ['host_id -> host.id'] } }),
  )
  t.same(lines(found), ['log(host_id) -> host(id) manyToOne', 'host(id) -> log(host_id) oneToMany'])
})

t.test('a key in another schema finds its table by schema and name', async t => {
  const found = infer(
    schema({
      customer: {},
      'crm.customer': {},
      'sales.orders': { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> crm.customer(id)'] },
    }),
  )
  t.equal(found.pairs[0]?.key, 'sales.orders(customer_id) -> crm.customer(id)')
  t.equal(found.pairs[0]?.owning.targetSchema, 'crm')
})

t.test(
  'what depends on its owner is deleted with it; a key is nullable here where all its columns are',
  async t => {
    const inverse = (columns: string[], onDelete: 'noAction' | 'cascade' | 'setNull'): object => {
      const found = infer(
        schema({
          o: { columns: ['a', 'b'], primaryKey: ['a', 'b'] },
          l: { columns, foreignKeys: [{ key: '(oa, ob) -> o(a, b)', onDelete }] },
        }),
      ).pairs[0]?.inverse
      return [found?.cascade, found?.passiveDeletes]
    }
    const plain = ['saveUpdate', 'merge']
    const owned = ['saveUpdate', 'merge', 'delete', 'deleteOrphan']
    t.same(inverse(['oa', 'ob'], 'noAction'), [owned, false])
    t.same(inverse(['oa', 'ob?'], 'noAction'), [owned, false])
    t.same(inverse(['oa', 'ob'], 'cascade'), [owned, true])
    t.same(inverse(['oa', 'ob'], 'setNull'), [owned, false])
    t.same(inverse(['oa?', 'ob?'], 'noAction'), [plain, false])
    t.same(inverse(['oa?', 'ob?'], 'cascade'), [plain, false])
    t.same(inverse(['oa?', 'ob?'], 'setNull'), [plain, true])
  },
)

t.test('keys declared alike collapse to one, whatever the order of their columns', async t => {
  const found = infer(
    schema({
      o: { columns: ['a', 'b'], primaryKey: ['a', 'b'] },
      l: {
        columns: ['id', 'oa', 'ob'],
        foreignKeys: [
          { key: '(ob, oa) -> o(b, a)', name: 'second', validated: false },
          { key: '(oa, ob) -> o(a, b)', name: 'first', validated: false },
          { key: '(oa, ob) -> o(a, b)', name: 'again' },
        ],
      },
    }),
  )
  t.same(
    found.foreignKeys.map(each => [each.foreignKey.name, each.status, each.reason, each.lost]),
    [
      ['again', 'related', null, false],
      ['first', 'collapsed', '"l(oa, ob) -> o(a, b)" says the same', false],
      ['second', 'collapsed', '"l(oa, ob) -> o(a, b)" says the same', false],
    ],
  )
  t.equal(found.pairs.length, 1)
  t.equal(found.foreignKeys[1]?.pair, null)
})

t.test('a key that one of its twins is vouched for is vouched for', async t => {
  const found = infer(
    schema({
      o: {},
      l: {
        columns: ['id', 'o_id'],
        foreignKeys: [
          { key: 'o_id -> o.id', name: 'a', validated: false },
          { key: 'o_id -> o.id', name: 'b', validated: true },
        ],
      },
    }),
  )
  t.equal(found.foreignKeys[0]?.foreignKey.name, 'a')
  t.equal(found.pairs[0]?.owning.validated, true)
})

t.test('keys with the same columns and other targets do not collapse', async t => {
  const found = infer(
    schema({ a: {}, b: {}, c: { columns: ['id'], foreignKeys: ['id -> a.id', 'id -> b.id'] } }),
  )
  t.equal(found.pairs.length, 2)
  t.same(found.associations, [])
})

t.test('gives the same whatever the order of tables and keys', async t => {
  const given = schema({
    ...blog,
    tag: {},
    post_tag: {
      columns: ['post_id', 'tag_id'],
      foreignKeys: ['tag_id -> tag.id', 'post_id -> post.id', 'post_id -> post.id'],
    },
  })
  const turned = schemaOf(
    [...given.tables].reverse().map(each => ({ ...each, foreignKeys: [...each.foreignKeys].reverse() })),
  )
  t.same(infer(turned).pairs, infer(given).pairs)
  t.same(
    infer(turned).foreignKeys.map(each => [each.key, each.status]),
    infer(given).foreignKeys.map(each => [each.key, each.status]),
  )
})
