import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { AutomapError } from '../../lib/errors.js'
import { adjust, mappingOf } from '../fixtures/adjusted.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

const create = `
  create table member (id integer primary key, name text not null, secret varchar(40), token varchar(9) unique);
  create table visit (id integer primary key, token varchar(9) references member (token));
  insert into member values (1, 'Ada', 'hush', 'tok-1'), (2, 'Bob', null, 'tok-2'), (3, 'Cyd', 'hush', 'tok-3');
  insert into visit values (1, 'tok-1'), (2, 'tok-2');`

async function open(database: Database) {
  await database.exec(create)
  const db = await automap(database.knex)
  adjust(mappingOf(await db.models.Member!.first()), {
    secret: { sensitive: true },
    token: { sensitive: true },
  })
  adjust(mappingOf(await db.models.Visit!.first()), { token: { sensitive: true } })
  return { db, Member: db.models.Member!, Visit: db.models.Visit! }
}

async function failureOf(work: PromiseLike<unknown>): Promise<AutomapError> {
  const [settled] = await Promise.allSettled([work])
  return (settled as PromiseRejectedResult).reason
}

/** Everything that listeners are told before and after statements, as a logger would write it; no rows. */
async function overheard(database: Database, fn: () => Promise<unknown>): Promise<string> {
  const heard: unknown[] = []
  const note = (event: unknown): void => void heard.push(event)
  const noteAnswer = (_rows: unknown, event: unknown): void => void heard.push(event)
  const noteError = (error: unknown, event: unknown): void => void heard.push(error, event)
  database.knex.on('query', note)
  database.knex.on('query-response', noteAnswer)
  database.knex.on('query-error', noteError)
  await fn()
  database.knex.removeListener('query', note)
  database.knex.removeListener('query-response', noteAnswer)
  database.knex.removeListener('query-error', noteError)
  return heard.map(each => inspect(each, { depth: 9 }) + JSON.stringify(each)).join('\n')
}

eachDatabase(t, 'a sensitive column is read, but neither shown nor written as JSON', async (t, database) => {
  const { Member } = await open(database)
  const member = await Member.get(1)
  t.same([member.secret, member.token], ['hush', 'tok-1'])
  t.equal(inspect(member), "Member { id: 1, name: 'Ada' }")
  t.equal(JSON.stringify(member), '{"id":1,"name":"Ada"}')
  t.equal(
    inspect(await Member.get(2)),
    "Member { id: 2, name: 'Bob' }",
    'whether it is null is not shown, too',
  )
})

eachDatabase(t, 'what is bound for a sensitive column is not told to listeners', async (t, database) => {
  const { Member, Visit } = await open(database)
  const found: unknown[] = []
  const heard = await overheard(database, async () => {
    found.push(await Member.where('secret', 'hush').count())
    found.push(await Member.whereIn('secret', ['hush', 'psst', null]).count())
    found.push(await Member.whereNotIn('secret', ['hush']).count())
    found.push(await Member.where('secret', 'between', ['hus', 'husi']).count())
    found.push(await Member.where('secret', 'like', 'hu%').count())
    found.push(await Member.where('secret', 'is not', 'hush' as never).count())
    found.push((await Member.findBy({ secret: 'hush', name: 'Cyd' }))?.id)
    found.push((await Member.where('secret', 'hush').modify(builder => void builder.limit(1))).length)
    for (const visit of await Visit.orderBy('id')) found.push(((await visit.tokenRef) as { id: number }).id)
    found.push((await Member.with('visits', { lazy: 'selectin' }).orderBy('id'))[0]?.id)
  })
  t.same(found, [2, 3, 0, 2, 2, 1, 3, 1, 1, 2, 1])
  t.notMatch(heard, /hus|psst|hu%|tok-/)
  t.match(heard, /\[sensitive\]/)
  t.match(heard, /Cyd/, 'what is bound for other columns is told')
})

eachDatabase(
  t,
  'a stream ordered by a sensitive column goes on without telling its values',
  async (t, database) => {
    const { Member } = await open(database)
    await database.exec({
      sqlite: `with recursive n (i) as (select 4 union all select i + 1 from n where i < 1100)
      insert into member select i, 'n', 'hush' || i, null from n`,
      postgres: "insert into member select i, 'n', 'hush' || i, null from generate_series(4, 1100) i",
    })
    let seen = 0
    const heard = await overheard(database, async () => {
      for await (const _ of Member.whereNot('id', 0).orderBy('secret', 'desc', 'first')) seen++
    })
    t.equal(seen, 1100)
    t.notMatch(heard, /hush/)
  },
)

eachDatabase(t, 'toSQL gives what shows as [sensitive], and reveals it on demand', async (t, database) => {
  const { Member } = await open(database)
  const sql = Member.where('secret', 'hush').where('name', 'Ada').toSQL()
  t.notMatch(inspect(sql) + JSON.stringify(sql) + String(sql.bindings), /hush/)
  const values = sql.bindings.map(value => (value as { reveal?: () => unknown }).reveal?.() ?? value)
  t.same(values, ['hush', 'Ada'])
  const answer = await database.knex.raw(sql.sql, values as string[])
  t.equal([answer.rows ?? answer].flat().length, 1)
})

eachDatabase(t, 'an error tells no value that was bound for a sensitive column', async (t, database) => {
  const { Member } = await open(database)
  await database.exec({
    sqlite: 'alter table member rename to gone',
    postgres: 'alter table member alter secret type uuid using null',
  })
  const causes: unknown[] = []
  const heard = await overheard(database, async () => {
    const error = await failureOf(Member.where('secret', 'hush'))
    t.equal(error.code, 'QUERY_FAILED')
    const code = { sqlite: 'SQLITE_ERROR', postgres: '22P02' }[database.dialect]
    t.equal(
      error.message,
      `Cannot query model "Member": the database refused a statement with sensitive values (${code}); what it says is withheld, as it may quote them`,
    )
    t.notMatch(inspect(error, { depth: 9 }), /hush/)
    causes.push((error.cause as { code: unknown }).code)
    t.same(causes, [code])
  })
  t.notMatch(heard, /hush/)
})

eachDatabase(t, 'a sensitive key is not told where it finds nothing', async (t, database) => {
  const { Member } = await open(database)
  const mapping = mappingOf(await Member.first())
  adjust(mapping, { id: { sensitive: true } })
  t.equal((await Member.get(3)).name, 'Cyd')
  t.equal(
    (await failureOf(Member.get(77))).message,
    'No instance of "Member" has this key: table "member" holds no such row. find() gives null instead',
  )
})
