/** Makes columns that stand for expressions, with the type that an expression is cast to: it has no affinity of its own. */

import type { Column, ColumnKind } from '../../../types/schema.js'
import type { DeclaredType } from '../../declaration/declaration.js'
import { plainColumn } from '../plain-column.js'

/**
 * Without an affinity a number is less than every text, so values that are bound as texts would be compared wrongly.
 * A date or a time is left as it is: a cast would make its year of it.
 */
const types: ReadonlyMap<ColumnKind, string> = new Map([
  ['integer', 'integer'],
  ['bigint', 'integer'],
  ['decimal', 'numeric'],
  ['float', 'real'],
  ['text', 'text'],
  ['uuid', 'text'],
  ['enum', 'text'],
])

/** Gives the column of an expression whose values are of this type. */
export function computedColumn(name: string, { kind }: DeclaredType): Column {
  return { ...plainColumn, name, type: types.get(kind) ?? '', kind: kind === 'array' ? 'json' : kind }
}
