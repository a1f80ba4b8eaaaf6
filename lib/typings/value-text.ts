/** Says as TypeScript what a column's values are. Looks at no value. */

import type { Column } from '../../types/schema.js'
import type { SnapshotColumn, ValueType } from '../../types/snapshot.js'
import { tableId } from '../schema/table-id.js'
import type { TypeNames } from './type-names.js'

const texts: Readonly<Record<ValueType, string>> = {
  number: 'number',
  bigint: 'bigint',
  string: 'string',
  boolean: 'boolean',
  date: 'Date',
  buffer: 'Uint8Array',
  json: 'unknown',
  unknown: 'unknown',
}

/** Gives the type of values that are not null. */
export function valueText(mapped: SnapshotColumn, column: Column, { enums }: TypeNames): string {
  const text = elementText(mapped, column, enums)
  if (mapped.kind !== 'array') return text
  // The database lets elements of every array be null.
  return text === 'unknown' ? 'unknown[]' : `(${text} | null)[]`
}

/** Adds null where there may be some; what nothing is known of holds it already. */
export function orNull(text: string, nullable: boolean): string {
  return nullable && text !== 'unknown' ? `${text} | null` : text
}

function elementText({ value, kind }: SnapshotColumn, column: Column, enums: TypeNames['enums']): string {
  const name = column.enum
  const isEnum = kind === 'enum' || (kind === 'array' && column.elementKind === 'enum')
  return (isEnum && name !== null && enums.get(tableId(name.schema, name.name))) || texts[value]
}
