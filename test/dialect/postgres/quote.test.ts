import t from 'tap'
import { quote } from '../../../lib/dialect/postgres/quote.js'
import { eachDatabase } from '../../fixtures/databases.js'

t.test('doubles quotes, and writes a question mark by its code', async t => {
  t.equal(quote('a.b'), '"a.b"')
  t.equal(quote('say "hi"\\'), '"say ""hi""\\"')
  t.equal(quote('w?'), 'U&"w\\003F"')
  t.equal(quote('"\\?'), 'U&"""\\\\\\003F"')
})

t.test('refuses names that the server would change or cannot hold', async t => {
  const refusal = (message: string) => ({ name: 'MappingError', code: 'NAME_INVALID', message })
  t.throws(() => quote(''), refusal('Cannot use the name "": it is empty'))
  t.throws(() => quote('a\0'), refusal('Cannot use the name "a\\u0000": it holds the character U+0000'))
  const long = 'é'.repeat(32)
  t.throws(
    () => quote(long),
    refusal(`Cannot use the name "${long}": it is 64 bytes long, and PostgreSQL keeps 63`),
  )
  t.equal(quote(`${'é'.repeat(31)}x`).length, 34)
})

eachDatabase(
  t,
  'a quoted name goes through knex unchanged',
  async (t, { knex }) => {
    for (const name of ['w?', '\\?', '??', 'a\\b', 'x[0]', '*', 'a as b', ' x ', "';--"]) {
      await knex.raw(`create table "odd" (${quote(name)} int)`)
      t.ok(await knex.schema.hasColumn('odd', name), name)
      await knex.raw('drop table odd')
    }
  },
  'postgres',
)
