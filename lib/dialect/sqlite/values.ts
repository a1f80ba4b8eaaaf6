/** Chooses how a column's values are read and bound. Reads and binds none itself. */

import type { ValueOptions } from '../../../types/options.js'
import type { Column } from '../../../types/schema.js'
import type { Codec } from '../contract.js'
import { affinityOf } from './declared-type.js'
import {
  type Decode,
  decodeBigint,
  decodeBoolean,
  decodeDay,
  decodeDayAsDate,
  decodeInstant,
  decodeInstantAsText,
  decodeInteger,
  decodeJson,
} from './decode.js'
import { encoderOf } from './encode.js'

type Reading = Pick<Codec, 'select' | 'decode'>

/**
 * Gives a column's codec. `int8` is about columns of kind `bigint`; a caller who asks for it on one column of another
 * kind passes that column with kind `bigint`. `subject` is `table.column`.
 */
export function codec(column: Column, values: ValueOptions, subject: string): Codec {
  return { ...readingOf(column, values, subject), encode: encoderOf(column.kind, subject) }
}

function readingOf(column: Column, values: ValueOptions, subject: string): Reading {
  switch (column.kind) {
    case 'bigint':
      return bigintReading(values, subject)
    case 'decimal':
      if (values.numeric === 'string') return { select: withTextOf("'integer', 'real'"), decode: null }
      return plain(decodeInteger(subject, "values: { numeric: 'string' }"))
    case 'boolean':
      return plain(decodeBoolean)
    case 'date':
      return plain(values.date === 'date' ? decodeDayAsDate : decodeDay)
    case 'timestamp':
    case 'timestamptz':
      return plain(values.timestamp === 'string' ? decodeInstantAsText : decodeInstant)
    case 'json':
      return plain(decodeJson)
    default:
      return plain(holdsIntegers(column) ? decodeInteger(subject, columnCure(subject)) : null)
  }
}

function plain(decode: Decode | null): Reading {
  return { select: null, decode }
}

function bigintReading({ int8 = 'number' }: ValueOptions, subject: string): Reading {
  if (int8 === 'number')
    return plain(decodeInteger(subject, "values: { int8: 'bigint' } or { int8: 'string' }"))
  return { select: withTextOf("'integer'"), decode: int8 === 'bigint' ? decodeBigint : null }
}

/** Only what is stored as one of the types becomes a text; drivers round it otherwise. */
function withTextOf(types: string): (quoted: string) => string {
  return quoted => `case when typeof(${quoted}) in (${types}) then cast(${quoted} as text) else ${quoted} end`
}

/** Under these affinities a number without a fraction is stored as an integer, so a big one has been rounded. */
function holdsIntegers({ type }: Column): boolean {
  const affinity = affinityOf(type)
  return affinity === 'integer' || affinity === 'numeric'
}

function columnCure(subject: string): string {
  return `values: { columns: { ${JSON.stringify(subject)}: { int8: 'bigint' } } }`
}
