import t from 'tap'
import { type Database, freshDatabase } from '../../fixtures/databases.js'
import { openLibrary } from '../../fixtures/library.js'

t.test('an association that only one side has is written, and compared with from there', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database, {
    relationships: side => (side.sourceTable === 'tag' ? false : undefined),
  })
  const { Book, Tag } = db.models
  t.equal(
    db.relationships.some(({ model, name }) => model === 'Tag' && name === 'books'),
    false,
  )
  const book = await Book.with('tags').get(4)
  const before = book.tags.length
  const tag = new Tag({ label: 'new' })
  book.tags.push(tag)
  await book.save()
  t.equal((await database.knex('book_tag').where('tag_id', tag.id).first()) !== undefined, true)
  const again = await database.count(async () => {
    await book.save()
  })
  t.same(again, [])
  book.tags.pop()
  await book.save()
  t.equal((await Book.with('tags').get(4)).tags.length, before)
})
