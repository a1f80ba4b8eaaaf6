import t from 'tap'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { Inference } from '../../lib/relationship/inference.js'
import type { Schema } from '../../types/schema.js'
import { parts, schema } from '../fixtures/schema.js'

function infer(given: Schema): Inference {
  return inferRelationships(given, () => true)
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
  t.same(found.pairs[0]?.owning.columns, ['oa', 'ob'])
  t.same(found.pairs[0]?.owning.referencedColumns, ['a', 'b'])
  t.same(found.pairs[0]?.inverse.columns, ['a', 'b'])
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

t.test('a deferrable key is not vouched for, as a transaction can look before it is checked', async t => {
  for (const [deferrable, validated] of [
    [true, false],
    [false, true],
    [null, true],
  ] as const) {
    const foreignKeys = [{ key: 'author_id -> user.id', deferrable }]
    const [pair] = infer(schema({ ...blog, post: { ...blog.post, foreignKeys } })).pairs
    t.same([pair?.owning.validated, pair?.inverse.validated], [validated, validated])
  }
})
