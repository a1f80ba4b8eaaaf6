import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Criteria } from '../../lib/query/criteria.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { compute, remap, sqlOf } from '../fixtures/remapped.js'

const schema = `
  create table author (id integer not null primary key, tenant integer not null, name text not null, deleted_at text);
  create table post (
    id integer not null primary key, tenant integer not null, author_id integer not null references author (id),
    title text not null, deleted_at text);
  create table note (id integer not null primary key, post_id integer references post (id), body text not null);
  create table tag (id integer not null primary key, label text not null, deleted_at text);
  create table post_tag (
    post_id integer not null references post (id), tag_id integer not null references tag (id), primary key (post_id, tag_id));
  insert into author values (1, 1, 'Ada', null), (2, 1, 'Ben', '2024'), (3, 2, 'Cid', null);
  insert into post values (1, 1, 1, 'a', null), (2, 1, 1, 'b', '2024'), (3, 1, 2, 'c', null), (4, 2, 3, 'd', null),
    (5, 2, 3, 'e', null), (6, 2, 1, 'f', null);
  insert into note values (1, 1, 'x'), (2, 2, 'y'), (3, 4, 'z'), (4, null, 'w');
  insert into tag values (1, 'red', null), (2, 'old', '2024');
  insert into post_tag values (1, 1), (1, 2), (2, 1), (4, 1), (4, 2);
`

interface Blog {
  readonly db: Automap
  readonly Author: Model<Untyped>
  readonly Post: Model<Untyped>
  readonly Note: Model<Untyped>
  readonly Tag: Model<Untyped>
}

async function openBlog(database: Database): Promise<Blog> {
  await database.exec(schema)
  const db = (await automap(database.knex)) as unknown as Automap
  const model = (name: string): Model<Untyped> => db.model(name)
  return { db, Author: model('Author'), Post: model('Post'), Note: model('Note'), Tag: model('Tag') }
}

const scope = (change: (query: Criteria) => unknown) => ({ scope: change as (query: unknown) => unknown })
const alive = scope(query => query.whereNull('deletedAt'))

const ids = (instances: readonly Untyped[]): unknown[] => instances.map(({ id }) => id)

eachDatabase(t, 'a scope leaves rows out of whatever asks for them', async (t, database) => {
  const { Author, Post, Note, Tag } = await openBlog(database)
  for (const model of [Author, Post, Tag]) remap(model, alive)
  t.same(ids(await Post.query()), [1, 3, 4, 5, 6])
  t.equal(await Post.count(), 5)
  t.equal(await Post.limit(9).count(), 5)
  t.same(await Post.orderBy('id', 'desc').pluck('id'), [6, 5, 4, 3, 1])
  t.equal(await Post.sum('id'), 19)
  t.equal(await Post.max('id'), 6)
  t.equal(await Post.where('id', 2).exists(), false)
  t.equal(await Post.find(2), null)
  t.equal((await Post.find(3))?.title, 'c')
  t.equal(
    await errorOf(() => Post.get(2)),
    'NotFoundError NOT_FOUND: No instance of "Post" has key 2: the scope of the model holds no such row. find() gives null instead',
  )
  t.same(ids(await Post.where('id', 1).orWhere('id', 2)), [1])
  t.equal((await Post.where('id', '<', 4).paginate({ page: 1, perPage: 1 })).total, 2)
  const streamed: Untyped[] = []
  for await (const post of Post.query()) streamed.push(post)
  t.same(ids(streamed), [1, 3, 4, 5, 6])
  t.same(ids(await Note.whereHas('post')), [1, 3])
  t.same(ids(await Note.whereHasNot('post')), [2, 4])
  t.same(ids(await Post.whereHas('tags', q => q.where('label', 'old'))), [])
  t.same(ids(await Author.whereHas('posts.notes')), [1, 3])
})

eachDatabase(t, 'all strategies agree on what a scope leaves out', async (t, database) => {
  const { db, Author, Post, Note, Tag } = await openBlog(database)
  for (const model of [Author, Post, Tag]) remap(model, alive)
  const texts: string[] = []
  for (const [model, name] of [
    [Note, 'post'],
    [Author, 'posts'],
    [Post, 'author'],
    [Post, 'tags'],
  ] as const) {
    const lazy = await model.query()
    for (const each of lazy) await each[name]
    const ways = [
      await model.query().with(name, { lazy: 'joined' }),
      await model.query().with(name, { lazy: 'selectin' }),
      await db.load(await model.query(), name),
      await model.query().with(name, { lazy: 'joined' }).limit(100),
    ]
    for (const way of ways) t.equal(JSON.stringify(way), JSON.stringify(lazy), name)
    texts.push(JSON.stringify(lazy.map(each => [each.toJSON()[name]].flat())))
  }
  t.match(texts[0], 'null', 'a note of a post that is gone has none')
  t.match(texts[2], 'null')
  t.notMatch(texts.join(), '2024')
  t.match(Post.query().with('author').plan().toString(), 'author (Author): left join, to one\n'.trim())
  t.notMatch(Post.query().with('author').plan().toString(), 'inner')
})

