import t from 'tap'
import { lintOf } from '../../lib/lint/lint.js'
import type { Column, Schema } from '../../types/schema.js'
import { linted, typed } from '../fixtures/linted.js'
import { parts, schema, type TableInput } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const parent = { columns: ['id'] }
const child = (more: TableInput): Record<string, TableInput> => ({
  parent,
  child: { columns: ['id', 'parent_id?'], foreignKeys: ['parent_id -> parent.id'], ...more },
})

t.test('a key without an index is found, with the index that mends it', async t => {
  const slow =
    'warning keyWithoutIndex child(parent_id): no index begins with the key over "parent_id": to find what refers to a row, and to delete that row, every row is read'
  t.same(linted(child({})), [
    `${slow} | create index "child_parent_id_index" on "main"."child" ("parent_id")`,
  ])
  t.same(linted(child({}), 'sqlite'), [
    `${slow} | create index \`main\`.\`child_parent_id_index\` on \`child\` (\`parent_id\`)`,
  ])
  const plain = { unique: false, parts: parts('parent_id') }
  const present = { ...plain, partial: true }
  for (const index of [
    plain,
    { ...plain, method: 'hash' },
    { ...plain, parts: parts('parent_id', 'id') },
    { ...present, predicate: '("parent_id" IS NOT NULL)' },
  ])
    t.same(linted(child({ indexes: [index] })), [])
  for (const index of [
    { ...plain, method: 'gin' },
    { ...plain, parts: parts(null, 'parent_id') },
    { ...present, predicate: 'deleted is not null' },
    { ...present, predicate: null },
  ])
    t.match(linted(child({ indexes: [index] })), [slow])
  t.match(linted(child({ indexes: [{ ...plain, valid: false }] })).at(-1), /keyWithoutIndex/)
  t.match(linted(child({ primaryKey: null })), [/keyWithoutIndex/, /noPrimaryKey/])
  const twice = ['parent_id -> parent.id', { key: 'parent_id -> parent.id', name: 'again' }]
  t.equal(linted(child({ foreignKeys: twice })).length, 1, 'keys over the same columns are told of once')
})

t.test('an index of some of the columns of a key leads to its rows in part', async t => {
  const tables = (index: string[]): Record<string, TableInput> => ({
    pair: { columns: ['a', 'b'], primaryKey: ['a', 'b'] },
    child: {
      columns: ['id', 'a?', 'b?'],
      foreignKeys: ['(a, b) -> pair(a, b)'],
      indexes: [{ name: 'i', unique: false, parts: parts(...index) }],
    },
  })
  t.same(linted(tables(['b', 'a', 'id'])), [])
  t.same(linted(tables(['b', 'id', 'a'])), [
    'info keyWithoutIndex child(a, b): an index begins with some of the columns of the key over "a", "b" alone: what refers to a row is found by reading more rows than that | create index "child_a_b_index" on "main"."child" ("a", "b")',
  ])
})

t.test('a key to what is not there, or is no key, is found', async t => {
  const to = (key: string, more: Record<string, TableInput> = {}): string[] =>
    linted({
      ...more,
      child: { columns: ['id', 'x'], foreignKeys: [key], indexes: [{ unique: false, parts: parts('x') }] },
    })
  t.same(to('x -> gone.id'), [
    'error keyTargetMissing child(x): the key over "x" refers to table "gone", which is not there: no value of it can be written',
  ])
  t.same(to('x -> other.gone(id)'), [], 'a schema that was not read may have it')
  t.same(to('x -> keyless()', { keyless: { columns: ['a'], primaryKey: ['a'] } }), [
    'error keyTargetMissing child(x): the key over "x" refers to no key of "keyless": no value of it can be written',
  ])
  t.same(to('x -> free.a', { free: { columns: ['id', 'a'] } }), [
    'error keyTargetNotUnique child(x): the key over "x" refers to "a" of "free", which no unique key is about | create unique index "free_a_key" on "main"."free" ("a")',
  ])
  t.same(to('x -> free.a', { free: { columns: ['id', 'a'], unique: [['a']] } }), [])
})

