import t from 'tap'
import { indexesOf, uniqueConstraintsOf } from '../../../lib/dialect/sqlite/catalog-indexes.js'
import type { IndexRow } from '../../../lib/dialect/sqlite/rows.js'

function part(index: string, column: string | null, given: Partial<IndexRow> = {}): IndexRow {
  return {
    schema: 'main',
    table: 't',
    index,
    unique: false,
    origin: 'c',
    partial: false,
    column,
    descending: false,
    ...given,
  }
}

const plain = { method: null, include: [], valid: true, deferrable: false, nullsDistinct: true }

t.test('gives parts in key order, expressions and conditions from the text', async t => {
  const rows = [
    part('i', 'b', { unique: true, partial: true }),
    part('i', null, { unique: true, partial: true, descending: true }),
    part('A', 'a'),
  ]
  t.strictSame(
    indexesOf(rows, index =>
      index === 'i' ? 'create unique index i on t(b, lower(a) desc) where b > 1' : undefined,
    ),
    [
      {
        name: 'A',
        unique: false,
        parts: [{ column: 'a', expression: null, descending: false }],
        partial: false,
        predicate: null,
        ...plain,
      },
      {
        name: 'i',
        unique: true,
        parts: [
          { column: 'b', expression: null, descending: false },
          { column: null, expression: 'lower(a)', descending: true },
        ],
        partial: true,
        predicate: 'b > 1',
        ...plain,
      },
    ],
  )
})

t.test('leaves an expression out where the text does not tell it', async t => {
  for (const sql of ['create index i on t(', 'create index i on t(a)']) {
    const [index] = indexesOf([part('i', 'a'), part('i', null, { partial: true })], () => sql)
    t.strictSame(index?.parts[1], { column: null, expression: null, descending: false })
    t.equal(index?.predicate, null)
  }
})

t.test('names a unique constraint where exactly one definition can be meant', async t => {
  const rows = ['i1:b', 'i2:a', 'i2:b', 'i3:a', 'i4:c'].map(text => {
    const [index = '', column = ''] = text.split(':')
    return part(index, column, { origin: 'u', unique: true })
  })
  const definitions = [
    { name: 'one', columns: ['A', 'b'] },
    { name: 'two', columns: ['a'] },
    { name: 'three', columns: ['a'] },
    { name: null, columns: ['b'] },
  ]
  t.strictSame(
    uniqueConstraintsOf([...rows, part('i5', 'a'), part('i6', 'a', { origin: 'pk' })], definitions),
    [
      { name: null, columns: ['a'], deferrable: false, nullsDistinct: true },
      { name: 'one', columns: ['a', 'b'], deferrable: false, nullsDistinct: true },
      { name: null, columns: ['b'], deferrable: false, nullsDistinct: true },
      { name: null, columns: ['c'], deferrable: false, nullsDistinct: true },
    ],
  )
})
