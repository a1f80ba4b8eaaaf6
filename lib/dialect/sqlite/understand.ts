/** Says what a declaration may read a column as. Asks for the column's type alone: SQLite types values, not columns. */

import type { Column, ColumnKind } from '../../../types/schema.js'
import type { DeclaredType } from '../../declaration/declaration.js'
import type { Reading } from '../contract.js'

type Kinds = ReadonlySet<ColumnKind>

const numbers = kinds('integer', 'bigint', 'decimal', 'float', 'boolean', 'date', 'timestamp', 'timestamptz')
const moments = kinds('date', 'timestamp', 'timestamptz', 'text', 'integer', 'bigint')

/** What the values of a column can fairly be taken for, besides what its type says; null: for anything. */
const readable: Readonly<Record<ColumnKind, Kinds | null>> = {
  integer: numbers,
  bigint: numbers,
  decimal: kinds('integer', 'bigint', 'float', 'boolean'),
  float: kinds('decimal'),
  boolean: kinds('integer'),
  text: kinds('uuid', 'date', 'time', 'timestamp', 'timestamptz', 'interval', 'json', 'enum'),
  uuid: kinds('text'),
  date: moments,
  time: kinds('text'),
  timestamp: moments,
  timestamptz: moments,
  interval: kinds('text'),
  json: kinds('text'),
  binary: kinds(),
  enum: kinds('text'),
  array: kinds(),
  other: null,
}

/** Gives how a column is read as a declared type; null where its values are not of that kind. */
export function understand(column: Column, type: DeclaredType): Reading | null {
  // SQLite has no arrays; they are kept as JSON.
  const kind = type.kind === 'array' ? 'json' : type.kind
  // A custom type says nothing of what is below it.
  if (kind === 'other' || kind === column.kind) return { column, values: {} }
  const others = readable[column.kind]
  return others === null || others.has(kind) ? { column: { ...column, kind }, values: {} } : null
}

function kinds(...list: readonly ColumnKind[]): Kinds {
  return new Set(list)
}
