import type { Knex } from 'knex'
import t from 'tap'
import type { Fragment, Row } from '../../../lib/dialect/contract.js'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import type { Column } from '../../../types/schema.js'
import { onPostgres } from '../../fixtures/on-postgres.js'

async function ask(knex: Knex, { sql, bindings }: Fragment): Promise<Row[]> {
  const client: Knex.Client = knex.client
  const connection: unknown = await client.acquireConnection()
  try {
    return await postgres.run({ client, connection }, sql, bindings)
  } finally {
    await client.releaseConnection(connection)
  }
}

async function columnsOf(knex: Knex, name: string): Promise<readonly Column[]> {
  const { tables } = await postgres.reflect(knex, { schemas: null, timeout: 30_000 })
  return tables.find(table => table.name === name)?.columns ?? []
}

onPostgres(t, 'finds rows by lists of keys, whatever the type', async (t, { knex, exec }) => {
  await exec(`
    create extension citext;
    create schema "odd?";
    create type "odd?"."mood?" as enum ('a"b', 'c\\d', 'NULL');
    create domain code as varchar(3) check (value <> 'zzz');
    create table item (
      id bigint, name text, tag char(4), folded citext, feeling "odd?"."mood?", short code, flag boolean, amount numeric,
      uid uuid, at timestamptz, day date, bytes bytea, list int[], texts text[]
    );
    insert into item values
      (9007199254740993, 'it''s "x", {y}\\', 'ab', 'AbC', 'a"b', 'k', true, 1.50,
       'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2024-01-31 12:00+00', '2024-01-31', '\\x00ff5c', '{1,2}', '{"a,b",null}'),
      (2, 'NULL', 'cd', 'x', 'NULL', 'm', false, 2,
       'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', '2025-01-31 12:00+00', '2025-01-31', '\\x', '{{3},{4}}', '{}');
  `)
  const keys: Record<string, [unknown, unknown]> = {
    id: ['9007199254740993', 2],
    name: [`it's "x", {y}\\`, 'NULL'],
    tag: ['ab', 'cd  '],
    folded: ['aBc', 'X'],
    feeling: ['a"b', 'NULL'],
    short: ['k', 'm'],
    flag: [true, false],
    amount: ['1.5', 2],
    uid: ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'],
    at: [new Date('2024-01-31T12:00Z'), new Date('2025-01-31T12:00Z')],
    day: ['2024-01-31', new Date('2025-01-31')],
    bytes: [Buffer.from([0, 255, 92]), new Uint8Array()],
    list: [[1, 2], '{{3},{4}}'],
    texts: [['a,b', null], []],
  }
  const columns = await columnsOf(knex, 'item')
  t.same(
    columns.map(({ name }) => name),
    Object.keys(keys),
  )
  for (const column of columns) {
    const { encode } = postgres.codec(column, {}, `item.${column.name}`)
    const [first, second] = keys[column.name]?.map(encode) ?? []
    const expression = `item.${postgres.quote(column.name)}`
    const found = async (values: unknown[]): Promise<unknown[]> => {
      const list = postgres.inList(expression, column, values)
      const rows = await ask(knex, { ...list, sql: `select id from item where ${list.sql} order by id` })
      return rows.flat()
    }
    t.same(await found([first]), ['9007199254740993'], column.name)
    t.same(await found([first, second]), ['2', '9007199254740993'], column.name)
    t.same(await found([]), [], column.name)
    const table = postgres.keyTable([column])
    const rows = await ask(knex, {
      sql: `select ${table.position}, item.id from ${table.source} join item on ${expression} = ${table.values[0]} order by 1`,
      bindings: table.bindings([[second], [first], [first]]),
    })
    t.same(
      rows,
      [
        ['0', '2'],
        ['1', '9007199254740993'],
        ['2', '9007199254740993'],
      ],
      column.name,
    )
  }
})

onPostgres(t, 'a table of composite keys keeps the order of the tuples', async (t, { knex, exec }) => {
  await exec(
    `create table pair (a int, b text, c int[]); insert into pair values (1, 'x', '{1}'), (1, 'y', '{2,3}')`,
  )
  const columns = await columnsOf(knex, 'pair')
  const table = postgres.keyTable(columns)
  t.equal(
    table.source,
    'rows from (pg_catalog.unnest(?::"pg_catalog"."int4"[]), pg_catalog.unnest(?::"pg_catalog"."text"[]), pg_catalog.unnest(?::pg_catalog.text[])) with ordinality as "key"("k0", "k1", "k2", "i")',
  )
  t.same(table.values, ['"key"."k0"', '"key"."k1"', '"key"."k2"::"pg_catalog"."_int4"'])
  const rows = await ask(knex, {
    sql: `select ${table.position}, ${table.values.join(', ')} from ${table.source}
      join pair on (pair.a, pair.b, pair.c) = (${table.values.join(', ')}) order by 1`,
    bindings: table.bindings([
      [1, 'y', '{2,3}'],
      [2, 'x', '{1}'],
      [1, 'x', '{1}'],
    ]),
  })
  t.same(rows, [
    ['0', '1', 'y', '{2,3}'],
    ['2', '1', 'x', '{1}'],
  ])
})

onPostgres(t, 'an index serves a thousand keys in a hundred thousand rows', async (t, { knex, exec }) => {
  await exec(`
    create table many (id int primary key, a int not null, b varchar(20) not null, note text);
    insert into many select i, i / 10, 'b' || i % 10, repeat('x', 200) from generate_series(1, 100000) i;
    create index many_pair on many (a, b);
    analyze many;
  `)
  const [id, a, b] = await columnsOf(knex, 'many')
  if (!id || !a || !b) throw new Error('The table has no columns')
  const planOf = async (fragment: Fragment): Promise<string> => {
    const rows = await ask(knex, { ...fragment, sql: `explain ${fragment.sql}` })
    return rows.flat().join('\n')
  }
  const ids = Array.from({ length: 1000 }, (_, place) => place * 97 + 1)
  const list = postgres.inList('many.id', id, ids)
  const byList = await planOf({ ...list, sql: `select * from many where ${list.sql}` })
  t.match(byList, /Index (Scan|Cond).*many_pkey|many_pkey/)
  t.notMatch(byList, /Seq Scan/)
  const table = postgres.keyTable([a, b])
  const byTable = await planOf({
    sql: `select * from ${table.source} join many on many.a = ${table.values[0]} and many.b = ${table.values[1]}`,
    bindings: table.bindings(ids.map(key => [key, `b${key % 10}`])),
  })
  t.match(byTable, /many_pair/)
  t.notMatch(byTable, /Seq Scan/)
})
