import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { adjust, mappingOf } from '../fixtures/adjusted.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { type Author, type Chosen, openPosts, type Post } from '../fixtures/posts.js'

const message = "Post.body is not loaded: await it, or load it with the query: .undefer('body')"

eachDatabase(
  t,
  'a deferred column is not read with the row, and refuses all but waiting',
  async (t, database) => {
    const { Post } = await openPosts(database)
    const statements = await database.count(async () => {
      for (const post of [
        await Post.get(1),
        await Post.find(1),
        await Post.first(),
        (await Post.limit(1))[0],
      ]) {
        t.throws(() => post?.body.length, { name: 'NotLoadedError', code: 'NOT_LOADED', message })
        t.throws(() => `${post?.body}`, { code: 'NOT_LOADED', message })
        t.equal(inspect(post?.body), '[not loaded: Post.body]')
        t.same(post?.toJSON(), { id: 1, authorId: 1, title: 'one' })
        t.equal(inspect(post), "Post { id: 1, authorId: 1, title: 'one' }")
        t.equal(JSON.stringify(post), '{"id":1,"authorId":1,"title":"one"}')
      }
    })
    t.equal(statements.length, 4)
    for (const sql of statements) t.match(sql, /^select .* as c2, null as c3, null as c4 from /)
    t.match(Post.limit(9).toSQL().sql, /, null as c3, null as c4 from /)
    t.match(Post.limit(9).plan().statements[0]?.sql, /, null as c3, null as c4 from /)
  },
)

eachDatabase(t, 'the first read of a deferred column loads it for the whole result', async (t, database) => {
  const { Post } = await openPosts(database)
  const posts = await Post.orderBy('id')
  const bodies: string[] = []
  const statements = await database.count(async () => {
    for (const post of posts) bodies.push(await post.body)
  })
  t.same(bodies, ['body 1', 'body 2', 'body 3'])
  t.equal(statements.length, 1)
  t.notMatch(statements[0], /\bextra\b/)
  t.equal(posts[0]?.body, 'body 1', 'what is loaded is read at once')
  t.same(posts[1]?.toJSON(), { id: 2, authorId: 1, title: 'two', body: 'body 2' })
  t.match(inspect(posts[2]), /body: 'body 3'/)
})

eachDatabase(t, 'all that one tick reads comes in one statement', async (t, database) => {
  const { Post } = await openPosts(database)
  const [one, two] = await Post.orderBy('id')
  const other = await Post.get(3)
  const statements = await database.count(async () => {
    const read = await Promise.all([one?.body, one?.body, two?.extra, other.extra, other.body])
    t.same(read, ['body 1', 'body 1', null, 'x3', 'body 3'])
    t.equal(one?.extra, 'x1', 'the columns of a batch come for each of its instances')
  })
  t.equal(statements.length, 1)
})

eachDatabase(t, 'a value that was loaded before stays as it is', async (t, database) => {
  const { Post } = await openPosts(database)
  const post = await Post.get(1)
  const lazy = post.body
  t.equal(await post.body, 'body 1')
  await database.exec("update post set body = 'new', extra = 'new'")
  const statements = await database.count(async () => t.equal(await lazy, 'body 1'))
  t.same(statements, [])
  const [again] = await Post.undefer('body').where('id', 1)
  const [one, two] = await Promise.all([again?.extra, (await Post.get(2)).body])
  t.same([one, two, again?.body], ['new', 'new', 'new'])
})

