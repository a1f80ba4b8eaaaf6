import t from 'tap'
import { indexesOf, uniqueConstraintsOf } from '../../../lib/dialect/sqlite/catalog-indexes.js'
import type { IndexRow } from '../../../lib/dialect/sqlite/rows.js'

interface GivenPart {
  readonly unique?: number
  readonly origin?: string
  readonly partial?: number
  readonly descending?: number
}

function part(index: string, column: string | null, given: GivenPart = {}): IndexRow {
  const { unique = 0, origin = 'c', partial = 0, descending = 0 } = given
  return [0, index, unique, origin, partial, column, descending]
}

/** One index for each list of parts. */
function indexes(...lists: [IndexRow, ...IndexRow[]][]) {
  return lists
}

const plain = { method: null, include: [], valid: true, deferrable: false, nullsDistinct: true }

t.test('gives parts in key order, expressions and conditions from the text', async t => {
  const rows = indexes(
    [part('i', 'b', { unique: 1, partial: 1 }), part('i', null, { unique: 1, partial: 1, descending: 1 })],
    [part('A', 'a')],
  )
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
    const [index] = indexesOf(indexes([part('i', 'a'), part('i', null, { partial: 1 })]), () => sql)
    t.strictSame(index?.parts[1], { column: null, expression: null, descending: false })
    t.equal(index?.predicate, null)
  }
})

t.test('names a unique constraint where exactly one definition can be meant', async t => {
  const unique = (column: string) => part('i', column, { origin: 'u', unique: 1 })
  const rows = indexes([unique('b')], [unique('a'), unique('b')], [unique('a')], [unique('c')], [unique('b')])
  const definitions = [
    { name: 'one', columns: ['A', 'b'] },
    { name: 'two', columns: ['a'] },
    { name: 'three', columns: ['a'] },
    { name: null, columns: ['b'] },
  ]
  t.strictSame(
    uniqueConstraintsOf([...rows, [part('i5', 'a')], [part('i6', 'a', { origin: 'pk' })]], definitions),
    [
      { name: null, columns: ['a'], deferrable: false, nullsDistinct: true },
      { name: 'one', columns: ['a', 'b'], deferrable: false, nullsDistinct: true },
      { name: null, columns: ['b'], deferrable: false, nullsDistinct: true },
      { name: null, columns: ['b'], deferrable: false, nullsDistinct: true },
      { name: null, columns: ['c'], deferrable: false, nullsDistinct: true },
    ],
  )
})
