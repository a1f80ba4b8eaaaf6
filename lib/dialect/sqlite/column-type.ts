/** Chooses the words that a declared type is given in SQLite, such that they are read back as the same kind. */

import type { ColumnKind } from '../../../types/schema.js'
import type { ColumnDefinition } from '../../declaration/definition.js'

const words: Readonly<Record<ColumnKind, string>> = {
  integer: 'integer',
  bigint: 'bigint',
  decimal: 'decimal',
  float: 'double',
  boolean: 'boolean',
  text: 'text',
  uuid: 'uuid',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  interval: 'text',
  json: 'json',
  binary: 'blob',
  enum: 'text',
  // SQLite has no arrays; they are kept as JSON.
  array: 'json',
  other: '',
}

/** Gives the words; `alone` tells that the column is the whole primary key. */
export function columnType({ type, autoIncrement }: ColumnDefinition, alone: boolean): string {
  if (type.text !== null) return type.text
  // SQLite numbers whatever is an INTEGER PRIMARY KEY, and nothing else.
  if (autoIncrement) return 'integer'
  if (type.kind === 'integer' && alone) return 'int'
  if (type.kind === 'text' && type.length !== null) return `varchar(${type.length})`
  if (type.kind === 'float' && type.precision === 24) return 'real'
  const word = words[type.kind]
  if (type.kind !== 'decimal' || type.precision === null) return word
  return type.scale === null ? `${word}(${type.precision})` : `${word}(${type.precision}, ${type.scale})`
}