t.test('a key of another type than its target is found', async t => {
  const between = (own: Column, other: Column, dialect: Schema['dialect'] = 'postgres'): string[] =>
    linted(
      {
        parent: { columns: [other], primaryKey: [other.name] },
        child: {
          columns: ['id', own],
          foreignKeys: [`${own.name} -> parent.${other.name}`],
          indexes: [{ unique: false, parts: parts(own.name) }],
        },
      },
      dialect,
    )
  t.same(between(typed('p', 'int4'), typed('k', 'int8')), [
    'warning keyTypeMismatch child(p): "p" is int4, and refers to "k" of "parent", which is int8 | alter table "main"."child" alter column "p" type int8',
  ])
  t.same(between(typed('p', 'int8'), typed('k', 'int4')), [
    'info keyTypeMismatch child(p): "p" is int8, and refers to "k" of "parent", which is int4',
  ])
  t.match(between(typed('p', 'numeric'), typed('k', 'int4')), [/^warning keyTypeMismatch/])
  t.match(between(typed('p', 'int4'), typed('k', 'numeric')), [/^warning keyTypeMismatch/])
  t.match(between(typed('p', 'varchar'), typed('k', 'int4')), [/^error keyTypeMismatch/])
  t.match(between(typed('p', 'varchar'), typed('k', 'uuid')), [/^error keyTypeMismatch/])
  t.match(between(typed('p', 'varchar', { length: 5 }), typed('k', 'text')), [/^warning keyTypeMismatch/])
  t.same(between(typed('p', 'varchar', { length: 9 }), typed('k', 'varchar', { length: 9 })), [])
  t.same(between(typed('p', 'text'), typed('k', 'varchar', { length: 9 })), [])
  t.same(between(typed('p', 'json'), typed('k', 'uuid')), [], 'what is not understood may be anything')
  t.same(between(typed('p', 'numeric', { scale: 2 }), typed('k', 'numeric', { scale: 2 })), [])
  const loose = { baseType: null }
  t.same(between(typed('p', 'int4', loose), typed('k', 'int8', loose), 'sqlite'), [])
  t.same(between(typed('p', 'text', { length: 5, ...loose }), typed('k', 'text', loose), 'sqlite'), [])
  t.same(between(typed('p', '', { ...loose }), typed('k', 'int4', loose), 'sqlite'), [
    'error keyTypeMismatch child(p): "p" is of no type, and refers to "k" of "parent", which is int4',
  ])
})

t.test('required keys that lead round in a circle are found, and self references told apart', async t => {
  const link = (to: string, more: object = {}): TableInput => ({
    columns: ['id', 'next'],
    foreignKeys: [{ key: `next -> ${to}.id`, ...more }],
    unique: [['next']],
  })
  t.same(linted({ a: link('b'), b: link('c'), c: link('a'), d: link('a') }), [
    'warning requiredCycle a(next): required keys lead round in a circle, "a" to "b" to "c" to "a": none of these tables can get its first row; let one of the keys be null, or be looked at when a transaction commits',
  ])
  t.same(linted({ a: link('b'), b: link('a', { deferrable: true }) }), [])
  t.same(
    linted({ a: link('b'), b: { ...link('a'), columns: ['id', 'next?'] } }).filter(line =>
      /Cycle/.test(line),
    ),
    [],
  )
  t.same(linted({ a: link('a') }), [
    'info requiredSelfReference a(next): the required key over "next" refers to its own table: a first row can only refer to itself',
  ])
  t.same(
    linted({ a: { ...link('a'), columns: ['id', 'next?'] } }).filter(line => /Self/.test(line)),
    [],
  )
})

t.test('a table without a primary key is found, and what could be it', async t => {
  t.same(linted({ log: { columns: ['a?'] } }), [
    'warning noPrimaryKey log(): it has no primary key: no row can be found, changed or deleted for itself',
  ])
  const message =
    'info noPrimaryKey log(a): it has no primary key, though "a" could be it: unique, and never null'
  t.same(linted({ log: { columns: ['a'], unique: [['a']] } }), [
    `${message} | alter table "main"."log" add primary key ("a")`,
  ])
  t.same(linted({ log: { columns: ['a'], unique: [['a']] } }, 'sqlite'), [message])
  t.match(linted({ log: { columns: ['a?'], unique: [['a']] } }), [/^warning noPrimaryKey/, /nullableUnique/])
  t.same(linted({ seen: { columns: ['a?'], kind: 'view' } }), [])
})

