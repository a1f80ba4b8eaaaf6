import t from 'tap'
import { isIndexed } from '../../lib/schema/is-indexed.js'
import type { Index, Table } from '../../types/schema.js'
import { schema } from '../fixtures/schema.js'

const [plain] = schema({ plain: { columns: ['id', 'a', 'b'], primaryKey: [] } }).tables as [Table]

function index(columns: readonly (string | null)[], change: Partial<Index> = {}): Table {
  const parts = columns.map(column => ({
    column,
    expression: column === null ? 'lower(a)' : null,
    descending: false,
  }))
  const one = { name: 'i', unique: false, method: null, parts, include: [], partial: false, predicate: null }
  return { ...plain, indexes: [{ ...one, valid: true, deferrable: false, nullsDistinct: true, ...change }] }
}

t.test(
  'a key, a unique constraint or an index that begins with one of the columns leads to rows',
  async t => {
    const key = { name: null, columns: ['a', 'b'], deferrable: false }
    t.ok(isIndexed({ ...plain, primaryKey: key }, ['a']))
    t.ok(isIndexed({ ...plain, uniqueConstraints: [{ ...key, nullsDistinct: true }] }, ['b', 'a']))
    t.ok(isIndexed(index(['a', 'b']), ['a']))
  },
)

t.test('nothing else does', async t => {
  t.notOk(isIndexed({ ...plain, primaryKey: null }, ['a']))
  t.notOk(isIndexed({ ...plain, primaryKey: { name: null, columns: ['a', 'b'], deferrable: false } }, ['b']))
  t.notOk(isIndexed(index(['b', 'a']), ['a']), 'the column is not the first')
  t.notOk(isIndexed(index([null, 'a']), ['a']), 'an expression is the first')
  t.notOk(isIndexed(index([]), ['a']), 'the database told no part')
  t.notOk(isIndexed(index(['a'], { partial: true }), ['a']))
  t.notOk(isIndexed(index(['a'], { valid: false }), ['a']))
})
