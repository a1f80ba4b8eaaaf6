/** Makes values of the server's texts. Never looks at what a caller wrote. */

import type { ValueOptions } from '../../../types/options.js'
import type { Column, ColumnKind } from '../../../types/schema.js'
import { ValueError } from '../../errors.js'
import { type ArrayText, parseArray } from './array-text.js'
import { dateOf, timestampOf } from './timestamps.js'

/** Makes a value of a text. */
export type Read = (text: string) => unknown

/** Where a value comes from, and how it was asked for. */
export interface Reading {
  readonly values: ValueOptions
  readonly subject: string
}

const readers: Partial<Record<ColumnKind, (reading: Reading) => Read | null>> = {
  integer: () => Number,
  bigint: bigintReader,
  decimal: ({ values }) => (values.numeric === 'number' ? Number : null),
  float: () => Number,
  // A number can be declared to be a boolean.
  boolean: () => text => text === 't' || (text !== 'f' && Number(text) !== 0),
  date: ({ values }) => (values.date === 'date' ? dateOf : null),
  timestamp: timestampReader,
  timestamptz: timestampReader,
  json: () => text => JSON.parse(text),
  binary: () => bytesOf,
}

/** Gives what makes values for a column; null where the text is the value. */
export function readerOf(column: Column, reading: Reading): Read | null {
  if (column.kind !== 'array') return readers[column.kind]?.(reading) ?? null
  const readElement = readers[column.elementKind!]?.(reading) ?? null
  const delimiter = delimiterOf(column)
  return text => {
    const elements = parseArray(text, delimiter)
    return elements === null || readElement === null
      ? (elements ?? text)
      : readElements(elements, readElement)
  }
}

/** Boxes hold commas, and are the one type whose arrays go by another delimiter. */
export function delimiterOf({ baseType }: Column): ',' | ';' {
  return baseType?.schema === 'pg_catalog' && baseType.name === '_box' ? ';' : ','
}

function readElements(elements: ArrayText, read: Read): unknown[] {
  return elements.map(element => {
    if (element === null) return null
    return typeof element === 'string' ? read(element) : readElements(element, read)
  })
}

function bigintReader({ values, subject }: Reading): Read | null {
  if (values.int8 === 'string') return null
  if (values.int8 === 'bigint') return BigInt
  return text => {
    const value = Number(text)
    if (Number.isSafeInteger(value)) return value
    throw new ValueError(
      'VALUE_UNSAFE',
      `Cannot read "${subject}": its value is beyond what a number holds exactly; read it with option values: { int8: 'bigint' }`,
    )
  }
}

function timestampReader({ values }: Reading): Read | null {
  return values.timestamp === 'string' ? null : timestampOf
}

/** Understands both values of `bytea_output`; in style `escape` a backslash is doubled, so `\x` cannot begin it. */
function bytesOf(text: string): Buffer {
  if (text.startsWith('\\x')) return Buffer.from(text.slice(2), 'hex')
  const bytes = text.replace(/\\(?:(\d{3})|\\)/g, (_, octal?: string) =>
    octal === undefined ? '\\' : String.fromCharCode(Number.parseInt(octal, 8)),
  )
  return Buffer.from(bytes, 'latin1')
}
