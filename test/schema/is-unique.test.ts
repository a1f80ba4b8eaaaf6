import t from 'tap'
import { isUnique } from '../../lib/schema/is-unique.js'
import { parts, table } from '../fixtures/schema.js'

t.test('a primary key is unique, whatever the order of its columns', async t => {
  const given = table('line', { columns: ['order_id', 'no'], primaryKey: ['order_id', 'no'] })
  t.equal(isUnique(given, ['order_id', 'no']), true)
  t.equal(isUnique(given, ['no', 'order_id']), true)
})

t.test('a part of a key is not unique, nor is a key with more columns', async t => {
  const given = table('line', { columns: ['order_id', 'no', 'x'], primaryKey: ['order_id', 'no'] })
  t.equal(isUnique(given, ['order_id']), false)
  t.equal(isUnique(given, ['order_id', 'no', 'x']), false)
  t.equal(isUnique(given, ['order_id', 'x']), false)
})

t.test('a unique constraint makes its columns unique', async t => {
  const given = table('user', { columns: ['id', 'email?'], unique: [['email']] })
  t.equal(isUnique(given, ['email']), true)
})

t.test('a total unique index over columns makes them unique', async t => {
  const given = table('user', { columns: ['email', 'no'], indexes: [{ parts: parts('email', 'no') }] })
  t.equal(isUnique(given, ['no', 'email']), true)
})

t.test('an index that is partial, invalid, over an expression or not unique proves nothing', async t => {
  const columns = parts('email')
  for (const index of [{ partial: true }, { valid: false }, { unique: false }]) {
    t.equal(
      isUnique(table('user', { columns: ['email'], indexes: [{ parts: columns, ...index }] }), ['email']),
      false,
    )
  }
  const mixed = table('user', { columns: ['email'], indexes: [{ parts: parts('email', null) }] })
  t.equal(isUnique(mixed, ['email']), false)
})

t.test('a table without keys has no unique columns', async t => {
  t.equal(isUnique(table('log', { columns: ['at'] }), ['at']), false)
})
