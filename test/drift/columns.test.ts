import t from 'tap'
import { driftOf } from '../../lib/drift/drift.js'
import type { Column } from '../../types/schema.js'
import { changed, codesOf, drifted, linesOf } from '../fixtures/drifted.js'
import type { TableInput } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const b = (more: Partial<Column> = {}): Record<string, TableInput> => ({
  customer: { columns: ['id', { name: 'b', ...more }] },
})
const text = (more: Partial<Column> = {}): Partial<Column> => ({ type: 'varchar', kind: 'text', ...more })

t.test('who reads a column is told what it gives now', async t => {
  t.same(drifted(b(), b({ nullable: true })), [
    'breaking becameNullable Customer.b customer.b: "b" takes null now: reads may give null',
  ])
  const plain = snapshotFor(b())
  const deferred = {
    ...plain,
    models: plain.models.map(model => ({
      ...model,
      columns: model.columns.map(column => ({ ...column, deferred: column.name === 'b' })),
    })),
  }
  t.same(linesOf(driftOf(plain, deferred)), [
    'breaking becameDeferred Customer.b customer.b: "b" is read on demand now: it has to be awaited',
  ])
  t.same(linesOf(driftOf(deferred, plain)), [
    'additive becameImmediate Customer.b customer.b: "b" is read with its row now, and needs not be awaited',
  ])
})

t.test('who writes a column is told what it takes now', async t => {
  const open = { nullable: true }
  const filled = { hasDefault: true, default: '1' }
  const computed = { generated: 'stored' } as const
  const at = 'Customer.b customer.b: "b"'
  const cases: [Partial<Column>, Partial<Column>, string[]][] = [
    [open, {}, [`breaking becameRequired ${at} takes no null any more: a write that leaves it out fails`]],
    [filled, {}, [`breaking defaultGone ${at} has no default any more: a write that leaves it out fails`]],
    [
      { ...open, ...filled },
      {},
      [`breaking becameRequired ${at} takes no null any more: a write that leaves it out fails`],
    ],
    [open, filled, [`breaking nullRefused ${at} takes no null any more: a write that gives it null fails`]],
    [
      { ...open, ...filled },
      open,
      [`breaking defaultGone ${at} has no default any more: a write that leaves it out leaves null`],
    ],
    [{ ...open, ...filled, default: 'NULL::text' }, open, []],
    [{}, filled, [`additive defaultAdded ${at} has a default now: a write may leave it out`]],
    [
      {},
      computed,
      [`breaking becameGenerated ${at} is computed by the database now: a write that gives it a value fails`],
    ],
    [
      computed,
      {},
      [`breaking generatedGone ${at} is not computed by the database any more: a write has to give it`],
    ],
    [
      { ...filled, identity: 'byDefault' },
      { ...filled, identity: 'always' },
      [
        `breaking identityAlways ${at} is always numbered by the database now: a write that gives it a value fails`,
      ],
    ],
    [
      { ...filled, identity: 'always' },
      { ...filled, identity: 'byDefault' },
      [`additive identityOpened ${at} may be given a value now`],
    ],
  ]
  for (const [before, now, lines] of cases) t.same(drifted(b(before), b(now)), lines)
  t.same(codesOf(b({ ...filled, identity: 'always' }), b(computed)), ['becameGenerated'])
})

t.test('what calls do not turn on is cosmetic', async t => {
  const at = 'Customer.b customer.b:'
  const open = { nullable: true }
  const filled = { hasDefault: true, default: '1' }
  for (const [before, now, line] of [
    [{ comment: 'x' }, {}, `commentChanged ${at} the comment on "b" has changed`],
    [filled, { ...filled, default: '2' }, `defaultChanged ${at} the default of "b" has changed: it is 2`],
    [
      filled,
      { ...filled, default: null },
      `defaultChanged ${at} the default of "b" has changed: it is made by the database`,
    ],
    [open, { ...open, ...filled }, `defaultChanged ${at} the default of "b" has changed: it is 1`],
    [
      { generated: 'stored' },
      { generated: 'virtual' },
      `generationChanged ${at} "b" is computed in another way`,
    ],
    [
      { generated: 'stored', default: 'a' },
      { generated: 'stored', default: 'c' },
      `generationChanged ${at} "b" is computed in another way`,
    ],
  ] as [Partial<Column>, Partial<Column>, string][])
    t.same(drifted(b(before), b(now)), [`cosmetic ${line}`])
  const [plain, own] = [b({}), b({ collation: 'C' })]
  t.same(drifted(own, plain), [`breaking collationChanged ${at} "b" is collated by default, no longer "C"`])
  t.same(drifted(plain, own), [`breaking collationChanged ${at} "b" is collated "C", no longer by default`])
})

