/** Makes what the driver binds of a caller's values. Refuses what the column's type cannot hold, before the server sees it. */

import type { Column, ColumnKind } from '../../../types/schema.js'
import { refusedValue } from '../refused-value.js'
import { type ArrayText, arrayText } from './array-text.js'
import { delimiterOf } from './decode.js'
import { jsonText } from './json-text.js'
import { isStorableText } from './storable-text.js'
import { dateText, timestampText } from './timestamps.js'

/** Where a value goes. */
interface Target {
  readonly subject: string
  /** The server's name of the type, of an array that of its elements. */
  readonly typeName: string
}

type Write = (value: unknown, target: Target) => string | number | boolean | Buffer

const writers: Readonly<Record<Exclude<ColumnKind, 'array'>, Write>> = {
  integer: writeInteger,
  bigint: writeInteger,
  decimal: writeNumber,
  float: writeNumber,
  boolean: writeBoolean,
  text: writeText,
  uuid: writeText,
  time: writeText,
  interval: writeText,
  enum: writeText,
  date: (value, target) => writeMoment(value, target, dateText),
  timestamp: (value, target) => writeMoment(value, target, timestampText),
  timestamptz: (value, target) => writeMoment(value, target, timestampText),
  json: (value, { subject }) => jsonText(value, subject),
  binary: writeBytes,
  other: writeOther,
}

/** Gives what makes bindings for a column. */
export function writerOf(column: Column, subject: string): (value: unknown) => unknown {
  const typeName = column.baseType!.name
  if (column.kind === 'array') return arrayWriter(column, { subject, typeName: typeName.slice(1) })
  const write = writers[column.kind]
  return value => write(value, { subject, typeName })
}

const ranges: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['int2', [-(2n ** 15n), 2n ** 15n - 1n]],
  ['int4', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['oid', [0n, 2n ** 32n - 1n]],
])
const widest: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n]

function writeInteger(value: unknown, { subject, typeName }: Target): string | number {
  const [low, high] = ranges.get(typeName) ?? widest
  const whole = wholeOf(value)
  if (whole === null || whole < low || whole > high) {
    const exactly =
      high > Number.MAX_SAFE_INTEGER ? ', as a bigint or digits where a number is not exact' : ''
    throw refusedValue(subject, `an integer from ${low} to ${high}${exactly}`, value)
  }
  return typeof value === 'number' ? value : String(whole)
}

function wholeOf(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null
  return typeof value === 'string' && /^[+-]?\d{1,40}$/.test(value) ? BigInt(value.replace('+', '')) : null
}

const numeral = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|Infinity|NaN)$/i

function writeNumber(value: unknown, { subject }: Target): string | number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string' && numeral.test(value)) return value
  throw refusedValue(subject, 'a number, a bigint, or a number as text', value)
}

function writeBoolean(value: unknown, { subject, typeName }: Target): boolean | number {
  if (typeof value !== 'boolean') throw refusedValue(subject, 'true or false', value)
  // A number can be declared to be a boolean.
  return typeName === 'bool' ? value : Number(value)
}

function writeText(value: unknown, { subject }: Target): string {
  if (typeof value !== 'string') throw refusedValue(subject, 'a string', value)
  if (isStorableText(value)) return value
  throw refusedValue(subject, 'a string without U+0000 and lone surrogates', value)
}

function writeMoment(value: unknown, target: Target, textOf: (moment: Date) => string): string {
  if (typeof value === 'string') return writeText(value, target)
  if (value instanceof Date && !Number.isNaN(value.getTime())) return textOf(value)
  throw refusedValue(target.subject, 'a Date or a string', value)
}

function writeBytes(value: unknown, { subject }: Target): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  throw refusedValue(subject, 'a Buffer or a Uint8Array', value)
}

/** The server alone knows these types; it reads their texts. */
function writeOther(value: unknown, target: Target): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return writeText(value, target)
  throw refusedValue(target.subject, 'a string, a number or a boolean', value)
}

/** Takes arrays, and texts of arrays as the server writes them. In a JSON array's column an inner array is JSON. */
function arrayWriter(column: Column, target: Target): (value: unknown) => string {
  const { elementKind } = column
  // A domain over arrays can be an array's element; its text is written as any other type's that only the server knows.
  const write = writers[elementKind === 'array' ? 'other' : elementKind!]
  const isDimension = (value: unknown): value is unknown[] => Array.isArray(value) && elementKind !== 'json'
  const shapeOf = (value: unknown): string =>
    isDimension(value) ? `${value.length}:${value.length > 0 ? shapeOf(value[0]) : ''}` : ''
  const partsOf = (list: readonly unknown[], depth: number): ArrayText => {
    if (depth > 6 || new Set(list.map(shapeOf)).size > 1) {
      throw refusedValue(
        target.subject,
        'an array of at most 6 dimensions, each of one length throughout',
        list,
      )
    }
    return Array.from(list, item => {
      if (isDimension(item)) return partsOf(item, depth + 1)
      return item === null ? null : elementText(write(item, target))
    })
  }
  return value => {
    if (typeof value === 'string') return writeText(value, target)
    if (!Array.isArray(value)) throw refusedValue(target.subject, 'an array', value)
    return arrayText(partsOf(value, 1), delimiterOf(column))
  }
}

function elementText(written: string | number | boolean | Buffer): string {
  return Buffer.isBuffer(written) ? `\\x${written.toString('hex')}` : String(written)
}