eachDatabase(t, 'a query chooses which columns come with the row', async (t, database) => {
  const { Post, Author } = await openPosts(database)
  const keys = async (query: Chosen<Post>) => Object.keys((await query.first())?.toJSON() ?? {})
  t.same(await keys(Post.undefer('body')), ['id', 'authorId', 'title', 'body'])
  t.same(await keys(Post.undefer('body', 'extra')), ['id', 'authorId', 'title', 'body', 'extra'])
  t.same(await keys(Post.defer('title')), ['id', 'authorId'], 'what rows are matched by is read all the same')
  t.same(await keys(Post.defer('id', 'authorId')), ['id', 'authorId', 'title'])
  t.same(await keys(Post.only('title')), ['id', 'authorId', 'title'])
  t.same(await keys(Post.only('body')), ['id', 'authorId', 'body'])
  t.same(await keys(Post.only('body').undefer('title')), ['id', 'authorId', 'title', 'body'])
  t.same(await keys(Post.only('body').only('title')), ['id', 'authorId', 'title'])
  t.same(await keys(Post.only('body', 'title').defer('title')), ['id', 'authorId', 'body'])
  const post = await Post.only('id').get(1)
  t.equal(await (post.title as unknown as PromiseLike<string>), 'one')
  t.equal((await post.author).name, 'Ada')
  const [bob] = await Author.only('name').where('id', 2)
  t.equal(await bob?.bio, null, 'null is a value')
  t.equal(bob?.bio, null)
  t.same(await Post.orderBy('id').pluck('body'), ['body 1', 'body 2', 'body 3'])
  t.equal((await Post.where('body', 'body 2').orderBy('body').first())?.id, 2)
})

eachDatabase(t, 'what is loaded with a query may be read in part, joined or not', async (t, database) => {
  const { Post, Author } = await openPosts(database)
  for (const lazy of ['joined', 'selectin']) {
    const [ada] = await Author.with('posts', { lazy }, (q: Chosen<Post>) =>
      q.only('title').orderBy('id'),
    ).limit(1)
    t.same(
      ada?.posts.map(post => Object.keys(post.toJSON())),
      [
        ['id', 'authorId', 'title', 'author'],
        ['id', 'authorId', 'title', 'author'],
      ],
      lazy,
    )
    const statements = await database.count(async () => {
      t.equal(await ada?.posts[1]?.body, 'body 2')
      t.equal(await ada?.posts[0]?.body, 'body 1')
    })
    t.equal(statements.length, 1)
    const [post] = await Post.with('author', { lazy }, (q: Chosen<Author>) => q.only('name')).orderBy('id')
    t.equal(post?.author.name, 'Ada')
    t.equal(await post?.author.bio, 'bio 1')
    const [plain] = await Author.with('posts', { lazy }).limit(1)
    t.same(
      plain?.posts.map(each => Object.keys(each.toJSON()).includes('body')),
      [false, false],
    )
  }
  const [lazy] = await Author.orderBy('id')
  t.same(
    (await lazy?.posts)?.map(post => inspect(post.body)),
    ['[not loaded: Post.body]', '[not loaded: Post.body]'],
  )
})

eachDatabase(t, 'a stream reads what it goes on from, and leaves the rest', async (t, database) => {
  const { Post } = await openPosts(database)
  await database.exec({
    sqlite: `with recursive n (i) as (select 4 union all select i + 1 from n where i < 2100)
      insert into post select i, 1, 't', 'b', 'x' || (i % 3) from n`,
    postgres: `insert into post select i, 1, 't', 'b', 'x' || (i % 3) from generate_series(4, 2100) i`,
  })
  let seen = 0
  for await (const post of Post.where('extra', '!=', 'x').orderBy('extra')) {
    seen++
    if (seen > 1) continue
    t.equal(inspect(post.body), '[not loaded: Post.body]')
    t.equal(post.extra, 'x0', 'the order needs it')
  }
  t.equal(seen, 2099)
  for await (const post of Post.only('title')) {
    t.same(Object.keys(post.toJSON()), ['id', 'authorId', 'title'])
    t.equal(await post.body, 'body 1')
    break
  }
})

eachDatabase(t, 'a deferred column is loaded on the transaction that it is read in', async (t, database) => {
  const { db, Post } = await openPosts(database)
  const outside = await Post.get(1)
  await db
    .transaction(async trx => {
      await trx.raw("update post set body = 'inside'")
      const post = await Post.get(1)
      t.equal(await post.body, 'inside')
      throw new Error('enough')
    })
    .catch(error => t.equal(error.message, 'enough'))
  t.equal(await outside.body, 'body 1')
})

