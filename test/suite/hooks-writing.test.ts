import t from 'tap'
import type { Hook, HookChanges, HookName } from '../../types/hooks.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { type Author, type LibraryModels, openLibrary } from '../fixtures/library.js'

const around: readonly HookName[] = [
  'beforeValidate',
  'afterValidate',
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeDelete',
  'afterDelete',
]

/** A library whose models tell of every hook around a write. */
async function openNoted(database: Database) {
  const db = await openLibrary(database)
  const seen: string[] = []
  for (const model of Object.values(db.models) as LibraryModels['Author'][]) {
    for (const name of around) {
      const note: Hook<[Author, HookChanges?]> = (instance, changes) => {
        const names = changes === undefined ? '' : ` ${Object.keys(changes).join(', ')}`
        seen.push(`${model.name} ${instance.id} ${name}${names}`)
      }
      model.on(name, note as never)
    }
  }
  return { db, ...db.models, seen, taken: () => seen.splice(0) }
}

eachDatabase(t, 'hooks are called around every write of an instance', async (t, database) => {
  const { Author, taken } = await openNoted(database)
  const eve = new Author({ name: 'Eve' })
  await eve.save()
  t.strictSame(taken(), [
    'Author null beforeValidate',
    'Author null afterValidate',
    'Author null beforeInsert',
    'Author 4 afterInsert',
  ])
  eve.name = 'Eva'
  eve.email = 'eva@test'
  await eve.save()
  t.strictSame(taken(), [
    'Author 4 beforeValidate',
    'Author 4 afterValidate',
    'Author 4 beforeUpdate name, email',
    'Author 4 afterUpdate name, email',
  ])
  await eve.save()
  t.strictSame(taken(), [], 'nothing is written')
  await eve.delete()
  t.strictSame(taken(), ['Author 4 beforeDelete', 'Author 4 afterDelete'])
})

eachDatabase(t, 'hooks before a write may change what is written', async (t, database) => {
  const { Author } = await openLibrary(database).then(db => db.models)
  Author.on('beforeValidate', author => {
    author.name = author.name.trim()
  })
  Author.on('beforeInsert', async author => {
    await Promise.resolve()
    author.email ??= `${author.name.toLowerCase()}@test`
  })
  const written: unknown[] = []
  Author.on('beforeUpdate', author => {
    author.email = `${author.name.toLowerCase()}@new`
  })
  Author.on('afterUpdate', (_, changes) => written.push(changes))
  const eve = await new Author({ name: ' Eve ' }).save()
  t.strictSame(await Author.where('id', eve.id).pluck('name', 'email'), [['Eve', 'eve@test']])
  eve.name = 'Eva '
  await eve.save()
  t.strictSame(await Author.where('id', eve.id).pluck('name', 'email'), [['Eva', 'eva@new']])
  t.match(written, [{ name: { from: 'Eve', to: 'Eva' }, email: { from: 'eve@test', to: 'eva@new' } }])
})

eachDatabase(
  t,
  'hooks are inside the transaction, and one that throws rolls it back',
  async (t, database) => {
    const { db, Author, Book } = await openNoted(database)
    const refusal = new RangeError('not today')
    const ids: (string | null)[] = []
    db.on('query', ({ transaction }) => ids.push(transaction))
    const off = Author.on('afterInsert', async author => {
      t.equal(author.isNew, false)
      t.ok(await Author.where('id', author.id).exists(), 'seen by its own transaction')
      throw refusal
    })
    const eve = new Author({ name: 'Eve', books: [new Book({ title: 'Five' })] } as never)
    t.equal(await eve.save().catch((error: unknown) => error), refusal)
    t.ok(ids.length > 1)
    t.equal(new Set(ids).size, 1)
    t.not(ids[0], null)
    t.equal(await Author.where('name', 'Eve').exists(), false)
    t.equal(eve.isNew, true, 'as it was')
    t.equal(eve.id, null)
    off()
    await eve.save()
    t.equal(await Book.where('authorId', eve.id).count(), 1)
  },
)

eachDatabase(t, 'writes and refusals of hooks in a session are the same', async (t, database) => {
  const { db, Author, Book, taken } = await openNoted(database)
  await db.session(async session => {
    const ada = await Author.get(1)
    ada.name = 'Ida'
    session.add(new Book({ title: 'Five', authorId: 1 } as never))
    await session.flush()
    t.strictSame(taken().sort(), [
      'Author 1 afterUpdate name',
      'Author 1 afterValidate',
      'Author 1 beforeUpdate name',
      'Author 1 beforeValidate',
      'Book 5 afterInsert',
      'Book null afterValidate',
      'Book null beforeInsert',
      'Book null beforeValidate',
    ])
    const off = Book.on('beforeLoad', () => {
      throw new RangeError('not today')
    })
    await t.rejects(Book.query().all(), new RangeError('not today'))
    off()
  })
  t.equal((await Author.get(1)).name, 'Ida')
})

eachDatabase(
  t,
  'an instance is shown once in a session, and one that is refused is not kept',
  async (t, database) => {
    const db = await openLibrary(database)
    const { Author } = db.models
    const seen: number[] = []
    let refused: number | null = 2
    Author.on('afterLoad', ({ id }) => {
      seen.push(id)
      if (id === refused) throw new RangeError('not today')
    })
    await db.session(async () => {
      await Author.get(1)
      await Author.where('id', 1)
      t.strictSame(seen.splice(0), [1])
      await t.rejects(Author.get(2), new RangeError('not today'))
      await t.rejects(Author.get(2), new RangeError('not today'))
      t.strictSame(seen.splice(0), [2, 2])
      refused = null
      t.equal((await Author.get(2)).id, 2)
    })
  },
)

eachDatabase(t, 'what a flush wrote is told', async (t, database) => {
  const { db, Author } = await openNoted(database)
  const told: unknown[] = []
  db.on('flush', ({ inserted, updated, deleted, duration }) => {
    t.type(duration, 'number')
    told.push([inserted, updated, deleted])
  })
  await db.session(async session => {
    const bob = await Author.get(2)
    bob.name = 'Rob'
    session.add([new Author({ name: 'Eve' }), new Author({ name: 'Fay' })])
  })
  t.strictSame(told, [[2, 1, 0]])
})

eachDatabase(t, 'a write that a constraint refuses is told without its values', async (t, database) => {
  const db = await openLibrary(database)
  const told: unknown[] = []
  db.on('query', ({ model, writes, rows, error }) =>
    told.push([model, writes, rows, error?.name, error?.code]),
  )
  db.on('flush', () => t.fail('nothing was written'))
  await t.rejects(new db.models.Author({ name: 'Eve', email: 'ada@test' }).save())
  t.strictSame(told, [['Author', true, 0, 'UniqueError', 'UNIQUE_VIOLATED']])
})
