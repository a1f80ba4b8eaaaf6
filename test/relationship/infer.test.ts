import t from 'tap'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { Inference } from '../../lib/relationship/inference.js'
import type { InferredRelationship } from '../../types/relationship.js'
import type { Schema } from '../../types/schema.js'
import { parts, schema, schemaOf } from '../fixtures/schema.js'

const all = (): boolean => true

function infer(given: Schema): Inference {
  return inferRelationships(given, all)
}

/** One line for each side: `post.author_id -> user.id manyToOne`. */
function lines(inference: Inference): string[] {
  return inference.pairs.flatMap(pair => [lineOf(pair.owning), lineOf(pair.inverse)])
}

function lineOf(each: InferredRelationship): string {
  const through =
    each.through === null
      ? ''
      : ` through ${each.through.table}(${each.through.sourceColumns} | ${each.through.targetColumns})`
  return `${each.sourceTable}(${each.columns}) -> ${each.targetTable}(${each.referencedColumns}) ${each.kind}${through}`
}

function skipped(inference: Inference): (readonly [string, string | null, boolean])[] {
  return inference.foreignKeys
    .filter(each => each.status === 'skipped')
    .map(each => [each.key, each.reason, each.lost])
}

const blog = {
  user: { columns: ['id', 'email'], unique: [['email']] },
  post: { columns: ['id', 'author_id'], foreignKeys: ['author_id -> user.id'] },
}

t.test('a foreign key is a manyToOne, and a oneToMany that leads back', async t => {
  const found = infer(schema(blog))
  t.same(found.pairs, [
    {
      key: 'post(author_id) -> user(id)',
      owning: {
        key: 'post(author_id) -> user(id)',
        kind: 'manyToOne',
        sourceSchema: 'main',
        sourceTable: 'post',
        targetSchema: 'main',
        targetTable: 'user',
        columns: ['author_id'],
        referencedColumns: ['id'],
        through: null,
        owning: true,
        onDelete: 'noAction',
        constraint: null,
        nullable: false,
        validated: true,
        cascade: ['saveUpdate', 'merge'],
        passiveDeletes: false,
      },
      inverse: {
        key: 'post(author_id) -> user(id)',
        kind: 'oneToMany',
        sourceSchema: 'main',
        sourceTable: 'user',
        targetSchema: 'main',
        targetTable: 'post',
        columns: ['id'],
        referencedColumns: ['author_id'],
        through: null,
        owning: false,
        onDelete: 'noAction',
        constraint: null,
        nullable: true,
        validated: true,
        cascade: ['saveUpdate', 'merge', 'delete', 'deleteOrphan'],
        passiveDeletes: false,
      },
    },
  ])
  t.same(found.associations, [])
  const [key] = found.foreignKeys
  t.equal(key?.status, 'related')
  t.equal(key?.reason, null)
  t.equal(key?.pair, found.pairs[0])
})

t.test('a composite key stays whole, in key order', async t => {
  const found = infer(
    schema({
      o: { columns: ['a', 'b'], primaryKey: ['b', 'a'] },
      l: { columns: ['id', 'ob', 'oa'], foreignKeys: ['(oa, ob) -> o(a, b)'] },
    }),
  )
  t.same(lines(found), ['l(oa,ob) -> o(a,b) manyToOne', 'o(a,b) -> l(oa,ob) oneToMany'])
})

t.test('the other side is a oneToOne where the key is the primary key or a total unique key', async t => {
  const profile = { columns: ['id', 'user_id'], foreignKeys: ['user_id -> user.id'] }
  const kindOf = (extra: object): string | undefined =>
    infer(schema({ user: {}, profile: { ...profile, ...extra } })).pairs[0]?.inverse.kind
  t.equal(kindOf({ unique: [['user_id']] }), 'oneToOne')
  t.equal(kindOf({ primaryKey: ['user_id'] }), 'oneToOne')
  t.equal(kindOf({ indexes: [{ parts: parts('user_id') }] }), 'oneToOne')
  t.equal(kindOf({ indexes: [{ parts: parts('user_id'), partial: true }] }), 'oneToMany')
  t.equal(kindOf({ indexes: [{ parts: parts(null) }] }), 'oneToMany')
  t.equal(kindOf({ unique: [['user_id', 'id']] }), 'oneToMany')
  t.equal(kindOf({}), 'oneToMany')
})

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

t.test('a manyToOne can be null where any column of its key can', async t => {
  const nullable = (columns: string[]): boolean | undefined =>
    infer(
      schema({
        o: { columns: ['a', 'b'], primaryKey: ['a', 'b'] },
        l: { columns, foreignKeys: ['(oa, ob) -> o(a, b)'] },
      }),
    ).pairs[0]?.owning.nullable
  t.equal(nullable(['oa', 'ob']), false)
  t.equal(nullable(['oa', 'ob?']), true)
  t.equal(nullable(['oa?', 'ob?']), true)
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

t.test('a key that cannot be followed is skipped, and says why', async t => {
  const given = schema({
    u: { columns: ['id', 'name', { name: 'secret', readable: false }], unique: [['secret']] },
    v: { columns: ['a', 'b'], primaryKey: ['a', 'b'] },
    x: {
      columns: ['a', 'b', { name: 'hidden', readable: false }],
      foreignKeys: [
        'a -> gone.id',
        'a -> far.thing(id)',
        { key: 'b -> u', referencedColumns: [] },
        { key: '(a, b) -> u(id)', referencedColumns: ['id'] },
        'nope -> u.id',
        'a -> u.nope',
        'hidden -> u.id',
        'a -> u.secret',
        'a -> u.name',
        '(b, a) -> u(id, name)',
      ],
    },
  })
  t.same(skipped(infer(given)), [
    ['x(a) -> far.thing(id)', 'its target "far.thing" is in a schema that was not read', true],
    ['x(a) -> gone(id)', 'its target "gone" does not exist', true],
    ['x(a) -> u(name)', '"name" of "u" is not a key: more than one row could be meant', true],
    ['x(a) -> u(nope)', 'table "u" has no column "nope"', true],
    ['x(a) -> u(secret)', 'column "secret" of "u" cannot be read', true],
    ['x(a, b) -> u(id)', '2 columns cannot refer to 1 of "u"', true],
    ['x(b) -> u()', 'it names no column, and "u" has no primary key that fits', true],
    ['x(b, a) -> u(id, name)', '"id", "name" of "u" are not a key: more than one row could be meant', true],
    ['x(hidden) -> u(id)', 'column "hidden" of "x" cannot be read', true],
    ['x(nope) -> u(id)', 'table "x" has no column "nope"', true],
  ])
  t.same(infer(given).pairs, [])
})

t.test('a key from or to a table that is not mapped is skipped, and nothing is lost by it', async t => {
  const given = schema(blog)
  t.same(skipped(inferRelationships(given, table => table.name !== 'user')), [
    ['post(author_id) -> user(id)', 'its target "user" is not mapped', false],
  ])
  t.same(skipped(inferRelationships(given, table => table.name !== 'post')), [
    ['post(author_id) -> user(id)', 'table "post" is not mapped', false],
  ])
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
