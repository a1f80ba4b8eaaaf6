import t from 'tap'
import type { Table } from '../../types/schema.js'
import { changed, codesOf, drifted, type Tables } from '../fixtures/drifted.js'
import { foreignKey, index, parts, schema } from '../fixtures/schema.js'

const customer = { columns: ['id', 'name'] }

t.test('keys that change are told of, by what relies on them', async t => {
  const of = (more: object): Tables => ({ customer: { columns: ['id', 'b', 'c'], ...more } })
  const at = 'Customer customer:'
  t.same(
    drifted(of({}), of({ primaryKey: ['id', 'b'] })),
    [`breaking keyChanged ${at} the primary key was "id", and is "id", "b"`].concat([
      `additive uniqueKeyAdded ${at} "id", "b" is a unique key of its own now`,
    ]),
  )
  t.match(drifted(of({}), of({ primaryKey: null })), [
    `breaking keyChanged ${at} the primary key was "id", and there is none any more`,
  ])
  t.same(drifted(of({ primaryKey: null }), of({})), [
    `additive keyAdded ${at} the table has a primary key now: "id"`,
  ])
  t.same(drifted(of({ unique: [['b']] }), of({})), [
    `breaking uniqueGone ${at} "b" is not unique any more: rows may repeat it, and an upsert that finds rows by it fails`,
  ])
  t.same(drifted(of({}), of({ unique: [['b']] })), [
    `breaking uniqueAdded ${at} "b" is unique now: a write that repeats it fails`,
  ])
  t.same(drifted(of({ unique: [['b']] }), of({ unique: [['b'], ['c', 'b']] })), [
    `additive uniqueKeyAdded ${at} "c", "b" is a unique key of its own now`,
  ])
  t.same(
    drifted(of({ unique: [['b', 'c']] }), of({ unique: [['c', 'b']] })).filter(line =>
      /unique[GAK]/.test(line),
    ),
    [],
  )
  t.same(codesOf(of({ unique: [['b']] }), { customer: { columns: ['id', 'c'] } }), ['columnGone'])
})

t.test('constraints, checks and indexes that no call can tell are cosmetic', async t => {
  const from = { columns: ['id', 'b'], unique: [['b']], foreignKeys: ['b -> customer.id'] }
  const at = 'Customer customer:'
  const lines = (change: (table: Table) => Partial<Table>): string[] =>
    drifted(
      changed(from, () => ({})),
      changed(from, change),
    )
  t.same(
    lines(({ primaryKey }) => ({ primaryKey: { ...primaryKey!, name: 'k' } })),
    [
      `cosmetic constraintChanged ${at} the primary key over "id" has another name, or is looked at at another time`,
    ],
  )
  t.same(
    lines(({ uniqueConstraints }) => ({
      uniqueConstraints: uniqueConstraints.map(key => ({ ...key, name: 'k' })),
    })),
    [
      `cosmetic constraintChanged ${at} the unique constraint over "b" has another name, or is looked at at another time`,
    ],
  )
  t.same(
    lines(() => ({ foreignKeys: [foreignKey({ key: 'b -> customer.id', name: 'f' })] })),
    [
      `cosmetic constraintChanged ${at} the foreign key to "customer" over "b" has another name, or is looked at at another time`,
    ],
  )
  const checked = (...checks: Table['checks']): ReturnType<typeof changed> =>
    changed(from, () => ({ checks }))
  const check = { name: 'c', expression: 'b > 0' }
  t.same(drifted(checked(), checked(check)), [
    `breaking checkAdded ${at} rows are checked for b > 0 now: a write of others fails`,
  ])
  t.same(drifted(checked(check), checked()), [
    `cosmetic checkChanged ${at} rows are not checked for b > 0 any more`,
  ])
  t.same(drifted(checked(check), checked({ ...check, name: 'd' })), [
    `cosmetic constraintChanged ${at} a check is called "d" now`,
  ])
  const dark = { name: 'c', expression: null }
  t.match(drifted(checked(dark), checked(check)), [/for b > 0 now/, /for something any more/])
  t.match(drifted(checked(), checked(dark)), [/for something now/])
  const indexed = (...indexes: Table['indexes']): ReturnType<typeof changed> =>
    changed(from, () => ({ indexes }))
  const plain = index({ name: 'i', unique: false, parts: parts('b') })
  t.same(drifted(indexed(), indexed(plain)), [`cosmetic indexChanged ${at} index "i" is new`])
  t.same(drifted(indexed(plain), indexed()), [`cosmetic indexChanged ${at} index "i" is gone`])
  t.same(drifted(indexed(plain), indexed({ ...plain, method: 'hash' })), [
    `cosmetic indexChanged ${at} index "i" has changed`,
  ])
  const narrow = index({ name: 'i', parts: parts('b'), partial: true, predicate: 'b > 0' })
  for (const each of [narrow, index({ name: 'i', parts: parts(null) })])
    for (const before of [indexed(), indexed(plain)])
      t.match(drifted(before, indexed(each)), [
        `breaking uniqueAdded ${at} index "i" keeps rows unique now: a write that repeats them fails`,
        /^cosmetic indexChanged/,
      ])
  t.match(codesOf(indexed(narrow), indexed({ ...narrow, predicate: 'b > 1' })), ['indexChanged'])
})

