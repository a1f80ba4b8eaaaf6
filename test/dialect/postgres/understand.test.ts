import t from 'tap'
import { understand } from '../../../lib/dialect/postgres/understand.js'
import { codec } from '../../../lib/dialect/postgres/values.js'
import { columnKinds } from '../../../lib/schema/column-kinds.js'
import type { ColumnKind } from '../../../types/schema.js'
import { declaredType } from '../../fixtures/declared-type.js'
import { columnOf } from '../../fixtures/postgres-column.js'

const understood = (type: string, kind: ColumnKind): string[] =>
  columnKinds.filter(each => understand(columnOf(type, kind), declaredType(each)) !== null)

t.test("a column is taken for what the server's texts of it can be", async t => {
  const expected: Record<Exclude<ColumnKind, 'array'>, readonly [type: string, ...kinds: string[]]> = {
    integer: ['int4', 'integer', 'bigint', 'boolean'],
    bigint: ['int8', 'integer', 'bigint', 'boolean'],
    decimal: ['numeric', 'integer', 'decimal', 'float', 'boolean'],
    float: ['float8', 'decimal', 'float'],
    boolean: ['bool', 'boolean'],
    text: ['text', 'text', 'uuid', 'date', 'time', 'timestamp', 'timestamptz', 'json', 'enum'],
    uuid: ['uuid', 'text', 'uuid'],
    date: ['date', 'text', 'date'],
    time: ['time', 'text', 'time'],
    timestamp: ['timestamp', 'text', 'timestamp', 'timestamptz'],
    timestamptz: ['timestamptz', 'text', 'timestamp', 'timestamptz'],
    interval: ['interval', 'text', 'interval'],
    json: ['jsonb', 'json'],
    binary: ['bytea', 'binary'],
    enum: ['mood', 'text', 'enum'],
    other: ['inet', 'text'],
  }
  for (const [kind, [type, ...list]] of Object.entries(expected)) {
    t.same(understood(type, kind as ColumnKind), [...list, 'other'], kind)
  }
})

t.test('values are read and bound as the declared kind says', async t => {
  const as = (type: string, kind: ColumnKind, declared: ColumnKind): ReturnType<typeof codec> => {
    const { column, values } = understand(columnOf(type, kind), declaredType(declared))!
    return codec(column, { int8: 'bigint', date: 'date', ...values }, 't.c')
  }
  const flag = as('int4', 'integer', 'boolean')
  t.same([flag.decode?.('1'), flag.decode?.('0'), flag.encode(true), flag.encode(false)], [true, false, 1, 0])
  t.equal(as('int8', 'bigint', 'integer').decode?.('5'), 5)
  t.match(() => as('int8', 'bigint', 'integer').decode?.('9007199254740993'), Function)
  t.throws(() => as('int8', 'bigint', 'integer').decode?.('9007199254740993'), { code: 'VALUE_UNSAFE' })
  t.equal(as('numeric', 'decimal', 'integer').decode?.('5'), 5)
  t.equal(as('date', 'date', 'text').decode, null)
  t.equal(as('timestamp', 'timestamp', 'text').decode, null)
  t.same(as('text', 'text', 'json').decode?.('{"a":1}'), { a: 1 })
  t.equal(as('bool', 'boolean', 'boolean').encode(true), true)
})

t.test('an array is taken for one of what its elements are taken for, whatever its depth', async t => {
  const column = columnOf('_int4', 'array', 'integer')
  const nested = declaredType('array', declaredType('array', declaredType('boolean')))
  t.equal(understand(column, nested)?.column.elementKind, 'boolean')
  t.equal(understand(column, declaredType('array', declaredType('json'))), null)
  t.equal(understand(column, declaredType('json')), null)
  t.equal(understand(column, declaredType('other'))?.column, column)
  t.same(
    understand(columnOf('_int8', 'array', 'bigint'), declaredType('array', declaredType('integer')))?.values,
    {
      int8: 'number',
    },
  )
})
