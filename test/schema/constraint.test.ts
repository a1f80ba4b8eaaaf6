import t from 'tap'
import {
  checkNamed,
  columnsIn,
  foreignKeyNamed,
  uniqueNamed,
  uniqueOver,
} from '../../lib/schema/constraint.js'
import { parts, table } from '../fixtures/schema.js'

const plain = table('t', {
  columns: ['id', 'a', 'b', 'Odd "one"', 'back`tick', 'in [brackets'],
  unique: [['a', 'b']],
  foreignKeys: [{ key: 'a -> other.id', name: 'to_other' }],
  indexes: [
    { name: 'on_b', parts: parts('b') },
    { name: 'lowered', parts: [{ column: null, expression: 'lower(a) || b', descending: false }] },
    { name: 'not_unique', unique: false, parts: parts('a') },
    { name: 'unread', parts: [{ column: null, expression: null, descending: false }] },
  ],
})
const checked = {
  ...plain,
  checks: [
    { name: 'positive', expression: '(a > 0)' },
    { name: null, expression: "b  <> 'a'" },
    { name: 'unread', expression: null },
  ],
}

t.test('a key is found by its name, or by its columns in any order', async t => {
  t.same(uniqueNamed(plain, 'on_b')?.columns, ['b'])
  t.same(uniqueNamed(plain, 'lowered')?.columns, ['a', 'b'])
  t.same(uniqueNamed(plain, 'unread')?.columns, [])
  t.equal(uniqueNamed(plain, 'not_unique'), undefined)
  t.same(uniqueOver(plain, ['b', 'a'])?.columns, ['a', 'b'])
  t.same(uniqueOver(plain, ['b'])?.name, 'on_b')
  t.same(uniqueOver(plain, ['id'])?.columns, ['id'])
  t.equal(uniqueOver(plain, ['a']), undefined)
  t.equal(uniqueOver(table('keyless', { columns: ['a'] }), ['a']), undefined)
  t.equal(foreignKeyNamed(plain, 'to_other')?.referencedTable, 'other')
  t.equal(foreignKeyNamed(plain, 'x'), undefined)
})

t.test('a check is found by its name, or by its text', async t => {
  t.same(checkNamed(checked, 'positive'), { name: 'positive', columns: ['a'] })
  t.same(checkNamed(checked, "b <> 'a'"), { name: null, columns: ['b'] })
  t.same(checkNamed(checked, 'unread'), { name: 'unread', columns: [] })
  t.equal(checkNamed(checked, 'a > 1'), undefined)
})

t.test('an expression names columns, however they are quoted, and texts are none', async t => {
  t.same(columnsIn(plain, 'lower("Odd ""one""") = `back``tick` and [in [brackets] and A = 1'), [
    'a',
    'Odd "one"',
    'back`tick',
    'in [brackets',
  ])
  t.same(columnsIn(plain, "'a' || 'it''s b'"), [])
  t.same(columnsIn(plain, null), [])
})
