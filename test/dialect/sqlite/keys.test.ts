import t from 'tap'
import { inList, keyTable } from '../../../lib/dialect/sqlite/keys.js'
import type { Column } from '../../../types/schema.js'
import { eachMemory } from '../../fixtures/sqlite.js'

const column = {} as Column

type Rows = Parameters<Parameters<typeof eachMemory>[2]>[1]

async function matched(rows: Rows, columns: readonly string[], tuples: readonly (readonly unknown[])[]) {
  const keys = keyTable(columns.map(() => column))
  const on = columns.map((name, place) => `\`t\`.${name} = ${keys.values[place]}`).join(' and ')
  const sql = `select ${keys.position} as c0, \`t\`.id as c1 from ${keys.source} join t on ${on} order by 1, 2`
  return { rows: await rows(sql, keys.bindings(tuples)), plan: await plan(rows, sql, keys.bindings(tuples)) }
}

async function listed(rows: Rows, name: string, values: readonly unknown[]) {
  const { sql, bindings } = inList(`\`t\`.${name}`, column, values)
  const statement = `select id as c0 from t where ${sql} order by 1`
  return { ids: (await rows(statement, bindings)).flat(), plan: await plan(rows, statement, bindings) }
}

async function plan(rows: Rows, sql: string, bindings: readonly unknown[]): Promise<string> {
  return (await rows(`explain query plan ${sql}`, bindings)).map(row => row.at(-1)).join('\n')
}

const hostile = ["a'b", 'é😀', '', '[1]', '["61"]', '{"a":1}', 'null', '5', 'a\0b', 'a"b\\']

eachMemory(t, 'matches every kind of value, whatever the text looks like', async (t, rows) => {
  await rows('create table t(id integer primary key, v)')
  const values = [
    ...hostile,
    1,
    1.5,
    2 ** 40,
    0.1,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Buffer.from('a'),
  ]
  values.push(Buffer.alloc(0))
  for (const value of values) await rows('insert into t(v) values (?)', [value])
  const ids = values.map((_, place) => place + 1)
  t.strictSame((await listed(rows, 'v', values)).ids, ids)
  t.strictSame((await listed(rows, 'v', ['a'])).ids, [], 'a text is not the blob of its bytes')
  t.strictSame(
    (
      await matched(
        rows,
        ['v'],
        values.map(value => [value]),
      )
    ).rows,
    ids.map((id, place) => [place, id]),
  )
  t.strictSame(
    (
      await matched(
        rows,
        ['v', 'id'],
        values.map((value, place) => [value, place + 1]),
      )
    ).rows,
    ids.map((id, place) => [place, id]),
  )
})

eachMemory(t, 'keeps integers exact', async (t, rows) => {
  await rows('create table t(id integer primary key, v bigint)')
  for (const value of ['9223372036854775807', '9223372036854775806', '-9223372036854775808']) {
    await rows('insert into t(v) values (?)', [value])
  }
  t.strictSame((await listed(rows, 'v', ['9223372036854775807'])).ids, [1])
  t.strictSame((await listed(rows, 'v', [9223372036854775806n, -(2n ** 63n)])).ids, [2, 3])
  t.strictSame((await matched(rows, ['v'], [[2n ** 63n - 2n]])).rows, [[0, 2]])
})

eachMemory(t, 'compares as the column does: affinity and collation', async (t, rows) => {
  await rows('create table t(id integer primary key, code text collate nocase unique, n int)')
  await rows("insert into t values (5, 'Abc', 7), (6, '12', 8)")
  t.strictSame((await listed(rows, 'id', ['5', '6'])).ids, [5, 6])
  t.strictSame((await listed(rows, 'code', ['ABC', 12])).ids, [5, 6])
  t.strictSame((await matched(rows, ['id'], [['6'], ['5']])).rows, [
    [0, 6],
    [1, 5],
  ])
  t.strictSame((await matched(rows, ['code'], [['aBC'], [12]])).rows, [
    [0, 5],
    [1, 6],
  ])
  t.strictSame((await matched(rows, ['code', 'n'], [['aBC', '7']])).rows, [[0, 5]])
  const { source, values, bindings } = keyTable([column])
  t.strictSame(
    await rows(`select t.id as c0 from ${source} join t on ${values[0]} = t.code`, bindings([['abc']])),
    [[5]],
    'also where the key comes first',
  )
})

eachMemory(t, 'finds rows by index', async (t, rows) => {
  await rows('create table t(id integer primary key, code text unique, a int, b blob, unique (a, b))')
  t.match((await listed(rows, 'id', [1])).plan, /SEARCH t USING INTEGER PRIMARY KEY/)
  t.match((await listed(rows, 'code', ['x'])).plan, /SEARCH t USING COVERING INDEX \S+ \(code=\?\)/)
  t.match(
    (await matched(rows, ['id'], [[1]])).plan,
    /^SCAN key VIRTUAL TABLE.*\nSEARCH t USING INTEGER PRIMARY KEY/,
  )
  t.match(
    (await matched(rows, ['code'], [['x']])).plan,
    /^SCAN key VIRTUAL TABLE.*\nSEARCH t USING COVERING INDEX/,
  )
  t.match(
    (await matched(rows, ['a', 'b'], [[1, Buffer.from('x')]])).plan,
    /^SCAN key VIRTUAL TABLE.*\nSEARCH t USING COVERING INDEX \S+ \(a=\? AND b=\?\)/,
  )
})

eachMemory(t, 'takes more keys than a statement takes bindings, in one text', async (t, rows) => {
  await rows('create table t(id integer primary key)')
  await rows('insert into t select value from json_each(?)', [JSON.stringify([1, 50_000, 99_999])])
  const many = Array.from({ length: 100_000 }, (_, place) => place)
  t.strictSame((await listed(rows, 'id', many)).ids, [1, 50_000, 99_999])
  t.equal(inList('x', column, many).sql, inList('x', column, []).sql)
  t.strictSame(keyTable([column]).bindings([[1], [null]]), ['[1,null]'])
})

eachMemory(t, 'finds the same without an index, and reads the table once', async (t, rows) => {
  await rows('create table t(id integer primary key, n integer, w text collate nocase, b blob)')
  await rows(
    "insert into t values (1, 1, 'A', x'61'), (2, 1, 'a', null), (3, 2, 'b', x'62'), (4, null, null, null)",
  )
  for (const [names, tuples] of [
    [['n'], [[2], [1], [9]]],
    [['w'], [['a'], ['B']]],
    [['b'], [[Buffer.from('b')], [Buffer.from('a')]]],
    [
      ['n', 'w'],
      [
        [1, 'A'],
        [2, 'B'],
        [2, 'a'],
      ],
    ],
  ] as const) {
    const keys = keyTable(names.map(() => column))
    const on = names.map((name, place) => `\`t\`.${name} = ${keys.values[place]}`).join(' and ')
    const list = `select ${keys.position} as c0, \`t\`.id as c1 from ${keys.source} join`
    const narrowed = `${list} ${keys.narrow?.('main.t', names)} t on ${on} order by 1, 2`
    const lists = keys.bindings(tuples)
    t.same(
      await rows(narrowed, [...lists, ...lists]),
      await rows(`${list} t on ${on} order by 1, 2`, lists),
      String(names),
    )
    t.match(await plan(rows, narrowed, [...lists, ...lists]), /SEARCH t USING AUTOMATIC COVERING INDEX/)
  }
})
