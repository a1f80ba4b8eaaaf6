import t from 'tap'
import type { Schema } from '../../types/schema.js'
import { linted, typed } from '../fixtures/linted.js'
import { parts, schema, type TableInput } from '../fixtures/schema.js'

t.test('indexes that another one makes superfluous are found', async t => {
  const plain = (name: string, columns: (string | null)[], more: object = {}): object => ({
    name,
    unique: false,
    parts: parts(...columns),
    ...more,
  })
  const over = (
    indexes: object[],
    more: TableInput = {},
    dialect: Schema['dialect'] = 'postgres',
  ): string[] => linted({ a: { columns: ['id', 'b', 'c', 'd'], indexes, ...more } }, dialect)
  const dup = (name: string, other: string, columns: string): string =>
    `warning duplicateIndex a(${columns}): index "${name}" is the same as ${other} | drop index "main"."${name}"`
  t.same(over([plain('i', ['b']), plain('j', ['b'])]), [dup('j', 'index "i"', 'b')])
  t.same(over([plain('i', ['b']), plain('j', ['b', 'c'])]), [
    'info redundantIndex a(b): index "i" is what index "j" begins with | drop index "main"."i"',
  ])
  t.same(over([plain('i', ['id'])]), [dup('i', 'the primary key', 'id')])
  t.same(over([plain('i', ['b']), { name: 'u', parts: parts('b') }]), [dup('i', 'index "u"', 'b')])
  t.same(
    over([
      { name: 'u', parts: parts('b') },
      { name: 'v', parts: parts('b') },
    ]),
    [dup('v', 'index "u"', 'b')],
  )
  t.same(over([plain('i', ['b']), { name: 'u', parts: parts('b') }], { unique: [['b']] }), [
    dup('i', 'index "u"', 'b'),
  ])
  for (const [name, indexes] of Object.entries({
    'another column': [plain('i', ['b']), plain('j', ['c', 'b'])],
    'a unique one begins': [{ name: 'u', parts: parts('b') }, plain('j', ['b', 'c'])],
    'another order': [
      plain('i', ['b']),
      plain('j', ['b'], { parts: [{ ...parts('b')[0], descending: true }] }),
    ],
    'another method': [plain('i', ['b'], { method: 'hash' }), plain('j', ['b'], { method: 'btree' })],
    'a method without order': [
      plain('i', ['b'], { method: 'gin' }),
      plain('j', ['b', 'c'], { method: 'gin' }),
    ],
    'some rows alone': [plain('i', ['b']), plain('j', ['b'], { partial: true, predicate: 'c > 1' })],
    'other rows': [
      plain('i', ['b'], { partial: true, predicate: 'c > 2' }),
      plain('j', ['b'], { partial: true, predicate: 'c > 1' }),
    ],
    'rows that are not told': [plain('i', ['b'], { partial: true }), plain('j', ['b'], { partial: true })],
    'columns carried along': [plain('i', ['b'], { include: ['d'] }), plain('j', ['b', 'c'])],
    'nulls that are equal': [
      { name: 'u', parts: parts('b') },
      { name: 'v', parts: parts('b'), nullsDistinct: false },
    ],
    'expressions, which may be of texts': [plain('i', [null]), plain('j', [null])],
  }))
    t.same(over(indexes), [], name)
  t.same(over([plain('i', ['b'], { include: ['c'] }), plain('j', ['b', 'c'])]).length, 1)
  const rows = { partial: true, predicate: 'c > 1' }
  t.same(over([plain('i', ['b'], rows), plain('j', ['b'], rows)]), [dup('j', 'index "i"', 'b')])
  const text = { columns: ['id', typed('b', 'text')] }
  t.same(over([plain('i', ['b']), plain('j', ['b'])], text), [], 'texts are compared in several ways')
})

t.test('of two unique indexes the one that a constraint needs stays', async t => {
  const a = (name: string | null): Schema => {
    const { tables, ...rest } = schema({
      a: {
        columns: ['id', 'b'],
        indexes: ['u', 'v'].map(each => ({ name: each, parts: parts('b') })),
        unique: [['b']],
      },
    })
    const [table] = tables
    return {
      ...rest,
      tables: [{ ...table!, uniqueConstraints: table!.uniqueConstraints.map(key => ({ ...key, name })) }],
    }
  }
  t.same(linted(a('v')), [
    'warning duplicateIndex a(b): index "u" is the same as index "v" | drop index "main"."u"',
  ])
  t.same(linted(a(null)), ['warning duplicateIndex a(b): index "v" is the same as index "u"'])
  const referred = linted({
    a: { columns: ['id', 'b'], indexes: ['u', 'v'].map(name => ({ name, parts: parts('b') })) },
    c: { columns: ['id', 'b'], foreignKeys: ['b -> a.b'], unique: [['b']] },
  })
  t.same(
    referred,
    ['warning duplicateIndex a(b): index "v" is the same as index "u"'],
    'a key may need either',
  )
  const keyed = linted({
    a: { columns: ['id'], indexes: [{ name: 'own', parts: parts('id') }] },
  })
  t.same(keyed, [], 'the index of the primary key')
})

t.test('an index that was not built to its end is found', async t => {
  t.same(linted({ a: { indexes: [{ name: 'i', unique: false, valid: false, parts: parts('id', null) }] } }), [
    'warning invalidIndex a(id): index "i" is not used, as it was not built to its end, and yet it is kept up to date | drop index "main"."i"',
  ])
})
