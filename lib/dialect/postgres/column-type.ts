/** Writes declared types in PostgreSQL's words. Creates none of them. */

import type { ColumnKind } from '../../../types/schema.js'
import type { DeclaredType } from '../../declaration/declaration.js'

const words: Readonly<Record<Exclude<ColumnKind, 'array' | 'enum'>, string>> = {
  integer: 'integer',
  bigint: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  boolean: 'boolean',
  text: 'text',
  uuid: 'uuid',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  interval: 'interval',
  json: 'jsonb',
  binary: 'bytea',
  other: 'text',
}

/** Gives the type; `enumName` quotes the name of an enumeration. */
export function columnType(type: DeclaredType, enumName: (name: string) => string): string {
  if (type.text !== null) return type.text
  if (type.element !== null) return `${columnType(type.element, enumName)}[]`
  if (type.kind === 'enum') return enumName(type.enumName!)
  if (type.kind === 'text' && type.length !== null) return `varchar(${type.length})`
  if (type.kind === 'float' && type.precision === 24) return 'real'
  const word = words[type.kind as keyof typeof words]
  if (type.kind !== 'decimal' || type.precision === null) return word
  return type.scale === null ? `${word}(${type.precision})` : `${word}(${type.precision}, ${type.scale})`
}

/** Gives the enumeration that a type is, or that its elements are; null where there is none. */
export function enumerationOf(type: DeclaredType): DeclaredType | null {
  if (type.kind === 'enum') return type
  return type.element === null ? null : enumerationOf(type.element)
}
