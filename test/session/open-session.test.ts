import t from 'tap'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openLibrary } from '../fixtures/library.js'

t.test('options of a session are checked', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  const db = await openLibrary(database)
  const run = async (): Promise<number> => 1
  t.equal(await db.session(run, {}), 1)
  t.equal(
    await errorOf(() => db.session(run, { autoflush: 1 } as never)),
    'OptionError OPTION_INVALID: Expected option "autoflush" to be true or false, got 1',
  )
  t.equal(
    await errorOf(() => db.session(run, { autoflsh: true } as never)),
    'OptionError OPTION_UNKNOWN: Unknown option "autoflsh" of session(). Did you mean "autoflush"?',
  )
  t.equal(
    await errorOf(() => db.session(run, 5 as never)),
    'OptionError OPTION_INVALID: Expected the options of session() to be an object, got 5',
  )
  t.equal(
    await errorOf(() => db.transaction(() => db.session(run, { readOnly: true }))),
    'OptionError OPTION_INVALID: Cannot take option "readOnly" of session() inside another transaction, as it is a savepoint of that one: give the option to the outermost transaction',
  )
  t.equal(await db.transaction(() => db.session(run)), 1, 'a savepoint of a transaction can be a session')
})

eachDatabase(t, 'a session is as isolated, or as read-only, as its transaction', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  t.equal(await db.session(() => Author.count(), { isolation: 'serializable', autoflush: false }), 3)
  const failure = db.session(
    async session => {
      session.add(new Author({ name: 'Eve' }))
    },
    { readOnly: true },
  )
  t.match(await errorOf(() => failure), /read-?only/i)
  t.equal(await Author.count(), 3)
})

eachDatabase(t, 'what the function gives is given, and need not be a promise', async (t, database) => {
  const db = await openLibrary(database)
  const { Author } = db.models
  t.equal(await db.session(() => 5), 5)
  const eve = await db.session(session => session.add(new Author({ name: 'Eve' })))
  t.equal(eve.isNew, false)
})
