/** Checks what a caller gives for a column and turns it into what a driver binds. Never coerces one kind of value to another. */

import type { ColumnKind } from '../../../types/schema.js'
import { refusedValue } from '../refused-value.js'

type Encode = (value: unknown, subject: string) => unknown

const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n
const loneSurrogate = /\p{Surrogate}/u

const encoders: ReadonlyMap<ColumnKind, Encode> = new Map<ColumnKind, Encode>([
  ['integer', encodeInteger],
  ['bigint', encodeInteger],
  ['decimal', encodeNumber],
  ['float', encodeNumber],
  ['boolean', encodeBoolean],
  ['text', encodeText],
  ['uuid', encodePlainText],
  ['time', encodePlainText],
  ['date', encodeDate],
  ['timestamp', encodeTimestamp],
  ['timestamptz', encodeTimestamp],
  ['json', encodeJson],
  ['binary', encodeBinary],
])

/** Gives the encoder of a kind. What it gives binds alike through both drivers. */
export function encoderOf(kind: ColumnKind, subject: string): (value: unknown) => unknown {
  const encode = encoders.get(kind) ?? encodeAny
  return value => encode(value, subject)
}

function encodeInteger(value: unknown, subject: string): unknown {
  const expected = 'an integer of 64 bits'
  if (Number.isSafeInteger(value)) return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return boundInteger(BigInt(value), subject, value)
  if (typeof value === 'bigint') return boundInteger(value, subject, value)
  if (typeof value === 'number' && Number.isInteger(value)) {
    throw refusedValue(subject, 'an integer that a number holds exactly, or a bigint', value)
  }
  throw refusedValue(subject, expected, value)
}

/** Beyond what a number holds it is bound as a text, which the column's affinity makes an integer again. */
function boundInteger(value: bigint, subject: string, given: unknown): unknown {
  if (value < smallest || value > largest) throw refusedValue(subject, 'an integer of 64 bits', given)
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function encodeNumber(value: unknown, subject: string): unknown {
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return value
  throw refusedValue(subject, 'a number', value)
}

function encodeBoolean(value: unknown, subject: string): unknown {
  if (typeof value === 'boolean') return Number(value)
  if (value === 0 || value === 1) return value
  throw refusedValue(subject, 'a boolean', value)
}

/** A number is bound as a text: bound as a number, one driver would store `5.0` where the other stores `5`. */
function encodeText(value: unknown, subject: string): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return encodePlainText(value, subject)
}

function encodePlainText(value: unknown, subject: string): unknown {
  if (typeof value !== 'string') throw refusedValue(subject, 'a string', value)
  if (loneSurrogate.test(value)) throw refusedValue(subject, 'well-formed Unicode', value)
  return value
}

/** A Date must be a midnight UTC: of any other instant nobody can tell which day was meant. */
function encodeDate(value: unknown, subject: string): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return value
  if (isStorable(value) && value.getTime() % 86_400_000 === 0) return value.toISOString().slice(0, 10)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw refusedValue(subject, "a 'YYYY-MM-DD' string or a Date at midnight UTC", value)
}

/**
 * A Date becomes what CURRENT_TIMESTAMP writes, `YYYY-MM-DD HH:MM:SS` in UTC, with milliseconds only where there are
 * any: so it equals what the database wrote, and texts sort by time. A number stays one, for tables that hold those.
 */
function encodeTimestamp(value: unknown, subject: string): unknown {
  if (isStorable(value))
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/(\.000)?Z$/, '')
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)) return encodePlainText(value, subject)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw refusedValue(subject, "a Date in the years 0 to 9999 or a 'YYYY-MM-DD HH:MM:SS' string", value)
}

function isStorable(value: unknown): value is Date {
  return value instanceof Date && value.getUTCFullYear() >= 0 && value.getUTCFullYear() <= 9999
}

function encodeJson(value: unknown, subject: string): unknown {
  const lossy = value instanceof Map || value instanceof Set
  const text = lossy ? undefined : jsonText(value, subject)
  if (text === undefined) throw refusedValue(subject, 'a value that JSON can hold', value)
  return text
}

function jsonText(value: unknown, subject: string): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (cause) {
    throw refusedValue(
      subject,
      `a value that JSON can hold (${(cause as Error).message.split('\n')[0]})`,
      value,
    )
  }
}

function encodeBinary(value: unknown, subject: string): unknown {
  if (!(value instanceof Uint8Array)) throw refusedValue(subject, 'a Buffer or a Uint8Array', value)
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** A column of no known type takes whatever SQLite can store. */
function encodeAny(value: unknown, subject: string): unknown {
  if (value instanceof Uint8Array) return encodeBinary(value, subject)
  if (typeof value === 'bigint') return boundInteger(value, subject, value)
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  if (typeof value === 'string') return encodePlainText(value, subject)
  throw refusedValue(subject, 'a string, a number or a Buffer', value)
}
