import t from 'tap'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import type { ColumnMapping } from '../../lib/mapping/mapping.js'
import { writerFor } from '../../lib/query/source.js'
import type { OrderTerm } from '../../lib/query/state.js'
import { whereOf } from '../../lib/query/where.js'

function term(name: string, nullable: boolean, rest: Partial<OrderTerm> = {}): OrderTerm {
  const column = { quoted: name, column: { nullable }, expression: null } as ColumnMapping
  return { column, descending: false, nulls: null, ...rest }
}

function after(dialect: typeof sqlite, order: readonly OrderTerm[], values: readonly unknown[]): string {
  const writer = writerFor(dialect)
  return whereOf(writer, 't0', [{ or: false, condition: { type: 'after', order, values } }])
}

const id = term('id', false)

t.test('what comes behind a value has a greater one, or the same and a greater key', async t => {
  const note = term('note', true)
  t.equal(after(sqlite, [note, id], ['x', 1]), '((t0.note > ?) or (t0.note = ? and t0.id > ?))')
  t.equal(
    after(postgres, [note, id], ['x', 1]),
    '(((t0.note > ? or t0.note is null)) or (t0.note = ? and t0.id > ?))',
    'NULL comes last there, so it is behind every value',
  )
})

t.test(
  'what comes behind NULL is every value where NULL comes first, and only a greater key elsewhere',
  async t => {
    const note = term('note', true)
    const first = '((t0.note is not null) or (t0.note is null and t0.id > ?))'
    const last = '((t0.note is null and t0.id > ?))'
    t.equal(after(sqlite, [note, id], [null, 1]), first)
    t.equal(after(postgres, [note, id], [null, 1]), last)
    t.equal(after(postgres, [{ ...note, nulls: 'first' }, id], [null, 1]), first)
    t.equal(after(sqlite, [{ ...note, nulls: 'last' }, id], [null, 1]), last)
  },
)

t.test('descending turns both round', async t => {
  const note = term('note', true, { descending: true })
  t.equal(
    after(sqlite, [note, id], ['x', 1]),
    '(((t0.note < ? or t0.note is null)) or (t0.note = ? and t0.id > ?))',
  )
  t.equal(
    after(postgres, [note, id], [null, 1]),
    '((t0.note is not null) or (t0.note is null and t0.id > ?))',
  )
})
