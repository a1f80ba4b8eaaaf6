import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { openPosts } from '../fixtures/posts.js'

eachDatabase(t, 'a reader of a column whose load is under way waits for it', async (t, database) => {
  const { Post } = await openPosts(database)
  const posts = await Post.orderBy('id')
  const statements = await database.count(async () => {
    const first = Promise.resolve(posts[0]?.body)
    // By then the statement of the first has begun.
    await new Promise(resolve => process.nextTick(resolve))
    await new Promise(resolve => process.nextTick(resolve))
    t.same(await Promise.all([posts[2]?.body, first]), ['body 3', 'body 1'])
  })
  t.equal(statements.length, 1)
})

eachDatabase(t, 'a load takes no more instances than the group size, nearest first', async (t, database) => {
  const { Post } = await openPosts(database, { groupSize: 2 })
  const posts = await Post.orderBy('id')
  const statements = await database.count(async () => {
    for (const post of posts) await post.body
  })
  t.equal(statements.length, 2)
})

eachDatabase(t, 'a load takes no member of another that is under way', async (t, database) => {
  const { Post } = await openPosts(database, { groupSize: 2 })
  const posts = await Post.orderBy('id')
  const statements = await database.count(async () => {
    const first = Promise.resolve(posts[1]?.body)
    await new Promise(resolve => process.nextTick(resolve))
    await new Promise(resolve => process.nextTick(resolve))
    // The second and third are on their way.
    t.same(await Promise.all([posts[0]?.body, first, posts[2]?.body]), ['body 1', 'body 2', 'body 3'])
  })
  t.equal(statements.length, 2)
})

eachDatabase(t, 'what a transaction is loading is not waited for outside', async (t, database) => {
  const { db, Post } = await openPosts(database)
  const post = await Post.get(1)
  const statements = await database.count(async () => {
    const inside = db.transaction(async () => post.body)
    t.equal(await inside, 'body 1')
  })
  t.equal(statements.length, 1)
  const [one, two] = await Promise.all([Post.get(2), Post.get(2)])
  t.same(await Promise.all([one.body, db.transaction(async () => two.body)]), ['body 2', 'body 2'])
})

eachDatabase(
  t,
  'a value that is there stays, whatever its statement brings for others',
  async (t, database) => {
    const { Post } = await openPosts(database)
    const [one, two] = [await Post.get(1), await Post.get(2)]
    t.equal(await one.body, 'body 1')
    await database.exec("update post set body = 'new'")
    const statements = await database.count(async () => {
      t.same(await Promise.all([one.extra, two.body]), ['x1', 'new'])
    })
    t.equal(statements.length, 1)
    t.equal(one.body, 'body 1')
  },
)
