import { channel } from 'node:diagnostics_channel'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { automap } from '../../lib/index.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import type { AutomapOptions } from '../../types/options.js'
import type { Snapshot } from '../../types/snapshot.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openLibrary } from '../fixtures/library.js'

async function folder(t: Test): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'knex-automap-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Has warnings be collected instead of shown. */
function warnings(t: Test): { code?: string; message: string }[] {
  const found: { code?: string; message: string }[] = []
  const listener = (warning: Error & { code?: string }): void => void found.push(warning)
  process.on('warning', listener)
  t.teardown(() => process.off('warning', listener))
  return found
}

/** Everything that an automap shows of itself. */
function shown(db: Awaited<ReturnType<typeof automap>>): unknown {
  const models = Object.keys(db.models)
  return {
    schema: db.schema,
    report: db.report,
    relationships: db.relationships,
    reasons: models.map(name => String(db.explain(name))),
    steps: db.relationships.map(({ model, name }) => String(db.explain(`${model}.${name}`))),
  }
}

const boot = ({ knex }: Database, options: AutomapOptions) => automap(knex, options)

eachDatabase(
  t,
  'an automap boots from the file of its snapshot, the same in everything',
  async (t, database) => {
    const file = join(await folder(t), 'automap.snapshot.json')
    const live = await openLibrary(database)
    t.equal(live.snapshotState, 'none')
    const snapshot = await live.snapshot(file)
    t.ok(Object.isFrozen(snapshot.models))
    t.same(await readdir(join(file, '..')), ['automap.snapshot.json'])
    let db = live as unknown as Awaited<ReturnType<typeof automap>>
    const statements = await database.count(async () => {
      db = await boot(database, { snapshot: file })
    })
    t.equal(
      statements.filter(sql => /sqlite_schema|pg_class/.test(sql)).length,
      1,
      'one query asks for the structure',
    )
    t.equal(db.snapshotState, 'fresh')
    t.same(shown(db), shown(live as never))
    const [ada] = await (db.models.Author as unknown as Model<Untyped>).with('books.tags').orderBy('id')
    t.same(
      (ada as unknown as { books: { title: string }[] }).books.map(({ title }) => title),
      ['One', 'Two'],
    )
    t.same(await db.snapshot(), snapshot)
    t.equal((await readFile(file, 'utf8')).endsWith('\n'), true)
  },
)

eachDatabase(t, 'a stale snapshot is reflected anew, and says so; its names stay', async (t, database) => {
  const found = warnings(t)
  const snapshot = await (await openLibrary(database)).snapshot()
  await database.exec({
    sqlite: `alter table book add column editor_id integer references author (id);
      alter table book add column author integer; create table authors (id integer primary key)`,
    postgres: `alter table book add column editor_id integer references author (id);
      alter table book add column author integer; create table authors (id integer primary key)`,
  })
  const plain = await boot(database, {})
  const db = await boot(database, { snapshot })
  t.equal(db.snapshotState, 'stale')
  await new Promise(setImmediate)
  t.match(found, [{ code: 'SNAPSHOT_STALE', message: /it was reflected again/ }])
  const names = (of: typeof db) => of.relationships.map(({ model, name }) => `${model}.${name}`)
  for (const name of ['Author.books', 'Book.author', 'Book.tags', 'Tag.books'])
    t.ok(names(db).includes(name), name)
  t.ok(names(db).includes('Book.editor'))
  t.notOk(names(plain).includes('Book.author'), 'without the snapshot a column takes the name')
  t.equal(db.explain('Book.author').kind, 'relationship')
  t.equal(db.explain('book.author').kind, 'relationship')
  t.ok(db.models.Author && db.models.Authors)
  t.match(await errorOf(() => boot(database, { snapshot, validate: 'never' })), 'no error')
})

eachDatabase(t, 'a check in the background tells what it has found', async (t, database) => {
  const found = warnings(t)
  const snapshot = await (await openLibrary(database)).snapshot()
  const told = async (options: AutomapOptions) => {
    const db = await boot(database, { snapshot, validate: 'background', ...options })
    t.equal(db.snapshotState, 'unchecked')
    return new Promise(resolve => {
      db.on('snapshot', event => resolve([event, db.snapshotState]))
    })
  }
  t.same(await told({}), [{ state: 'fresh', error: null }, 'fresh'])
  await database.exec('create table later (id integer primary key)')
  t.same(await told({}), [{ state: 'stale', error: null }, 'stale'])
  await new Promise(setImmediate)
  t.match(found, [{ code: 'SNAPSHOT_STALE', message: /queries may fail where it has changed/ }])
  const tracing = channel('knex-automap:snapshot')
  const traced: unknown[] = []
  const subscriber = (message: unknown): void => void traced.push(message)
  tracing.subscribe(subscriber)
  t.teardown(() => tracing.unsubscribe(subscriber))
  await told({})
  t.same(
    traced,
    [{ state: 'stale', error: null }],
    'tracing that knows nothing of this automap hears it, too',
  )
  const silent = await boot(database, { snapshot, validate: 'never' })
  t.equal(silent.snapshotState, 'unchecked')
  t.equal(await silent.models.Author!.query().count(), 3)
})

