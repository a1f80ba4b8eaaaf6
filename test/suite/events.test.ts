import { channel } from 'node:diagnostics_channel'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { integer, model, text } from '../../lib/index.js'
import type { QueryEvent, TransactionEvent } from '../../types/events.js'
import type { Instance, Many, One } from '../../types/loaded.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

const schema = `
  create table author (id integer not null primary key, name varchar(20) not null, secret varchar(20));
  create table post (
    id integer not null primary key, author_id integer not null references author (id), title varchar(20) not null);
  insert into author values (1, 'Ada', 'x'), (2, 'Ben', 'y');
  insert into post values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c');
`

interface Author extends Instance {
  id: number
  name: string
  secret: string | null
  posts: Many<Post>
}

interface Post extends Instance {
  id: number
  author: One<Author>
}

async function openBlog(database: Database) {
  await database.exec(schema)
  class AuthorClass extends model('author', {
    id: integer().primaryKey(),
    secret: text().nullable().sensitive(),
  }) {}
  const db = await automap(database.knex, { models: { Author: AuthorClass } })
  return { db, Author: db.model<Author>('author'), Post: db.model<Post>('post') }
}

const mine = ['sql', 'doing', 'model', 'relationship', 'strategy', 'rows', 'writes', 'transaction'] as const

/** What a test can hold of a statement; its text is a matter of the database. */
function brief(event: QueryEvent): unknown[] {
  const [, ...names] = mine
  return names.map(name => event[name])
}

