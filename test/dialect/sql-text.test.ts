import t from 'tap'
import { sql } from '../../lib/declaration/sql.js'
import { sqlTextOf } from '../../lib/dialect/sql-text.js'

const written = (text: ReturnType<typeof sql>) => sqlTextOf(text, value => JSON.stringify(value))

t.test('values and pieces are written in their places', async t => {
  t.equal(written(sql`now()`), 'now()')
  t.equal(written(sql`a in (${1}, ${'b'}) and ${sql`c = ${null}`}`), 'a in (1, "b") and c = null')
  t.equal(written(sql`${5}`), '5')
})

t.test('a value never runs into what stands beside it', async t => {
  t.equal(written(sql`x${5}y`), 'x 5 y')
  t.equal(written(sql`a-${-5}`), 'a- -5')
  t.equal(written(sql`'a'${'b'}'c'`), `'a' "b" 'c'`)
  t.equal(written(sql`${1}${2}`), '1 2')
  t.equal(written(sql`f(${1},${2})`), 'f(1,2)')
})
