import t from 'tap'
import { Concealed } from '../../lib/dialect/concealed.js'
import type { WriteColumn } from '../../lib/dialect/contract.js'
import { plainColumn } from '../../lib/dialect/plain-column.js'
import * as text from '../../lib/dialect/write-text.js'

function column(quoted: string, sensitive = false): WriteColumn {
  return { quoted, column: { ...plainColumn, name: quoted, type: '', kind: 'other' }, sensitive }
}

const [a, b, secret] = [column('"a"'), column('"b"'), column('"s"', true)]

t.test('parts are joined with their bindings, and what says nothing is left out', async t => {
  t.strictSame(text.joined({ sql: 'x ?', bindings: [1] }, text.nothing, { sql: 'y ?', bindings: [2] }), {
    sql: 'x ? y ?',
    bindings: [1, 2],
  })
})

t.test('what is asked for no column still gives a row', async t => {
  t.strictSame(text.returningOf([]), { sql: 'returning 1', bindings: [] })
  t.strictSame(
    text.returningOf([
      { sql: 'a + ?', bindings: [1] },
      { sql: 'b', bindings: [] },
    ]),
    {
      sql: 'returning a + ? as c0, b as c1',
      bindings: [1],
    },
  )
})

t.test('values of sensitive columns are concealed once, and null never', async t => {
  const concealed = new Concealed('x')
  t.equal(text.bound(secret, concealed), concealed)
  t.equal((text.bound(secret, 'y') as Concealed).reveal(), 'y')
  t.equal(text.bound(secret, null), null)
  t.equal(text.bound(a, 'y'), 'y')
})

t.test('one row is inserted by plain bindings, or by defaults alone', async t => {
  t.strictSame(text.valuesOfOne([a, b], [1, null]), { sql: 'values (?, ?)', bindings: [1, null] })
  t.strictSame(text.valuesOfOne([], []), { sql: 'default values', bindings: [] })
})

t.test('an INSERT tells whether it reads what it writes', async t => {
  const request = {
    from: '"t"',
    columns: [a],
    rows: [[1]],
    conflict: { sql: 'on conflict do nothing', bindings: [] },
  }
  const step = (returning: { sql: string; bindings: [] }[] | null) =>
    text.insertOf('insert into "t"', { ...request, returning }, request.rows, text.valuesOfOne([a], [1]))
  const all = step([{ sql: '"a"', bindings: [] }])
  t.strictSame(all.statement, {
    sql: 'insert into "t" ("a") values (?) on conflict do nothing returning "a" as c0',
    bindings: [1],
  })
  t.strictSame(all.place([['1']]), [['1']])
  t.strictSame(
    [all, step([]), step(null)].map(({ reads, count }) => [reads, count]),
    [
      [true, 1],
      [false, 1],
      [false, 1],
    ],
  )
  t.equal(step(null).statement.sql, 'insert into "t" ("a") values (?) on conflict do nothing')
})

t.test('an UPDATE of one row sets values and expressions, and finds null by null', async t => {
  const request = {
    from: '"t"',
    keys: [a, b],
    set: [secret],
    assign: [{ quoted: '"v"', sql: { sql: '"v" + ?', bindings: [1] } }],
    rows: [],
    returning: [{ sql: '"v"', bindings: [] }],
  }
  const step = text.updateOfOne('update "t"', '"t"', request, [5, null, 'x'])
  t.equal(
    step.statement.sql,
    'update "t" set "s" = ?, "v" = "v" + ? where "t"."a" = ? and "t"."b" is null returning "v" as c0',
  )
  t.strictSame(step.statement.bindings.map(String), ['[sensitive]', '1', '5'])
  t.strictSame([step.place([['2']]), step.place([])], [[['2']], [null]])
  const plain = text.updateOfOne(
    'update "t"',
    '"t"',
    { from: '"t"', keys: [a], set: [b], rows: [], returning: [] },
    [1, 2],
  )
  t.strictSame(plain.statement, {
    sql: 'update "t" set "b" = ? where "t"."a" = ? returning 1',
    bindings: [2, 1],
  })
  t.strictSame(plain.place([['1']]), [[]])
})

t.test('a DELETE of one row tells whether it was there', async t => {
  const step = text.deleteOfOne('delete from "t"', '"t"', { from: '"t"', keys: [a], rows: [] }, [5])
  t.strictSame(step.statement, { sql: 'delete from "t" where "t"."a" = ? returning 1', bindings: [5] })
  t.strictSame([step.place([['1']]), step.place([])], [[[]], [null]])
})
