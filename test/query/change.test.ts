import t from 'tap'
import { automap, computed, integer, model, sql, text } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { type Loose, loose } from '../fixtures/ledger.js'

type Row = Record<string, unknown>

const create = `
  create table note (id bigint primary key, title text not null, body text, score integer not null default 0);
  insert into note values (1, 'one', 'first', 1), (2, 'two', 'second', 2), (9007199254740993, 'big', 'third', 3);`

async function open(database: Database, options: object = {}) {
  await database.exec(create)
  class Note extends model(
    'note',
    {
      body: text().nullable().deferred(),
      label: computed(text(), c => sql`${c.title} || ${'!'}`),
      twice: computed(integer(), c => sql`${c.score} * 2`),
    },
    database.dialect === 'postgres' ? { version: 'xmin' } : {},
  ) {}
  const db = await automap(database.knex, { models: { Note }, values: { int8: 'bigint' }, ...options })
  return { db, Note: loose(Note) }
}

eachDatabase(t, 'what is computed is compared by a statement of its own', async (t, database) => {
  const { Note } = await open(database)
  let hit = 0
  const statements = await database.count(async () => {
    hit = await Note.where('label', 'two!').update({ title: (c: Row) => sql`${c.label} || ${c.twice}` })
  })
  t.equal(hit, 1)
  t.equal(statements.length, 1)
  t.equal((await Note.get(2n)).title, 'two!4')
  t.equal(await Note.where('twice', '>', 3).delete(), 2)
})

eachDatabase(t, 'keys that JavaScript would round are matched as they are', async (t, database) => {
  const { db, Note } = await open(database)
  await db.session(async session => {
    const [one, big] = (await Note.where('id', '!=', 2n).orderBy('id').all()) as [Row, Row]
    t.equal(await Note.where('score', '>', 2).update({ title: 'BIG', body: 'new' }), 1)
    t.same([one.title, big.title, big.label, await big.body], ['one', 'BIG', 'BIG!', 'new'])
    big.title = 'mine'
    await session.flush()
    t.equal(await Note.where('id', 9007199254740993n).delete(), 1)
    t.notOk(session.has(big))
  })
  t.same(await Note.orderBy('id').pluck('title'), ['one', 'two'])
})

eachDatabase(
  t,
  'keys that a driver has rounded are refused',
  async (t, database) => {
    const { db, Note } = await open(database, { values: { int8: 'number' } })
    await db.session(async () => {
      t.match(
        await errorOf(() => Note.everything().update({ title: 'x' })),
        /^ValueError VALUE_UNSAFE: .* values: \{ int8: 'bigint' \} or \{ int8: 'string' \}/,
      )
    })
  },
  'sqlite',
)

eachDatabase(t, 'a table without a key is changed in a session, too', async (t, database) => {
  await database.exec("create table line (text varchar(9)); insert into line values ('a'), ('b')")
  const db = await automap(database.knex)
  const Line = loose(db.models.Line) as Loose
  await db.session(async () => {
    t.equal(await Line.where('text', 'a').update({ text: 'c' }), 1)
    t.equal(await Line.everything().delete(), 2)
  })
})

eachDatabase(
  t,
  'keys of several tables are matched as they are, and a stamp can be null',
  async (t, database) => {
    await database.exec(`
    create table being (id bigint primary key, kind varchar(9), mood varchar(9), stamped varchar(9));
    create table elf (id bigint primary key references being (id), age integer);
    insert into being values (9007199254740993, 'elf', 'good', 'x'); insert into elf values (9007199254740993, 1);`)
    class Being extends model(
      'being',
      { kind: text().nullable(), mood: text().nullable(), stamped: text().nullable().onUpdate(null) },
      { polymorphicOn: 'kind', identity: 'being' },
    ) {}
    class Elf extends model(Being, 'elf', { age: integer().nullable() }, { identity: 'elf' }) {}
    await automap(database.knex, { models: { Being, Elf }, values: { int8: 'bigint' } })
    t.equal(await loose(Elf).where('mood', 'good').update({ mood: 'bad', age: 2 }), 1)
    t.same(await loose(Elf).query().pluck('mood', 'age', 'stamped'), [['bad', 2, null]])
    t.equal(await loose(Being).everything().delete(), 1)
  },
)
