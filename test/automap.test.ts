import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { automap } from '../lib/automap.js'
import { OptionError, ReflectionError } from '../lib/errors.js'
import type { AutomapOptions } from '../types/options.js'
import { eachDatabase } from './fixtures/databases.js'
import { openShop } from './fixtures/shop-models.js'
import { silentProxy } from './fixtures/silent-proxy.js'

eachDatabase(t, 'a database becomes models in a fixed number of statements', async (t, database) => {
  const db = await openShop(database)
  t.same(Object.keys(db.models).sort(), [
    'Address',
    'AuditLog',
    'BusyCustomer',
    'Category',
    'Customer',
    'Delivery',
    'Item',
    'ItemTag',
    'Order',
    'OrderLine',
    'Profile',
    'Review',
    'SimilarItem',
    'Tag',
  ])
  const few = await database.count(() => automap(database.knex, { only: 'tag' }), { all: true })
  const many = await database.count(() => automap(database.knex), { all: true })
  t.equal(many.length, few.length)
})

eachDatabase(t, 'wrong options are refused before anything is asked', async (t, database) => {
  const statements = await database.count(async () => {
    await t.rejects(
      automap(database.knex, { strct: true } as AutomapOptions),
      new OptionError('OPTION_UNKNOWN', 'Unknown option "strct" of automap(). Did you mean "strict"?'),
    )
    await t.rejects(
      automap(database.knex, { groupSize: 0 }),
      new OptionError(
        'OPTION_INVALID',
        'Expected option "groupSize" to be a whole number of at least 1, got 0',
      ),
    )
  })
  t.same(statements, [])
})

eachDatabase(t, 'an option that names what there is not is refused', async (t, database) => {
  await database.exec('create table tag (id integer primary key)')
  await t.rejects(
    automap(database.knex, { only: ['tagg'] }),
    new OptionError('OPTION_INVALID', 'Option "only" names "tagg", which is no table. Did you mean "tag"?'),
  )
  await t.rejects(
    automap(database.knex, { values: { columns: { 'tag.idd': { int8: 'string' } } } }),
    new OptionError(
      'OPTION_INVALID',
      'Option "values.columns" names "tag.idd", which is no column of any table. Did you mean "tag.id"?',
    ),
  )
})

eachDatabase(t, 'an empty database is refused', async (t, database) => {
  const schema = { sqlite: 'main', postgres: 'public' }[database.dialect]
  await database.exec('select 1')
  await t.rejects(
    automap(database.knex),
    new ReflectionError(
      'SCHEMA_EMPTY',
      `Cannot build models: schema "${schema}" holds no table or view. Is this the right database, or does the option "schema" name another?`,
    ),
  )
  await t.rejects(automap(database.knex, { models: { Tag: class {} } }), {
    code: 'SCHEMA_EMPTY',
    message: `Cannot build models: schema "${schema}" holds no table or view. Is this the right database, or does the option "schema" name another? To create the tables of the classes, say create: 'missing'`,
  })
})

eachDatabase(t, 'a database of which nothing is mapped is refused, and why', async (t, database) => {
  const schema = { sqlite: 'main', postgres: 'public' }[database.dialect]
  await database.exec('create table a (id integer primary key); create table b (id integer primary key)')
  await t.rejects(
    automap(database.knex, { except: '*' }),
    new ReflectionError(
      'SCHEMA_EMPTY',
      `Cannot build models: schema "${schema}" holds tables, but none is mapped. Table "a": option "except" leaves it out`,
    ),
  )
})

eachDatabase(
  t,
  'strict turns a loss into an error',
  async (t, database) => {
    await database.exec('create table a (id integer primary key, b_id integer references gone (id))')
    t.match((await automap(database.knex)).report.foreignKeys, [{ status: 'skipped', lost: true }])
    await t.rejects(automap(database.knex, { strict: true }), {
      name: 'ReflectionError',
      code: 'REFLECTION_INCOMPLETE',
      message:
        'Cannot map everything, as option "strict" asks (1 lost): foreign key a(b_id) -> gone(id): its target "gone" does not exist. Leave them out with option "except", or turn "strict" off',
    })
  },
  'sqlite',
)

eachDatabase(t, 'what a caller throws in a function reaches the caller', async (t, database) => {
  await database.exec('create table a (id integer primary key)')
  const error = new Error('mine')
  await t.rejects(
    automap(database.knex, {
      naming: {
        className: () => {
          throw error
        },
      },
    }),
    error,
  )
})

