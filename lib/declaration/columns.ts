/** One function for each type that a column can be declared with. Asks no database. */

import type {
  AsGiven,
  ColumnBuilder,
  CustomType,
  EnumerationValues,
  TimestampOptions,
} from '../../types/column.js'
import type { ColumnKind } from '../../types/schema.js'
import { columnKinds } from '../schema/column-kinds.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import {
  booleanOrNull,
  checkKeys,
  checkText,
  checkTexts,
  expected,
  functionOrNull,
  invalid,
  textOrNull,
  wordOrNull,
} from './check.js'
import { columnOf, DeclaredColumn, declaredColumnOf } from './column.js'
import type { DeclaredConversion, DeclaredType } from './declaration.js'

/** Sizes of the two binary floating types, in bits, as the SQL standard gives them. */
const single = 24
const double_ = 53

function typeOf(kind: ColumnKind, details: Partial<DeclaredType> = {}): DeclaredType {
  return {
    kind,
    length: null,
    precision: null,
    scale: null,
    element: null,
    values: null,
    enumName: null,
    text: null,
    convert: null,
    ...details,
  }
}

/** Types are the affair of whoever exports: a builder at run time is the same class for all of them. */
function built<V>(type: DeclaredType, name: string | null = null): ColumnBuilder<V> {
  return columnOf(type, name) as unknown as ColumnBuilder<V>
}

function plain<V>(kind: ColumnKind, maker: string, name: unknown, precision?: number): ColumnBuilder<V> {
  if (name !== undefined && typeof name !== 'string') {
    throw invalid(
      `Expected the argument of ${maker}() to be the column's name in the database, got ${valueText(name)}`,
    )
  }
  return built(typeOf(kind, { precision: precision ?? null }), textOrNull(name, `the argument of ${maker}()`))
}

function countOrNull(value: unknown, least: number, what: string): number | null {
  if (value === undefined) return null
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number
  throw invalid(
    `Expected ${what} to be a whole number of at least ${least}, got ${valueText(value)}. The column's name goes into named()`,
  )
}

/** An integer of 32 bits. */
export function integer(name?: string): ColumnBuilder<number> {
  return plain('integer', 'integer', name)
}

/** An integer of 64 bits. Say `bigInteger<bigint>()` where the option `values.int8` has them read so. */
export function bigInteger<V extends number | bigint | string = number>(
  name?: string,
): ColumnBuilder<AsGiven<V>> {
  return plain('bigint', 'bigInteger', name)
}

/** Text of any length. */
export function text(name?: string): ColumnBuilder<string> {
  return plain('text', 'text', name)
}

/** Text of at most `length` characters. */
export function string(length?: number): ColumnBuilder<string> {
  return built(typeOf('text', { length: countOrNull(length, 1, 'the length of string()') }))
}

/** True or false. */
export function boolean(name?: string): ColumnBuilder<boolean> {
  return plain('boolean', 'boolean', name)
}

/**
 * An exact number of `precision` digits, `scale` of them behind the point. Read as a string where the database is exact, as a
 * number where it is not; say `decimal<string>()` or `decimal<number>()` where the database, or `values.numeric`, settles it.
 */
export function decimal<V extends string | number = string | number>(
  precision?: number,
  scale?: number,
): ColumnBuilder<AsGiven<V>> {
  return built(
    typeOf('decimal', {
      precision: countOrNull(precision, 1, 'the precision of decimal()'),
      scale: countOrNull(scale, 0, 'the scale of decimal()'),
    }),
  )
}

/** A floating-point number of 32 bits. */
export function real(name?: string): ColumnBuilder<number> {
  return plain('float', 'real', name, single)
}

/** A floating-point number of 64 bits. */
export function double(name?: string): ColumnBuilder<number> {
  return plain('float', 'double', name, double_)
}

/** A date without a time, as `YYYY-MM-DD`. Say `date<Date>()` where the option `values.date` has them read so. */
export function date<V extends string | Date = string>(name?: string): ColumnBuilder<AsGiven<V>> {
  return plain('date', 'date', name)
}

/** A time of day, as `HH:MM:SS`. */
export function time(name?: string): ColumnBuilder<string> {
  return plain('time', 'time', name)
}

/**
 * A date with a time; `zone` makes it a moment whatever the server's time zone. Say `timestamp<string>()` where the option
 * `values.timestamp` has them read so.
 */
export function timestamp<V extends Date | string = Date>(
  name?: string | TimestampOptions,
  options?: TimestampOptions,
): ColumnBuilder<AsGiven<V>> {
  const [called, given] = isPlainObject(name) ? [undefined, name] : [name, options]
  const { zone } = checkKeys(given, 'the options of timestamp()', ['zone'])
  const zoned = booleanOrNull(zone, 'zone in the options of timestamp()') ?? false
  return plain(zoned ? 'timestamptz' : 'timestamp', 'timestamp', called)
}

/** A JSON document; `json<Settings>()` gives its type. */
export function json<V = unknown>(name?: string): ColumnBuilder<AsGiven<V>> {
  return plain('json', 'json', name)
}

/** A universally unique identifier. */
export function uuid(name?: string): ColumnBuilder<string> {
  return plain('uuid', 'uuid', name)
}

/** Bytes. */
export function binary(name?: string): ColumnBuilder<Uint8Array> {
  return plain('binary', 'binary', name)
}

/** One of these texts; `name` is the enumerated type's in the database, made from table and column where it is left out. */
export function enumeration<const L extends EnumerationValues>(
  values: L,
  name?: string,
): ColumnBuilder<L[number]> {
  const labels = checkTexts(values, 'the values of enumeration()')
  const twice = labels.find((label, index) => labels.indexOf(label) !== index)
  if (twice !== undefined)
    throw invalid(`Cannot declare value "${twice}" of enumeration() twice; leave one out`)
  return built(
    typeOf('enum', { values: labels, enumName: textOrNull(name, 'the name of the type in enumeration()') }),
  )
}

/** A list of values of one type: `array(text())`. */
export function array<V>(of: ColumnBuilder<V>): ColumnBuilder<V[]> {
  const element: unknown = of
  if (!(element instanceof DeclaredColumn)) {
    throw expected('the argument of array()', 'a column such as text()', element)
  }
  return built(typeOf('array', { element: declaredColumnOf(element).type }))
}

/** A type that only the database knows, by its own name for it. */
export function custom<V = unknown>(type: CustomType<V>): ColumnBuilder<V> {
  const what = 'the argument of custom()'
  if (!isPlainObject(type)) throw expected(what, 'an object such as { type: "money" }', type)
  const given = checkKeys(type, what, ['type', 'kind', 'read', 'write'])
  return built(
    typeOf(wordOrNull(given.kind, `kind in ${what}`, columnKinds) ?? 'other', {
      text: checkText(given.type, `type in ${what}`),
      convert: conversionOf(given.read, given.write, what),
    }),
  )
}

function conversionOf(read: unknown, write: unknown, what: string): DeclaredConversion | null {
  const same = (value: unknown): unknown => value
  const reads = functionOrNull<DeclaredConversion['read']>(read, `read in ${what}`)
  const writes = functionOrNull<DeclaredConversion['write']>(write, `write in ${what}`)
  return reads === null && writes === null ? null : { read: reads ?? same, write: writes ?? same }
}
