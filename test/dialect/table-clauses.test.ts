import t from 'tap'
import type { ForeignKeyDefinition } from '../../lib/declaration/definition.js'
import { columnList, foreignKeyClause, keyClause } from '../../lib/dialect/table-clauses.js'

const quote = (name: string) => `<${name}>`

t.test('clauses quote every name', async t => {
  t.equal(columnList(['a', 'b'], quote), '(<a>, <b>)')
  t.equal(keyClause('unique', { name: 'u', columns: ['a'] }, quote), 'constraint <u> unique (<a>)')
})

t.test('a foreign key says where it refers to, and what happens there', async t => {
  const key: ForeignKeyDefinition = {
    name: 'k',
    columns: ['a', 'b'],
    schema: null,
    table: 't',
    referencedColumns: null,
    onDelete: 'noAction',
    onUpdate: 'noAction',
    late: false,
  }
  const clause = (change: Partial<ForeignKeyDefinition>) =>
    foreignKeyClause({ ...key, ...change }, '<t>', quote)
  t.equal(clause({}), 'constraint <k> foreign key (<a>, <b>) references <t>')
  t.equal(
    clause({ referencedColumns: ['x', 'y'], onDelete: 'setNull', onUpdate: 'cascade' }),
    'constraint <k> foreign key (<a>, <b>) references <t> (<x>, <y>) on delete set null on update cascade',
  )
  t.match(clause({ onDelete: 'restrict' }), / on delete restrict$/)
  t.match(clause({ onUpdate: 'setDefault' }), / references <t> on update set default$/)
})
