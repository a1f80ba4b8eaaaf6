import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Instance, Many, One } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import type { Query } from '../../types/query.js'
import { type Database, eachDatabase, type PerDialect } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

interface Row extends Instance {
  id: number
  tie: number
  word: string | null
  at: Date
  parentId: number | null
  parent: One<Row | null>
  children: Many<Row>
}

interface Loose extends Instance {
  n: number
  word: string | null
}

interface Models {
  Row: Model<Row>
  Loose: Model<Loose>
  Odd: Model<Loose & { id: number }>
}

/** 2,500 rows: two full pages and a half. */
const rows: PerDialect<string> = {
  sqlite: `
    create table "row" (id integer primary key, tie integer not null, word varchar(20), at datetime not null, parent_id integer references "row" (id));
    create table loose (n integer, word varchar(20));
    create view odd as select id, tie as n, word from "row" where id % 2 = 1;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)
    insert into "row" select i, i % 7, case when i % 5 = 0 then null else 'w' || (i % 100) end,
      '2024-01-01 00:00:00.' || printf('%06d', i), case when i > 1 then 1 + i % 3 end from n;
    insert into loose select tie, word from "row";`,
  postgres: `
    create table "row" (id integer primary key, tie integer not null, word varchar(20), at timestamptz not null, parent_id integer references "row" (id));
    create table loose (n integer, word varchar(20));
    create view odd as select id, tie as n, word from "row" where id % 2 = 1;
    insert into "row" select i, i % 7, case when i % 5 = 0 then null else 'w' || (i % 100) end,
      '2024-01-01 00:00:00Z'::timestamptz + i * interval '1 microsecond', case when i > 1 then 1 + i % 3 end
      from generate_series(1, 2500) i;
    insert into loose select tie, word from "row";`,
}

async function open(database: Database): Promise<Models> {
  await database.exec(rows)
  return (await automap<{ [K in keyof Models]: Models[K] }>(database.knex)).models
}

async function idsOf(query: AsyncIterable<{ readonly id: number }>): Promise<number[]> {
  const ids: number[] = []
  for await (const { id } of query) ids.push(id)
  return ids
}

eachDatabase(t, 'a stream gives what the query gives, in the same order', async (t, database) => {
  const { Row } = await open(database)
  const queries: readonly Query<Row>[] = [
    Row.query(),
    Row.orderBy('id', 'desc'),
    Row.orderBy('tie'),
    Row.orderBy('tie', 'desc').orderBy('id', 'desc'),
    Row.orderBy('word'),
    Row.orderBy('word', 'desc'),
    Row.orderBy('word', 'asc', 'first'),
    Row.orderBy('word', 'asc', 'last'),
    Row.orderBy('word', 'desc', 'first').orderBy('tie'),
    Row.orderBy('word', 'desc', 'last').orderBy('parentId', 'desc', 'first'),
    Row.orderBy('parentId'),
    Row.orderBy('at', 'desc'),
    Row.orderBy('at'),
    Row.where('tie', 1).orWhere('tie', '>', 2),
    Row.limit(1500).offset(600),
    Row.orderBy('word', 'desc', 'first').limit(2100).offset(3),
    Row.offset(2400),
    Row.limit(1000),
    Row.limit(0),
    Row.where('id', 0),
    Row.modify(builder => builder.where('t0.tie', '<', 5)),
    Row.modify(builder => builder.where('t0.tie', '<', 5))
      .limit(1200)
      .offset(7),
  ]
  for (const query of queries) {
    const ids = (await query).map(row => row.id)
    t.same(await idsOf(query), ids, query.toSQL().sql)
  }
})

eachDatabase(
  t,
  'a page begins behind the last row, without OFFSET, where there is a key',
  async (t, database) => {
    const { Row, Odd, Loose } = await open(database)
    const offsets = async (query: AsyncIterable<{ readonly id: number } | Loose>) => {
      const statements = await database.count(() => idsOf(query as AsyncIterable<Row>))
      return statements.map(sql => / offset /.test(sql))
    }
    t.same(await offsets(Row.orderBy('word', 'desc', 'last').where('id', '>', 0)), [false, false, false])
    t.same(await offsets(Row.offset(100)), [true, false, false])
    t.same(await offsets(Row.limit(1500)), [false, false])
    t.same(await offsets(Row.limit(1000)), [false])
    t.same(await offsets(Row.limit(0)), [], 'nothing is asked for')
    t.same(await offsets(Row.modify(() => undefined)), [false, true, true], 'what modify does nobody knows')
    t.same(await offsets(Odd.orderBy('id')), [false, true], 'a view has no key')
    t.same(await offsets(Loose.query()), [false, true, true])
  },
)

eachDatabase(t, 'rows of a table without a key come as often as they are there', async (t, database) => {
  const { Loose, Odd } = await open(database)
  const query = Loose.orderBy('word', 'desc', 'last')
  const streamed: unknown[] = []
  for await (const { n, word } of query) streamed.push([word, n])
  t.same(
    streamed,
    (await query.orderBy('n')).map(({ n, word }) => [word, n]),
  )
  t.same(
    await idsOf(Odd.limit(1100).offset(20)),
    (await Odd.orderBy('id').orderBy('n').orderBy('word').limit(1100).offset(20)).map(row => row.id),
  )
})