eachDatabase(t, 'a statement is told with what it was for, and no value', async (t, database) => {
  const { db, Author, Post } = await openBlog(database)
  const told: QueryEvent[] = []
  const off = db.on('query', event => told.push(event))
  const ada = await Author.where('name', 'Ada').first()
  await ada?.posts
  await Post.where('id', 1).with('author')
  await Author.with('posts').whereIn('id', [1, 2])
  await Author.where('secret', 'x').count()
  t.strictSame(told.map(brief), [
    ['query model "Author"', 'Author', null, null, 1, false, null],
    ['load Author.posts', 'Post', 'Author.posts', 'select', 2, false, null],
    ['query model "Post"', 'Post', null, null, 1, false, null],
    ['query model "Author"', 'Author', null, null, 2, false, null],
    ['load Author.posts', 'Post', 'Author.posts', 'selectin', 3, false, null],
    ['query model "Author"', 'Author', null, null, 1, false, null],
  ])
  const [first] = told
  t.match(first?.sql, /^select .* where t0\."?`?name"?`? = \?/)
  t.strictSame(first?.bindings, ['a string', 'a number'])
  t.strictSame(told.at(-1)?.bindings, ['sensitive'])
  t.type(first?.duration, 'number')
  t.ok((first?.duration ?? -1) >= 0)
  t.equal(first?.error, null)
  t.ok(Object.isFrozen(first))
  off()
  await Author.query()
  t.equal(told.length, 6)
})

eachDatabase(t, 'values are told to who asks for them, but for sensitive ones', async (t, database) => {
  const { db, Author } = await openBlog(database)
  const [open, closed]: [QueryEvent[], QueryEvent[]] = [[], []]
  db.on('query', event => closed.push(event))
  db.on('query', event => open.push(event), { bindings: true })
  await Author.where('name', 'Ada').where('secret', 'x').count()
  t.strictSame(open[0]?.bindings, ['Ada', '[sensitive]'])
  t.strictSame(closed[0]?.bindings, ['a string', 'sensitive'])
})

eachDatabase(
  t,
  'a statement that fails is told, and its message to who asks for values',
  async (t, database) => {
    const { db, Author } = await openBlog(database)
    const [open, closed]: [QueryEvent[], QueryEvent[]] = [[], []]
    db.on('query', event => closed.push(event))
    db.on('query', event => open.push(event), { bindings: true })
    await database.knex.schema.dropTable('post')
    await database.knex.schema.dropTable('author')
    const thrown = await errorOf(() => Author.get(1))
    const [event] = closed
    t.equal(event?.rows, 0)
    t.match(event?.error, { name: 'QueryError', code: 'QUERY_FAILED', message: null })
    const codes = { sqlite: 'SQLITE_ERROR', postgres: '42P01' }
    t.equal(event?.error?.databaseCode, codes[database.dialect])
    t.equal(`QueryError QUERY_FAILED: ${open[0]?.error?.message}`, thrown)
  },
)

eachDatabase(t, 'loads are told with how many instances they served', async (t, database) => {
  const { db, Author, Post } = await openBlog(database)
  const told: unknown[] = []
  db.on('load', ({ model, relationship, strategy, instances, rows }) =>
    told.push([model, relationship, strategy, instances, rows]),
  )
  const [ada] = await Author.orderBy('id').defer('name')
  await ada?.posts
  await ada?.name
  await Post.with('author')
  t.strictSame(told, [
    ['Author', null, null, 2, 2],
    ['Post', 'Author.posts', 'select', 2, 3],
    ['Author', null, 'select', 2, 2],
    ['Post', null, null, 3, 3],
  ])
})

const ended = ({ id, type, isolation, readOnly, error }: TransactionEvent): unknown[] => [
  id,
  type,
  isolation,
  readOnly,
  error?.name ?? null,
]

eachDatabase(
  t,
  'transactions and savepoints are told, and their statements with them',
  async (t, database) => {
    const { db, Author } = await openBlog(database)
    const [told, statements]: [TransactionEvent[], unknown[]] = [[], []]
    db.on('transaction', event => told.push(event))
    db.on('query', ({ transaction }) => statements.push(transaction))
    await db.transaction(
      async () => {
        await Author.get(1)
        await db.transaction(() => Author.get(1))
        await t.rejects(db.transaction(() => Promise.reject(new RangeError('no'))))
      },
      { isolation: 'serializable' },
    )
    t.strictSame(told.map(ended), [
      ['1', 'begin', 'serializable', false, null],
      ['1.2', 'savepoint', null, false, null],
      ['1.2', 'release', null, false, null],
      ['1.3', 'savepoint', null, false, null],
      ['1.3', 'rollbackTo', null, false, 'RangeError'],
      ['1', 'commit', 'serializable', false, null],
    ])
    t.strictSame(statements, ['1', '1.2'])
    t.ok(told.every(({ duration }) => duration >= 0))
    const [begin, , , , , commit] = told
    t.ok((commit?.duration ?? 0) >= (begin?.duration ?? 0), 'counted from before it began')
  },
)

eachDatabase(t, 'a transaction that is rolled back is told with why', async (t, database) => {
  const { db } = await openBlog(database)
  const told: TransactionEvent[] = []
  db.on('transaction', event => told.push(event), { bindings: true })
  await t.rejects(db.transaction(() => Promise.reject(new RangeError('no')), { readOnly: true }))
  await db.transaction(transaction => transaction.rollback())
  t.strictSame(told.map(ended), [
    ['1', 'begin', null, true, null],
    ['1', 'rollback', null, true, 'RangeError'],
    ['2', 'begin', null, false, null],
    ['2', 'rollback', null, false, null],
  ])
  t.strictSame(told[1]?.error, { name: 'RangeError', code: null, databaseCode: null, message: 'no' })
})

eachDatabase(t, 'channels of Node are told the same, never values', async (t, database) => {
  const { db, Author } = await openBlog(database)
  const told: [unknown, unknown][] = []
  const note = (event: unknown, name: unknown): void => void told.push([name, event])
  const names = ['query', 'transaction', 'load'].map(name => `knex-automap:${name}`)
  for (const name of names) channel(name).subscribe(note)
  t.teardown(() => names.map(name => channel(name).unsubscribe(note)))
  await db.transaction(() => Author.where('name', 'Ada').first())
  t.strictSame(
    told.map(([name]) => name),
    ['transaction', 'query', 'load', 'transaction'].map(name => `knex-automap:${name}`),
  )
  t.strictSame((told[1]![1] as QueryEvent).bindings, ['a string', 'a number'])
  for (const name of names) channel(name).unsubscribe(note)
  await Author.query()
  t.equal(told.length, 4)
})

eachDatabase(t, 'a listener that throws becomes a warning, and breaks nothing', async (t, database) => {
  const { db, Author } = await openBlog(database)
  const heard: unknown[] = []
  db.on('load', () => {
    throw new Error('broken')
  })
  db.on('load', () => Promise.reject('late'))
  db.on('load', event => heard.push(event))
  const warnings: Error[] = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on('warning', note)
  t.teardown(() => process.off('warning', note))
  t.equal((await Author.query()).length, 2)
  await new Promise(resolve => setImmediate(resolve))
  t.equal(heard.length, 1)
  t.strictSame(
    warnings.map(({ name, message }) => `${name}: ${message}`),
    [
      'AutomapWarning: A listener for "load" failed: Error: broken',
      'AutomapWarning: A listener for "load" failed: late',
    ],
  )
})

eachDatabase(t, 'what can be listened to is checked', async (t, database) => {
  const { db } = await openBlog(database)
  const on = db.on.bind(db) as (...inputs: unknown[]) => unknown
  const noop = () => undefined
  const cases: [unknown[], string][] = [
    [['qurey', noop], 'OPTION_UNKNOWN: There is no event "qurey". Did you mean "query"?'],
    [['reflection', noop], 'OPTION_UNKNOWN: There is no event "reflection"'],
    [[7, noop], 'OPTION_INVALID: Expected on() to be given the name of an event, got 7'],
    [['query'], 'OPTION_INVALID: Expected on("query", event => …), got undefined'],
    [['query', noop, null], 'OPTION_INVALID: Expected the options of on() to be an object, got null'],
    [
      ['query', noop, { binding: true }],
      'OPTION_UNKNOWN: Unknown option "binding" of on(). Did you mean "bindings"?',
    ],
    [
      ['query', noop, { bindings: 1 }],
      'OPTION_INVALID: Expected option "bindings" to be true or false, got 1',
    ],
  ]
  for (const [inputs, message] of cases) t.equal(await errorOf(() => on(...inputs)), `OptionError ${message}`)
})
