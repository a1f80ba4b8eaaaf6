import t from 'tap'
import { Concealed } from '../../../lib/dialect/concealed.js'
import type { Fragment, WriteColumn } from '../../../lib/dialect/contract.js'
import { plainColumn } from '../../../lib/dialect/plain-column.js'
import { writing } from '../../../lib/dialect/postgres/writing.js'
import { insertRows } from '../../../lib/writing/insert.js'
import { updateRows } from '../../../lib/writing/update.js'
import { onPostgres } from '../../fixtures/on-postgres.js'
import { purpose, writtenTable } from '../../fixtures/written.js'

const from = '"public"."t"'
const list = (type: string): string => `pg_catalog.unnest(?::"pg_catalog"."${type}"[])`

function column(name: string, type = 'int4', kind: WriteColumn['column']['kind'] = 'integer'): WriteColumn {
  const baseType = { schema: 'pg_catalog', name: type }
  return { quoted: `"${name}"`, column: { ...plainColumn, name, type, kind, baseType }, sensitive: false }
}

const [id, name] = [column('id'), column('name', 'text', 'text')]
const returning: Fragment[] = [{ sql: '"row"."name"', bindings: [] }]

t.test('a row has one name, whatever its table', async t => {
  t.equal(writing.rowOf(from), '"row"')
})

t.test('a missing privilege is known by its code', async t => {
  t.equal(writing.isForbidden(Object.assign(new Error('no'), { code: '42501' })), true)
  t.equal(writing.isForbidden(new Error('permission denied')), false)
})

t.test('many rows are inserted from one array for each column', async t => {
  const rows = [
    [1, 'a'],
    [2, null],
  ]
  const [step] = writing.insert({ from, columns: [id, name], rows, returning })
  t.strictSame(step?.statement, {
    sql:
      `insert into "public"."t" as "row" ("id", "name") select "key"."k0", "key"."k1" from rows from (${list('int4')}, ` +
      `${list('text')}) with ordinality as "key"("k0", "k1", "i") order by "key"."i" returning "row"."name" as c0`,
    bindings: [
      [1, 2],
      ['a', null],
    ],
  })
})

t.test('rows without columns are counted out', async t => {
  const request = { from, columns: [], rows: [[], [], []], returning: [] }
  t.strictSame(writing.insert(request)[0]?.statement, {
    sql: 'insert into "public"."t" as "row" select from pg_catalog.generate_series(1, ?::pg_catalog.int4) returning 1',
    bindings: [3],
  })
})

t.test('rows are updated and deleted by their keys, and told apart by their position', async t => {
  const rows = [
    [1, 'a'],
    [2, 'b'],
  ]
  const source = `rows from (${list('int4')}, ${list('text')}) with ordinality as "key"("k0", "k1", "i")`
  const [update] = writing.update({ from, keys: [id], set: [name], rows, returning })
  t.equal(
    update?.statement.sql,
    `update "public"."t" as "row" set "name" = "key"."k1" from ${source} where "row"."id" = "key"."k0" ` +
      'returning "row"."name" as c0, ("key"."i" - 1)::pg_catalog.int4 as c1',
  )
  t.strictSame(update?.place([['b', '1']]), [null, ['b']])
  const [remove] = writing.delete({ from, keys: [id, name], rows: [...rows, [3, null]] })
  t.equal(
    remove?.statement.sql,
    `delete from "public"."t" as "row" using ${source} where "row"."id" = "key"."k0" and ` +
      '"row"."name" is not distinct from "key"."k1" returning ("key"."i" - 1)::pg_catalog.int4 as c0',
  )
  t.strictSame(remove?.place([['2'], ['0']]), [[], null, []])
})

t.test('a list with a concealed value is concealed whole', async t => {
  const secret = { ...name, sensitive: true }
  const rows = [
    [1, 'a', new Concealed('x')],
    [2, 'b', null],
  ]
  const [step] = writing.insert({ from, columns: [id, secret, name], rows, returning: null })
  const [ids, ...others] = step?.statement.bindings ?? []
  t.strictSame(ids, [1, 2])
  t.strictSame(
    others.map(each => (each as Concealed).reveal()),
    [
      ['a', 'b'],
      ['x', null],
    ],
  )
})

t.test('no statement holds more than the driver can send', async t => {
  const rows = Array.from({ length: 25_000 }, (_, i) => [i])
  const counts = writing.delete({ from, keys: [id], rows }).map(({ count }) => count)
  t.strictSame(counts, [10_000, 10_000, 5_000])
  const large = [['x'.repeat(9_000_000)], ['y'.repeat(9_000_000)], ['z']]
  const steps = writing.insert({ from, columns: [name], rows: large, returning: null })
  t.strictSame(
    steps.map(({ count }) => count),
    [1, 2],
  )
})