eachDatabase(t, 'unscoped lifts the scope of the rows that it is said of', async (t, database) => {
  const { Author, Post, Note } = await openBlog(database)
  for (const model of [Author, Post]) remap(model, alive)
  t.same(ids(await Post.unscoped().orderBy('id')), [1, 2, 3, 4, 5, 6])
  t.equal((await Post.unscoped().get(2)).title, 'b')
  t.equal(await Post.unscoped().count(), 6)
  const [post] = await Post.unscoped().where('id', 3).with('author')
  t.equal(post?.author, null, 'what it leads to is scoped')
  for (const lazy of ['joined', 'selectin'] as const) {
    const [full] = await Post.where('id', 3).with('author', { lazy }, q => q.unscoped())
    t.equal(((full as Untyped).author as Untyped).name, 'Ben')
  }
  t.same(ids(await Note.whereHas('post', q => q.unscoped())), [1, 2, 3])
  t.same(ids(await Author.unscoped().whereHas('posts', q => q.where('title', 'b'))), [])
  t.same(ids(await Author.whereHas('posts.notes', q => q.unscoped())), [1, 3], 'the last of the path alone')
  t.equal(
    await errorOf(() => Post.where(q => q.unscoped())),
    'QueryError QUERY_INVALID: Cannot filter model "Post" through a query of model "Post" with unscoped: only its conditions count',
  )
})

eachDatabase(t, 'a scope is asked anew for each statement', async (t, database) => {
  const tenants = new AsyncLocalStorage<number>()
  const { Author, Post } = await openBlog(database)
  const ofTenant = scope(query => query.where('tenant', tenants.getStore() as number))
  for (const model of [Author, Post]) remap(model, ofTenant)
  const told = async (tenant: number): Promise<unknown> =>
    tenants.run(tenant, async () => {
      const posts = await Post.query()
      await Promise.all(posts.map(post => post.author))
      return [
        ids(posts),
        posts.map(post => (post.author as Untyped | null)?.name ?? null),
        await Post.find(1),
      ]
    })
  const one = [
    [1, 2, 3],
    ['Ada', 'Ada', 'Ben'],
  ]
  const two = [[4, 5, 6], ['Cid', 'Cid', null], null]
  t.match(await told(1), one)
  t.same(await told(2), two)
  const [a, b] = await Promise.all([told(1), told(2)])
  t.match(a, one, 'also when both ask in one tick')
  t.same(b, two)
  const query = Post.query()
  t.same(ids(await tenants.run(2, () => query.all())), [4, 5, 6])
  t.same(ids(await tenants.run(1, () => query.all())), [1, 2, 3])
  t.match(await errorOf(() => Post.count()), 'got undefined; use null to find what is empty')
})

eachDatabase(t, 'lazy loads of one tick share a statement, for each who asks', async (t, database) => {
  const tenants = new AsyncLocalStorage<number>()
  const { Note, Post } = await openBlog(database)
  remap(
    Post,
    scope(query => query.where('tenant', tenants.getStore() as number)),
  )
  const notes = await Promise.all([1, 2, 3].map(id => Note.get(id)))
  const asked = (tenant: number, read: () => unknown): unknown => tenants.run(tenant, read)
  let posts: unknown[] = []
  const statements = await database.count(async () => {
    posts = await Promise.all([
      asked(1, () => Promise.resolve(notes[0]?.post)),
      asked(1, () => Promise.resolve(notes[1]?.post)),
      asked(2, () => Promise.resolve(notes[2]?.post)),
    ])
  })
  t.same(ids(posts as Untyped[]), [1, 2, 4])
  t.equal(statements.length, 2)
})

eachDatabase(t, 'a scope may compare what is computed, and lead on', async (t, database) => {
  const { Author, Post, Note } = await openBlog(database)
  compute(Post, 'noteCount', { kind: 'integer', sql: sqlOf(c => c.notes.count()), read: false })
  compute(Post, 'label', { kind: 'text', sql: sqlOf(c => c.title) })
  remap(
    Post,
    scope(query => query.where('noteCount', '>', 0).whereHas('author')),
  )
  remap(Author, alive)
  t.same(ids(await Post.query()), [1, 2, 4])
  t.equal((await Post.get(1)).toJSON().label, 'a')
  t.same(ids(await Note.whereHas('post', q => q.where('label', 'd'))), [3])
  t.same(
    (await Author.query().with('posts')).map(author => ids(author.posts as Untyped[])),
    [[1, 2], [4]],
  )
})

eachDatabase(t, 'a scope that misunderstands what it is asked is refused', async (t, database) => {
  const { Author, Post } = await openBlog(database)
  const refused = 'QueryError QUERY_INVALID: Cannot use the scope of model "Post" with'
  const wrong: readonly [change: (query: Criteria) => unknown, message: string][] = [
    [q => q.limit(1), `${refused} limit, offset or modify: only its conditions count`],
    [q => q.offset(1), `${refused} limit, offset or modify: only its conditions count`],
    [q => q.modify(() => 0), `${refused} limit, offset or modify: only its conditions count`],
    [q => q.unscoped(), `${refused} unscoped: only its conditions count`],
    [q => q.orderBy('id'), `${refused} orderBy, with, only, defer or undefer: only its conditions count`],
    [q => q.with('author'), `${refused} orderBy, with, only, defer or undefer: only its conditions count`],
    [q => q.only('id'), `${refused} orderBy, with, only, defer or undefer: only its conditions count`],
    [
      () => undefined,
      'QueryError QUERY_INVALID: Expected the function to return the query of model "Post" that it was given, changed; got undefined',
    ],
    [
      q => q.whereHas('author'),
      'QueryError QUERY_INVALID: Cannot write the scope of model "Post": it needs itself, as the scope of model "Post" leads to the scope of model "Author" leads to the scope of model "Post"',
    ],
  ]
  remap(
    Author,
    scope(query => query.whereHas('posts')),
  )
  for (const [change, message] of wrong) {
    remap(Post, scope(change))
    t.equal(await errorOf(() => Post.query()), message)
  }
  remap(
    Post,
    scope(q => q.whereHas('author', (author: Criteria) => author.unscoped())),
  )
  t.equal(await Post.count(), 6, 'unscoped ends the circle')
})