t.test('keys that take null are found', async t => {
  t.same(linted({ a: { columns: ['k?'], primaryKey: ['k'] } }, 'sqlite'), [
    'warning nullableKey a(k): the primary key takes null in "k": rows with null are not told apart; declare NOT NULL',
  ])
  t.same(linted({ a: { columns: ['k?'], primaryKey: ['k'], kind: 'view' } }, 'sqlite'), [])
  t.same(linted({ a: { columns: ['id', 'b?'], unique: [['b']] } }), [
    'info nullableUnique a(b): "b" is unique, and takes null: any number of rows may have none',
  ])
  const both =
    'warning nullableUnique a(b, c): "b", "c" together are unique, and null in "c" lets any number of the same rows in'
  const index = { name: 'u', parts: parts('b', 'c') }
  t.same(linted({ a: { columns: ['id', 'b', 'c?'], unique: [['b', 'c']] } }), [both])
  t.same(linted({ a: { columns: ['id', 'b', 'c?'], indexes: [index] } }), [both])
  for (const more of [
    { nullsDistinct: false },
    { partial: true },
    { unique: false },
    { parts: parts('b', null) },
  ])
    t.same(linted({ a: { columns: ['id', 'b', 'c?'], indexes: [{ ...index, ...more }] } }), [])
  const { tables, ...rest } = schema({ a: { columns: ['id', 'b?'], unique: [['b']] } })
  const equal = tables.map(each => ({
    ...each,
    uniqueConstraints: each.uniqueConstraints.map(key => ({ ...key, nullsDistinct: false })),
  }))
  t.same(linted({ ...rest, tables: equal }), [])
})

t.test('numbers that end are found', async t => {
  const numbered = (type: string, more: Partial<Column> = {}): Record<string, TableInput> => ({
    a: { columns: [typed('id', type, { autoIncrement: true, ...more })] },
  })
  t.same(linted(numbered('int4')), [
    'info smallKey a(id): "id" numbers the rows, and ends at 2,147,483,647, as it is int4 | alter table "main"."a" alter column "id" type bigint',
  ])
  t.match(linted(numbered('int2')), [/^warning smallKey a\(id\): "id" numbers the rows, and ends at 32,767/])
  t.same(linted(numbered('int8')), [])
  t.same(linted(numbered('int4', { autoIncrement: false })), [])
  t.same(linted(numbered('int4'), 'sqlite'), [])
})

t.test('what gets another type takes along all that refers to it, and what numbers it', async t => {
  const own = typed('id', 'int4', { autoIncrement: true, default: "nextval('main.\"it''s\"'::regclass)" })
  const below = typed('id', 'int4')
  const tables: Record<string, TableInput> = {
    animal: { columns: [own], primaryKey: ['id'] },
    cat: { columns: [below, typed('wide', 'bigint')], foreignKeys: ['id -> animal.id', 'wide -> animal.id'] },
    kitten: {
      columns: [typed('cat_id', 'int4'), typed('twin_id', 'int4')],
      primaryKey: ['cat_id', 'twin_id'],
      foreignKeys: [
        'cat_id -> cat.id',
        { key: 'cat_id -> cat.id', name: 'again' },
        'twin_id -> kitten.cat_id',
      ],
    },
  }
  const [line] = linted(tables).filter(line => /smallKey/.test(line))
  t.same(line?.split(' | ').slice(1), [
    'alter table "main"."animal" alter column "id" type bigint',
    'alter sequence main."it\'s" as bigint',
    'alter table "main"."cat" alter column "id" type bigint',
    'alter table "main"."kitten" alter column "cat_id" type bigint',
    'alter table "main"."kitten" alter column "twin_id" type bigint',
  ])
  const decimal = { parent: { columns: [typed('k', 'numeric')], primaryKey: ['k'] } }
  const numbered = { ...own, name: 'p' }
  const child = {
    columns: ['id', numbered],
    foreignKeys: ['p -> parent.k'],
    indexes: [{ unique: false, parts: parts('p') }],
  }
  t.match(linted({ ...decimal, child }), [
    /alter column "p" type numeric$/,
    /smallKey.* type bigint \| alter sequence main."it's" as bigint$/,
  ])
})

t.test('what is to be created has a name that nothing else has', async t => {
  const taken = [
    { name: 'child_parent_id_index', partial: true },
    { name: 'CHILD_parent_id_index1', method: 'gin' },
  ]
  const indexes = taken.map(each => ({ ...each, unique: false, parts: parts('parent_id') }))
  t.match(linted(child({ indexes })), [/create index "child_parent_id_index2" on/])
  const { tables, ...rest } = schema(child({ indexes }))
  const checks = [null, 'child_parent_id_index2'].map(name => ({ name, expression: 'true' }))
  t.match(linted({ ...rest, tables: tables.map(table => ({ ...table, checks })) }), [/_index3" on/])
})

t.test('findings are frozen, and the worst come first', async t => {
  const found = lintOf(
    snapshotFor({
      a: { columns: ['id', 'b?'], unique: [['b']] },
      z: { columns: ['id', 'x'], foreignKeys: ['x -> gone.id'], unique: [['x']] },
      m: { columns: ['x'] },
    }),
  )
  t.same(
    found.map(({ severity }) => severity),
    ['error', 'warning', 'info'],
  )
  t.ok(Object.isFrozen(found) && Object.isFrozen(found[0]) && Object.isFrozen(found[0]?.columns))
})