onPostgres(t, 'a domain still refuses what it does not take', async (t, database) => {
  await database.exec(`
    create domain code as varchar(3) check (value <> 'zzz');
    create table item (id int primary key, code code, name varchar(2))`)
  const { executor, from, columns } = await writtenTable(database, 'item')
  const refusalOf = (name: string, value: string) =>
    insertRows(
      executor,
      {
        from,
        columns: columns('id', name),
        rows: [
          [1, 'a'],
          [2, value],
        ],
        returning: [],
      },
      purpose,
    ).then(
      () => 'taken',
      (error: Error) => (error.cause as { code: string }).code,
    )
  t.equal(await refusalOf('code', 'zzz'), '23514')
  t.equal(await refusalOf('code', 'wxyz'), '22001')
  t.equal(await refusalOf('name', 'abc'), '22001', 'nothing is cut off')
})

onPostgres(t, 'columns that are called as parts of the statement are', async (t, database) => {
  await database.exec('create table key (k0 int primary key, k1 text, i int, key int, "row" int, "x?" int)')
  const { executor, from, columns, names, returned } = await writtenTable(database, 'key')
  const rows = [
    [1, 'a', 2, 3, 4, 5],
    [6, 'b', 7, 8, 9, 10],
  ]
  const texts = rows.map(row => row.map(String))
  t.strictSame(
    await insertRows(
      executor,
      { from, columns: columns(...names), rows, returning: returned(...names) },
      purpose,
    ),
    texts,
  )
  const set = {
    from,
    keys: columns('k0'),
    set: columns('k1', 'i', 'key', 'row', 'x?'),
    returning: returned(...names),
  }
  t.strictSame(await updateRows(executor, { ...set, rows }, purpose), texts)
  t.strictSame(await updateRows(executor, { ...set, rows: rows.slice(1) }, purpose), texts.slice(1))
})

onPostgres(t, 'what the server keeps of each row tells whether another wrote it', async (t, database) => {
  await database.exec('create table item (id int primary key, v int)')
  const { executor, from, columns, returned } = await writtenTable(database, 'item')
  const version = { ...column('xmin', 'xid', 'other'), quoted: 'xmin' }
  const read = [...returned('v'), { sql: '"row".xmin', bindings: [] }]
  const rows = [
    [1, 1],
    [2, 2],
  ]
  const inserted = await insertRows(
    executor,
    { from, columns: columns('id', 'v'), rows, returning: read },
    purpose,
  )
  const [first, second] = inserted.map(([, xmin]) => xmin)
  await database.exec('update item set v = 5 where id = 2')
  const request = { from, keys: [...columns('id'), version], set: columns('v'), returning: returned('v') }
  const changes = [
    [2, second, 7],
    [1, first, 7],
  ]
  t.strictSame(await updateRows(executor, { ...request, rows: changes }, purpose), [null, ['7']])
  t.strictSame(await updateRows(executor, { ...request, rows: [[1, first, 8]] }, purpose), [null])
})

onPostgres(t, 'an index leads to the rows that are updated and deleted', async (t, database) => {
  await database.exec(`
    create table many (id int primary key, a int not null, b varchar(20) not null, note text);
    insert into many select i, i / 10, 'b' || i % 10, repeat('x', 200) from generate_series(1, 100000) i;
    create index many_pair on many (a, b);
    analyze many`)
  const { executor, from, columns } = await writtenTable(database, 'many')
  const planOf = async ([step]: { readonly statement: Fragment }[]): Promise<string> => {
    const { sql, bindings } = step!.statement
    return (await executor.run({ sql: `explain ${sql}`, bindings }, purpose)).flat().join('\n')
  }
  const rows = Array.from({ length: 1000 }, (_, i) => [i * 97 + 1, `b${i % 10}`, 'x'])
  const request = { from, keys: columns('id'), set: columns('note'), returning: [] }
  const plans = [
    await planOf(writing.update({ ...request, rows: rows.map(([id]) => [id, 'y']) })),
    await planOf(writing.delete({ from, keys: columns('id'), rows })),
    await planOf(writing.update({ ...request, keys: columns('a', 'b'), rows })),
    await planOf(writing.delete({ from, keys: columns('a', 'b'), rows })),
  ]
  for (const plan of plans) t.match(plan, /Index Scan using (many_pkey|many_pair)/)
})
