/** Makes columns that stand for expressions, with the type that values compared with them are sent as. */

import type { Column, ColumnKind } from '../../../types/schema.js'
import type { DeclaredType } from '../../declaration/declaration.js'
import { plainColumn } from '../plain-column.js'

/** The widest type of each kind. */
const types: Readonly<Record<Exclude<ColumnKind, 'array'>, string>> = {
  integer: 'int8',
  bigint: 'int8',
  decimal: 'numeric',
  float: 'float8',
  boolean: 'bool',
  text: 'text',
  uuid: 'uuid',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  interval: 'interval',
  json: 'jsonb',
  binary: 'bytea',
  // The type of an expression need not be the enum's own.
  enum: 'text',
  other: 'text',
}

/** Gives the column of an expression whose values are of this type. */
export function computedColumn(name: string, type: DeclaredType): Column {
  if (type.element === null) return typed({ name, kind: type.kind, elementKind: null }, typeOf(type))
  const element = innermost(type.element)
  return typed({ name, kind: 'array', elementKind: element.kind }, `_${typeOf(element)}`)
}

function typed(own: Pick<Column, 'name' | 'kind' | 'elementKind'>, type: string): Column {
  return { ...plainColumn, ...own, type, baseType: { schema: 'pg_catalog', name: type } }
}

function typeOf({ kind }: DeclaredType): string {
  return types[kind as Exclude<ColumnKind, 'array'>]
}

/** The server keeps no number of dimensions in a type. */
function innermost(type: DeclaredType): DeclaredType {
  return type.element === null ? type : innermost(type.element)
}
