import t from 'tap'
import { type Instance, isInstance } from '../../lib/instance/instance.js'
import { Touched } from '../../lib/session/touched.js'
import { collected } from '../fixtures/collected.js'
import { type Database, freshDatabase } from '../fixtures/databases.js'
import { type Author, type LibraryModels, openLibrary } from '../fixtures/library.js'

async function openedAuthors(t: Parameters<typeof freshDatabase>[0]): Promise<LibraryModels['Author']> {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  return (await openLibrary(database)).models.Author
}

const hidden = (author: Author): Instance => {
  if (isInstance(author)) return author
  throw new TypeError('no instance')
}

t.test('gives those that are changed, and looks again at those that can be', async t => {
  const Author = await openedAuthors(t)
  const touched = new Touched()
  const [ada, bob, cid] = await Author.orderBy('id')
  for (const each of [ada, bob, cid]) touched.add(hidden(each!))
  ada!.name = 'x'
  const { notes } = await Author.get(1)
  t.same(touched.changed(), [ada])
  t.same(touched.changed(), [ada])
  t.same(notes, { tags: ['a'] })
  bob!.name = 'y'
  t.same(touched.changed(), [ada], 'nobody has told of it')
  touched.add(hidden(bob!))
  t.same(touched.changed(), [ada, bob])
  touched.drop(hidden(ada!))
  t.same(touched.changed(), [bob])
  touched.clear()
  t.same(touched.changed(), [])
})

t.test('what can be changed without its knowing keeps its instance', async t => {
  const Author = await openedAuthors(t)
  const touched = new Touched()
  const given: { tags?: string[]; books?: unknown[] } = {}
  await take()
  await collected()
  t.same(touched.changed(), [])
  given.tags?.push('b')
  await collected()
  t.same(
    touched.changed().map(author => (author as unknown as Author).id),
    [1],
  )
  given.books?.pop()
  t.same(
    touched.changed().map(author => (author as unknown as Author).id),
    [1, 2],
  )
  const [, bob] = touched.changed()
  touched.drop(bob!)
  t.equal(touched.changed().length, 1, 'what was dropped is not looked at again')

  async function take(): Promise<void> {
    for (const author of await Author.orderBy('id').with('books')) {
      touched.add(hidden(author))
      if (author.id === 1) given.tags = author.notes?.tags ?? []
      if (author.id === 2) given.books = author.books
    }
    touched.changed()
    touched.changed()
  }
})

t.test('what nobody has any more is let go of', async t => {
  const Author = await openedAuthors(t)
  const touched = new Touched()
  const references: WeakRef<Author>[] = []
  await take()
  await collected()
  t.same(
    references.map(reference => reference.deref()),
    [undefined, undefined, undefined],
  )
  t.same(touched.changed(), [])

  async function take(): Promise<void> {
    for (const author of await Author.orderBy('id').with('books')) {
      touched.add(hidden(author))
      references.push(new WeakRef(author))
      t.ok(author.books)
      t.equal(author.notes === null, author.id !== 1)
    }
    touched.changed()
  }
})
