import t from 'tap'
import { MappingError } from '../../lib/errors.js'
import type { AutomapOptions } from '../../types/options.js'
import type { RelationshipCandidate } from '../../types/relationship.js'
import { type NamedInput, named, renamed, tree } from '../fixtures/named.js'
import type { TableInput } from '../fixtures/schema.js'

type Ask = NonNullable<AutomapOptions['relationships']>

const shop: Record<string, TableInput> = {
  customer: { columns: ['id', 'name'] },
  orders: { columns: ['id', 'customer_id', 'total'], foreignKeys: ['customer_id -> customer.id'] },
}

function shopWith(input: NamedInput): Record<string, Record<string, string>> {
  return tree(named(shop, input))
}

t.test('a column keeps its name; a scalar becomes a reference', async t => {
  const names = named({ a: {}, b: { columns: ['id', 'a'], foreignKeys: ['a -> a.id'] } })
  t.same(tree(names).B, { aRef: 'manyToOne A' })
  t.same(renamed(names), ['B.aRef < a: "a" collides with column "a"'])
})

t.test('a column keeps its name; a one-to-one becomes a reference', async t => {
  const profile = { columns: ['id', 'user_id'], foreignKeys: ['user_id -> user.id'], unique: [['user_id']] }
  t.same(tree(named({ user: { columns: ['id', 'profile'] }, profile })).User, {
    profileRef: 'oneToOne Profile',
  })
})

t.test('a column keeps its name; a collection adds its key or its association table', async t => {
  const names = named({
    a: { columns: ['id', 'bs', 'cs'] },
    b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.id'] },
    c: {},
    a_c: { columns: ['a_id', 'c_id'], foreignKeys: ['a_id -> a.id', 'c_id -> c.id'] },
  })
  t.same(tree(names).A, { acs: 'oneToMany AC', bsByA: 'oneToMany B', csViaAC: 'manyToMany C' })
})

t.test('where the second choice is a column too, a number is added', async t => {
  const names = named({ a: {}, b: { columns: ['id', 'a', 'a_ref'], foreignKeys: ['a -> a.id'] } })
  t.same(tree(names).B, { aByA: 'manyToOne A' })
  const taken = named({ a: {}, b: { columns: ['id', 'a', 'a_ref', 'a_by_a'], foreignKeys: ['a -> a.id'] } })
  t.same(tree(taken).B, { aRef2: 'manyToOne A' })
})

t.test('what is called after a column comes before what is called after a table', async t => {
  const names = named({
    news: { columns: ['id', 'news_id'], foreignKeys: ['news_id -> news.id'] },
  })
  t.same(tree(names).News, { news: 'manyToOne News', newsByNews: 'oneToMany News' })
})

t.test('scalarName and collectionName name what gives one and what gives many', async t => {
  const asked: string[] = []
  const functions = {
    scalarName: (each: RelationshipCandidate, name: string): string => {
      asked.push(`${each.kind} ${each.key} ${each.name} ${name}`)
      return `the_${name}`
    },
    collectionName: (_: RelationshipCandidate, name: string): string => `all_${name}`,
  }
  const names = named(
    {
      ...shop,
      card: { columns: ['id'], foreignKeys: ['id -> customer.id'] },
      tag: {},
      tagging: { columns: ['c', 't'], foreignKeys: ['c -> customer.id', 't -> tag.id'] },
    },
    { functions },
  )
  t.same(Object.keys(tree(names).Customer ?? {}), ['all_orders', 'all_taggings', 'all_tags', 'the_card'])
  t.same(Object.keys(tree(names).Order ?? {}), ['the_customer'])
  t.same(
    asked,
    [
      'manyToOne card(id) -> customer(id) customer customer',
      'oneToOne card(id) -> customer(id) card card',
      'manyToOne orders(customer_id) -> customer(id) customer customer',
      'manyToOne tagging(c) -> customer(id) c c',
      'manyToOne tagging(t) -> tag(id) t t',
    ].sort((a, b) => asked.indexOf(a) - asked.indexOf(b)),
  )
  t.same(names.renamings, [])
})

t.test('a chosen name wins over a generated one, and loses to a column', async t => {
  const two = {
    user: {},
    post: {
      columns: ['id', 'author_id', 'editor_id', 'body'],
      foreignKeys: ['author_id -> user.id', 'editor_id -> user.id'],
    },
  }
  const naming = (wish: string): NamedInput => ({
    functions: { scalarName: (each, name) => (each.columns[0] === 'editor_id' ? wish : name) },
  })
  t.same(tree(named(two, naming('author'))).Post, {
    author: 'manyToOne User',
    authorByAuthorId: 'manyToOne User',
  })
  t.throws(
    () => named(two, naming('body')),
    new MappingError(
      'NAME_TAKEN',
      'Cannot name relationship "post(editor_id) -> user(id)" of model "Post" "body": column "body" has that name; return another name from naming.scalarName',
    ),
  )
})