eachDatabase(t, 'a check in the background that fails is told, and breaks nothing', async (t, database) => {
  const snapshot = await (await openLibrary(database)).snapshot()
  const elsewhere: Snapshot = {
    ...snapshot,
    structure: { ...snapshot.structure, schemas: ['nowhere'], defaultSchema: 'nowhere' },
  }
  const db = await boot(database, { snapshot: elsewhere, validate: 'background' })
  const event = await new Promise(resolve => {
    db.on('snapshot', resolve)
  })
  t.match(event, {
    state: 'unchecked',
    error: { name: 'ReflectionError', code: 'SCHEMA_MISSING', message: null },
  })
  const closed = await boot(database, { snapshot: elsewhere, validate: 'background' })
  closed.on('snapshot', () => t.fail('told after the end'))
  await closed.close()
  await new Promise(resolve => setTimeout(resolve, 50))
})

eachDatabase(t, 'a snapshot gives models at once, without asking', async (t, database) => {
  const live = await openLibrary(database)
  const text = JSON.stringify(await live.snapshot())
  const statements = await database.count(async () => {
    const db = automap.fromSnapshot(database.knex, text)
    t.equal(db.snapshotState, 'unchecked')
    t.same(shown(db), shown(live as never))
    t.throws(() => automap.fromSnapshot(database.knex, text, { validate: 'always' }), {
      code: 'OPTION_INVALID',
    })
    t.throws(() => automap.fromSnapshot(database.knex, '{'), { code: 'SNAPSHOT_INVALID' })
    t.throws(() => automap.fromSnapshot(database.url, text, { only: 'nothing' }), {
      code: 'OPTION_INVALID',
    })
  })
  t.same(statements, [])
})

eachDatabase(t, 'a structure that has changed meanwhile is no snapshot', async (t, database) => {
  const live = await openLibrary(database)
  await database.exec('create table later (id integer primary key)')
  t.equal(
    await errorOf(() => live.snapshot()),
    'SnapshotError SNAPSHOT_STALE: Cannot take a snapshot: the structure of the database has changed since it was reflected; call automap() again, and take it of that',
  )
  await live.close()
  t.equal(
    await errorOf(() => live.snapshot()),
    'TransactionError CLOSED: Cannot take a snapshot: this automap was closed',
  )
})

eachDatabase(t, 'a snapshot that cannot be used is refused, and nothing is touched', async (t, database) => {
  const path = await folder(t)
  const live = await openLibrary(database)
  const snapshot = await live.snapshot()
  const missing = join(path, 'none.json')
  t.equal(
    await errorOf(() => boot(database, { snapshot: missing })),
    `SnapshotError SNAPSHOT_MISSING: Cannot boot from snapshot ${JSON.stringify(missing)}: there is no such file; write it by db.snapshot(file) or the command "automap snapshot"`,
  )
  const other = snapshot.structure.dialect === 'sqlite' ? 'postgres' : 'sqlite'
  for (const validate of ['always', 'never'] as const) {
    t.equal(
      await errorOf(() =>
        boot(database, {
          snapshot: { ...snapshot, structure: { ...snapshot.structure, dialect: other } },
          validate,
        }),
      ),
      `SnapshotError SNAPSHOT_INVALID: Cannot boot from the snapshot: it is of ${other}, and the connection is to ${database.dialect}; take one of this database`,
    )
  }
  const cut = join(path, 'cut.json')
  await writeFile(cut, JSON.stringify(snapshot).slice(0, 900))
  t.match(
    await errorOf(() => boot(database, { snapshot: cut })),
    /^SnapshotError SNAPSHOT_INVALID: Cannot read snapshot ".*cut\.json": it is no whole JSON/,
  )
  t.match(
    await errorOf(() => boot(database, { snapshot: path })),
    /^SnapshotError SNAPSHOT_INVALID: Cannot read snapshot .*EISDIR/,
  )
  t.equal(
    await errorOf(() => live.snapshot('')),
    'OptionError OPTION_INVALID: Expected snapshot() to be given the path of a file, got ""',
  )
  t.match(await errorOf(() => live.snapshot(join(path, 'no', 'x.json'))), /ENOENT/)
  t.same(await readdir(path), ['cut.json'])
  t.equal(
    await errorOf(() => boot(database, { validate: 'never' })),
    'OptionError OPTION_INVALID: Option "validate" is about a snapshot, and there is none: give it in option "snapshot"',
  )
  t.equal(
    await errorOf(() => boot(database, { snapshot: 5 } as never)),
    'OptionError OPTION_INVALID: Expected option "snapshot" to be the path of a file, or what was read of one, got 5',
  )
})

eachDatabase(t, 'other schemas than those of the snapshot are reflected', async (t, database) => {
  await database.exec({ sqlite: "attach ':memory:' as side", postgres: 'create schema side' })
  await database.exec('create table side.pet (id integer primary key)')
  const snapshot = await (await openLibrary(database)).snapshot()
  const main = snapshot.structure.defaultSchema
  const both = await boot(database, { snapshot, schema: [main, 'side'] })
  t.equal(both.snapshotState, 'stale')
  t.ok(both.models.Pet)
  const again = await both.snapshot()
  t.equal((await boot(database, { snapshot: again, schema: [main, 'side'] })).snapshotState, 'fresh')
  t.equal((await boot(database, { snapshot: again, schema: ['side', main] })).snapshotState, 'stale')
  t.equal((await boot(database, { snapshot: again })).snapshotState, 'fresh')
})