t.test('another type is told of with what JavaScript gets', async t => {
  const at = 'Customer.b customer.b: "b" was'
  const server = (name: string, more: Partial<Column> = {}): Partial<Column> => ({
    type: name,
    baseType: { schema: 'pg_catalog', name },
    ...more,
  })
  const decimal = (precision: number | null, scale: number | null): Partial<Column> => ({
    type: `numeric(${precision},${scale})`,
    kind: 'decimal',
    precision,
    scale,
  })
  for (const [before, now, line] of [
    [{}, text(), `breaking typeChanged ${at} integer (number), and is varchar (string)`],
    [{}, text({ type: '' }), `breaking typeChanged ${at} integer (number), and is of no type (string)`],
    [
      text(),
      text({ kind: 'uuid', type: 'uuid' }),
      `breaking typeChanged ${at} varchar (string), and is uuid (string)`,
    ],
    [
      { type: 'int[]', kind: 'array', elementKind: 'integer' },
      { type: 'text[]', kind: 'array', elementKind: 'text' },
      `breaking typeChanged ${at} int[] (list of number), and is text[] (list of string)`,
    ],
    [
      server('int4'),
      server('int8', { kind: 'bigint' }),
      `additive typeWidened ${at} int4 (number), and is int8 (number): it takes all that it took, and more`,
    ],
    [
      server('int8', { kind: 'bigint' }),
      server('int4'),
      `breaking typeChanged ${at} int8 (number), and is int4 (number)`,
    ],
    [
      server('int4'),
      server('int2'),
      `breaking typeNarrowed ${at} int4 (number), and is int2 (number): values that it took before may be refused`,
    ],
    [
      server('int2'),
      server('int4'),
      `additive typeWidened ${at} int2 (number), and is int4 (number): it takes all that it took, and more`,
    ],
    [text({ length: 9 }), text({ length: 5 }), /^breaking typeNarrowed/],
    [text(), text({ length: 5 }), /^breaking typeNarrowed/],
    [text({ length: 5 }), text(), /^additive typeWidened/],
    [decimal(10, 2), decimal(8, 2), /^breaking typeNarrowed/],
    [decimal(10, 2), decimal(11, 3), /^additive typeWidened/],
    [decimal(10, 2), decimal(10, 3), /^breaking typeNarrowed/],
    [decimal(10, 2), decimal(12, 1), /^breaking typeNarrowed/],
    [decimal(10, null), decimal(12, null), /^additive typeWidened/],
    [decimal(null, null), decimal(10, null), /^breaking typeNarrowed/],
    [
      { type: 'time(6)', kind: 'time', precision: 6 },
      { type: 'time(3)', kind: 'time', precision: 3 },
      /^breaking typeNarrowed/,
    ],
    [
      text(),
      text({ type: 'text' }),
      `cosmetic typeReworded ${at} varchar (string), and is text (string): its values are the same`,
    ],
  ] as [Partial<Column>, Partial<Column>, string | RegExp][])
    t.match(drifted(b(before), b(now)), [line], String(line))
  t.same(
    drifted(b({ kind: 'bigint' }), b({ kind: 'bigint' }), [{}, { values: { int8: 'bigint' } }]),
    [`breaking typeChanged ${at} integer (number), and is integer (bigint)`],
    'an option changes what is read, too',
  )
})

t.test('the values of an enumeration come, go and move', async t => {
  const mood = { schema: 'main', name: 'mood' }
  const of = (labels: readonly string[] | null, type = 'mood'): ReturnType<typeof changed> => ({
    ...changed(
      { columns: ['id', { name: 'b', type, kind: 'enum', enum: { ...mood, name: type } }] },
      () => ({}),
    ),
    enums: labels === null ? [] : [{ schema: 'main', name: type, labels, comment: null }],
  })
  const at = 'Customer.b customer.b:'
  t.same(drifted(of(['sad', 'ok']), of(['ok', 'glad'])), [
    `breaking enumValueGone ${at} "b" does not take "sad" any more`,
    `additive enumValueAdded ${at} "b" takes "glad" now, and reads may give it`,
  ])
  t.same(drifted(of(['sad', 'ok']), of(['ok', 'so', 'sad'])), [
    `breaking enumOrderChanged ${at} the values of "b" are in another order: rows sorted by it are, too`,
    `additive enumValueAdded ${at} "b" takes "so" now, and reads may give it`,
  ])
  t.same(drifted(of(['sad']), of(['sad'], 'temper')), [
    `cosmetic typeReworded ${at} "b" was mood (string), and is temper (string): its values are the same`,
  ])
  t.same(drifted(of(null), of(['sad'])), [])
})

t.test('a column that may not be read any more is told of', async t => {
  t.same(drifted(b(), b({ readable: false })), [
    'breaking columnUnreadable Customer.b customer.b: column "b" may not be read any more',
  ])
})

t.test('a column that a class leaves out now is told as such', async t => {
  const tables = { orders: { columns: ['id', 'total'] } }
  const now = snapshotFor(tables, {}, { Order: { table: 'orders', options: { exclude: ['total'] } } })
  t.same(linesOf(driftOf(snapshotFor(tables), now)), [
    'breaking columnGone Order.total orders.total: column "total" is there, but it is not mapped any more',
  ])
})