t.test('a check of new columns refuses nothing that was written before', async t => {
  const of = (columns: string[], expression: string | null): ReturnType<typeof changed> =>
    changed({ columns }, () => ({ checks: expression === null ? [] : [{ name: 'c', expression }] }))
  const before = of(['id', 'b c'], null)
  const codes = (expression: string): string[] => codesOf(before, of(['id', 'b c', 'd?'], expression))
  t.same(codes('d > 0'), ['columnAdded', 'checkChanged'])
  t.same(codes('d > id'), ['checkAdded', 'columnAdded'])
  t.same(codes('"b c" > d'), ['checkAdded', 'columnAdded'])
  t.same(codes('random() > 0'), ['checkAdded', 'columnAdded'])
})

t.test('a check that a server writes with other casts is the same', async t => {
  const of = (expression: string): ReturnType<typeof changed> =>
    changed(customer, () => ({ checks: [{ name: 'c', expression }] }))
  const text = "(name <> ''::text)"
  for (const each of ["((name)::text <> ''::text)", "((name)::character varying(20) <> ''::bpchar)"])
    t.same(drifted(of(each), of(text)), [], each)
  t.match(codesOf(of('(a OR b) AND c'), of('a OR (b AND c)')), ['checkAdded', 'checkChanged'])
})

t.test('a key to what no model is of is told of where it may refuse what was written', async t => {
  const far = (key: string | null): Tables => ({
    customer: { columns: ['id', 'b', 'c'], foreignKeys: key === null ? [] : [key] },
  })
  const added = (columns: string, target: string): string =>
    `breaking foreignKeyAdded Customer customer: ${columns} has to find its row of "${target}" now: a write that finds none fails, and so may a delete there`
  t.same(drifted(far(null), far('b -> away.far(id)')), [added('"b"', 'far')])
  t.same(drifted(far(null), far('(b, c) -> away.far(x, y)')), [added('"b", "c"', 'far')])
  t.same(drifted(far('b -> away.far(id)'), far(null)), [])
  t.same(drifted(far('b -> away.far(id)'), far('b -> away.near(id)')), [], 'what it refers to may be renamed')
  t.same(
    codesOf({ customer: { columns: ['id'] } }, far('b -> away.far(id)')).includes('foreignKeyAdded'),
    false,
  )
})

t.test('a domain that is checked in another way is told of, where a model has it', async t => {
  const domain = { schema: 'main', name: 'd', type: 'int', nullable: true, default: null, comment: null }
  const used = { columns: ['id', { name: 'b', domain: { schema: 'main', name: 'd' } }] }
  const of = (checks: Table['checks'], table: object = used): ReturnType<typeof changed> => ({
    ...schema({ customer: table }),
    domains: [{ ...domain, checks }],
  })
  const checks = [{ name: 'c', expression: 'value > 0' }]
  t.same(drifted(of([]), of(checks)), [
    'breaking checkAdded  : values of domain "d" are checked for value > 0 now: a write of others fails',
  ])
  t.same(drifted(of(checks), of([])), [
    'cosmetic checkChanged  : values of domain "d" are not checked for value > 0 any more',
  ])
  t.same(drifted(of([], customer), of(checks, customer)), [])
})