eachDatabase(t, 'a row that is gone says so, and the others of its load are given', async (t, database) => {
  const { Post } = await openPosts(database)
  const [one, two] = await Post.orderBy('id')
  await database.exec('delete from post where id = 1')
  const results = await Promise.allSettled([one?.body, two?.body])
  t.equal((results[1] as PromiseFulfilledResult<unknown>).value, 'body 2')
  const { reason } = results[0] as PromiseRejectedResult
  t.match(reason, {
    name: 'NotFoundError',
    code: 'NOT_FOUND',
    message: 'Cannot load Post.body: table "post" holds no row with the key of this instance any more',
  })
})

eachDatabase(
  t,
  'a load that fails rejects its readers, and the next read tries again',
  async (t, database) => {
    const { Post } = await openPosts(database)
    const post = await Post.get(1)
    await database.exec('alter table post rename to gone')
    for (const read of await Promise.allSettled([post.body, post.extra])) {
      t.match(read, { status: 'rejected', reason: { name: 'QueryError', code: 'QUERY_FAILED' } })
      t.match((read as PromiseRejectedResult).reason.message, /^Cannot load Post\.body, Post\.extra: /)
    }
    await database.exec('alter table gone rename to post')
    t.equal(await post.body, 'body 1')
  },
)

async function keyless(database: Database) {
  await database.exec(
    "create table log (message text, detail text); insert into log values ('hello', 'long')",
  )
  const db = await automap(database.knex)
  adjust(mappingOf(await db.models.Log!.first()), { detail: { deferred: true } })
  return { Log: db.models.Log as unknown as Chosen<{ detail: PromiseLike<string>; message: string }> }
}

eachDatabase(t, 'without a key nothing can be loaded later, and the cure is said', async (t, database) => {
  const { Log } = await keyless(database)
  const log = await Log.first()
  const refused = {
    name: 'MappingError',
    code: 'NO_PRIMARY_KEY',
    message:
      'Log.detail is not loaded, and cannot be later, as table "log" has no primary key: load it with the query: .undefer(\'detail\')',
  }
  await t.rejects(Promise.resolve(log?.detail), refused)
  t.throws(() => String(log?.detail), refused)
  t.equal((await Log.undefer('detail').first())?.detail, 'long')
})

eachDatabase(t, 'a composite key finds the rows of its instances', async (t, database) => {
  await database.exec(`create table part (a integer, b varchar(9), body text, primary key (a, b));
    insert into part values (1, 'x', 'one'), (1, 'y', 'two'), (2, 'x', 'three')`)
  const db = await automap(database.knex)
  adjust(mappingOf(await db.models.Part!.first()), { body: { deferred: true }, b: { deferred: true } })
  const parts = await db.models.Part!.orderBy('a').orderBy('b')
  t.same(await Promise.all(parts.map(part => part.body)), ['one', 'two', 'three'])
  t.same(
    parts.map(part => part.b),
    ['x', 'y', 'x'],
    'a key is always read',
  )
})

eachDatabase(t, 'choosing what is read refuses what is no column, and no choice', async (t, database) => {
  const { Post } = await openPosts(database)
  t.throws(() => Post.only(), {
    code: 'QUERY_INVALID',
    message: 'Expected only(property, …) of model "Post"',
  })
  t.throws(() => Post.defer(), {
    code: 'QUERY_INVALID',
    message: 'Expected defer(property, …) of model "Post"',
  })
  t.throws(() => Post.undefer('boddy'), {
    code: 'PROPERTY_UNKNOWN',
    message: 'Model "Post" has no property "boddy". Did you mean "body"?',
  })
  t.throws(() => Post.only('author_id'), {
    code: 'PROPERTY_UNKNOWN',
    message: 'Model "Post" has no property "author_id": column "author_id" is property "authorId"',
  })
})
