import t from 'tap'
import { DeclaredColumn, declaredColumnOf } from '../../lib/declaration/column.js'
import * as columns from '../../lib/declaration/columns.js'
import type { ColumnDeclaration, DeclaredType } from '../../lib/declaration/declaration.js'
import { errorOf } from '../fixtures/error-of.js'

function said(builder: unknown): ColumnDeclaration {
  if (!(builder instanceof DeclaredColumn)) throw new Error('no column')
  return declaredColumnOf(builder)
}

/** What a type says, without what it leaves out. */
function typeOf(builder: unknown): Partial<DeclaredType> {
  return Object.fromEntries(Object.entries(said(builder).type).filter(([, value]) => value !== null))
}

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`

t.test('each function declares its type', async t => {
  const types: [unknown, Partial<DeclaredType>][] = [
    [columns.integer(), { kind: 'integer' }],
    [columns.bigInteger(), { kind: 'bigint' }],
    [columns.text(), { kind: 'text' }],
    [columns.string(), { kind: 'text' }],
    [columns.string(20), { kind: 'text', length: 20 }],
    [columns.boolean(), { kind: 'boolean' }],
    [columns.decimal(), { kind: 'decimal' }],
    [columns.decimal(10), { kind: 'decimal', precision: 10 }],
    [columns.decimal(10, 0), { kind: 'decimal', precision: 10, scale: 0 }],
    [columns.real(), { kind: 'float', precision: 24 }],
    [columns.double(), { kind: 'float', precision: 53 }],
    [columns.date(), { kind: 'date' }],
    [columns.time(), { kind: 'time' }],
    [columns.timestamp(), { kind: 'timestamp' }],
    [columns.timestamp({ zone: true }), { kind: 'timestamptz' }],
    [columns.timestamp('at', { zone: true }), { kind: 'timestamptz' }],
    [columns.timestamp({ zone: false }), { kind: 'timestamp' }],
    [columns.json(), { kind: 'json' }],
    [columns.uuid(), { kind: 'uuid' }],
    [columns.binary(), { kind: 'binary' }],
    [columns.enumeration(['a', 'b']), { kind: 'enum', values: ['a', 'b'] }],
    [columns.enumeration(['a'], 'letter'), { kind: 'enum', values: ['a'], enumName: 'letter' }],
    [columns.custom({ type: 'point' }), { kind: 'other', text: 'point' }],
    [columns.custom({ type: 'citext', kind: 'text' }), { kind: 'text', text: 'citext' }],
  ]
  for (const [builder, type] of types) t.strictSame(typeOf(builder), type)
  const element = said(columns.integer()).type
  t.strictSame(typeOf(columns.array(columns.integer())), { kind: 'array', element })
})

t.test('the first argument is the name in the database where a type takes no other', async t => {
  const { integer, bigInteger, text, boolean, real, double, date, time, timestamp, json, uuid, binary } =
    columns
  const makers: ((name?: string) => unknown)[] = [
    integer,
    bigInteger,
    text,
    boolean,
    real,
    double,
    date,
    time,
    timestamp,
    json,
    uuid,
    binary,
  ]
  for (const make of makers) {
    t.equal(said(make('db_name')).name, 'db_name')
    t.equal(said(make()).name, null)
  }
  t.equal(
    await errorOf(() => Reflect.apply(text, null, [20])),
    invalid("Expected the argument of text() to be the column's name in the database, got 20"),
  )
  t.equal(
    await errorOf(() => text('')),
    invalid('Expected the argument of text() to be a text that is not empty, got ""'),
  )
})

t.test('a size is a whole number, and no name', async t => {
  const size = (what: string, least: number, got: string): string =>
    invalid(
      `Expected ${what} to be a whole number of at least ${least}, got ${got}. The column's name goes into named()`,
    )
  t.equal(
    await errorOf(() => Reflect.apply(columns.string, null, ['name'])),
    size('the length of string()', 1, '"name"'),
  )
  t.equal(await errorOf(() => columns.string(0)), size('the length of string()', 1, '0'))
  t.equal(await errorOf(() => columns.decimal(1.5)), size('the precision of decimal()', 1, '1.5'))
  t.equal(await errorOf(() => columns.decimal(10, -1)), size('the scale of decimal()', 0, '-1'))
})

t.test('a timestamp takes one option', async t => {
  t.equal(
    await errorOf(() => Reflect.apply(columns.timestamp, null, [{ tz: true }])),
    invalid('Unknown option "tz" in the options of timestamp()'),
  )
  t.equal(
    await errorOf(() => Reflect.apply(columns.timestamp, null, ['at', { zone: 'utc' }])),
    invalid('Expected zone in the options of timestamp() to be true or false, got "utc"'),
  )
})

t.test('an enumeration has values, each once', async t => {
  t.equal(
    await errorOf(() => Reflect.apply(columns.enumeration, null, [[]])),
    invalid('Expected the values of enumeration() to be a list of names, got an array'),
  )
  t.equal(
    await errorOf(() => columns.enumeration(['a', 'b', 'a'])),
    invalid('Cannot declare value "a" of enumeration() twice; leave one out'),
  )
})

t.test('an array is of columns', async t => {
  t.equal(
    await errorOf(() => Reflect.apply(columns.array, null, ['text'])),
    invalid('Expected the argument of array() to be a column such as text(), got "text"'),
  )
})

t.test('a custom type converts as it is told, and otherwise not at all', async t => {
  const read = (value: unknown): number => Number(value)
  const write = (value: number): string => `${value}!`
  t.equal(said(columns.custom({ type: 'x' })).type.convert, null)
  const both = said(columns.custom({ type: 'x', read, write })).type.convert
  t.strictSame([both?.read('1'), both?.write(2)], [1, '2!'])
  const reads = said(columns.custom({ type: 'x', read })).type.convert
  t.strictSame([reads?.read('1'), reads?.write(2)], [1, 2])
  const writes = said(columns.custom({ type: 'x', write })).type.convert
  t.strictSame([writes?.read('1'), writes?.write(2)], ['1', '2!'])
  t.equal(
    await errorOf(() => Reflect.apply(columns.custom, null, ['money'])),
    invalid('Expected the argument of custom() to be an object such as { type: "money" }, got "money"'),
  )
  t.equal(
    await errorOf(() => Reflect.apply(columns.custom, null, [{ kind: 'text' }])),
    invalid('Expected type in the argument of custom() to be a text that is not empty, got undefined'),
  )
  t.equal(
    await errorOf(() => Reflect.apply(columns.custom, null, [{ type: 'x', read: 1 }])),
    invalid('Expected read in the argument of custom() to be a function, got 1'),
  )
})
