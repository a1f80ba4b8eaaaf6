import t from 'tap'
import { understand } from '../../../lib/dialect/sqlite/understand.js'
import { columnKinds } from '../../../lib/schema/column-kinds.js'
import type { ColumnKind } from '../../../types/schema.js'
import { declaredType } from '../../fixtures/declared-type.js'
import { column } from '../../fixtures/schema.js'

const understood = (kind: ColumnKind): string[] =>
  columnKinds.filter(each => understand(column({ name: 'c', kind }), declaredType(each)) !== null)

t.test('a column is taken for what its values can be', async t => {
  const always = ['other']
  const moments = ['integer', 'bigint', 'text', 'date', 'timestamp', 'timestamptz', ...always]
  const counted: readonly string[] = ['integer', 'bigint', 'decimal', 'float', 'boolean']
  const numbers = [...counted, 'date', 'timestamp', 'timestamptz', ...always]
  const expected: Record<ColumnKind, readonly string[]> = {
    integer: numbers,
    bigint: numbers,
    decimal: [...counted, ...always],
    float: ['decimal', 'float', ...always],
    boolean: ['integer', 'boolean', ...always],
    text: columnKinds.filter(kind => ![...counted, 'binary'].includes(kind)),
    uuid: ['text', 'uuid', ...always],
    date: moments,
    time: ['text', 'time', ...always],
    timestamp: moments,
    timestamptz: moments,
    interval: ['text', 'interval', ...always],
    json: ['text', 'json', 'array', ...always],
    binary: ['binary', ...always],
    enum: ['text', 'enum', ...always],
    array: always,
    other: columnKinds,
  }
  for (const kind of columnKinds) t.same(understood(kind), expected[kind], kind)
})

t.test('what is read then is the declared kind, and an array is JSON', async t => {
  const text = column({ name: 'c', kind: 'text', type: 'TEXT' })
  t.same(understand(text, declaredType('json')), { column: { ...text, kind: 'json' }, values: {} })
  t.same(understand(text, declaredType('array', declaredType('text')))?.column.kind, 'json')
  t.equal(understand(text, declaredType('other'))?.column, text)
})