eachDatabase(t, 'changes behind a page are seen, those before it do not shift it', async (t, database) => {
  const { Row } = await open(database)
  const ids: number[] = []
  for await (const { id } of Row.query()) {
    ids.push(id)
    if (id === 1000) await database.exec(`delete from "row" where id between 400 and 600 or id = 2000`)
  }
  t.equal(ids.length, 2499)
  t.equal(ids.includes(1001), true)
  t.equal(ids.includes(2000), false)
})

eachDatabase(
  t,
  'a stream that is left early asks for no more, and holds no connection',
  async (t, database) => {
    const { Row } = await open(database)
    const statements = await database.count(async () => {
      for await (const { id } of Row.query()) {
        // On SQLite there is but one connection, and this takes it in the middle of the loop.
        if (id === 5) t.equal(await Row.count(), 2500)
        if (id === 10) break
      }
    })
    t.equal(statements.length, 2)
    const stream = Row.query()[Symbol.asyncIterator]()
    t.equal((await stream.next()).value?.id, 1)
    t.same(await stream.return?.(undefined), { value: undefined, done: true })
    t.same(await stream.next(), { value: undefined, done: true })
  },
)

eachDatabase(t, 'each page loads what belongs to it, with the query or lazily', async (t, database) => {
  const { Row } = await open(database)
  const parents = new Set<number>()
  const eager = await database.count(async () => {
    for await (const row of Row.with('parent').orderBy('id')) parents.add(row.parent?.id ?? 0)
  })
  t.equal(eager.length, 3)
  const collections = await database.count(async () => {
    let children = 0
    for await (const row of Row.with('children')) children += row.children.length
    t.equal(children, 2499)
  })
  t.equal(collections.length, 6)
  const joined = await database.count(async () => {
    let children = 0
    for await (const row of Row.with('children', { lazy: 'joined' })) children += row.children.length
    t.equal(children, 2499)
  })
  t.equal(joined.length, 3)
  const lazy = await database.count(async () => {
    for await (const row of Row.orderBy('id')) parents.add((await row.parent)?.id ?? 0)
  })
  t.equal(lazy.length, 6, 'a page is a load group')
  t.same([...parents].sort(), [0, 1, 2, 3])
})

eachDatabase(t, 'values may be read before the next page is asked for', async (t, database) => {
  const { Row } = await open(database)
  const moments = new Set<string>()
  for await (const row of Row.orderBy('at', 'desc').limit(2200)) moments.add(`${row.at.getTime()} ${row.id}`)
  t.equal(moments.size, 2200, 'a Date has no microseconds, the next page begins by them all the same')
})

eachDatabase(
  t,
  'a key that holds NULL loses no row',
  async (t, database) => {
    await database.exec(`
      create table code (code varchar(10), part varchar(10), n integer not null, primary key (code, part));
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 2600)
      insert into code select case when i % 2 = 0 then 'c' || i end, case when i % 3 = 0 then 'p' end, i from n;`)
    const { Code } = (await automap(database.knex)).models
    for (const query of [Code!.query(), Code!.orderBy('n'), Code!.orderBy('part', 'desc'), Code!.offset(3)]) {
      const all = (await query).map(row => row.n)
      const streamed: unknown[] = []
      for await (const row of query) streamed.push(row.n)
      t.same([...streamed].sort(), [...all].sort())
    }
  },
  'sqlite',
)

eachDatabase(
  t,
  'a stream does not go on from a key whose digits are lost',
  async (t, database) => {
    await database.exec(`
      create table big (id integer primary key);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)
      insert into big select 9007199254740992 + i from n;`)
    const { Big } = (await automap(database.knex)).models
    t.match(
      await errorOf(async () => {
        for await (const _ of Big!.query());
      }),
      /^ValueError VALUE_UNSAFE: Cannot read "big.id" as a number/,
    )
    const { Big: Exact } = (
      await automap(database.knex, { values: { columns: { 'big.id': { int8: 'bigint' } } } })
    ).models
    let count = 0
    for await (const _ of Exact!.query()) count++
    t.equal(count, 1500)
  },
  'sqlite',
)

eachDatabase(t, 'a stream joins the transaction that it is read in', async (t, database) => {
  const db = await openShop(database)
  await db.transaction(async transaction => {
    await transaction('tag').insert({ id: 6, label: 'tag 6' })
    t.same(await idsOf(db.models.Tag.query()), [1, 2, 3, 4, 5, 6])
  })
  t.equal(
    await errorOf(async () => {
      for await (const _ of db.models.Tag.modify(builder => builder.whereRaw('nonsense.x')));
    }),
    {
      sqlite3: 'QueryError QUERY_FAILED: Cannot query model "Tag": SQLITE_ERROR: no such column: nonsense.x',
      'better-sqlite3': 'QueryError QUERY_FAILED: Cannot query model "Tag": no such column: nonsense.x',
      pg: 'QueryError QUERY_FAILED: Cannot query model "Tag": missing FROM-clause entry for table "nonsense"',
    }[database.driver],
  )
})
