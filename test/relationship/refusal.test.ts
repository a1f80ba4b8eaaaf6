import t from 'tap'
import { inferRelationships } from '../../lib/relationship/infer.js'
import type { Inference } from '../../lib/relationship/inference.js'
import type { Schema } from '../../types/schema.js'
import { schema } from '../fixtures/schema.js'

function infer(given: Schema): Inference {
  return inferRelationships(given, () => true)
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
