import t from 'tap'
import { deedOf } from '../../../lib/query/violation/deed.js'

const quote = (name: string): string => `"${name}"`

t.test('a statement tells what it does, and which columns of rows that are there it sets', async t => {
  const done = (sql: string): unknown => {
    const { inserts, deletes, sets } = deedOf(sql, quote)
    return [inserts, deletes, ['id', 'a', 'b'].filter(sets)]
  }
  t.same(done('insert into "t" ("id", "a") values (?, ?)'), [true, false, []])
  t.same(done('insert into "t" ("id") values (?) on conflict ("id") do update set "a" = excluded."a"'), [
    true,
    false,
    ['a'],
  ])
  t.same(done('update "t" as "row" set "a" = ?, "b" = ? where "row"."id" = ?'), [false, false, ['a', 'b']])
  t.same(done('delete from "t" as "row" where "row"."a" = ?'), [false, true, []])
  t.same(done('commit'), [false, false, []])
})
