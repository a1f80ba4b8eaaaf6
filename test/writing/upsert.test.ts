import t from 'tap'
import { automap, integer, model, text } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose } from '../fixtures/ledger.js'

eachDatabase(t, 'the statement names its key, and what it takes over', async (t, database) => {
  await database.exec('create table tag (id integer primary key, label text unique, other text)')
  const { Tag } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  const clause = async (options: object): Promise<string | undefined> => {
    const statements = await database.count(() => Tag!.upsert({ id: 1, label: 'a', other: 'b' }, options))
    return / on conflict .*? (?=returning)/.exec(statements[0]!.replaceAll(/["`]/g, ''))?.[0].trim()
  }
  t.equal(await clause({}), 'on conflict (id) do update set label = excluded.label, other = excluded.other')
  t.equal(
    await clause({ on: ['label'] }),
    'on conflict (label) do update set id = excluded.id, other = excluded.other',
  )
  t.equal(
    await clause({ on: ['label'], update: ['other'] }),
    'on conflict (label) do update set other = excluded.other',
  )
  t.equal(
    await clause({ update: true }),
    'on conflict (id) do update set label = excluded.label, other = excluded.other',
  )
  t.equal(await clause({ update: false }), 'on conflict (id) do nothing')
})

eachDatabase(t, 'a key that only a class declares is none of the database', async (t, database) => {
  await database.exec('create table line (no integer, text varchar(9))')
  class Line extends model('line', { no: integer().primaryKey(), text: text().nullable() }) {}
  await automap(database.knex, { models: { Line } })
  t.equal(
    await errorOf(() => loose(Line).upsert({ no: 1, text: 'a' })),
    'QueryError QUERY_INVALID: Cannot upsert rows of model "Line" on "no": no key of table "line" is on just that; it has no key to go by',
  )
})

eachDatabase(
  t,
  'an index that is not valid, and a version of the database, are known',
  async (t, database) => {
    await database.exec(`create table line (id integer primary key, no integer, text varchar(9));
      create unique index half on line (no); update pg_index set indisvalid = false where indexrelid = 'half'::regclass`)
    class Line extends model('line', { id: integer().primaryKey() }, { version: 'xmin' }) {}
    await automap(database.knex, { models: { Line } })
    t.equal(
      await errorOf(() => loose(Line).upsert({ id: 1, no: 1 }, { on: ['no'] })),
      'QueryError QUERY_INVALID: Cannot upsert rows of model "Line" on "no": index "half" is not valid; its keys are ["id"]',
    )
    await loose(Line).upsert({ id: 1, text: 'a' })
    const line = (await loose(Line).upsert({ id: 1, text: 'b' })) as Record<string, unknown>
    line.text = 'c'
    await (line.save as () => Promise<unknown>)()
    t.equal((await loose(Line).get(1)).text, 'c')
  },
  'postgres',
)

eachDatabase(t, 'keys that the database holds for one are one', async (t, database) => {
  await database.exec({
    sqlite: `create table tag (id integer primary key, label text collate nocase unique, code text collate rtrim unique,
      exact text unique)`,
    postgres: `create extension citext; create table tag (id serial primary key, label citext unique, code char(3) unique,
      exact text unique)`,
  })
  const { Tag } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  const twins = (property: string): string =>
    `ValueError VALUE_INVALID: Cannot upsert rows of model "Tag": rows[0] and rows[1] have the same "${property}"; leave one out`
  const upsert = (property: string, ...values: unknown[]): Promise<unknown> =>
    Tag!.upsert(
      values.map(value => ({ [property]: value })),
      { on: [property], returning: false },
    )
  t.equal(await errorOf(() => upsert('label', 'a', 'A')), twins('label'))
  t.equal(await errorOf(() => upsert('code', 'a', 'a  ')), twins('code'))
  t.equal(await upsert('label', 'a', 'a ', null, null), 4)
  t.equal(await upsert('code', 'a', 'A'), 2)
  t.equal(await upsert('exact', 'a', 'A', 'a '), 3)
})
