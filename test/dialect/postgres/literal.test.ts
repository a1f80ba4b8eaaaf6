import t from 'tap'
import { literal } from '../../../lib/dialect/postgres/literal.js'
import { eachDatabase } from '../../fixtures/databases.js'
import { errorOf } from '../../fixtures/error-of.js'

const values: readonly (readonly [unknown, unknown])[] = [
  [null, null],
  [5, 5],
  [-7, -7],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [Number.NaN, Number.NaN],
  [42n, 42],
  [true, true],
  [false, false],
  ['it\'s \\ " \n😀 -- /*', 'it\'s \\ " \n😀 -- /*'],
  ["\\'; drop table t; --", "\\'; drop table t; --"],
  ['', ''],
  [new Date('2026-11-22T08:09:10.123Z'), new Date('2026-11-22T08:09:10.123Z')],
  [Uint8Array.of(0, 255, 39, 92), Buffer.of(0, 255, 39, 92)],
]

eachDatabase(
  t,
  'a literal is the value itself, whatever a backslash means to the server',
  async (t, { knex }) => {
    for (const setting of ['on', 'off']) {
      await knex.transaction(async transaction => {
        await transaction.raw(`set local standard_conforming_strings = ${setting}`)
        for (const [value, expected] of values) {
          const { rows } = await transaction.raw(`select ${literal(value)} as value`)
          t.strictSame(rows[0].value, expected, `${setting} ${String(value)}`)
        }
      })
    }
  },
  'postgres',
)

t.test('what has no place in SQL is refused by its type', async t => {
  const refused: readonly (readonly [unknown, string])[] = [
    [{}, 'an object'],
    [[], 'an array'],
    [undefined, 'undefined'],
    ['a\0', 'a string'],
    [new Date(Number.NaN), 'an Invalid Date'],
  ]
  for (const [value, shown] of refused) {
    t.equal(
      await errorOf(() => literal(value)),
      `DeclarationError DECLARATION_INVALID: Cannot write ${shown} into SQL; interpolate a string, a number, a boolean, a Date, a Buffer, null or sql\`…\``,
    )
  }
})
