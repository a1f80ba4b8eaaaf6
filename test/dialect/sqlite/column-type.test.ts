import t from 'tap'
import type { DeclaredColumn } from '../../../lib/declaration/column.js'
import { declaredColumnOf } from '../../../lib/declaration/column.js'
import { array, custom, decimal, integer, real, string } from '../../../lib/declaration/columns.js'
import { columnType } from '../../../lib/dialect/sqlite/column-type.js'
import { declaredTypeOf } from '../../../lib/dialect/sqlite/declared-type.js'

function typeOf(builder: unknown, alone = false): string {
  return columnType({ ...declaredColumnOf(builder as DeclaredColumn), name: 'c' }, alone)
}

t.test('sizes are kept', async t => {
  t.equal(typeOf(string(5)), 'varchar(5)')
  t.equal(typeOf(decimal(5)), 'decimal(5)')
  t.equal(typeOf(decimal(5, 1)), 'decimal(5, 1)')
  t.equal(typeOf(real()), 'real')
})

t.test('a key is numbered only where that is asked for', async t => {
  t.equal(typeOf(integer().primaryKey(), true), 'int')
  t.equal(typeOf(integer().primaryKey(), false), 'integer')
  t.equal(typeOf(integer().primaryKey().autoIncrement(), true), 'integer')
})

t.test('a custom type is left in its own words, and an array is JSON', async t => {
  t.equal(typeOf(custom({ type: 'Money (5)' })), 'Money (5)')
  t.equal(declaredTypeOf(typeOf(array(integer()))).kind, 'json')
})
