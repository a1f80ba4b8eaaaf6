import t from 'tap'
import { uniqueKeys } from '../../lib/schema/unique-keys.js'
import { table } from '../fixtures/schema.js'

const index = { unique: true }

t.test('the primary key, constraints and total unique indexes are listed once each', async t => {
  const part = (column: string | null) => ({
    column,
    expression: column === null ? 'lower(a)' : null,
    descending: false,
  })
  const found = uniqueKeys(
    table('t', {
      columns: ['id', 'a', 'b', 'c'],
      unique: [['a', 'b']],
      indexes: [
        { ...index, parts: [part('b'), part('a')] },
        { ...index, parts: [part('c')] },
        { ...index, parts: [part('a')], partial: true },
        { ...index, parts: [part('a')], valid: false },
        { ...index, parts: [part('b'), part(null)] },
        { unique: false, parts: [part('b')] },
      ],
    }),
  )
  t.same(
    found.map(({ columns, deferrable }) => [columns, deferrable]),
    [
      [['id'], false],
      [['a', 'b'], false],
      [['c'], false],
    ],
  )
})

t.test('a table may have none', async t => {
  t.same(uniqueKeys(table('t', { columns: ['a'], primaryKey: null })), [])
})
