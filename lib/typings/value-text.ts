/** Says as TypeScript what a column's values are. Looks at no value. */

import type { Column } from '../../types/schema.js'
import type { SnapshotColumn, ValueType } from '../../types/snapshot.js'
import { tableId } from '../schema/table-id.js'
import { literal } from './text.js'
import { jsonOf, type TypeNames } from './type-names.js'

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

/** Where a property is: what its JSON is, users say by model and property. */
export interface ValuePlace {
  /** The model's own name. */
  readonly model: string
  readonly names: TypeNames
}

/** Gives the type of values that are not null. */
export function valueText(mapped: SnapshotColumn, column: Column, place: ValuePlace): string {
  const text = elementText(mapped, column, place)
  if (mapped.kind !== 'array') return text
  // The database lets elements of every array be null.
  return text === 'unknown' ? 'unknown[]' : `(${text} | null)[]`
}

/** Adds null where there may be some; what nothing is known of holds it already. */
export function orNull(text: string, nullable: boolean): string {
  return nullable && text !== 'unknown' ? `${text} | null` : text
}

function elementText({ name, value, kind }: SnapshotColumn, column: Column, place: ValuePlace): string {
  const { enums } = place.names
  const element = kind === 'array' ? column.elementKind : kind
  if (element === 'enum' && column.enum !== null) {
    const { schema, name } = column.enum
    return enums.get(tableId(schema, name)) ?? texts[value]
  }
  if (value === 'json') return `${jsonOf}<${literal(`${place.model}.${name}`)}>`
  // A server that names its types gives the text of what nobody here has a value for.
  return element === 'other' && column.baseType !== null ? 'string' : texts[value]
}
