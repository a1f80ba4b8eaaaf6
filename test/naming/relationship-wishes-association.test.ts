import t from 'tap'
import { named, renamed, tree } from '../fixtures/named.js'
import type { TableInput } from '../fixtures/schema.js'

function link(one: string, other: string): TableInput {
  return {
    columns: [`${one}_id`, `${other}_id`],
    foreignKeys: [`${one}_id -> ${one}.id`, `${other}_id -> ${other}.id`],
  }
}

t.test('a many-to-many is called after the far table, beside the association itself', async t => {
  const names = named({ post: {}, tag: {}, post_tag: link('post', 'tag') })
  t.same(tree(names), {
    Post: { postTags: 'oneToMany PostTag', tags: 'manyToMany Tag' },
    Tag: { postTags: 'oneToMany PostTag', posts: 'manyToMany Post' },
    PostTag: { post: 'manyToOne Post', tag: 'manyToOne Tag' },
  })
})

t.test('of two associations the one named after both tables keeps the plain name', async t => {
  const names = named({
    post: {},
    tag: {},
    tags_posts: link('post', 'tag'),
    featured_tags: link('post', 'tag'),
  })
  t.same(tree(names).Post, {
    featuredTags: 'oneToMany FeaturedTag',
    tags: 'manyToMany Tag',
    tagsPosts: 'oneToMany TagsPost',
    tagsViaFeaturedTags: 'manyToMany Tag',
  })
  t.same(Object.keys(tree(names).Tag ?? {}), ['featuredTags', 'posts', 'postsViaFeaturedTags', 'tagsPosts'])
})

t.test(
  'of two associations that are both named after both tables the first keeps the plain name',
  async t => {
    const names = named({ post: {}, tag: {}, tag_post: link('post', 'tag'), post_tag: link('post', 'tag') })
    t.same(tree(names).Post?.tags, 'manyToMany Tag')
    t.same(tree(names).Post?.tagsViaTagPost, 'manyToMany Tag')
  },
)

t.test('of two associations with other names each says through which', async t => {
  const names = named({ u: {}, g: {}, member: link('u', 'g'), admin: link('u', 'g') })
  t.same(tree(names).U, {
    admins: 'oneToMany Admin',
    gsViaAdmin: 'manyToMany G',
    gsViaMember: 'manyToMany G',
    members: 'oneToMany Member',
  })
})

t.test('a many-to-many beside a direct key gives way to it', async t => {
  const names = named({
    u: {},
    g: { columns: ['id', 'owner_id'], foreignKeys: ['owner_id -> u.id'] },
    u_g: link('u', 'g'),
  })
  t.same(tree(names), {
    U: { gs: 'oneToMany G', gsViaUG: 'manyToMany G', ugs: 'oneToMany UG' },
    G: { owner: 'manyToOne U', ugs: 'oneToMany UG', us: 'manyToMany U' },
    UG: { g: 'manyToOne G', u: 'manyToOne U' },
  })
  t.same(renamed(names), ['U.gsViaUG < gs: "gs" collides with the other side of "g(owner_id) -> u(id)"'])
})

t.test('a table associated with itself is called after the far key', async t => {
  const self = (...columns: [string, string]): TableInput => ({
    columns,
    foreignKeys: columns.map(column => `${column} -> person.id`),
  })
  const names = named({
    person: {},
    follow: self('follower_id', 'followee_id'),
    friendship: self('person_id', 'friend_id'),
    link: self('a_id', 'b_id'),
    code: self('id', 'code'),
  })
  const manyToMany = Object.entries(tree(names).Person ?? {}).filter(([, what]) =>
    what.startsWith('manyToMany'),
  )
  t.same(
    manyToMany.map(([name]) => name),
    [
      'followees',
      'followers',
      'friends',
      'people',
      'peopleByA',
      'peopleByB',
      'peopleViaCode',
      'peopleViaFriendship',
    ],
  )
})
