/** Says what a declaration may read a column as, without asking the server for another type than it has. */

import type { ValueOptions } from '../../../types/options.js'
import type { Column, ColumnKind } from '../../../types/schema.js'
import type { DeclaredType } from '../../declaration/declaration.js'
import type { Reading } from '../contract.js'

/** How one kind is taken for another: by that kind's codec, or by its own and with these choices. */
type Taken = ColumnKind | ValueOptions

type Takes = Partial<Readonly<Record<ColumnKind, Taken>>>

const numberOf = (kind: 'integer' | 'float'): Takes => ({ [kind]: { numeric: 'number' } })
const asText: Takes = { text: 'text' }

/** What the values of a column can fairly be taken for, besides what its type says. */
const readable: Partial<Readonly<Record<ColumnKind, Takes>>> = {
  integer: { bigint: 'bigint', boolean: 'boolean' },
  // Its own codec refuses what a number cannot hold.
  bigint: { integer: { int8: 'number' }, boolean: 'boolean' },
  decimal: { ...numberOf('integer'), ...numberOf('float'), boolean: 'boolean' },
  float: { decimal: 'decimal' },
  text: {
    uuid: 'uuid',
    enum: 'enum',
    json: 'json',
    date: 'date',
    time: 'time',
    timestamp: 'timestamp',
    timestamptz: 'timestamptz',
  },
  uuid: asText,
  enum: asText,
  time: asText,
  interval: asText,
  other: asText,
  date: { text: { date: 'string' } },
  timestamp: { timestamptz: {}, text: { timestamp: 'string' } },
  timestamptz: { timestamp: {}, text: { timestamp: 'string' } },
}

/** Gives how a column is read as a declared type; null where its values are not of that kind. */
export function understand(column: Column, type: DeclaredType): Reading | null {
  if (type.kind === 'array' && column.kind === 'array') return understandElements(column, innermost(type))
  // A custom type says nothing of what is below it.
  if (type.kind === 'other' || type.kind === column.kind) return { column, values: {} }
  const taken = readable[column.kind]?.[type.kind]
  if (taken === undefined) return null
  return typeof taken === 'string'
    ? { column: { ...column, kind: taken }, values: {} }
    : { column, values: taken }
}

function understandElements(column: Column, element: DeclaredType): Reading | null {
  const reading = understand({ ...column, kind: column.elementKind! }, element)
  if (reading === null) return null
  return { column: { ...column, elementKind: reading.column.kind }, values: reading.values }
}

/** The server keeps no number of dimensions in a type. */
function innermost(type: DeclaredType): DeclaredType {
  return type.element === null ? type : innermost(type.element)
}
