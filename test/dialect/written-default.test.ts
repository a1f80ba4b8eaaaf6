import t from 'tap'
import type { DeclaredColumn } from '../../lib/declaration/column.js'
import { declaredColumnOf } from '../../lib/declaration/column.js'
import { array, custom, integer } from '../../lib/declaration/columns.js'
import { writtenValue } from '../../lib/dialect/written-default.js'

const money = custom<number>({ type: 'text', write: value => `$${value}` })
const typeOf = (builder: unknown) => declaredColumnOf(builder as DeclaredColumn).type

t.test('a custom type writes its values, also those in arrays, and never null', async t => {
  t.equal(writtenValue(typeOf(money), 5), '$5')
  t.equal(writtenValue(typeOf(money), null), null)
  t.strictSame(writtenValue(typeOf(array(money)), [1, null]), ['$1', null])
  t.strictSame(writtenValue(typeOf(array(array(money))), [[1], [2]]), [['$1'], ['$2']])
})

t.test('the value of any other type is itself', async t => {
  const list = [1]
  t.equal(writtenValue(typeOf(integer()), list), list)
  t.equal(writtenValue(typeOf(array(integer())), '{1}'), '{1}')
})
