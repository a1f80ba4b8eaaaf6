import t from 'tap'
import { violation } from '../../../lib/dialect/sqlite/violation.js'
import { parts, table } from '../../fixtures/schema.js'

const nothing = { schema: null, table: null, columns: [], constraint: null, domain: null, size: null }
const tables = [
  table('plain', { columns: ['id', 'a', 'b'], unique: [['a', 'b']] }),
  table('odd.name', {
    columns: ['id', 'x, y', 'z'],
    primaryKey: null,
    indexes: [{ parts: parts('x, y', 'z') }, { parts: parts(null) }],
  }),
]

function told(message: string, code = 'SQLITE_CONSTRAINT'): unknown {
  return violation(Object.assign(new Error(message), { code }), tables)
}

t.test('both drivers and knex put words before what SQLite says', async t => {
  const expected = { ...nothing, kind: 'unique', table: 'plain', columns: ['id'] }
  t.same(told('UNIQUE constraint failed: plain.id', 'SQLITE_CONSTRAINT_PRIMARYKEY'), expected)
  t.same(told('SQLITE_CONSTRAINT: UNIQUE constraint failed: plain.id'), expected)
  t.same(told('COMMIT; - SQLITE_CONSTRAINT: FOREIGN KEY constraint failed'), {
    ...nothing,
    kind: 'foreignKey',
  })
})

t.test('names are told apart by the tables that there are', async t => {
  const unique = { ...nothing, kind: 'unique' }
  t.same(told('UNIQUE constraint failed: plain.a, plain.b'), {
    ...unique,
    table: 'plain',
    columns: ['a', 'b'],
  })
  t.same(told('UNIQUE constraint failed: odd.name.x, y, odd.name.z'), {
    ...unique,
    table: 'odd.name',
    columns: ['x, y', 'z'],
  })
  t.same(told('NOT NULL constraint failed: odd.name.z'), {
    ...nothing,
    kind: 'notNull',
    table: 'odd.name',
    columns: ['z'],
  })
  // A table that came later.
  t.same(told('UNIQUE constraint failed: late.a, late.b'), { ...unique, table: 'late', columns: ['a', 'b'] })
})

t.test('an index and a check are told by their names', async t => {
  t.same(told("UNIQUE constraint failed: index 'it''s'"), { ...nothing, kind: 'unique', constraint: "it''s" })
  t.same(told('CHECK constraint failed: a\n> b'), { ...nothing, kind: 'check', constraint: 'a\n> b' })
})

t.test('what is too big is told, and what is about no constraint is not', async t => {
  t.same(told('string or blob too big', 'SQLITE_TOOBIG'), { ...nothing, kind: 'length', size: 'text' })
  t.equal(told('no such table: x', 'SQLITE_ERROR'), null)
  t.equal(told('stopped by a trigger', 'SQLITE_CONSTRAINT_TRIGGER'), null)
  t.equal(told('cannot store TEXT value in INTEGER column plain.a', 'SQLITE_CONSTRAINT_DATATYPE'), null)
})