t.test('relationships is shown every side with its final name, frozen', async t => {
  const seen: RelationshipCandidate[] = []
  const names = named(shop, {
    relationships: side => {
      seen.push(side)
    },
  })
  t.same(tree(names), shopWith({}))
  t.same(seen, [
    {
      key: 'orders(customer_id) -> customer(id)',
      kind: 'manyToOne',
      name: 'customer',
      sourceSchema: 'main',
      sourceTable: 'orders',
      targetSchema: 'main',
      targetTable: 'customer',
      columns: ['customer_id'],
      referencedColumns: ['id'],
      through: null,
      owning: true,
      onDelete: 'noAction',
      constraint: null,
    },
    {
      key: 'orders(customer_id) -> customer(id)',
      kind: 'oneToMany',
      name: 'orders',
      sourceSchema: 'main',
      sourceTable: 'customer',
      targetSchema: 'main',
      targetTable: 'orders',
      columns: ['id'],
      referencedColumns: ['customer_id'],
      through: null,
      owning: false,
      onDelete: 'noAction',
      constraint: null,
    },
  ])
  t.ok(seen.every(side => Object.isFrozen(side)))
})

t.test('relationships renames, loads otherwise and leaves out', async t => {
  const ask: Ask = side => (side.owning ? { name: 'buyer', lazy: 'joined' } : false)
  const names = named(shop, { relationships: ask })
  t.same(tree(names), { Customer: {}, Order: { buyer: 'manyToOne Customer' } })
  const [found] = [...names.models.values()].flatMap(each => each.relationships)
  t.equal(found?.lazy, 'joined')
  t.equal(found?.inverse, null)
  t.same(found?.decision, {
    name: 'buyer',
    wanted: 'buyer',
    rule: 'Chosen by relationships',
    collidedWith: [],
  })
})

t.test('each side knows the name of the other', async t => {
  const names = named(shop, {
    relationships: side => (side.owning ? { name: 'buyer' } : { lazy: 'selectin' }),
  })
  const found = [...names.models.values()].flatMap(each => each.relationships)
  t.same(
    found.map(each => [each.decision.name, each.inverse, each.lazy]),
    [
      ['orders', 'buyer', 'selectin'],
      ['buyer', 'orders', 'select'],
    ],
  )
})

t.test('leaving one out and renaming another moves no third', async t => {
  const two = {
    user: { columns: ['id', 'orders'] },
    post: {
      columns: ['id', 'user_id', 'editor_id'],
      foreignKeys: ['user_id -> user.id', 'editor_id -> user.id'],
    },
    orders: { columns: ['id', 'user_id'], foreignKeys: ['user_id -> user.id'] },
  }
  const before = tree(named(two)).User
  t.same(Object.keys(before ?? {}), ['ordersByUser', 'posts', 'postsByEditor'])
  const leave: Ask = side => (side.name === 'posts' ? false : undefined)
  t.same(Object.keys(tree(named(two, { relationships: leave })).User ?? {}), [
    'ordersByUser',
    'postsByEditor',
  ])
  t.same(renamed(named(two, { relationships: leave })), renamed(named(two)))
})

t.test('a name given to another moves its holder, and the report says so', async t => {
  const two = {
    user: {},
    post: {
      columns: ['id', 'user_id', 'editor_id'],
      foreignKeys: ['user_id -> user.id', 'editor_id -> user.id'],
    },
  }
  const ask: Ask = side => (side.name === 'postsByEditor' ? { name: 'posts' } : undefined)
  const names = named(two, { relationships: ask })
  t.same(Object.keys(tree(names).User ?? {}), ['posts', 'postsByUser'])
  t.same(renamed(names), [
    'User.postsByUser < posts: "posts" collides with the other side of "post(editor_id) -> user(id)"',
  ])
})

t.test('a name that is moved twice still counts from the first wish', async t => {
  const given = { a: {}, b: { columns: ['id', 'a', 'x_id'], foreignKeys: ['a -> a.id', 'x_id -> a.id'] } }
  const ask: Ask = side => (side.name === 'x' ? { name: 'aRef' } : undefined)
  t.same(renamed(named(given, { relationships: ask })), [
    'B.aByA < a: "a" collides with column "a", relationship "b(x_id) -> a(id)"',
  ])
})

t.test('a name that relationships gives twice is refused', async t => {
  t.throws(
    () =>
      named(
        {
          user: {},
          post: { columns: ['id', 'a_id', 'b_id'], foreignKeys: ['a_id -> user.id', 'b_id -> user.id'] },
        },
        { relationships: side => (side.owning ? { name: 'user' } : undefined) },
      ),
    new MappingError(
      'NAME_TAKEN',
      'Cannot name relationship "post(b_id) -> user(id)" of model "Post" "user": relationship "post(a_id) -> user(id)" has that name; return another name from relationships',
    ),
  )
})
