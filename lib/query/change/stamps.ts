/** Tells what an UPDATE sets by itself: declared `onUpdate` columns. Knows no version, and runs nothing. */

import type { SqlText } from '../../declaration/declaration.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { membersOf } from '../../mapping/members.js'

/** What a column is set to: a value that the driver binds, or a piece of SQL. */
export type Stamp =
  | { readonly column: ColumnMapping; readonly type: 'value'; readonly bound: unknown }
  | { readonly column: ColumnMapping; readonly type: 'sql'; readonly sql: SqlText }

/** Gives what every UPDATE of a model sets. Throws `ValueError` where a declared value does not fit its column. */
export function stampsOf(mapping: Mapping): Stamp[] {
  const members = membersOf(mapping)
  return mapping.columns.flatMap((column): Stamp[] => {
    const member = members.get(column.property)
    const filling = member?.member === 'column' ? member.onUpdate : null
    if (filling === null) return []
    if (filling.type === 'sql') return [{ column, type: 'sql', sql: filling.sql }]
    const { value } = filling
    return [{ column, type: 'value', bound: value === null ? null : column.codec.encode(value) }]
  })
}
