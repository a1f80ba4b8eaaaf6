import t from 'tap'
import type { Fragment, WriteColumn } from '../../../lib/dialect/contract.js'
import { plainColumn } from '../../../lib/dialect/plain-column.js'
import { writing } from '../../../lib/dialect/sqlite/writing.js'
import { eachMemory } from '../../fixtures/sqlite.js'

const from = '`main`.`t`'

function columns(...names: string[]): WriteColumn[] {
  return names.map(name => ({
    quoted: `\`${name}\``,
    column: { ...plainColumn, name, type: '', kind: 'other' },
    sensitive: false,
  }))
}

function returned(...names: string[]): Fragment[] {
  return names.map(name => ({ sql: `\`t\`.\`${name}\``, bindings: [] }))
}

function rows(count: number, width = 1): unknown[][] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: width }, () => i))
}

const exact = (name: string): string =>
  `case when typeof(\`t\`.\`${name}\`) = 'integer' then cast(\`t\`.\`${name}\` as text) else \`t\`.\`${name}\` end`

t.test("a row is called by its table's own name", async t => {
  t.equal(writing.rowOf('`main`.`t`'), '`t`')
  t.equal(writing.rowOf('`a``.``b`.`c``.``d`'), '`c``.``d`')
  t.equal(writing.rowOf('`t`'), '`t`')
})

t.test('no error of SQLite tells of a privilege', async t => {
  t.equal(writing.isForbidden(new Error('SQLITE_READONLY')), false)
})

t.test('many rows are one table of values, as large as the next doubling', async t => {
  const [step, ...others] = writing.insert({
    from,
    columns: columns('a', 'b'),
    rows: [
      [1, 2],
      [3, null],
      [5, 6],
    ],
    returning: returned('a'),
  })
  t.strictSame(others, [])
  t.strictSame(step?.statement, {
    sql: 'insert into `main`.`t` (`a`, `b`) select * from (values (?, ?), (?, ?), (?, ?), (?, ?)) limit ? returning `t`.`a` as c0',
    bindings: [1, 2, 3, null, 5, 6, null, null, 3],
  })
})

t.test('however many rows there are, there are few texts to prepare', async t => {
  const texts = new Set<string>()
  for (let count = 1; count < 40_000; count += 977)
    for (const { statement } of writing.insert({
      from,
      columns: columns('a', 'b', 'c'),
      rows: rows(count, 3),
      returning: [],
    }))
      texts.add(statement.sql)
  t.ok(texts.size < 16, String(texts.size))
})

t.test('no statement binds more than SQLite takes', async t => {
  const conflict = { sql: 'on conflict do update set a = ?', bindings: [1] }
  const returning = [{ sql: '`a` + ?', bindings: [1] }]
  const inserts = writing.insert({
    from,
    columns: columns('a', 'b'),
    rows: rows(20_000, 2),
    returning,
    conflict,
  })
  t.strictSame(
    inserts.map(({ count }) => count),
    [16_381, 3_619],
  )
  const assign = [{ quoted: '`c`', sql: { sql: '?', bindings: [1] } }]
  const updates = writing.update({
    from,
    keys: columns('a'),
    set: columns('b'),
    assign,
    rows: rows(20_000, 2),
    returning,
  })
  t.strictSame(
    updates.map(({ count }) => count),
    [16_381, 3_619],
  )
  const deletes = writing.delete({ from, keys: columns('a', 'b'), rows: rows(20_000, 2) })
  t.strictSame(
    deletes.map(({ count }) => count),
    [16_382, 3_618],
  )
  const most = [...inserts, ...updates, ...deletes].map(({ statement }) => statement.bindings.length)
  t.equal(Math.max(...most), 32_765)
})

t.test('rows without columns are inserted one by one', async t => {
  const steps = writing.insert({ from, columns: [], rows: rows(2, 0), returning: null })
  t.strictSame(
    steps.map(({ statement }) => statement),
    [
      { sql: 'insert into `main`.`t` default values', bindings: [] },
      { sql: 'insert into `main`.`t` default values', bindings: [] },
    ],
  )
})

t.test('rows are updated from a table of values, and told apart by their keys', async t => {
  const request = {
    from,
    keys: columns('id'),
    set: columns('a'),
    rows: [
      [1, 'x'],
      [2, 'y'],
    ],
    returning: returned('a'),
  }
  const [step] = writing.update(request)
  t.strictSame(step?.statement, {
    sql:
      'update `main`.`t` set `a` = `given`.`column2` from (select * from (values (?, ?), (?, ?)) limit ?) as `given` ' +
      `where \`t\`.\`id\` = \`given\`.\`column1\` returning ${exact('id')} as c0, \`t\`.\`a\` as c1`,
    bindings: [1, 'x', 2, 'y', 2],
  })
  t.strictSame(
    step?.place([
      ['2', 'y'],
      ['1', 'x'],
    ]),
    [['x'], ['y']],
  )
})