eachDatabase(t, 'a connection that was given is not closed by a boot that fails', async (t, database) => {
  await database.exec('select 1')
  await t.rejects(automap(database.knex), { code: 'SCHEMA_EMPTY' })
  await database.knex.raw('select 1')
  t.pass()
})

eachDatabase(
  t,
  'many automaps at once, on one connection and on their own, do not disturb each other',
  async (t, database) => {
    const first = await openShop(database)
    const expected = JSON.stringify([first.schema, first.relationships, first.report])
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, i) => automap(i % 5 === 0 ? database.url : database.knex)),
    )
    for (const db of all) {
      t.equal(JSON.stringify([db.schema, db.relationships, db.report]), expected)
      t.match(await (await db.models.Order!.get(1)).customer, { id: 2 })
    }
    await Promise.all(all.map(db => db.close()))
  },
)

eachDatabase(t, 'the same tables in another order give the same bytes', async (t, database) => {
  const tables = [
    'create table a (id integer not null primary key, name text)',
    'create table b (id integer not null primary key, a_id integer not null references a (id), other_a_id integer references a (id))',
    'create table c (b_id integer not null references b (id), a_id integer not null references a (id), primary key (a_id, b_id))',
    'create view d as select id from a',
    'create table e (id integer not null primary key, unique_a_id integer unique references a (id))',
  ]
  const boot = async (order: readonly number[]): Promise<string> => {
    for (const i of order) await database.exec(tables[i] as string)
    const db = await automap(database.knex)
    const again = await automap(database.knex)
    const told = (each: typeof db): string =>
      JSON.stringify([each.schema, Object.keys(each.models), each.relationships, each.report])
    t.equal(told(db), told(again))
    await database.exec('drop view d; drop table e; drop table c; drop table b; drop table a')
    return told(db)
  }
  t.equal(await boot([0, 1, 2, 3, 4]), await boot([0, 4, 3, 1, 2]))
})

/** Runs a program against the built sources; rejects when it does not end by itself. */
async function runs(source: string, parameters: readonly string[]): Promise<string> {
  const loader = new URL('../scripts/typescript.js', import.meta.url)
  const flags = [`--import=${loader}`, '--input-type=module', '--eval', source]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...parameters], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    // Shorter than an idle connection lives.
    timeout: 25_000,
  })
  // Knex writes of its own about connections.
  return stdout.trim().split('\n').at(-1) ?? ''
}

const program = `
  import { automap } from ${JSON.stringify(new URL('../lib/automap.ts', import.meta.url).href)}
  const [, address, timeout = 30000] = process.argv
  try {
    await use(await automap(address, { timeout: Number(timeout) }))
  } catch (error) {
    console.log(error.code)
  }
  async function use(db) {
    const [model] = Object.values(db.models)
    console.log(model.name, await model.count())
    await db.close()
  }`

eachDatabase(
  t,
  'a process ends by itself once its automap is closed, or failed to boot',
  async (t, database) => {
    await database.exec('select 1')
    t.equal(await runs(program, [database.url]), 'SCHEMA_EMPTY')
    await database.exec('create table thing (id integer primary key)')
    t.equal(await runs(program, [database.url]), 'Thing 0')
  },
)

t.test('a process ends by itself where the connection fails', async t => {
  t.equal(await runs(program, ['postgres://nobody@127.0.0.1:1/none']), 'CONNECTION_FAILED')
  const directory = t.testdir()
  t.equal(await runs(program, [`sqlite:${directory}/none.db`]), 'DATABASE_MISSING')
  mkdirSync(`${directory}/folder.db`)
  t.equal(await runs(program, [`sqlite:${directory}/folder.db`]), 'CONNECTION_FAILED')
})

eachDatabase(
  t,
  'a server that falls silent is given up in time, at whatever step',
  async (t, database) => {
    await openShop(database)
    const quiet = { warn: () => undefined, error: () => undefined }
    for (const delay of [0, 10, 20, 30]) {
      const proxy = await silentProxy(database.url)
      t.teardown(() => proxy.close())
      if (delay === 0) proxy.silence()
      else setTimeout(() => proxy.silence(), delay)
      const start = Date.now()
      const outcome = await automap(
        { client: 'pg', connection: proxy.url, log: quiet },
        { timeout: 400 },
      ).then(
        db => db.close(),
        ({ code }) => code,
      )
      t.ok(outcome === 'CONNECTION_TIMEOUT' || (outcome === undefined && delay > 0), `${outcome}`)
      t.ok(Date.now() - start < 5000)
    }
  },
  'postgres',
)
