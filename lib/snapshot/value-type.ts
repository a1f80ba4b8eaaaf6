/** Tells what JavaScript gets for a column's values. Reads none. */

import type { ValueOptions } from '../../types/options.js'
import type { Column, ColumnKind } from '../../types/schema.js'
import type { ValueType } from '../../types/snapshot.js'

/** What decides it beside the column: how values are chosen to be read, and how decimals are where nobody says. */
export interface ValueChoice {
  readonly values: ValueOptions
  readonly numeric: 'string' | 'number'
}

/** Gives the type of a column's values; of an array, that of its elements. */
export function valueTypeOf(
  { kind, elementKind }: Pick<Column, 'kind' | 'elementKind'>,
  choice: ValueChoice,
): ValueType {
  return typeOfKind(kind === 'array' ? (elementKind ?? 'other') : kind, choice)
}

function typeOfKind(kind: ColumnKind, { values, numeric }: ValueChoice): ValueType {
  switch (kind) {
    case 'bigint':
      return values.int8 ?? 'number'
    case 'decimal':
      return values.numeric ?? numeric
    case 'date':
      return values.date ?? 'string'
    case 'timestamp':
    case 'timestamptz':
      return values.timestamp ?? 'date'
    default:
      return plain[kind]
  }
}

const plain: Readonly<
  Record<Exclude<ColumnKind, 'bigint' | 'decimal' | 'date' | 'timestamp' | 'timestamptz'>, ValueType>
> = {
  integer: 'number',
  float: 'number',
  boolean: 'boolean',
  text: 'string',
  uuid: 'string',
  time: 'string',
  interval: 'string',
  json: 'json',
  binary: 'buffer',
  enum: 'string',
  array: 'unknown',
  other: 'unknown',
}
