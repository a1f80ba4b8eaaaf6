/** Makes columns that stand for expressions. An expression has no affinity, and so no type of its own. */

import type { Column } from '../../../types/schema.js'
import type { DeclaredType } from '../../declaration/declaration.js'
import { plainColumn } from '../plain-column.js'

/** Gives the column of an expression whose values are of this type. */
export function computedColumn(name: string, { kind }: DeclaredType): Column {
  return { ...plainColumn, name, kind: kind === 'array' ? 'json' : kind }
}