t.test('a table that is called as the values are is told apart from them', async t => {
  const [step] = writing.update({
    from: '`main`.`GIVEN`',
    keys: columns('id'),
    set: columns('a'),
    rows: rows(2, 2),
    returning: [],
  })
  t.match(step?.statement.sql, /as `given_` where `GIVEN`.`id` = `given_`.`column1` returning/)
})

t.test('a key that changes is known by what it becomes, and one that is computed tells nothing', async t => {
  const assign = [{ quoted: '`version`', sql: { sql: '`t`.`version` + 1', bindings: [] } }]
  const request = {
    from,
    keys: columns('id', 'code', 'version'),
    set: columns('code'),
    assign,
    rows: [
      [1, 'a', 1, 'b'],
      [2, 'c', 1, 'd'],
    ],
    returning: [],
  }
  const [step] = writing.update(request)
  t.match(step?.statement.sql.split(' returning ')[1], `${exact('id')} as c0, ${exact('code')} as c1`)
  t.strictSame(
    step?.place([
      ['2', 'd'],
      ['1', 'b'],
    ]),
    [[], []],
  )
  t.strictSame(step?.place([['2', 'd']]), [null, []])
  const alone = writing.update({ ...request, keys: columns('version'), rows: rows(2, 2) })
  t.strictSame(
    alone.map(({ count }) => count),
    [1, 1],
    'nothing is left to tell rows apart by',
  )
})

t.test('an answer has no more columns than SQLite gives', async t => {
  const wide = Array.from({ length: 2000 }, (_, i) => ({ sql: `c${i}`, bindings: [] }))
  const request = { from, keys: columns('id'), set: columns('a'), rows: rows(2, 2), returning: wide }
  t.strictSame(
    writing.update(request).map(({ count }) => count),
    [1, 1],
  )
  t.strictSame(
    writing.update({ ...request, returning: wide.slice(1) }).map(({ count }) => count),
    [2],
  )
})

t.test('null is found by null', async t => {
  const [step] = writing.update({
    from,
    keys: columns('id', 'v'),
    set: columns('a'),
    rows: [
      [1, null, 5],
      [2, 7, 5],
    ],
    returning: [],
  })
  t.match(step?.statement.sql, /where `t`.`id` = `given`.`column1` and `t`.`v` is `given`.`column2` /)
  const deletes = writing.delete({
    from,
    keys: columns('id', 'v'),
    rows: [
      [1, 1],
      [2, 2],
      [3, null],
      [4, null],
      [5, 5],
      [6, 6],
    ],
  })
  t.strictSame(
    deletes.map(({ count }) => count),
    [2, 1, 1, 2],
  )
  t.equal(
    deletes[1]?.statement.sql,
    'delete from `main`.`t` where `t`.`id` = ? and `t`.`v` is null returning 1',
  )
})

eachMemory(t, 'an index leads to the rows that are updated and deleted', async (t, run) => {
  await run('create table t (id integer primary key, a, b, v)')
  await run('create index t_ab on t (a, b)')
  const planOf = async ({ sql, bindings }: Fragment): Promise<string> =>
    (await run(`explain query plan ${sql}`, bindings)).map(row => row[3]).join('\n')
  const update = (...keys: string[]) =>
    writing.update({
      from,
      keys: columns(...keys),
      set: columns('v'),
      rows: rows(50, keys.length + 1),
      returning: [],
    })
  const remove = (...keys: string[]) =>
    writing.delete({ from, keys: columns(...keys), rows: rows(50, keys.length) })
  for (const steps of [update('id'), remove('id')])
    t.match(await planOf(steps[0]!.statement), /SEARCH (main.)?t USING INTEGER PRIMARY KEY/)
  for (const steps of [update('a', 'b'), remove('a', 'b')])
    t.match(
      await planOf(steps[0]!.statement),
      /SEARCH (main.)?t USING (COVERING )?INDEX t_ab \(a=\? AND b=\?\)/,
    )
})

eachMemory(t, 'rows keep their order and their places, those that a trigger left out too', async (t, run) => {
  await run('create table t (id integer primary key, x)')
  await run('create trigger skip before insert on t when new.x < 0 begin select raise(ignore); end')
  const request = {
    from,
    columns: columns('id', 'x'),
    rows: [
      [9, 1],
      [5, -1],
      [7, 3],
    ],
    returning: returned('x', 'id'),
    match: [{ given: 0, returned: 1 }],
  }
  const [step] = writing.insert(request)
  t.strictSame(step?.place(await run(step.statement.sql, step.statement.bindings)), [[1, 9], null, [3, 7]])
})
